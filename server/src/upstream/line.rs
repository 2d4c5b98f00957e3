//! The line before KFP.
//!
//! The real API server serves some five authorised calls a second in all, first come first served over all tenants, and
//! a call that was given up keeps its place there. So the waiting is done here: calls go out at a rate and with so many at
//! a time, each user in turn, and whoever gives up while waiting costs KFP nothing. What reads a whole namespace has a lane
//! of its own, so that it cannot stop what is quick. Work in the background has a rate of its own and stands behind
//! everybody who looks at a page: see [`Priority`].

mod allowance;
mod lane;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::task::AbortHandle;
use tokio::time::Instant;

use allowance::Allowance;
use lane::Lanes;

/// How much of KFP a call takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum Weight {
    /// One object, or a short page in an order that has an index.
    #[default]
    Light,
    /// A long page, a search in names, or an order that reads a whole namespace.
    Heavy,
}

/// Who waits for the answer of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub(crate) enum Priority {
    /// Somebody before a page, or a program that asked the console.
    #[default]
    Viewer,
    /// Nobody: the console's own polling. Such a call goes out only while no viewer waits, but does wait no longer than
    /// [`PATIENCE`] for that; it pays at a rate of its own, and leaves a place free for the viewer who comes next.
    Background,
}

/// How long viewers may keep a call in the background waiting: what it reads is shown to viewers too.
const PATIENCE: Duration = Duration::from_secs(10);

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
    /// Calls of viewers a second in the long run.
    pub(crate) rate: f64,
    /// Calls of viewers that may go out at once after a rest.
    pub(crate) burst: usize,
    /// Calls of viewers that may wait, of all users together; one user may have a quarter of it, and so may all that is
    /// in the background.
    pub(crate) waiting: usize,
    /// Calls in the background at a time; they count among the light and the heavy ones too.
    pub(crate) background: usize,
    /// Calls in the background a second.
    pub(crate) background_rate: f64,
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
    viewers: Lanes,
    background: Lanes,
    running: Running,
    allowance: Allowance,
    background_allowance: Allowance,
    /// Who will look again when only time is in the way. There is one at the most: an earlier one takes the place of it.
    alarm: Option<Alarm>,
    /// Whether the costly lane is asked first: the lanes take turns at the rate, as the users do in a lane.
    heavy_next: bool,
}

/// A task that sleeps until a moment and then looks.
#[derive(Debug)]
struct Alarm {
    at: Instant,
    task: AbortHandle,
}

/// Calls that are being made. One in the background counts twice: with its weight, and as what it is.
#[derive(Debug, Default)]
struct Running {
    light: usize,
    heavy: usize,
    background: usize,
}

/// The right to make a call; given back when it is dropped.
#[derive(Debug)]
pub(crate) struct Place {
    line: Line,
    priority: Priority,
    weight: Weight,
}

impl Line {
    pub(crate) fn new(sizes: Sizes) -> Self {
        let state = State {
            viewers: Lanes::default(),
            background: Lanes::default(),
            running: Running::default(),
            allowance: Allowance::new(sizes.rate, sizes.burst),
            background_allowance: Allowance::new(sizes.background_rate, 1),
            alarm: None,
            heavy_next: false,
        };
        Self(Arc::new(Shared {
            sizes,
            state: Mutex::new(state),
        }))
    }

    /// Waits for a place. `caller` is whose turn it is: a user, or what the call in the background is about.
    ///
    /// # Errors
    /// [`Refused`] at once, where waiting is not allowed either.
    pub(crate) async fn enter(
        &self,
        caller: &str,
        priority: Priority,
        weight: Weight,
    ) -> Result<Place, Refused> {
        let receiver = {
            let mut state = self.state();
            state.may_wait(caller, priority, weight, self.0.sizes.waiting)?;
            let (sender, receiver) = oneshot::channel();
            state.lanes(priority).of(weight).push(caller, sender);
            receiver
        };
        self.let_out();
        Ok(receiver
            .await
            .expect("a sender is dropped only with its receiver"))
    }

