//! The pages as a person meets them: what is on them and what can be done there.

mod console;
mod dashboard;
mod graph;
mod list;
mod sign_in;

pub use console::Console;
pub use dashboard::Dashboard;
pub use graph::Graph;
pub use list::List;
pub use sign_in::SignIn;
