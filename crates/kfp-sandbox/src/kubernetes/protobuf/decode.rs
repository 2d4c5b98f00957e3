//! From the wire to JSON.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::schema::{Field, Message, Type, of_kind};

/// What stands before an object in protobuf.
const MAGIC: &[u8] = b"k8s\0";

/// The object of a body, with kind and version; `None` for what cannot be read.
///
/// A body is the magic bytes and an `Unknown`, which holds kind and version in field 1 and the object in field 2.
pub(in crate::kubernetes) fn decode(body: &[u8]) -> Option<Value> {
    let envelope = body.strip_prefix(MAGIC)?;
    let (mut api_version, mut kind, mut raw) = (String::new(), String::new(), &b""[..]);
    for entry in Entries(envelope) {
        match entry? {
            (1, Wire::Bytes(type_meta)) => {
                for entry in Entries(type_meta) {
                    match entry? {
                        (1, Wire::Bytes(text)) => api_version = utf8(text)?,
                        (2, Wire::Bytes(text)) => kind = utf8(text)?,
                        _ => {}
                    }
                }
            }
            (2, Wire::Bytes(object)) => raw = object,
            _ => {}
        }
    }
    let Value::Object(members) = message(raw, of_kind(&kind)?)? else {
        return None;
    };
    let mut object = Map::new();
    object.insert("kind".to_owned(), kind.into());
    object.insert("apiVersion".to_owned(), api_version.into());
    object.extend(members);
    Some(Value::Object(object))
}

/// A value on the wire.
#[derive(Debug)]
enum Wire<'a> {
    Varint(u64),
    Bytes(&'a [u8]),
    /// Of a fixed length: no field that is read has one.
    Skipped,
}

/// The fields of a message; an item is `None` where the bytes make no sense, after which nothing more comes.
struct Entries<'a>(&'a [u8]);

impl<'a> Iterator for Entries<'a> {
    type Item = Option<(u64, Wire<'a>)>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let entry = self.entry();
        if entry.is_none() {
            self.0 = &[];
        }
        Some(entry)
    }
}

