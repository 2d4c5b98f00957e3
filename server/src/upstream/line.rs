//! The line before KFP.
//!
//! The real API server serves some five authorised calls a second in all, first come first served over all tenants, and
//! a call that was given up keeps its place there. So the waiting is done here: calls go out at a rate and with so many at
//! a time, each user in turn, and whoever gives up while waiting costs KFP nothing. What reads a whole namespace has a lane
//! of its own, so that it cannot stop what is quick.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::Instant;

/// How much of KFP a call takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum Weight {
    /// One object, or a short page in an order that has an index.
    #[default]
    Light,
    /// A long page, a search in names, or an order that reads a whole namespace.
    Heavy,
}

/// Why a call cannot even wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// As many calls as allowed wait already, or as many of this user.
    Full,
    /// Another costly call of this user waits already.
    Costly,
}

/// The sizes of the line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sizes {
    /// Light calls at a time.
    pub(crate) light: usize,
    /// Heavy calls at a time.
    pub(crate) heavy: usize,
    /// Calls a second in the long run.
    pub(crate) rate: f64,
    /// Calls that may go out at once after a rest.
    pub(crate) burst: usize,
    /// Calls that may wait, of all users together; one user may have a quarter of it.
    pub(crate) waiting: usize,
}

/// The line. Cheap to clone; all clones are one line.
#[derive(Clone, Debug)]
pub(crate) struct Line(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    sizes: Sizes,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    light: Lane,
    heavy: Lane,
    /// Calls that may go out now, with fractions of the next one.
    allowance: f64,
    counted_at: Instant,
    /// Whether somebody will look again when the next call may go out.
    alarm: bool,
    /// Whether the costly lane is asked first: the lanes take turns at the rate, as the users do in a lane.
    heavy_next: bool,
}

/// One lane: the users in turn, and what each waits for.
#[derive(Debug, Default)]
struct Lane {
    running: usize,
    turns: VecDeque<String>,
    waiting: HashMap<String, VecDeque<oneshot::Sender<Place>>>,
}

/// The right to make a call; given back when it is dropped.
#[derive(Debug)]
pub(crate) struct Place {
    line: Line,
    weight: Weight,
}

impl Line {
    pub(crate) fn new(sizes: Sizes) -> Self {
        let state = State {
            light: Lane::default(),
            heavy: Lane::default(),
            allowance: count(sizes.burst),
            counted_at: Instant::now(),
            alarm: false,
            heavy_next: false,
        };
        Self(Arc::new(Shared {
            sizes,
            state: Mutex::new(state),
        }))
    }

    /// Waits for a place.
    ///
    /// # Errors
    /// [`Refused`] at once, where waiting is not allowed either.
    pub(crate) async fn enter(&self, user: &str, weight: Weight) -> Result<Place, Refused> {
        let receiver = {
            let mut state = self.state();
            state.may_wait(user, weight, self.0.sizes.waiting)?;
            let (sender, receiver) = oneshot::channel();
            state.lane(weight).push(user, sender);
            receiver
        };
        self.let_out();
        Ok(receiver
            .await
            .expect("a sender is dropped only with its receiver"))
    }

    /// How many wait.
    pub(crate) fn waiting(&self) -> usize {
        self.state().waiting()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives places to those whose turn it is, as long as there are any.
    fn let_out(&self) {
        let mut unclaimed = Vec::new();
        let alarm = {
            let mut state = self.state();
            state.refill(&self.0.sizes);
            while let Some((weight, sender)) = state.next(&self.0.sizes) {
                let place = Place {
                    line: self.clone(),
                    weight,
                };
                // Whoever left at this very moment gives the place back, but not while the state is locked.
                unclaimed.extend(sender.send(place).err());
            }
            state.alarm_for(&self.0.sizes)
        };
        drop(unclaimed);
        if let (Some(after), Ok(runtime)) = (alarm, tokio::runtime::Handle::try_current()) {
            let line = self.clone();
            runtime.spawn(async move {
                tokio::time::sleep(after).await;
                line.state().alarm = false;
                line.let_out();
            });
        }
    }
}

impl Sizes {
    fn of(&self, weight: Weight) -> usize {
        match weight {
            Weight::Light => self.light,
            Weight::Heavy => self.heavy,
        }
    }
}

impl State {
    fn lane(&mut self, weight: Weight) -> &mut Lane {
        match weight {
            Weight::Light => &mut self.light,
            Weight::Heavy => &mut self.heavy,
        }
    }

