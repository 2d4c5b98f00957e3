//! What the form holds: the address says what gets a version, the draft what was typed, and the package stays a file of
//! the browser's.

mod outcome;

use std::{sync::Arc, time::Duration};

use futures::future::{AbortHandle, abortable};
use js_sys::Array;
use kfp_core::{
    model::{Namespace, Pipeline, PipelineId},
    request::MAX_PACKAGE_BYTES,
};
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};
use web_sys::Blob;

use super::{
    draft::{self, Draft},
    rules::name_fault,
    seen::Seen,
};
use crate::{
    data::{Api, Failure, FailureKind, Namesake, Remote, UploadTarget, use_api, use_remote},
    navigation::{History, Navigation, use_navigation},
    reactive::{effect, spawn},
    text::{moment, now_ms},
    url_state::UploadState,
};

/// How long nothing is typed until it is asked about.
const REST: Duration = Duration::from_millis(400);

/// What waits for a rest: the question about the name, and looking at a text.
const NAME: usize = 0;
const TEXT: usize = 1;

/// Where the package is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Source {
    /// In a file.
    #[default]
    File,
    /// In a text that was pasted.
    Text,
    /// At an address.
    Address,
}

impl Source {
    pub(super) const ALL: [Self; 3] = [Self::File, Self::Text, Self::Address];
}

/// How it stands with looking at the package.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Look {
    /// There is none.
    #[default]
    Rests,
    /// It is being looked at: the part that was sent.
    GoesOn(f64),
    /// It is known.
    Seen(Arc<Seen>),
    /// It cannot be used, or not be looked at.
    Failed(Failure),
}

/// A file that was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Chosen {
    pub(super) name: String,
    pub(super) bytes: u64,
}

/// The form.
#[derive(Clone, Copy)]
pub(super) struct Form(StoredValue<Parts>);

/// What the form consists of.
#[derive(Clone, Copy)]
pub(super) struct Parts {
    pub(super) namespace: Memo<Option<Namespace>>,
    pub(super) state: Memo<UploadState>,
    navigation: Navigation,
    /// The pipeline that gets a version.
    pub(super) pipeline: Remote<Pipeline>,
    pub(super) draft: RwSignal<Draft>,
    pub(super) source: RwSignal<Source>,
    pub(super) chosen: RwSignal<Option<Chosen>>,
    pub(super) pasted: RwSignal<String>,
    pub(super) look: RwSignal<Look>,
    /// What has the name already.
    pub(super) namesake: RwSignal<Option<Namesake>>,
    /// Whether an upload was tried: what is missing is not told before.
    pub(super) was_tried: RwSignal<bool>,
    /// The name while none was typed.
    suggested: Memo<String>,
    held: StoredValue<Held, LocalStorage>,
}

/// What belongs to the browser.
struct Held {
    api: Api,
    file: Option<Blob>,
    looking: Option<AbortHandle>,
    waiting: [Option<TimeoutHandle>; 2],
    /// Changes with each question about the name: only the latest is heard.
    asked: u32,
}

impl Form {
    /// The form of a page.
    pub(super) fn make(namespace: Memo<Option<Namespace>>, state: Memo<UploadState>) -> Self {
        let pipeline = use_remote(
            move || state.get().pipeline,
            ToString::to_string,
            Api::pipeline,
        );
        let draft = RwSignal::new(draft::kept(namespace.get_untracked().as_ref()));
        let look = RwSignal::new(Look::default());
        let opened_at = moment(now_ms());
        let suggested = Memo::new(move |_| {
            if let Some(of) = pipeline.value().filter(|_| state.read().pipeline.is_some()) {
                let at = opened_at.map_or_else(String::new, |at| {
                    format!(" {} {:02}:{:02}", at.date(), at.hour(), at.minute())
                });
                return format!("{}{at}", of.display_name);
            }
            match &*look.read() {
                Look::Seen(seen) if state.read().pipeline.is_none() => seen.name().to_owned(),
                _ => String::new(),
            }
        });
        let parts = Parts {
            namespace,
            state,
            navigation: use_navigation(),
            pipeline,
            draft,
            source: RwSignal::default(),
            chosen: RwSignal::new(None),
            pasted: RwSignal::default(),
            look,
            namesake: RwSignal::new(None),
            was_tried: RwSignal::new(false),
            suggested,
            held: StoredValue::new_local(Held {
                api: use_api(),
                file: None,
                looking: None,
                waiting: [None, None],
                asked: 0,
            }),
        };
        let this = Self(StoredValue::new(parts));
        effect(move || {
            let _of = (this.target(), this.name());
            this.parts().namesake.set(None);
            this.when_at_rest(NAME, move || this.ask_for_namesake());
        });
        on_cleanup(move || {
            this.stop_looking();
            this.cancel(NAME);
            this.cancel(TEXT);
        });
        this
    }

    /// Whether the page is still there.
    pub(super) fn is_here(self) -> bool {
        self.0.try_with_value(|_| ()).is_some()
    }

    /// What it consists of.
    pub(super) fn parts(self) -> Parts {
        self.0.get_value()
    }

    /// What the upload makes.
    pub(super) fn target(self) -> Option<UploadTarget> {
        match self.parts().state.get().pipeline {
            Some(pipeline) => Some(UploadTarget::Version(pipeline)),
            None => self.parts().namespace.get().map(UploadTarget::Pipeline),
        }
    }

