//! The live channel: one websocket for each tab, which carries everything that the tab watches.
//!
//! Not server-sent events: a default Kubeflow stands on plain http, where six open streams block every tab of that origin,
//! and websockets do not count. The gateway looks at a session only when a websocket is opened and lets it outlive the
//! session. So a websocket is ended after some minutes, and rights are reviewed again while it lives.
//!
//! A viewer costs KFP nothing: it watches what [`crate::feed`] reads. Nor does a slow one cost memory: it takes what it
//! missed out of the past of the topic when it is ready for it, and a snapshot if that is too long ago. One that is ready
//! for nothing at all is sent away.

mod allowance;
mod desk;
mod handshake;
mod places;
mod session;

pub(crate) use handshake::open;
pub(crate) use places::Live;
