//! Protobuf messages in JSON, as the real server reads them: strict, with positions in its refusals.

mod decode;
mod descriptor;
mod json;
mod object;

pub(crate) use decode::{DecodeError, Names, decode, decode_text};
pub(crate) use descriptor::{Enumeration, Kind, Message, field, spells};
pub(crate) use json::{JsonError, parse_body};
pub(crate) use object::{ObjectWriter, format_seconds};