    /// Somebody changed something.
    pub(super) fn change(self, change: impl FnOnce(&mut Draft)) {
        self.parts().draft.update(change);
        let namespace = self.parts().namespace.get_untracked();
        draft::keep(namespace.as_ref(), &self.parts().draft.read_untracked());
    }

    /// Makes a version of this pipeline, or a new one. What was typed and chosen stays.
    pub(super) fn choose(self, pipeline: Option<PipelineId>) {
        // The name was the pipeline's.
        self.change(|draft| draft.name = None);
        let state = UploadState { pipeline };
        self.parts()
            .navigation
            .set_query(state.query(), History::Replace);
    }

    /// Takes the package from somewhere else.
    pub(super) fn take_from(self, source: Source) {
        self.parts().source.set(source);
        self.cancel(TEXT);
        self.drop_file();
        if source == Source::Text {
            self.take_text();
        }
    }

    fn drop_file(self) {
        self.stop_looking();
        self.parts().held.update_value(|held| held.file = None);
        self.parts().chosen.set(None);
        self.parts().look.set(Look::Rests);
    }

    /// Takes a file and looks at it. A text that waits to be looked at was there before it.
    pub(super) fn take(self, file: Blob, name: String) {
        self.cancel(TEXT);
        let bytes = bytes(&file);
        self.parts()
            .held
            .update_value(|held| held.file = Some(file));
        self.parts().chosen.set(Some(Chosen { name, bytes }));
        self.look_at_it();
    }

    /// What is pasted is looked at when nothing more is typed.
    pub(super) fn paste(self, text: String) {
        self.parts().pasted.set(text);
        self.drop_file();
        self.when_at_rest(TEXT, move || self.take_text());
    }

    fn take_text(self) {
        let text = self.parts().pasted.get_untracked();
        if let Some(file) = Some(text)
            .filter(|text| !text.trim().is_empty())
            .and_then(|text| blob(&text))
        {
            self.take(file, "pipeline.yaml".to_owned());
        }
    }

    /// Looks at the package.
    pub(super) fn look_at_it(self) {
        self.stop_looking();
        let file = self.parts().held.with_value(|held| held.file.clone());
        let (Some(file), Some(namespace)) = (file, self.parts().namespace.get_untracked()) else {
            return;
        };
        if bytes(&file) > MAX_PACKAGE_BYTES as u64 {
            return self.parts().look.set(Look::Failed(too_large()));
        }
        // The page may be gone before the answer comes.
        let Parts {
            look: shown, held, ..
        } = self.parts();
        shown.set(Look::GoesOn(0.0));
        let api = held.with_value(|held| held.api);
        let on_progress = move |part| {
            let _told = shown.try_set(Look::GoesOn(part));
        };
        let (report, handle) = abortable(api.package(namespace, file, on_progress));
        held.update_value(|held| held.looking = Some(handle));
        spawn(async move {
            let look = match report.await {
                Ok(Ok(report)) => Look::Seen(Arc::new(Seen::of(report))),
                Ok(Err(failure)) => Look::Failed(failure),
                Err(_given_up) => return,
            };
            let _told = shown.try_set(look);
        });
    }

    /// Looks at it anew where the end of the session kept it from being looked at.
    pub(super) fn look_once_more(self) {
        let was_lost = matches!(&*self.parts().look.read_untracked(), Look::Failed(failure) if failure.signed_out().is_some());
        if was_lost {
            self.look_at_it();
        }
    }

    fn stop_looking(self) {
        let held = self.0.try_get_value().map(|parts| parts.held);
        let looking = held.and_then(|held| held.try_update_value(|held| held.looking.take()));
        if let Some(handle) = looking.flatten() {
            handle.abort();
        }
    }

    fn when_at_rest(self, what: usize, then: impl Fn() + 'static) {
        self.cancel(what);
        let handle = set_timeout_with_handle(then, REST).ok();
        self.parts()
            .held
            .update_value(|held| held.waiting[what] = handle);
    }

    fn cancel(self, what: usize) {
        let held = self.0.try_get_value().map(|parts| parts.held);
        let waiting = held.and_then(|held| held.try_update_value(|held| held.waiting[what].take()));
        if let Some(handle) = waiting.flatten() {
            handle.clear();
        }
    }

    /// Asks what has the name already.
    pub(super) fn ask_for_namesake(self) {
        let Some(target) = untrack(|| self.target()) else {
            return;
        };
        let name = untrack(|| self.name()).trim().to_owned();
        if name_fault(&name).is_some() {
            return;
        }
        let Parts { held, namesake, .. } = self.parts();
        let asked = held.try_update_value(|held| {
            held.asked += 1;
            (held.api, held.asked)
        });
        let Some((api, asked)) = asked else { return };
        spawn(async move {
            // Whether it is taken is asked once more before it is sent.
            let Ok(found) = api.namesake(target, name).await else {
                return;
            };
            if held.try_with_value(|held| held.asked) == Some(asked) {
                let _told = namesake.try_set(found);
            }
        });
    }

    /// Forgets what was typed.
    pub(super) fn forget(self) {
        draft::keep(
            self.parts().namespace.get_untracked().as_ref(),
            &Draft::default(),
        );
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the size of a file is a whole number"
)]
fn bytes(file: &Blob) -> u64 {
    file.size() as u64
}

/// A text as a file.
fn blob(text: &str) -> Option<Blob> {
    Blob::new_with_str_sequence(&Array::of1(&text.into())).ok()
}

fn too_large() -> Failure {
    Failure {
        kind: FailureKind::Rejected,
        code: "request.too_large".to_owned(),
        said: String::new(),
    }
}
