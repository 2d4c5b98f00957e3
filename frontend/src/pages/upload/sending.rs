//! Uploading, and what became of it.

use futures::future::{AbortHandle, abortable};
use kfp_core::model::{Namespace, PipelineId};
use leptos::prelude::*;

use super::form::{Form, Look, Source};
use crate::{
    a11y::{Announcer, focus_first},
    data::{Api, Failure, Upload, Uploaded, may_change, use_account, use_api},
    navigation::{History, Navigation, use_navigation},
    paths::{PipelineView, Route},
    reactive::{derived, spawn},
    text::{Text, UploadWords, use_text, use_upload_text},
    ui::Toasts,
};

/// How an upload stands.
#[derive(Clone, Debug, Default)]
enum Standing {
    /// None goes on.
    #[default]
    Rests,
    /// One goes on: the part that was sent.
    GoesOn(f64),
    /// It failed.
    Failed(Failure),
    /// Nobody knows; with what it takes to look for it.
    Unknown(Failure, Upload),
}

/// Uploads what the form holds.
#[derive(Clone, Copy)]
pub(super) struct Sending {
    form: Form,
    /// A file of the browser's is in it.
    standing: RwSignal<Standing, LocalStorage>,
    why_not: Signal<String>,
    around: StoredValue<Around, LocalStorage>,
    running: StoredValue<Option<AbortHandle>, LocalStorage>,
}

/// What is around the page, and is there when the page is gone.
#[derive(Clone, Copy)]
struct Around {
    api: Api,
    navigation: Navigation,
    announcer: Announcer,
    toasts: Toasts,
    words: UploadWords,
}

impl Sending {
    pub(super) fn of(form: Form) -> Self {
        let (words, text) = (use_upload_text(), use_text());
        let busy = RwSignal::new(None);
        let this = Self {
            form,
            standing: RwSignal::new_local(Standing::default()),
            why_not: why_not(form, busy, words, text),
            around: StoredValue::new_local(Around {
                api: use_api(),
                navigation: use_navigation(),
                announcer: expect_context(),
                toasts: expect_context(),
                words,
            }),
            running: StoredValue::new_local(None),
        };
        crate::reactive::effect(move || {
            busy.set(match *this.standing.read() {
                Standing::GoesOn(_) => Some(Busy::Uploading),
                Standing::Unknown(..) => Some(Busy::Unknown),
                Standing::Rests | Standing::Failed(_) => None,
            });
        });
        on_cleanup(move || this.abort());
        this
    }

    /// The part that was sent, while one goes on.
    pub(super) fn sent(self) -> Option<f64> {
        match &*self.standing.read() {
            Standing::GoesOn(part) => Some(*part),
            _ => None,
        }
    }

    /// Why nothing can be uploaded; empty when it can.
    pub(super) fn why_not(self) -> Signal<String> {
        self.why_not
    }

    /// What went wrong last, and whether the outcome is not known.
    pub(super) fn failure(self) -> Option<(Failure, bool)> {
        match &*self.standing.read() {
            Standing::Failed(failure) => Some((failure.clone(), false)),
            Standing::Unknown(failure, _) => Some((failure.clone(), true)),
            Standing::Rests | Standing::GoesOn(_) => None,
        }
    }

    /// Uploads; where something has to be mended first, it goes there.
    pub(super) fn start(self) {
        if !self.why_not.get_untracked().is_empty() {
            return;
        }
        let around = self.around.get_value();
        self.form.parts().was_tried.set(true);
        let Some(upload) = untrack(|| self.form.upload()) else {
            around
                .announcer
                .say(around.words.now().name_broken.to_owned());
            // Fields say what is missing only now.
            request_animation_frame(|| {
                focus_first("[aria-invalid=true]");
            });
            return;
        };
        let Some(namespace) = self.form.parts().namespace.get_untracked() else {
            return;
        };
        self.standing.set(Standing::GoesOn(0.0));
        let on_progress = move |part| {
            let _told = self.standing.try_set(Standing::GoesOn(part));
        };
        let sent = upload.clone();
        let (outcome, handle) = abortable(around.api.upload(sent, on_progress));
        self.running.set_value(Some(handle));
        spawn(async move {
            let Ok(outcome) = outcome.await else { return };
            match outcome {
                Uploaded::Made(pipeline) => self.made(&around, namespace, &upload.name, pipeline),
                Uploaded::Taken(namesake) => {
                    self.form.parts().namesake.set(Some(namesake));
                    self.stand(Standing::Rests);
                    request_animation_frame(|| {
                        focus_first("#upload-name");
                    });
                }
                Uploaded::Failed(failure) => {
                    self.stand(Standing::Failed(failure));
                    // Somebody else may have been faster.
                    self.form.ask_for_namesake();
                }
                Uploaded::Unknown(failure) => self.stand(Standing::Unknown(failure, upload)),
            }
        });
    }