    /// How many wait.
    pub(crate) fn waiting(&self) -> usize {
        let state = self.state();
        state.viewers.count() + state.background.count()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives places to those whose turn it is, as long as there are any.
    fn let_out(&self) {
        let mut unclaimed = Vec::new();
        {
            let mut state = self.state();
            let now = Instant::now();
            state.allowance.refill(now);
            state.background_allowance.refill(now);
            while let Some((priority, weight, sender)) = state.next(&self.0.sizes, now) {
                let place = Place {
                    line: self.clone(),
                    priority,
                    weight,
                };
                // Whoever left at this very moment gives the place back, but not while the state is locked.
                unclaimed.extend(sender.send(place).err());
            }
            if let Some(at) = state.next_look(&self.0.sizes, now) {
                self.set_alarm(&mut state, at);
            }
        }
        drop(unclaimed);
    }

    fn set_alarm(&self, state: &mut State, at: Instant) {
        // A place that is given back after the runtime has ended lets nobody out.
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            return;
        };
        let line = self.clone();
        let task = runtime.spawn(async move {
            tokio::time::sleep_until(at).await;
            line.state().rang(at);
            line.let_out();
        });
        let task = task.abort_handle();
        if let Some(later) = state.alarm.replace(Alarm { at, task }) {
            later.task.abort();
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

    /// As many as may run for a call in the background to be let out too: one place stays free, where there are several.
    fn before_background(&self, weight: Weight) -> usize {
        self.of(weight).saturating_sub(1).max(1)
    }
}

impl Running {
    fn of(&mut self, weight: Weight) -> &mut usize {
        match weight {
            Weight::Light => &mut self.light,
            Weight::Heavy => &mut self.heavy,
        }
    }
}

impl State {
    fn lanes(&mut self, priority: Priority) -> &mut Lanes {
        match priority {
            Priority::Viewer => &mut self.viewers,
            Priority::Background => &mut self.background,
        }
    }

    /// Takes the next call that may go out now.
    fn next(
        &mut self,
        sizes: &Sizes,
        now: Instant,
    ) -> Option<(Priority, Weight, oneshot::Sender<Place>)> {
        let viewer = self
            .next_viewer(sizes)
            .map(|(weight, sender)| (Priority::Viewer, weight, sender));
        viewer.or_else(|| {
            self.next_in_background(sizes, now)
                .map(|(weight, sender)| (Priority::Background, weight, sender))
        })
    }

    fn next_viewer(&mut self, sizes: &Sizes) -> Option<(Weight, oneshot::Sender<Place>)> {
        if !self.allowance.has_one() {
            return None;
        }
        let mut weights = [Weight::Light, Weight::Heavy];
        if self.heavy_next {
            weights.reverse();
        }
        for weight in weights {
            if *self.running.of(weight) >= sizes.of(weight) {
                continue;
            }
            if let Some(sender) = self.viewers.of(weight).next() {
                self.allowance.take();
                *self.running.of(weight) += 1;
                self.heavy_next = weight == Weight::Light;
                return Some((weight, sender));
            }
        }
        None
    }

    fn next_in_background(
        &mut self,
        sizes: &Sizes,
        now: Instant,
    ) -> Option<(Weight, oneshot::Sender<Place>)> {
        if !self.background_allowance.has_one() || self.background_turn()? > now {
            return None;
        }
        for weight in [Weight::Light, Weight::Heavy] {
            if !self.has_room_for_background(sizes, weight) {
                continue;
            }
            if let Some(sender) = self.background.of(weight).next() {
                self.background_allowance.take();
                self.running.background += 1;
                *self.running.of(weight) += 1;
                return Some((weight, sender));
            }
        }
        None
    }

    fn has_room_for_background(&mut self, sizes: &Sizes, weight: Weight) -> bool {
        self.running.background < sizes.background
            && *self.running.of(weight) < sizes.before_background(weight)
    }

    /// From when on a call in the background may go before viewers; a moment that has passed if none waits, and `None` if
    /// nothing waits in the background.
    fn background_turn(&mut self) -> Option<Instant> {
        let oldest = self.background.oldest()?;
        if self.viewers.count() > 0 {
            self.viewers.forget_who_left();
        }
        let patience = if self.viewers.count() > 0 {
            PATIENCE
        } else {
            Duration::ZERO
        };
        Some(oldest + patience)
    }

    fn may_wait(
        &mut self,
        caller: &str,
        priority: Priority,
        weight: Weight,
        most: usize,
    ) -> Result<(), Refused> {
        let quarter = (most / 4).max(1);
        let most = match priority {
            Priority::Viewer => most,
            Priority::Background => quarter,
        };
        let lanes = self.lanes(priority);
        lanes.forget_who_left();
        if lanes.count() >= most || lanes.waiting_of(caller) >= quarter {
            return Err(Refused::Full);
        }
        if weight == Weight::Heavy && lanes.of(weight).of(caller) > 0 {
            return Err(Refused::Costly);
        }
        Ok(())
    }

    /// When to look again, if only time is in the way and nobody looks earlier.
    fn next_look(&mut self, sizes: &Sizes, now: Instant) -> Option<Instant> {
        let at = self.viewers_alarm(sizes, now).into_iter();
        let at = at.chain(self.background_alarm(sizes, now)).min()?;
        let comes_before = self.alarm.as_ref().is_some_and(|alarm| alarm.at <= at);
        (!comes_before).then_some(at)
    }

    /// An alarm has fired. One that took its place at this very moment still comes.
    fn rang(&mut self, at: Instant) {
        self.alarm.take_if(|alarm| alarm.at == at);
    }

    fn viewers_alarm(&mut self, sizes: &Sizes, now: Instant) -> Option<Instant> {
        let waits = [Weight::Light, Weight::Heavy].into_iter().any(|weight| {
            *self.running.of(weight) < sizes.of(weight) && self.viewers.of(weight).count() > 0
        });
        (waits && !self.allowance.has_one()).then(|| now + self.allowance.wait())
    }

    fn background_alarm(&mut self, sizes: &Sizes, now: Instant) -> Option<Instant> {
        let waits = [Weight::Light, Weight::Heavy].into_iter().any(|weight| {
            self.background.of(weight).count() > 0 && self.has_room_for_background(sizes, weight)
        });
        if !waits {
            return None;
        }
        let at = self
            .background_turn()?
            .max(now + self.background_allowance.wait());
        (at > now).then_some(at)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        {
            let mut state = self.line.state();
            *state.running.of(self.weight) -= 1;
            if self.priority == Priority::Background {
                state.running.background -= 1;
            }
        }
        self.line.let_out();
    }
}

#[cfg(test)]
mod tests;
