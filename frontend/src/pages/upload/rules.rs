//! What KFP takes, told while it is typed. Pure.

/// Most bytes of a name: that of a pipeline is the one of its first version too.
const MOST_NAME_BYTES: usize = 127;
/// Most bytes of the name in a spec.
const MOST_SPEC_NAME_BYTES: usize = 128;
/// From when on the length of a name is told.
const NEARLY: usize = 100;
/// Endings by which KFP takes a file for text.
const TEXT_ENDINGS: [&str; 3] = [".yaml", ".yml", ".json"];

/// What is wrong with a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Nothing of it can be seen.
    Blank,
    /// It has more bytes than KFP takes.
    TooLong(usize),
    /// It holds a character that KFP cannot store.
    Unstorable,
    /// It is no address of a package.
    Address,
}

/// What is wrong with a name.
pub(super) fn name_fault(name: &str) -> Option<Fault> {
    // Some blanks have no width and are none to Unicode.
    let is_blank = |c: char| {
        c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
    };
    if name.chars().all(is_blank) {
        return Some(Fault::Blank);
    }
    let length = name.trim().len();
    if length > MOST_NAME_BYTES {
        return Some(Fault::TooLong(length));
    }
    text_fault(name)
}

/// The bytes of a name that is nearly too long.
pub(super) fn near_the_end(name: &str) -> Option<usize> {
    let length = name.trim().len();
    (NEARLY..=MOST_NAME_BYTES)
        .contains(&length)
        .then_some(length)
}

/// What is wrong with any text.
pub(super) fn text_fault(text: &str) -> Option<Fault> {
    let is_beyond = |c: char| u32::from(c) > 0xFFFF;
    text.chars().any(is_beyond).then_some(Fault::Unstorable)
}

/// Whether KFP takes a name that stands in a spec: objects of Kubernetes are named after it.
pub(super) fn is_spec_name(name: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    name.len() <= MOST_SPEC_NAME_BYTES
        && !name.starts_with('-')
        && !name.is_empty()
        && name.bytes().all(fits)
}

/// A name like this one that KFP takes in a spec.
pub(super) fn proposal(name: &str) -> String {
    let mut words = String::new();
    for letter in name.chars().flat_map(char::to_lowercase) {
        if letter.is_ascii_alphanumeric() {
            words.push(letter);
        } else if !words.is_empty() && !words.ends_with('-') {
            words.push('-');
        }
    }
    words.truncate(MOST_SPEC_NAME_BYTES);
    let words = words.trim_end_matches('-');
    if words.is_empty() { "pipeline" } else { words }.to_owned()
}

/// What is wrong with the address of a package.
pub(super) fn address_fault(address: &str) -> Option<Fault> {
    let rest = address.trim().strip_prefix("https://");
    let begins = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    let fits = rest.is_some_and(|rest| begins(rest) && rest.bytes().all(|b| b.is_ascii_graphic()));
    (!fits).then_some(Fault::Address)
}

/// The name to send a file under: KFP tells by its ending what it is.
pub(super) fn file_name(chosen: &str, is_archive: bool) -> String {
    let plain: String = chosen.chars().filter(|c| !c.is_control()).collect();
    let is_text = TEXT_ENDINGS.iter().any(|ending| plain.ends_with(ending));
    match (is_text, is_archive) {
        (true, false) | (false, true) if !plain.trim().is_empty() => plain,
        (_, true) => "pipeline.zip".to_owned(),
        (_, false) => "pipeline.yaml".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use kfp_core::{
        model::{Namespace, PipelineId},
        request::{NewPipelineVersion, PipelineUpload, create_pipeline_version, upload_pipeline},
    };
    use proptest::prelude::*;

    use super::*;

    fn is_taken(name: &str, file_name: &str, content: &'static str) -> bool {
        let namespace = Namespace::new("team-a").expect("a namespace");
        let upload = PipelineUpload::new(namespace, file_name, content).name(name.trim());
        upload_pipeline(&upload).is_ok()
    }

    #[test]
    fn names_that_kfp_takes_are_those_without_a_fault() {
        for (name, fault) in [
            ("해지 예측", None),
            ("   ", Some(Fault::Blank)),
            ("\u{3000}", Some(Fault::Blank)),
            ("\u{200b}", Some(Fault::Blank)),
            ("churn 🚀", Some(Fault::Unstorable)),
            (&"가".repeat(42), None),
            (&"가".repeat(43), Some(Fault::TooLong(129))),
            (&"a".repeat(127), None),
            (&"a".repeat(128), Some(Fault::TooLong(128))),
        ] {
            assert_eq!(name_fault(name), fault, "{name}");
        }
        assert_eq!(near_the_end(&"a".repeat(101)), Some(101));
        assert_eq!(near_the_end("a"), None);
    }

    #[test]
    fn addresses_are_those_that_kfp_is_asked_to_fetch() {
        let id = PipelineId::new("p-1").expect("an id");
        for address in [
            "https://packages.example/p.yaml",
            "http://packages.example/p.yaml",
            "https://",
            "https:///p.yaml",
            "https://a b",
            "",
        ] {
            let version = NewPipelineVersion::new(id.clone(), "v", address);
            let is_taken = create_pipeline_version(&version).is_ok();
            assert_eq!(address_fault(address).is_none(), is_taken, "{address}");
        }
    }

    #[test]
    fn a_name_in_other_letters_is_proposed_anew() {
        for (name, proposed) in [
            ("解約予測", "pipeline"),
            ("[Team A] Churn (env: x)", "team-a-churn-env-x"),
            ("해지 예측 v2", "v2"),
            (&"a".repeat(200), &"a".repeat(128)),
        ] {
            assert!(!is_spec_name(name));
            assert_eq!(proposal(name), proposed);
        }
        assert!(is_spec_name("churn-2") && !is_spec_name("-churn"));
    }

    proptest! {
        #[test]
        fn what_is_proposed_is_taken(name in "\\PC{0,200}") {
            prop_assert!(is_spec_name(&proposal(&name)));
        }

        #[test]
        fn faults_are_those_of_kfp(name in "[\\PC \u{200b}\u{3000}🚀]{0,60}", file in "\\PC{0,12}(\\.yaml|\\.zip|)") {
            prop_assert_eq!(name_fault(&name).is_none(), is_taken(&name, "p.yaml", "a: b"));
            prop_assert!(is_taken("a", &file_name(&file, false), "a: b"));
            prop_assert!(is_taken("a", &file_name(&file, true), "PK"));
        }
    }
}
