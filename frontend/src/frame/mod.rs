//! Living in the frame of the Kubeflow dashboard, which shows a linked app at `/_/…` and picks the namespace itself.
//!
//! The dashboard copies the frame's address into its own on `click` and `hashchange` inside the frame, and on nothing
//! else; it takes `ns` out of the frame's address and tells the namespace by messages.
//!
//! # Spec
//! <https://github.com/kubeflow/dashboard/tree/d842464>

mod address;
mod protocol;
mod wiring;

pub(crate) use address::{
    LoadedKeys, dashboard_address, outside_address, sign_in_address, with_query,
};
pub(crate) use protocol::{Move, follow};
pub(crate) use wiring::{Frame, Mode};