impl<'a> Entries<'a> {
    fn entry(&mut self) -> Option<(u64, Wire<'a>)> {
        let tag = self.varint()?;
        let wire = match tag & 7 {
            0 => Wire::Varint(self.varint()?),
            1 => self.take(8).map(|_| Wire::Skipped)?,
            2 => {
                let length = usize::try_from(self.varint()?).ok()?;
                Wire::Bytes(self.take(length)?)
            }
            5 => self.take(4).map(|_| Wire::Skipped)?,
            _ => return None,
        };
        Some((tag >> 3, wire))
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn varint(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.take(1)?[0];
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }
}

fn utf8(bytes: &[u8]) -> Option<String> {
    str::from_utf8(bytes).ok().map(str::to_owned)
}

/// A message as JSON. Empty text and zero are left out: Go writes them for every field that is not set.
fn message(bytes: &[u8], fields: Message) -> Option<Value> {
    let mut members = Map::new();
    for entry in Entries(bytes) {
        let (number, wire) = entry?;
        let Some(field) = fields.iter().find(|(known, ..)| *known == number) else {
            continue;
        };
        put(&mut members, field, &wire)?;
    }
    Some(Value::Object(members))
}

fn put(members: &mut Map<String, Value>, (_, name, of): &Field, wire: &Wire<'_>) -> Option<()> {
    let value = match (of, wire) {
        (Type::Text, Wire::Bytes(bytes)) => {
            if bytes.is_empty() {
                return Some(());
            }
            utf8(bytes)?.into()
        }
        (Type::Integer, Wire::Varint(0)) => return Some(()),
        (Type::Integer, Wire::Varint(number)) => number.cast_signed().into(),
        (Type::Boolean, Wire::Varint(number)) => (*number != 0).into(),
        (Type::Message(fields), Wire::Bytes(bytes)) => message(bytes, fields)?,
        (Type::Texts, Wire::Bytes(bytes)) => return push(members, name, utf8(bytes)?.into()),
        (Type::Messages(fields), Wire::Bytes(bytes)) => {
            return push(members, name, message(bytes, fields)?);
        }
        (Type::Map, Wire::Bytes(bytes)) => {
            let (key, value) = map_entry(bytes)?;
            let value = utf8(value)?;
            return insert(members, name, key, value);
        }
        (Type::BytesMap, Wire::Bytes(bytes)) => {
            let (key, value) = map_entry(bytes)?;
            return insert(members, name, key, STANDARD.encode(value));
        }
        _ => return None,
    };
    members.insert((*name).to_owned(), value);
    Some(())
}

fn push(members: &mut Map<String, Value>, name: &str, value: Value) -> Option<()> {
    let list = members.entry(name).or_insert_with(|| json!([]));
    list.as_array_mut()?.push(value);
    Some(())
}

fn insert(members: &mut Map<String, Value>, name: &str, key: String, value: String) -> Option<()> {
    let map = members.entry(name).or_insert_with(|| json!({}));
    map.as_object_mut()?.insert(key, value.into());
    Some(())
}

fn map_entry(bytes: &[u8]) -> Option<(String, &[u8])> {
    let (mut key, mut value) = (String::new(), &b""[..]);
    for entry in Entries(bytes) {
        match entry? {
            (1, Wire::Bytes(bytes)) => key = utf8(bytes)?,
            (2, Wire::Bytes(bytes)) => value = bytes,
            _ => {}
        }
    }
    Some((key, value))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A field with bytes, shorter than 128.
    fn field(number: u8, bytes: &[u8]) -> Vec<u8> {
        [
            &[number << 3 | 2, u8::try_from(bytes.len()).unwrap()],
            bytes,
        ]
        .concat()
    }

    fn envelope(kind: &str, object: &[u8]) -> Vec<u8> {
        let type_meta = [field(1, b"v1"), field(2, kind.as_bytes())].concat();
        [
            MAGIC,
            &field(1, &type_meta),
            &field(2, object),
            &field(3, b""),
        ]
        .concat()
    }

    #[test]
    fn a_config_map_is_read() {
        let label = [field(1, b"color"), field(2, b"red")].concat();
        let metadata = [
            field(1, b"x"),
            field(2, b""),
            field(8, b""),
            field(11, &label),
        ]
        .concat();
        let data = [field(1, b"a"), field(2, b"")].concat();
        let binary = [field(1, b"b"), field(2, &[0xff])].concat();
        let map = [
            field(1, &metadata),
            field(2, &data),
            field(3, &binary),
            vec![4 << 3, 0],
        ]
        .concat();
        assert_eq!(
            decode(&envelope("ConfigMap", &map)),
            Some(json!({
                "kind": "ConfigMap",
                "apiVersion": "v1",
                "metadata": {"name": "x", "labels": {"color": "red"}},
                "data": {"a": ""},
                "binaryData": {"b": "/w=="},
                "immutable": false,
            }))
        );
    }

    #[test]
    fn empty_texts_of_a_list_are_kept() {
        let rule = [field(1, b"get"), field(2, b""), field(3, b"pods")].concat();
        let read = decode(&envelope("Role", &field(2, &rule))).unwrap();
        assert_eq!(
            read["rules"],
            json!([{"verbs": ["get"], "apiGroups": [""], "resources": ["pods"]}])
        );
    }

    #[test]
    fn what_makes_no_sense_is_not_read() {
        assert_eq!(decode(b"{}"), None);
        assert_eq!(decode(&envelope("Deployment", b"")), None);
        assert_eq!(decode(&envelope("Role", &[0x0a, 0x7f])), None);
        assert_eq!(decode(&envelope("Role", &[0xff; 11])), None);
        assert_eq!(
            decode(&envelope("Role", &field(1, &field(1, &[0xff])))),
            None
        );
    }

    proptest! {
        #[test]
        fn no_bytes_are_too_odd(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            let _ = decode(&[MAGIC, &bytes].concat());
            if bytes.len() < 100 {
                let _ = decode(&envelope("RoleBinding", &bytes));
            }
        }
    }
}
