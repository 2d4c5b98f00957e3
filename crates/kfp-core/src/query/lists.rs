//! One query per list.

use form_urlencoded::Serializer;

use super::{Filter, InvalidQuery, ListParams, Listed, Sort};
use crate::model::{ExperimentId, Namespace, PageToken, PipelineId};

macro_rules! list_setters {
    ($listed:expr) => {
        /// Sets how many on a page, at most 200; 0 leaves it to KFP, which takes 20.
        #[must_use]
        pub fn page_size(mut self, page_size: u32) -> Self {
            self.params.page_size = page_size;
            self
        }

        /// Continues with a page of the same query.
        #[must_use]
        pub fn page_token(mut self, token: impl Into<Option<PageToken>>) -> Self {
            self.params.page_token = token.into();
            self
        }

        /// Sets the order; without one KFP answers oldest first.
        #[must_use]
        pub fn sort(mut self, sort: impl Into<Option<Sort>>) -> Self {
            self.params.sort = sort.into();
            self
        }

        /// Sets what must hold of every element.
        #[must_use]
        pub fn filter(mut self, filter: impl Into<Option<Filter>>) -> Self {
            self.params.filter = filter.into();
            self
        }

        /// Checks the query and writes it as the query part of an address, percent-encoded, without `?`.
        ///
        /// # Errors
        /// [`InvalidQuery`] names the first rule that is broken.
        pub fn to_query_string(&self) -> Result<String, InvalidQuery> {
            self.params.check($listed)?;
            let mut query = Serializer::new(String::new());
            self.write_scope(&mut query);
            self.params.write(&mut query)?;
            Ok(query.finish())
        }
    };
}

/// A list of experiments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExperimentQuery {
    /// The namespace. A multi-user KFP refuses a list without one, a single-user KFP ignores it.
    pub namespace: Option<Namespace>,
    /// Filter, order and page.
    pub params: ListParams,
}

impl ExperimentQuery {
    /// The experiments of a namespace.
    pub fn in_namespace(namespace: Namespace) -> Self {
        Self {
            namespace: Some(namespace),
            params: ListParams::default(),
        }
    }

    list_setters!(Listed::Experiments);

    fn write_scope(&self, query: &mut Serializer<'_, String>) {
        write_namespace(self.namespace.as_ref(), query);
    }
}

/// Which runs. Never a namespace together with an experiment: KFP would silently take the experiment's namespace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum RunScope {
    /// All; only on a single-user KFP.
    #[default]
    Everywhere,
    /// Those of a namespace.
    Namespace(Namespace),
    /// Those of an experiment.
    Experiment(ExperimentId),
}

impl RunScope {
    fn write(&self, query: &mut Serializer<'_, String>) {
        match self {
            Self::Everywhere => {}
            Self::Namespace(namespace) => write_namespace(Some(namespace), query),
            Self::Experiment(id) => {
                query.append_pair("experiment_id", id.as_str());
            }
        }
    }
}

/// A list of runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunQuery {
    /// Which runs.
    pub scope: RunScope,
    /// Filter, order and page.
    pub params: ListParams,
}

impl RunQuery {
    /// The runs of a scope.
    pub fn of(scope: RunScope) -> Self {
        Self {
            scope,
            params: ListParams::default(),
        }
    }

    /// The runs of a namespace.
    pub fn in_namespace(namespace: Namespace) -> Self {
        Self::of(RunScope::Namespace(namespace))
    }

    /// The runs of an experiment.
    pub fn in_experiment(experiment_id: ExperimentId) -> Self {
        Self::of(RunScope::Experiment(experiment_id))
    }

    list_setters!(Listed::Runs);

    fn write_scope(&self, query: &mut Serializer<'_, String>) {
        self.scope.write(query);
    }
}

/// A list of recurring runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecurringRunQuery {
    /// Which recurring runs. A multi-user KFP refuses [`RunScope::Everywhere`].
    pub scope: RunScope,
    /// Filter, order and page.
    pub params: ListParams,
}

impl RecurringRunQuery {
    /// The recurring runs of a namespace.
    pub fn in_namespace(namespace: Namespace) -> Self {
        Self {
            scope: RunScope::Namespace(namespace),
            params: ListParams::default(),
        }
    }

    /// The recurring runs of an experiment.
    pub fn in_experiment(experiment_id: ExperimentId) -> Self {
        Self {
            scope: RunScope::Experiment(experiment_id),
            params: ListParams::default(),
        }
    }

    list_setters!(Listed::RecurringRuns);

    fn write_scope(&self, query: &mut Serializer<'_, String>) {
        self.scope.write(query);
    }
}

