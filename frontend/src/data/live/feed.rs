//! The one live connection of the tab.

use std::{rc::Rc, time::Duration};

use console_api::live::{ToServer, Topic};
use leptos::prelude::*;

use super::{
    course::{Act, Course, Way},
    socket::{Happened, Socket},
    topic::{Message, News, Reading},
};
use crate::{
    data::{Api, Guard},
    reactive::{effect, spawn},
};

/// The path of the websocket below the prefix.
const PATH: &str = "/api/live";

/// How the page hears of changes, as it is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum LiveState {
    /// Nothing is watched, or nobody may be asked: other words stand on the page then.
    #[default]
    Off,
    /// Changes show by themselves.
    Live,
    /// The same, by asking the console now and then.
    Asking,
    /// The connection is opened again in so many seconds.
    Waiting(u32),
    /// The connection stands, and the console cannot read KFP.
    Stale,
}

/// Whoever is told.
type Listener = Rc<dyn Fn(News)>;

#[derive(Default)]
struct Inner {
    course: Course,
    socket: Option<Socket>,
    /// The websocket that is listened to: what an older one says late is not heard.
    number: u32,
    watched: Option<(Reading, Listener)>,
}

/// The live connection of the tab.
#[derive(Clone, Copy)]
pub(crate) struct Live {
    inner: StoredValue<Inner, LocalStorage>,
    api: Api,
    guard: Guard,
    state: RwSignal<LiveState>,
    visible: RwSignal<bool>,
    watching: RwSignal<bool>,
}

/// The live connection of the tab.
pub(crate) fn use_live() -> Live {
    expect_context()
}

impl Live {
    /// Is there, and opens nothing as long as nothing is watched.
    pub(crate) fn new(api: Api) -> Self {
        let this = Self {
            inner: StoredValue::new_local(Inner::default()),
            api,
            guard: api.guard(),
            state: RwSignal::new(LiveState::Off),
            visible: RwSignal::new(!document().hidden()),
            watching: RwSignal::new(false),
        };
        // An event of the document comes to the window too.
        crate::reactive::on_window("visibilitychange", move |_| {
            this.visible.set(!document().hidden());
        });
        effect(move || {
            let wanted = this.watching.get() && this.visible.get() && this.guard.lets_pass();
            this.act(|inner| inner.course.wanted(wanted));
        });
        set_interval(move || this.tick(), Duration::from_secs(1));
        this
    }

    /// How the page hears of changes.
    pub(crate) fn state(self) -> LiveState {
        self.state.get()
    }

    /// Watches a topic, in place of the one before: a page shows one list.
    pub(super) fn watch(self, topic: Topic, listener: impl Fn(News) + 'static) {
        let is_open = self.inner.try_update_value(|inner| {
            inner.leave();
            inner.watched = Some((Reading::of(topic), Rc::new(listener)));
            inner.begin();
            inner.course.way()
        });
        self.watching.set(true);
        if let Some(Way::Asking(_)) = is_open {
            self.ask();
        }
    }

    /// Watches no more.
    pub(super) fn leave(self) {
        let _left = self.inner.try_update_value(Inner::leave);
        let _off = self.watching.try_set(false);
    }

    /// Lets the course decide, and does what it says.
    fn act(self, decide: impl FnOnce(&mut Inner) -> Act) {
        let Some(act) = self.inner.try_update_value(decide) else {
            return;
        };
        match act {
            Act::Nothing => {}
            Act::Open => self.open(),
            Act::Close => {
                let _closed = self.inner.try_update_value(|inner| inner.socket = None);
            }
            Act::Ask => self.ask(),
        }
        self.tell_state();
    }

    fn tell_state(self) {
        let state = self.inner.try_with_value(Inner::state).unwrap_or_default();
        if self
            .state
            .try_get_untracked()
            .is_some_and(|known| known != state)
        {
            self.state.set(state);
        }
    }

    fn tick(self) {
        let again = self.inner.try_update_value(|inner| {
            let again = inner
                .watched
                .as_mut()
                .is_some_and(|(reading, _)| reading.tick());
            if again {
                inner.begin();
            }
        });
        if again.is_some() {
            self.act(|inner| inner.course.tick());
        }
    }

