//! What both languages have to have in common: every key says something, fills in the same things, and no Korean
//! particle stands directly after one of them.

use console_api::{Hop, Verdict};
use kfp_core::{
    model::Trigger,
    schedule::{Cron, InvalidCron, Timetable},
    spec::ParameterType,
};

use super::{Catalogue, Duration, FailedHop, Finding, Language, WhyNot};
use crate::{
    data::{TargetKind, Verb},
    status::Status,
    url_state::Making,
};

/// A key and what it says, once for each sample.
pub(in crate::text) type Key = (&'static str, Vec<String>);

/// Texts that are filled in, each to be found again. None ends like a Korean word.
const TEXTS: [&str; 4] = ["VARIABLE-A", "VARIABLE-B", "VARIABLE-C", "VARIABLE-D"];

/// Says what it has to say of samples.
pub(in crate::text) trait Sampled {
    fn sampled(self) -> Vec<String>;
}

impl<const COUNT: usize> Sampled for [&'static str; COUNT] {
    fn sampled(self) -> Vec<String> {
        self.map(str::to_owned).to_vec()
    }
}

impl Sampled for &'static str {
    fn sampled(self) -> Vec<String> {
        vec![self.to_owned()]
    }
}

macro_rules! sampled {
    ($($kind:ty => $samples:expr;)*) => {$(
        impl Sampled for $kind {
            fn sampled(self) -> Vec<String> {
                let samples: fn($kind) -> Vec<String> = $samples;
                samples(self)
            }
        }
    )*};
}

sampled! {
    fn(u32) -> String => |say| vec![say(71)];
    fn(u64) -> String => |say| vec![say(1), say(71)];
    fn(usize) -> String => |say| vec![say(1), say(71)];
    fn(u32, u32) -> String => |say| vec![say(71, 72)];
    fn(u32, u32, bool, &str) -> String => |say| vec![say(71, 72, false, TEXTS[0]), say(71, 72, true, TEXTS[0])];
    fn(u64, u64) -> String => |say| vec![say(71, 72)];
    fn(u64, u64, u64) -> String => |say| vec![say(71, 72, 73)];
    fn(&str, &str, u64, u64, u64) -> String => |say| vec![say(TEXTS[0], TEXTS[1], 71, 72, 73)];
    fn(&str, usize) -> String => |say| vec![say(TEXTS[0], 1), say(TEXTS[0], 71)];
    fn(usize, &str, &str) -> String => |say| vec![say(71, TEXTS[0], TEXTS[1])];
    fn(usize, &str) -> String => |say| vec![say(71, TEXTS[0])];
    fn(&str) -> String => |say| vec![say(TEXTS[0])];
    fn(&str, &str) -> String => |say| vec![say(TEXTS[0], TEXTS[1])];
    fn(&str, &str, &str) -> String => |say| vec![say(TEXTS[0], TEXTS[1], TEXTS[2])];
    fn(&str, &str, &str, &str) -> String => |say| {
        vec![say(TEXTS[0], TEXTS[1], TEXTS[2], TEXTS[3])]
    };
    fn(Option<&str>) -> String => |say| vec![say(None), say(Some(TEXTS[0]))];
    fn(Duration) -> String => |say| {
        let lengths = [8, 862, 4_320, 187_200];
        lengths.map(|seconds| say(Duration::from_seconds(seconds))).to_vec()
    };
    fn(FailedHop) -> String => |say| {
        [FailedHop::Console, FailedHop::MlPipeline, FailedHop::Login, FailedHop::Busy].map(say).to_vec()
    };
    fn(Hop) -> &'static str => |say| HOPS.map(say).map(str::to_owned).to_vec();
    fn(Verdict) -> &'static str => |say| VERDICTS.map(say).map(str::to_owned).to_vec();
    fn(&str, &str, usize) -> String => |say| {
        vec![say(TEXTS[0], TEXTS[1], 1), say(TEXTS[0], TEXTS[1], 71)]
    };
    fn(&str, &str, &str, usize) -> String => |say| {
        [0, 1, 71].map(|count| say(TEXTS[0], TEXTS[1], TEXTS[2], count)).to_vec()
    };
    fn(&str, usize, usize) -> String => |say| vec![say(TEXTS[0], 71, 72)];
    fn(usize, usize) -> String => |say| vec![say(71, 72)];
    fn(&Timetable) -> String => |say| {
        let lines = ["0 30 6 ? * MON-FRI", "0 0 0 13 * FRI", "@every 90s"];
        let triggers = lines.map(Trigger::cron).map(|trigger| Timetable::of(&trigger));
        triggers.map(|timetable| say(&timetable.expect("a trigger"))).to_vec()
    };
    fn(&InvalidCron) -> String => |say| {
        let lines = ["", "0 0 2", "TZ=UTC 0 0 2 * * *", "a 0 2 * * *", "0 71 2 * * *", "0 5-1 2 * * *", "0 */0 2 * * *", "0 , 2 * * *", "@often"];
        lines.map(|line| say(&line.parse::<Cron>().expect_err("no cron line"))).to_vec()
    };
    fn(&ParameterType) -> String => |say| ParameterType::KNOWN.iter().map(say).collect();
    fn(Verb) -> &'static str => |say| VERBS.map(say).map(str::to_owned).to_vec();
    fn(WhyNot) -> &'static str => |say| WHY_NOT.map(say).map(str::to_owned).to_vec();
    fn(Verb, TargetKind) -> &'static str => |say| {
        let both = VERBS.into_iter().flat_map(|verb| KINDS.map(|kind| (verb, kind)));
        both.map(|(verb, kind)| say(verb, kind).to_owned()).collect()
    };
    fn(Verb, TargetKind, usize) -> String => |say| {
        let both = VERBS.into_iter().flat_map(|verb| KINDS.map(|kind| (verb, kind)));
        both.map(|(verb, kind)| say(verb, kind, 71)).collect()
    };
    fn(Finding) -> (&'static str, &'static str) => |say| {
        let words = Finding::ALL.map(say).into_iter();
        words.flat_map(|(cause, hint)| [cause.to_owned(), hint.to_owned()]).collect()
    };
}

