//! Objects in protobuf, as kubectl's typed clients send them.

mod decode;
mod schema;

pub(super) use decode::decode;
