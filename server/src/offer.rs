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
use crate::problem::Failure;
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
        let profiles: Vec<_> = profiles.iter().cloned().collect();
        let mut reviews = futures::stream::iter(profiles)
            .map(|profile| self.review(user, profile))
            .buffered(REVIEWS_AT_ONCE);
        let mut offered = Offered {
            namespaces: Vec::new(),
            complete: listed_all,
        };
        while let Some(reviewed) = reviews.next().await {
            match reviewed {
                Ok(Some(namespace)) => offered.namespaces.push(namespace),
                Ok(None) => {}
                // Where one question is not answered, the others would only wait as long in vain.
                Err(_) => {
                    offered.complete = false;
                    break;
                }
            }
        }
        offered
    }

    /// The namespace with the user's part in it; `None` where the user may not look. A part that Kubernetes does not
    /// tell is left open: the namespace may be looked at all the same.
    async fn review(
        &self,
        user: &UserId,
        profile: ProfileNamespace,
    ) -> Result<Option<OfferedNamespace>, Failure> {
        let may = |ask| {
            self.reviewer
                .allows(Question::new(user, ask, &profile.name))
        };
        if !may(Ask::LIST_EXPERIMENTS).await? {
            return Ok(None);
        }
        let role = if profile.owner.as_deref() == Some(user.as_str()) {
            Some(Role::Owner)
        } else {
            may(Ask::CREATE_RUNS).await.ok().map(|may_change| {
                if may_change {
                    Role::Contributor
                } else {
                    Role::Viewer
                }
            })
        };
        Ok(Some(OfferedNamespace {
            role,
            name: profile.name,
        }))
    }
}