    /// Stops an upload on its way.
    pub(super) fn stop(self) {
        self.abort();
        self.stand(Standing::Rests);
        self.form.ask_for_namesake();
    }

    fn abort(self) {
        let running = self.running.try_update_value(Option::take);
        if let Some(handle) = running.flatten() {
            handle.abort();
        }
    }

    /// Goes on where the end of the session stopped it.
    pub(super) fn go_on(self) {
        let standing = self.standing.get_untracked();
        match standing {
            Standing::Failed(failure) if failure.signed_out().is_some() => {
                self.stand(Standing::Rests);
                self.start();
            }
            Standing::Unknown(..) => self.look(),
            Standing::Rests | Standing::GoesOn(_) | Standing::Failed(_) => {}
        }
    }

    /// Looks whether it was uploaded when nobody answered.
    pub(super) fn look(self) {
        let Standing::Unknown(failure, upload) = self.standing.get_untracked() else {
            return;
        };
        let Some(namespace) = self.form.parts().namespace.get_untracked() else {
            return;
        };
        let around = self.around.get_value();
        self.standing.set(Standing::GoesOn(1.0));
        let found = around
            .api
            .namesake(upload.target.clone(), upload.name.clone());
        let (found, handle) = abortable(found);
        self.running.set_value(Some(handle));
        spawn(async move {
            let Ok(found) = found.await else { return };
            match found {
                Ok(Some(found)) => self.made(&around, namespace, &upload.name, found.pipeline),
                Ok(None) => {
                    self.stand(Standing::Rests);
                    around.toasts.show(around.words.now().not_there, None);
                }
                Err(lost) => {
                    if let Some(by) = lost.signed_out() {
                        around.api.guard().end(by);
                    }
                    self.stand(Standing::Unknown(failure, upload));
                }
            }
        });
    }

    fn stand(self, standing: Standing) {
        // The page may be gone by now.
        let _stands = self.standing.try_set(standing);
    }

    fn made(self, around: &Around, namespace: Namespace, name: &str, pipeline: PipelineId) {
        self.form.forget();
        around
            .toasts
            .show((around.words.now().uploaded)(name), None);
        let route = Route::Pipeline(namespace, pipeline, PipelineView::Versions);
        around.navigation.go(&route, History::Push);
    }
}

/// What comes before an upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Busy {
    /// Another one.
    Uploading,
    /// What became of another one.
    Unknown,
}

fn why_not(
    form: Form,
    busy: RwSignal<Option<Busy>>,
    words: UploadWords,
    text: Text,
) -> Signal<String> {
    let account = use_account();
    derived(move || {
        let words = words.get();
        let forbidden = form
            .parts()
            .namespace
            .get()
            .filter(|namespace| !may_change(account, namespace));
        if let Some(namespace) = forbidden {
            return (text.get().actions.viewer)(namespace.as_str());
        }
        match busy.get() {
            Some(Busy::Uploading) => return words.uploading.to_owned(),
            Some(Busy::Unknown) => return words.unknown.to_owned(),
            None => {}
        }
        if form.parts().namesake.read().is_some() {
            return words.name_broken.to_owned();
        }
        let reason = match &*form.parts().look.read() {
            _ if form.has_package() || form.parts().source.get() == Source::Address => "",
            Look::GoesOn(_) => words.package_waits,
            Look::Failed(_) | Look::Seen(_) => words.package_broken,
            Look::Rests => words.no_package,
        };
        reason.to_owned()
    })
}