    /// Takes the next call that may go out now.
    fn next(&mut self, sizes: &Sizes) -> Option<(Weight, oneshot::Sender<Place>)> {
        if self.allowance < 1.0 {
            return None;
        }
        let mut lanes = [Weight::Light, Weight::Heavy];
        if self.heavy_next {
            lanes.reverse();
        }
        for weight in lanes {
            if self.lane(weight).running >= sizes.of(weight) {
                continue;
            }
            if let Some(sender) = self.lane(weight).next() {
                self.allowance -= 1.0;
                self.lane(weight).running += 1;
                self.heavy_next = weight == Weight::Light;
                return Some((weight, sender));
            }
        }
        None
    }

    fn may_wait(&mut self, user: &str, weight: Weight, most: usize) -> Result<(), Refused> {
        self.light.forget_who_left();
        self.heavy.forget_who_left();
        if self.waiting() >= most || self.light.of(user) + self.heavy.of(user) >= (most / 4).max(1)
        {
            return Err(Refused::Full);
        }
        if weight == Weight::Heavy && self.heavy.of(user) > 0 {
            return Err(Refused::Costly);
        }
        Ok(())
    }

    fn waiting(&self) -> usize {
        self.light.count() + self.heavy.count()
    }

    fn refill(&mut self, sizes: &Sizes) {
        let now = Instant::now();
        let passed = now.duration_since(self.counted_at).as_secs_f64();
        self.allowance = (self.allowance + passed * sizes.rate).min(count(sizes.burst));
        self.counted_at = now;
    }

    /// When to look again, if only the rate is in the way and nobody looks yet.
    fn alarm_for(&mut self, sizes: &Sizes) -> Option<Duration> {
        let free = self.light.running < sizes.light && self.light.count() > 0
            || self.heavy.running < sizes.heavy && self.heavy.count() > 0;
        if self.alarm || !free || self.allowance >= 1.0 {
            return None;
        }
        self.alarm = true;
        Some(Duration::from_secs_f64(
            (1.0 - self.allowance) / sizes.rate + 0.001,
        ))
    }
}

impl Lane {
    fn push(&mut self, user: &str, sender: oneshot::Sender<Place>) {
        let queue = self.waiting.entry(user.to_owned()).or_default();
        if queue.is_empty() {
            self.turns.push_back(user.to_owned());
        }
        queue.push_back(sender);
    }

    /// The next call of the user whose turn it is; the user goes to the end.
    fn next(&mut self) -> Option<oneshot::Sender<Place>> {
        loop {
            let user = self.turns.pop_front()?;
            let queue = self.waiting.get_mut(&user)?;
            let sender = queue.pop_front();
            if queue.is_empty() {
                self.waiting.remove(&user);
            } else {
                self.turns.push_back(user);
            }
            match sender {
                Some(sender) if !sender.is_closed() => return Some(sender),
                _ => {}
            }
        }
    }

    fn of(&self, user: &str) -> usize {
        self.waiting.get(user).map_or(0, VecDeque::len)
    }

    fn count(&self) -> usize {
        self.waiting.values().map(VecDeque::len).sum()
    }

    fn forget_who_left(&mut self) {
        self.waiting.retain(|_, queue| {
            queue.retain(|sender| !sender.is_closed());
            !queue.is_empty()
        });
        self.turns.retain(|user| self.waiting.contains_key(user));
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.line.state().lane(self.weight).running -= 1;
        self.line.let_out();
    }
}

fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use futures::FutureExt as _;
    use futures::future::join_all;

    use super::*;

    const QUICK: Sizes = Sizes {
        light: 1,
        heavy: 1,
        rate: 1e9,
        burst: 1_000_000,
        waiting: 40,
    };

