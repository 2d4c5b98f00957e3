//! A headless Chromium at the gateway: what a person sees and does, by role and accessible name.
//!
//! A test is [`Stage::run`]: it starts the whole, a browser with a fresh profile, hands both to the test, and
//! afterwards fails the test for anything the browser's console complained about that the test did not announce with
//! [`Browser::expect_noise`]. A failed test leaves a picture, the address and the console under `artifacts/failures`.

mod axe;

mod chromedriver;
mod console_log;
mod emulation;
mod exhibit;
mod first_row;
mod keyboard;
pub mod pages;
mod role;
mod scope;
mod script;
mod session;
mod settings;
mod stage;
mod viewport;
mod wait;
mod whole;

pub use console_log::Noise;
pub use emulation::Pace;
pub use keyboard::Key;
pub use role::Role;
pub use scope::{Name, Scope};
pub use session::Browser;
pub use stage::{EXPERIMENTS_OF_OWNER, NEWCOMER, OWNED, OWNER, Stage, VIEWED, VIEWER};
pub use viewport::{ColorScheme, Viewport};
pub use wait::{DEADLINE, until};
pub use whole::{Plan, Whole};