const VERBS: [Verb; 7] = [
    Verb::Archive,
    Verb::Restore,
    Verb::Retry,
    Verb::Terminate,
    Verb::Enable,
    Verb::Disable,
    Verb::Delete,
];

const KINDS: [TargetKind; 3] = [
    TargetKind::Run,
    TargetKind::RecurringRun,
    TargetKind::Pipeline,
];

const WHY_NOT: [WhyNot; 7] = [
    WhyNot::Archived,
    WhyNot::NotArchived,
    WhyNot::NotFailed,
    WhyNot::Ended,
    WhyNot::GoesOn,
    WhyNot::IsOn,
    WhyNot::IsOff,
];

const HOPS: [Hop; 6] = [
    Hop::Browser,
    Hop::Gateway,
    Hop::Console,
    Hop::Sidecar,
    Hop::MlPipeline,
    Hop::KfpAuthorization,
];

const VERDICTS: [Verdict; 5] = [
    Verdict::Works,
    Verdict::Warning,
    Verdict::Fails,
    Verdict::NotReached,
    Verdict::NotChecked,
];

fn all(language: Language) -> Vec<Key> {
    let catalogue = language.catalogue();
    let Catalogue {
        shell,
        lists,
        actions,
        states,
        settings,
        status,
        time,
        ..
    } = catalogue;
    let statuses = [
        Status::Pending,
        Status::Running,
        Status::Succeeded,
        Status::Cached,
        Status::Skipped,
        Status::Omitted,
        Status::Failed,
        Status::Canceling,
        Status::Canceled,
        Status::Paused,
        Status::Unknown(TEXTS[0].into()),
    ];
    let mut keys = vec![("status", statuses.iter().map(status).collect())];
    keys.extend(shell.samples());
    keys.extend(lists.samples());
    keys.extend(catalogue.overview().samples());
    keys.extend(catalogue.palette().samples());
    keys.extend(catalogue.compare().samples());
    keys.extend(catalogue.pipelines().samples());
    keys.extend(catalogue.recurring().samples());
    keys.extend(catalogue.calendar().samples());
    keys.extend(catalogue.trials().samples());
    keys.extend(catalogue.views().samples());
    keys.extend(actions.samples());
    keys.extend(catalogue.graph().samples());
    keys.extend(catalogue.grid().samples());
    keys.extend(states.samples());
    keys.extend(catalogue.connection().samples());
    keys.extend(settings.samples());
    keys.extend(time.samples());
    for making in [Making::Run, Making::RecurringRun] {
        keys.extend(super::new_run::of(language, making).samples());
    }
    keys.extend(super::timing::of(language).samples());
    keys.extend(super::upload::of(language).samples());
    keys.extend(super::version_diff::of(language).samples());
    keys
}

/// What is filled in, as far as it can be found again: texts, and numbers.
fn filled_in(sentence: &str) -> Vec<&str> {
    let found = TEXTS.into_iter().chain(["71", "72", "73"]);
    found.filter(|part| sentence.contains(part)).collect()
}

#[test]
fn both_languages_say_something_of_every_key_and_fill_in_the_same() {
    let (english, korean) = (all(Language::English), all(Language::Korean));
    assert_eq!(english.len(), korean.len());
    for ((key, english), (other, korean)) in english.iter().zip(&korean) {
        assert_eq!(key, other);
        assert_eq!(english.len(), korean.len(), "{key}");
        for (english, korean) in english.iter().zip(korean) {
            assert!(
                !english.trim().is_empty() && !korean.trim().is_empty(),
                "{key}"
            );
            assert_eq!(
                filled_in(english),
                filled_in(korean),
                "{key}: {english} / {korean}"
            );
        }
    }
}

/// Particles that depend on the sound before them.
const PARTICLES: [&str; 10] = ["은", "는", "이", "가", "을", "를", "과", "와", "으로", "로"];

#[test]
fn korean_puts_no_particle_directly_after_a_variable() {
    for (key, sentences) in all(Language::Korean) {
        for (sentence, variable) in sentences
            .iter()
            .flat_map(|sentence| TEXTS.map(|text| (sentence, text)))
        {
            for (_, rest) in sentence
                .match_indices(variable)
                .map(|(at, found)| sentence.split_at(at + found.len()))
            {
                let particle = PARTICLES
                    .iter()
                    .find(|particle| rest.starts_with(**particle));
                assert_eq!(particle, None, "{key}: {sentence}");
            }
        }
    }
}