/// A list of pipelines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PipelineQuery {
    /// The namespace; `None` means the shared pipelines. No one query gives both.
    pub namespace: Option<Namespace>,
    /// Filter, order and page.
    pub params: ListParams,
}

impl PipelineQuery {
    /// The pipelines that are shared by all namespaces.
    pub fn shared() -> Self {
        Self::default()
    }

    /// The pipelines of a namespace, without the shared ones.
    pub fn in_namespace(namespace: Namespace) -> Self {
        Self {
            namespace: Some(namespace),
            params: ListParams::default(),
        }
    }

    list_setters!(Listed::Pipelines);

    fn write_scope(&self, query: &mut Serializer<'_, String>) {
        write_namespace(self.namespace.as_ref(), query);
    }
}

/// A list of the versions of a pipeline. Large: each comes with its spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PipelineVersionQuery {
    /// The pipeline.
    pub pipeline_id: PipelineId,
    /// Filter, order and page.
    pub params: ListParams,
}

impl PipelineVersionQuery {
    /// The versions of a pipeline.
    pub fn of(pipeline_id: PipelineId) -> Self {
        Self {
            pipeline_id,
            params: ListParams::default(),
        }
    }

    list_setters!(Listed::PipelineVersions);

    #[expect(
        clippy::unused_self,
        reason = "the scope is in the path; the other lists have it in the query"
    )]
    fn write_scope(&self, _query: &mut Serializer<'_, String>) {}
}

fn write_namespace(namespace: Option<&Namespace>, query: &mut Serializer<'_, String>) {
    if let Some(namespace) = namespace {
        query.append_pair("namespace", namespace.as_str());
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::query::Key;

    fn team() -> Namespace {
        Namespace::new("team-a").unwrap()
    }

    fn token() -> PageToken {
        PageToken::new("a+/=").unwrap()
    }

    #[test]
    fn an_empty_query_writes_only_its_scope() {
        assert_eq!(
            ExperimentQuery::in_namespace(team())
                .to_query_string()
                .unwrap(),
            "namespace=team-a"
        );
        assert_eq!(PipelineQuery::shared().to_query_string().unwrap(), "");
    }

    proptest! {
        #[test]
        fn every_page_token_arrives_as_it_came(text in "[!-~]{1,60}") {
            let token = PageToken::new(text.clone()).unwrap();
            let query = RunQuery::in_namespace(team()).page_token(token).to_query_string().unwrap();
            let sent = form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == "page_token");
            prop_assert_eq!(sent.unwrap().1, text);
        }
    }

    #[test]
    fn the_first_page_has_order_and_filter() {
        let query = ExperimentQuery::in_namespace(team())
            .page_size(50)
            .sort(Sort::newest_first())
            .filter(Filter::new().equals(Key::StorageState, "AVAILABLE"));
        let text = query.to_query_string().unwrap();
        assert!(
            text.starts_with("namespace=team-a&page_size=50&sort_by=created_at+desc&filter=%257B"),
            "{text}"
        );
    }

    #[test]
    fn further_pages_have_the_scope_and_neither_order_nor_filter() {
        let query = RunQuery::in_namespace(team())
            .page_token(token())
            .sort(Sort::newest_first())
            .filter(Filter::new().equals(Key::State, "FAILED"));
        assert_eq!(
            query.to_query_string().unwrap(),
            "namespace=team-a&page_token=a%2B%2F%3D"
        );
    }

    #[test]
    fn further_pages_keep_the_tag_predicates() {
        let tag = Filter::new().equals(Key::Tag("team".into()), "vision");
        let query = PipelineQuery::shared()
            .page_token(token())
            .filter(tag.clone().contains(Key::Name, "x"));
        let text = query.to_query_string().unwrap();
        let filter = form_urlencoded::parse(text.as_bytes())
            .find(|(key, _)| key == "filter")
            .unwrap()
            .1;
        assert_eq!(Filter::decode(&filter).unwrap(), tag);
    }

    #[test]
    fn a_wish_that_kfp_would_cut_or_refuse_is_not_sent() {
        let query = RunQuery::in_namespace(team());
        assert!(query.clone().page_size(201).to_query_string().is_err());
        assert!(
            query
                .clone()
                .sort(Sort::ascending(Key::ExperimentId))
                .to_query_string()
                .is_err()
        );
        assert!(
            query
                .clone()
                .sort(Sort::ascending(Key::LastRunCreatedAt))
                .to_query_string()
                .is_err()
        );
        assert!(
            query
                .filter(Filter::new().equals(Key::Tag("a".into()), "b"))
                .to_query_string()
                .is_err()
        );
    }
}
