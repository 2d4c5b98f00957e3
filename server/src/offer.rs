//! Which namespaces a user is offered.
//!
//! Offering grants nothing. Inside the dashboard the browser asks the dashboard; this is for a console that stands
//! alone: every profile namespace in which Kubernetes lets the user list experiments.

use std::sync::Arc;
use std::time::Duration;

use console_api::{OfferedNamespace, Role};
use futures::StreamExt as _;
use moka::future::Cache;

use crate::access::{Ask, Reviewer};
use crate::identity::UserId;
use crate::upstream::{Kubernetes, ProfileNamespace, Question};

/// Profiles come and go by the day.
const LIST_KEPT: Duration = Duration::from_secs(30);
/// What a user may see changes by the day too, and a call to it is reviewed on its own anyway.
const OFFER_KEPT: Duration = Duration::from_secs(30);
/// Reviews for one answer that run at the same time: a page load must not use up the patience of the API server.
const REVIEWS_AT_ONCE: usize = 8;
/// Users whose offers are kept.
const MOST_USERS: u64 = 10_000;

/// The namespaces offered to a user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Offered {
    /// Sorted by name.
    pub(crate) namespaces: Vec<OfferedNamespace>,
    /// Whether every profile namespace was reviewed.
    pub(crate) complete: bool,
}

/// Finds what to offer.
#[derive(Clone, Debug)]
pub(crate) struct Offer {
    kubernetes: Kubernetes,
    reviewer: Reviewer,
    profiles: Cache<(), (Arc<Vec<ProfileNamespace>>, bool)>,
    offers: Cache<UserId, Arc<Offered>>,
}

impl Offer {
    pub(crate) fn new(kubernetes: Kubernetes, reviewer: Reviewer) -> Self {
        let profiles = Cache::builder()
            .max_capacity(1)
            .time_to_live(LIST_KEPT)
            .build();
        let offers = Cache::builder()
            .max_capacity(MOST_USERS)
            .time_to_live(OFFER_KEPT)
            .build();
        Self {
            kubernetes,
            reviewer,
            profiles,
            offers,
        }
    }

    /// What to offer this user. Where Kubernetes does not answer, the offer is smaller and says that it is incomplete;
    /// such an offer is not kept.
    pub(crate) async fn to(&self, user: &UserId) -> Arc<Offered> {
        let find = async {
            let offered = Arc::new(Box::pin(self.find(user)).await);
            if offered.complete {
                Ok(offered)
            } else {
                Err(offered)
            }
        };
        match self.offers.try_get_with(user.clone(), find).await {
            Ok(offered) => offered,
            Err(incomplete) => Arc::clone(&incomplete),
        }
    }

    async fn find(&self, user: &UserId) -> Offered {
        let profiles = self.profiles.try_get_with((), async {
            let (list, complete) = self.kubernetes.profile_namespaces().await?;
            Ok::<_, crate::upstream::KubernetesError>((Arc::new(list), complete))
        });
        let (profiles, listed_all) = match profiles.await {
            Ok(profiles) => profiles,
            Err(error) => {
                tracing::warn!(
                    error = crate::telemetry::chain(&*error),
                    "the profile namespaces cannot be listed"
                );
                return Offered {
                    namespaces: Vec::new(),
                    complete: false,
                };
            }
        };
        let questions: Vec<_> = profiles
            .iter()
            .map(|profile| {
                (
                    profile.clone(),
                    Question::new(user, Ask::LIST_EXPERIMENTS, &profile.name),
                )
            })
            .collect();
        let mut reviews = futures::stream::iter(questions)
            .map(|(profile, question)| {
                let reviewer = self.reviewer.clone();
                async move { (profile, reviewer.allows(question).await) }
            })
            .buffered(REVIEWS_AT_ONCE);
        let mut offered = Offered {
            namespaces: Vec::new(),
            complete: listed_all,
        };
        while let Some((profile, allowed)) = reviews.next().await {
            match allowed {
                Ok(true) => offered.namespaces.push(OfferedNamespace {
                    role: (profile.owner.as_deref() == Some(user.as_str())).then_some(Role::Owner),
                    name: profile.name,
                }),
                Ok(false) => {}
                // Where one question is not answered, the others would only wait as long in vain.
                Err(_) => {
                    offered.complete = false;
                    break;
                }
            }
        }
        offered
    }
}
