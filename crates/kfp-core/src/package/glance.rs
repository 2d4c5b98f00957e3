//! Checking a text without keeping it.

use std::fmt;
use std::io::{self, BufReader, Read};

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::yaml;
use crate::request::{MAX_PACKAGE_BYTES, ZIP};
use crate::spec::KubernetesSettings;

/// Most of a text that is kept. No field whose content is looked at is as long.
const MAX_KEPT_BYTES: usize = 1024;

/// What can be told of a package without keeping it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glance {
    /// The name of the pipeline.
    pub name: String,
    /// What it asks of Kubernetes.
    pub kubernetes: Vec<KubernetesSettings>,
}

/// Of a sound text.
pub(super) fn of(content: impl Read) -> Option<Glance> {
    let mut text = BufReader::new(Text {
        inner: content,
        begun: Vec::new(),
        read: 0,
    });
    let documents: Result<Vec<Thin>, _> =
        serde_saphyr::read_with_options(&mut text, yaml::options(yaml::MAX_VALUES)).collect();
    let documents = documents.ok()?.into_iter().map(|thin| thin.0).collect();
    // The parser may stop before the end, as after `...`.
    io::copy(&mut text, &mut io::sink()).ok()?;
    let pipeline = yaml::pipeline(documents).ok()?;
    let kubernetes = pipeline.kubernetes_settings();
    let name = pipeline.spec.pipeline_info.name;
    (name.len() < MAX_KEPT_BYTES).then_some(Glance { name, kubernetes })
}

/// Fails at what is no text of a package.
struct Text<R> {
    inner: R,
    /// The begin of a character whose end was not read yet.
    begun: Vec<u8>,
    read: usize,
}

impl<R: Read> Read for Text<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(into)?;
        let refused = || io::Error::from(io::ErrorKind::InvalidData);
        if count == 0 {
            return self.begun.is_empty().then_some(0).ok_or_else(refused);
        }
        let is_first = self.read == 0;
        self.read += count;
        self.begun.extend_from_slice(&into[..count]);
        let text = match std::str::from_utf8(&self.begun) {
            Err(error) if error.error_len().is_none() => {
                std::str::from_utf8(&self.begun[..error.valid_up_to()])
            }
            text => text,
        };
        let text = text.map_err(|_| refused())?;
        let is_archive = is_first && self.begun.starts_with(ZIP);
        if is_archive || text.contains(yaml::is_forbidden) || self.read > MAX_PACKAGE_BYTES {
            return Err(refused());
        }
        let whole = text.len();
        self.begun.drain(..whole);
        Ok(count)
    }
}

/// A value whose long texts are cut.
struct Thin(Value);

impl<'de> Deserialize<'de> for Thin {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Thinning).map(Self)
    }
}

struct Thinning;

impl<'de> Visitor<'de> for Thinning {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::from(
            &text[..text.floor_char_boundary(MAX_KEPT_BYTES)],
        ))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut kept = Vec::new();
        while let Some(Thin(item)) = items.next_element()? {
            kept.push(item);
        }
        Ok(Value::Array(kept))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        let mut kept = Map::new();
        while let Some((name, Thin(value))) = fields.next_entry()? {
            kept.insert(name, value);
        }
        Ok(Value::Object(kept))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::Package;

    fn name(content: impl Read) -> Option<String> {
        of(content).map(|glance| glance.name)
    }

    const SOUND: &str =
        "pipelineInfo: {name: train}\nschemaVersion: 2.1.0\nroot: {dag: {tasks: {}}}\n";

    /// Gives a byte at a time, as a slow disk may.
    struct Slow<'a>(&'a [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            self.0.read(&mut into[..1])
        }
    }

    #[test]
    fn a_sound_text_is_told_by_its_name_however_it_comes() {
        assert_eq!(name(SOUND.as_bytes()).as_deref(), Some("train"));
        let korean = SOUND.replace("train", "\"해지 예측\"");
        assert_eq!(name(Slow(korean.as_bytes())).as_deref(), Some("해지 예측"));
        let platforms = format!("{SOUND}---\nplatforms: {{kubernetes: {{}}}}\n");
        assert_eq!(name(platforms.as_bytes()).as_deref(), Some("train"));
        let executor = "deploymentSpec: {executors: {exec-a: {nodeSelector: {}}}}";
        let platforms = format!("{SOUND}---\nplatforms: {{kubernetes: {{{executor}}}}}\n");
        let settings = of(platforms.as_bytes()).unwrap().kubernetes;
        assert_eq!(settings[0].settings, ["nodeSelector"]);
    }

    #[test]
    fn long_texts_are_read_over() {
        let code = "x".repeat(1_000_000);
        let long = format!("{SOUND}deploymentSpec: {{executors: {{a: {{code: {code}}}}}}}\n");
        assert_eq!(name(long.as_bytes()).as_deref(), Some("train"));
    }

    #[test]
    fn what_is_refused_or_repaired_is_not_told() {
        let bytes = |text: &str| text.as_bytes().to_vec();
        let spilled = format!("# PIPELINE DEFINITION\n# Inputs:\n#  a: 'x\n  y'\n{SOUND}");
        let texts = [
            Vec::new(),
            bytes("# nothing\n"),
            bytes("- a\n"),
            bytes("root: {}\n"),
            bytes(&SOUND.replace("root", "\"ro\u{85}ot\u{1}\"")),
            bytes(&format!("{SOUND}...\n\u{7}")),
            bytes(&format!("{SOUND}---\nother: 1\n")),
            bytes(&format!("{SOUND}root: again\n")),
            [SOUND.as_bytes(), &[0xff, 0xfe]].concat(),
            [SOUND.as_bytes(), &[0xc3]].concat(),
            bytes(&spilled),
        ];
        for text in texts {
            assert_eq!(name(&*text), None, "{}", text.escape_ascii());
            let read = Package::read("a.yaml", text.clone());
            let is_sound = read.is_ok_and(|read| read.spilled_comment.is_none());
            assert!(!is_sound, "{}", text.escape_ascii());
        }
    }
}
