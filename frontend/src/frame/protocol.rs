//! The four messages between the dashboard and an app in its frame, and what a chosen namespace does to the page.

use kfp_core::model::Namespace;

use crate::paths::Route;

/// What an app says first.
pub(super) const CONNECTED: &str = "iframe-connected";

/// What the dashboard says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Message {
    /// It has heard us.
    ParentConnected,
    /// A namespace was chosen, or is chosen at the moment of connecting.
    NamespaceSelected(Namespace),
    /// All namespaces at once; only sent to apps on a fixed list, on which a site may put us.
    AllNamespaces,
}

impl Message {
    /// Reads the fields of a message; `None` for what is not the dashboard's.
    pub(super) fn read(kind: &str, value: Option<&str>) -> Option<Self> {
        match kind {
            "parent-connected" => Some(Self::ParentConnected),
            "namespace-selected" => Namespace::new(value?).ok().map(Self::NamespaceSelected),
            "all-namespaces" => Some(Self::AllNamespaces),
            _ => None,
        }
    }
}

/// What a chosen namespace does to the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Move {
    /// Nothing.
    Stay,
    /// Goes to another page of the chosen namespace.
    Go(Route),
    /// Goes to the list of the chosen namespace, and says where the thing that was open is.
    Leave {
        /// The list.
        to: Route,
        /// The page that was open.
        from: Route,
    },
}

/// Decides what a chosen namespace does.
///
/// The first message only fills in a namespace where the address names none: a link that names one is complete by
/// itself. Later ones are a person's choice.
pub(crate) fn follow(route: &Route, chosen: &Namespace, is_first: bool) -> Move {
    match route.namespace() {
        Some(named) if named == chosen || is_first => Move::Stay,
        Some(_) if route.is_detail() => Move::Leave {
            to: route.in_namespace(chosen.clone()),
            from: route.clone(),
        },
        Some(_) => Move::Go(route.in_namespace(chosen.clone())),
        None if matches!(route, Route::Start) => Move::Go(Route::Home(chosen.clone())),
        None => Move::Stay,
    }
}

#[cfg(test)]
mod tests {
    use kfp_core::model::ExperimentId;

    use super::*;

    fn ns(name: &str) -> Namespace {
        Namespace::new(name).expect("a namespace")
    }

    #[test]
    fn messages_are_read_and_others_are_not() {
        assert_eq!(
            Message::read("parent-connected", None),
            Some(Message::ParentConnected)
        );
        assert_eq!(
            Message::read("namespace-selected", Some("team-a")),
            Some(Message::NamespaceSelected(ns("team-a")))
        );
        for value in [None, Some(""), Some("../x"), Some("Team")] {
            assert_eq!(
                Message::read("namespace-selected", value),
                None,
                "{value:?}"
            );
        }
        assert_eq!(Message::read("setImmediate$0.5", Some("team-a")), None);
    }

    #[test]
    fn the_first_message_does_not_move_a_page_that_names_a_namespace() {
        let page = Route::Experiments(ns("team-a"));
        assert_eq!(follow(&page, &ns("team-b"), true), Move::Stay);
        assert_eq!(
            follow(&page, &ns("team-b"), false),
            Move::Go(Route::Experiments(ns("team-b")))
        );
        assert_eq!(
            follow(&Route::Start, &ns("team-b"), true),
            Move::Go(Route::Home(ns("team-b")))
        );
    }

    #[test]
    fn a_thing_that_is_open_is_left_for_the_list_of_its_kind() {
        let page = Route::Experiment(ns("team-a"), ExperimentId::new("1").expect("an id"));
        let expected = Move::Leave {
            to: Route::Experiments(ns("team-b")),
            from: page.clone(),
        };
        assert_eq!(follow(&page, &ns("team-b"), false), expected);
        assert_eq!(follow(&page, &ns("team-a"), false), Move::Stay);
        assert_eq!(follow(&Route::Settings, &ns("team-b"), false), Move::Stay);
    }
}
