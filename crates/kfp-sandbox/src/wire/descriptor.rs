//! What a message looks like.

/// A message type.
#[derive(Debug)]
pub(crate) struct Message {
    /// Full name, as it stands in refusals that name a oneof.
    pub(crate) name: &'static str,
    pub(crate) fields: &'static [Field],
}

/// An enumeration: name and number of each value; the value 0 is the default.
#[derive(Debug)]
pub(crate) struct Enumeration {
    pub(crate) values: &'static [(&'static str, i32)],
}

/// One field of a message.
#[derive(Debug)]
pub(crate) struct Field {
    /// The name in the protobuf source (`snake_case`).
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) cardinality: Cardinality,
    /// The oneof it belongs to.
    pub(crate) oneof: Option<&'static str>,
}

/// How often a field occurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cardinality {
    /// Once; a zero value is the same as absence.
    Single,
    /// Once; a zero value is a value.
    Optional,
    /// A list.
    Repeated,
    /// A map from text.
    Map,
}

/// The type of a field's value.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    String,
    Bool,
    Int32,
    Int64,
    Double,
    Enum(&'static Enumeration),
    Message(&'static Message),
    Timestamp,
    Duration,
    /// `google.protobuf.Struct`: any JSON object.
    Struct,
    /// `google.protobuf.Value`: any JSON.
    Value,
}

/// A field that occurs once.
pub(crate) const fn field(name: &'static str, kind: Kind) -> Field {
    Field {
        name,
        kind,
        cardinality: Cardinality::Single,
        oneof: None,
    }
}

impl Field {
    pub(crate) const fn optional(mut self) -> Self {
        self.cardinality = Cardinality::Optional;
        self
    }

    pub(crate) const fn repeated(mut self) -> Self {
        self.cardinality = Cardinality::Repeated;
        self
    }

    pub(crate) const fn map(mut self) -> Self {
        self.cardinality = Cardinality::Map;
        self
    }

    pub(crate) const fn in_oneof(mut self, oneof: &'static str) -> Self {
        self.oneof = Some(oneof);
        self
    }

    /// The name in JSON (`lowerCamelCase`).
    pub(crate) fn json_name(&self) -> String {
        let mut name = String::with_capacity(self.name.len());
        let mut upper = false;
        for character in self.name.chars() {
            if character == '_' {
                upper = true;
            } else if upper {
                name.push(character.to_ascii_uppercase());
                upper = false;
            } else {
                name.push(character);
            }
        }
        name
    }

    /// Whether `key` names this field in either spelling.
    pub(crate) fn is_named(&self, key: &str) -> bool {
        spells(key, self.name)
    }
}

/// Whether `key` is `name` (`snake_case`) or its `lowerCamelCase` form.
pub(crate) fn spells(key: &str, name: &str) -> bool {
    if key == name {
        return true;
    }
    let mut given = key.chars();
    let mut upper = false;
    for character in name.chars() {
        if character == '_' {
            upper = true;
            continue;
        }
        let expected = if upper {
            character.to_ascii_uppercase()
        } else {
            character
        };
        upper = false;
        if given.next() != Some(expected) {
            return false;
        }
    }
    given.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_answers_to_both_spellings_and_no_other() {
        let field = field("last_run_created_at", Kind::Timestamp);
        assert_eq!(field.json_name(), "lastRunCreatedAt");
        assert!(field.is_named("last_run_created_at"));
        assert!(field.is_named("lastRunCreatedAt"));
        assert!(!field.is_named("lastrunCreatedAt"));
        assert!(!field.is_named("lastRunCreatedA"));
        assert!(!field.is_named("lastRunCreatedAtX"));
    }
}
