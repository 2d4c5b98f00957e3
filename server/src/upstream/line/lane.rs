//! Who waits, each in turn.

use std::collections::{HashMap, VecDeque};

use tokio::sync::oneshot;
use tokio::time::Instant;

use super::{Place, Weight};

/// One lane: the callers in turn, and what each waits for.
#[derive(Debug, Default)]
pub(super) struct Lane {
    turns: VecDeque<String>,
    waiting: HashMap<String, VecDeque<Waiting>>,
}

#[derive(Debug)]
struct Waiting {
    sender: oneshot::Sender<Place>,
    since: Instant,
}

impl Lane {
    pub(super) fn push(&mut self, caller: &str, sender: oneshot::Sender<Place>) {
        let queue = self.waiting.entry(caller.to_owned()).or_default();
        if queue.is_empty() {
            self.turns.push_back(caller.to_owned());
        }
        queue.push_back(Waiting {
            sender,
            since: Instant::now(),
        });
    }

    /// The next call of the caller whose turn it is; the caller goes to the end.
    pub(super) fn next(&mut self) -> Option<oneshot::Sender<Place>> {
        loop {
            let caller = self.turns.pop_front()?;
            let queue = self.waiting.get_mut(&caller)?;
            let waiting = queue.pop_front();
            if queue.is_empty() {
                self.waiting.remove(&caller);
            } else {
                self.turns.push_back(caller);
            }
            match waiting {
                Some(Waiting { sender, .. }) if !sender.is_closed() => return Some(sender),
                _ => {}
            }
        }
    }

    pub(super) fn of(&self, caller: &str) -> usize {
        self.waiting.get(caller).map_or(0, VecDeque::len)
    }

    pub(super) fn count(&self) -> usize {
        self.waiting.values().map(VecDeque::len).sum()
    }

    /// Since when the call waits that waits longest.
    pub(super) fn oldest(&self) -> Option<Instant> {
        let first = |queue: &VecDeque<Waiting>| queue.front().map(|waiting| waiting.since);
        self.waiting.values().filter_map(first).min()
    }

    pub(super) fn forget_who_left(&mut self) {
        self.waiting.retain(|_, queue| {
            queue.retain(|waiting| !waiting.sender.is_closed());
            !queue.is_empty()
        });
        self.turns
            .retain(|caller| self.waiting.contains_key(caller));
    }
}

/// A lane for each weight.
#[derive(Debug, Default)]
pub(super) struct Lanes {
    light: Lane,
    heavy: Lane,
}

impl Lanes {
    pub(super) fn of(&mut self, weight: Weight) -> &mut Lane {
        match weight {
            Weight::Light => &mut self.light,
            Weight::Heavy => &mut self.heavy,
        }
    }

    pub(super) fn count(&self) -> usize {
        self.light.count() + self.heavy.count()
    }

    /// How many calls of a caller wait.
    pub(super) fn waiting_of(&self, caller: &str) -> usize {
        self.light.of(caller) + self.heavy.of(caller)
    }

    pub(super) fn oldest(&self) -> Option<Instant> {
        [self.light.oldest(), self.heavy.oldest()]
            .into_iter()
            .flatten()
            .min()
    }

    pub(super) fn forget_who_left(&mut self) {
        self.light.forget_who_left();
        self.heavy.forget_who_left();
    }
}