    fn open(self) {
        let number = self.inner.try_update_value(|inner| {
            inner.number = inner.number.wrapping_add(1);
            inner.socket = None;
            inner.number
        });
        let Some(number) = number else {
            return;
        };
        let path = self.api.own_path(PATH);
        // What happens is looked at after the browser's own call has returned: a websocket may be dropped for it.
        let socket = Socket::open(&path, move |happened| {
            spawn(async move { self.happened(number, happened) });
        });
        let is_tried = socket.is_some();
        let _kept = self.inner.try_update_value(|inner| inner.socket = socket);
        if !is_tried {
            spawn(async move { self.happened(number, Happened::Closed) });
        }
    }

    fn happened(self, number: u32, happened: Happened) {
        let is_current = self.inner.try_with_value(|inner| inner.number == number);
        if is_current != Some(true) {
            return;
        }
        match happened {
            Happened::Opened => self.act(|inner| {
                inner.course.opened();
                inner.begin();
                Act::Nothing
            }),
            Happened::Said(text) => {
                let _heard = self.inner.try_update_value(|inner| inner.course.heard());
                if let Some(message) = Message::read(&text) {
                    self.hear(message);
                }
                self.tell_state();
            }
            Happened::Closed => self.act(|inner| {
                inner.socket = None;
                inner.course.closed()
            }),
        }
    }

    fn hear(self, message: Message) {
        let news = self.inner.try_update_value(|inner| {
            if let Message::Bye(said) = message {
                inner.course.bye(said.resume_after_ms);
                return None;
            }
            let (reading, listener) = inner.watched.as_mut()?;
            Some((reading.hear(message)?, Rc::clone(listener)))
        });
        // Whoever is told may watch something else then.
        if let Some((news, listener)) = news.flatten() {
            listener(news);
        }
    }

    /// Asks the console what a websocket would have said.
    fn ask(self) {
        let question = self.inner.try_with_value(|inner| {
            let (reading, _) = inner.watched.as_ref()?;
            Some((reading.topic().clone(), reading.position().cloned()))
        });
        let Some((topic, position)) = question.flatten() else {
            return;
        };
        spawn(async move {
            let again_in = match self.api.feed(&topic, position.as_ref()).await {
                Ok(answer) => {
                    let messages = answer.messages.iter();
                    for message in messages.filter_map(|message| Message::read(message.get())) {
                        self.hear(message);
                    }
                    u32::try_from(answer.again_after_ms.div_ceil(1000)).ok()
                }
                Err(failure) => {
                    self.guard.heed(&failure);
                    None
                }
            };
            self.act(|inner| {
                inner.course.answered(again_in);
                Act::Nothing
            });
        });
    }
}

impl Inner {
    fn state(&self) -> LiveState {
        let Some((reading, _)) = &self.watched else {
            return LiveState::Off;
        };
        match self.course.way() {
            Way::Off | Way::Opening => LiveState::Off,
            Way::Open | Way::Asking(_) if reading.is_refused() => LiveState::Off,
            Way::Waiting(seconds) => LiveState::Waiting(seconds),
            Way::Open | Way::Asking(_) if reading.is_stale() => LiveState::Stale,
            Way::Open => LiveState::Live,
            Way::Asking(_) => LiveState::Asking,
        }
    }

    /// Names what is watched, where there is a websocket to name it on.
    fn begin(&mut self) {
        if self.course.way() != Way::Open {
            return;
        }
        let opening = self.watched.as_mut().map(|(reading, _)| reading.opening());
        if let Some(opening) = opening {
            self.say(&opening);
        }
    }

    /// Watches no more of what was watched.
    fn leave(&mut self) {
        if let Some((before, _)) = self.watched.take() {
            let topic = before.topic().clone();
            self.say(&ToServer::Unsubscribe { topic });
        }
    }

    fn say(&self, message: &ToServer) {
        if let (Some(socket), Ok(text)) = (&self.socket, serde_json::to_string(message)) {
            socket.say(&text);
        }
    }
}
