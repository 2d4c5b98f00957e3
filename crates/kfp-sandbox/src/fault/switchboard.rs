//! Which faults there are, and which of them meet a call.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use http::Method;
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use super::action::Action;
use super::matching::Fault;
use super::perform;
use super::place::Place;

/// Names a fault that was added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FaultId(pub(super) u64);

impl FaultId {
    /// The fault with this number, as the control address names it.
    pub fn new(number: u64) -> Self {
        Self(number)
    }
}

/// A fault with what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ActiveFault {
    /// Its name.
    pub id: FaultId,
    /// The fault.
    #[serde(flatten)]
    pub fault: Fault,
    /// How many calls matched so far.
    pub met: u64,
    /// How many of them were harmed.
    pub harmed: u64,
}

#[derive(Debug, Default)]
struct Board {
    active: Vec<ActiveFault>,
    /// How many there ever were: an id is never given again, as whoever removed its fault may still hold it.
    added: u64,
}

/// The faults of one sandbox; cheap to clone, one state.
#[derive(Clone, Debug)]
pub(crate) struct Switchboard {
    faults: Arc<Mutex<Board>>,
    stop: CancellationToken,
}

impl Switchboard {
    /// What stands still ends with `stop`.
    pub(crate) fn new(stop: CancellationToken) -> Self {
        Self {
            faults: Arc::default(),
            stop,
        }
    }

    /// `router` with the faults of `place` in front of it.
    pub(crate) fn in_front_of(&self, place: Place, router: Router) -> Router {
        perform::layer(self.clone(), place, router)
    }

    /// Ends with the sandbox.
    pub(super) fn stop(&self) -> &CancellationToken {
        &self.stop
    }

    pub(super) fn add(&self, fault: Fault) -> FaultId {
        let mut faults = self.lock();
        faults.added += 1;
        let id = FaultId(faults.added);
        faults.active.push(ActiveFault {
            id,
            fault,
            met: 0,
            harmed: 0,
        });
        id
    }

    pub(super) fn remove(&self, id: FaultId) -> bool {
        let faults = &mut self.lock().active;
        let before = faults.len();
        faults.retain(|fault| fault.id != id);
        faults.len() < before
    }

    pub(super) fn clear(&self) {
        self.lock().active.clear();
    }

    pub(super) fn list(&self) -> Vec<ActiveFault> {
        self.lock().active.clone()
    }

    /// What happens to a call, in the order in which the faults were added.
    pub(super) fn actions(&self, place: Place, method: &Method, path: &str) -> Vec<Action> {
        let mut actions = Vec::new();
        for active in &mut self.lock().active {
            if !active.fault.meets(place, method, path) {
                continue;
            }
            active.met += 1;
            let is_due = active.met > active.fault.after
                && active.fault.times.is_none_or(|times| active.harmed < times);
            if is_due {
                active.harmed += 1;
                actions.push(active.fault.action.clone());
            }
        }
        actions
    }

    fn lock(&self) -> MutexGuard<'_, Board> {
        // A panic while the lock was held cannot leave the list half changed.
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_waits_for_its_turn_and_then_ends() {
        let board = Switchboard::new(CancellationToken::new());
        board.add(Fault::at(Place::Kfp, Action::Drop).after(1).times(2));
        let harmed = |_| !board.actions(Place::Kfp, &Method::GET, "/").is_empty();
        assert_eq!(
            (0..5).map(harmed).collect::<Vec<_>>(),
            [false, true, true, false, false]
        );
        assert!(board.actions(Place::Gateway, &Method::GET, "/").is_empty());
        let [fault] = board.list().try_into().unwrap();
        assert_eq!((fault.met, fault.harmed), (5, 2));
        assert!(board.remove(fault.id));
        assert!(!board.remove(fault.id));
    }

    #[test]
    fn no_fault_is_called_as_another_was() {
        let board = Switchboard::new(CancellationToken::new());
        let first = board.add(Fault::at(Place::Kfp, Action::Drop));
        board.remove(first);
        let second = board.add(Fault::at(Place::Kfp, Action::Drop));
        board.clear();
        let third = board.add(Fault::at(Place::Kfp, Action::Drop));
        assert!(first != second && second != third && first != third);
    }
}