    fn light<'a>(
        line: &'a Line,
        user: &'a str,
    ) -> impl Future<Output = Result<Place, Refused>> + 'a {
        line.enter(user, Weight::Light)
    }

    #[tokio::test]
    async fn users_take_turns_however_many_calls_one_of_them_has() {
        let line = Line::new(QUICK);
        let first = light(&line, "greedy").await.expect("a place");
        let served = Mutex::new(Vec::new());
        let one = async |user: &'static str| {
            let place = light(&line, user).await.expect("a place");
            served.lock().expect("not poisoned").push(user);
            drop(place);
        };
        let calls = [
            "greedy", "greedy", "greedy", "greedy", "shy", "greedy", "other",
        ];
        let all = join_all(calls.map(one));
        tokio::join!(all, async {
            tokio::task::yield_now().await;
            drop(first);
        });
        let served = served.into_inner().expect("not poisoned");
        assert_eq!(served[..3], ["greedy", "shy", "other"]);
        assert_eq!(served.len(), calls.len());
    }

    #[tokio::test]
    async fn who_gives_up_while_waiting_takes_no_place() {
        let line = Line::new(QUICK);
        let first = light(&line, "a").await.expect("a place");
        {
            let gives_up = light(&line, "b");
            tokio::pin!(gives_up);
            assert!(gives_up.as_mut().now_or_never().is_none());
        }
        let waits = light(&line, "c");
        tokio::pin!(waits);
        assert!(waits.as_mut().now_or_never().is_none());
        drop(first);
        assert!(waits.await.is_ok());
        assert_eq!(line.waiting(), 0);
    }

    #[tokio::test(start_paused = true)]
    async fn after_a_burst_calls_go_out_at_the_rate() {
        let line = Line::new(Sizes {
            light: 100,
            rate: 2.0,
            burst: 5,
            ..QUICK
        });
        let started = Instant::now();
        for _ in 0..5 {
            drop(light(&line, "a").await);
        }
        assert_eq!(started.elapsed(), Duration::ZERO);
        for _ in 0..4 {
            drop(light(&line, "a").await);
        }
        let passed = started.elapsed();
        assert!(
            passed >= Duration::from_secs(2) && passed < Duration::from_millis(2100),
            "{passed:?}"
        );
        tokio::time::sleep(Duration::from_mins(1)).await;
        let rested = Instant::now();
        join_all((0..5).map(|_| light(&line, "a"))).await;
        assert_eq!(rested.elapsed(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_costly_has_its_turn_though_more_that_is_quick_waits_than_the_rate_lets_out() {
        let line = Line::new(Sizes {
            light: 100,
            rate: 1.0,
            burst: 1,
            ..QUICK
        });
        drop(light(&line, "a").await);
        let served = Mutex::new(Vec::new());
        let one = async |(user, weight): (&'static str, Weight)| {
            let place = line.enter(user, weight).await.expect("a place");
            served.lock().expect("not poisoned").push(user);
            drop(place);
        };
        let quick = ["a", "b", "c", "a", "b", "c"].map(|user| (user, Weight::Light));
        let calls = quick.into_iter().chain([("searcher", Weight::Heavy)]);
        join_all(calls.map(one)).await;
        let served = served.into_inner().expect("not poisoned");
        assert!(served[..2].contains(&"searcher"), "{served:?}");
        assert_eq!(served.len(), 7);
    }

    #[tokio::test]
    async fn costly_calls_have_their_own_lane_and_one_place_in_it_for_each_user() {
        let line = Line::new(QUICK);
        let costly = line.enter("a", Weight::Heavy).await.expect("a place");
        assert!(
            light(&line, "a").now_or_never().is_some(),
            "the quick ones go on"
        );
        let second = line.enter("a", Weight::Heavy);
        tokio::pin!(second);
        assert!(second.as_mut().now_or_never().is_none(), "it waits");
        assert_eq!(
            line.enter("a", Weight::Heavy).await.err(),
            Some(Refused::Costly)
        );
        assert!(line.enter("b", Weight::Heavy).now_or_never().is_none());
        drop(costly);
        assert!(second.await.is_ok());
    }

    #[tokio::test]
    async fn one_user_cannot_fill_the_line() {
        let line = Line::new(QUICK);
        let _first = light(&line, "a").await.expect("a place");
        let mut waiting: Vec<_> = (0..10).map(|_| Box::pin(light(&line, "a"))).collect();
        for call in &mut waiting {
            assert!(call.as_mut().now_or_never().is_none());
        }
        assert_eq!(light(&line, "a").await.err(), Some(Refused::Full));
        assert!(
            light(&line, "b").now_or_never().is_none(),
            "others still may wait"
        );
        drop(waiting);
        assert!(
            light(&line, "a").now_or_never().is_none(),
            "who left is not counted"
        );
    }
}
