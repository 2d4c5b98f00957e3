//! One handle per resource, with methods named after KFP's calls.

mod experiments;
mod pipelines;
mod runs;

pub use experiments::Experiments;
pub use pipelines::Pipelines;
pub use runs::Runs;

macro_rules! handle {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name<'a, T>(&'a $crate::Client<T>);

        impl<'a, T> $name<'a, T> {
            pub(crate) fn new(client: &'a $crate::Client<T>) -> Self {
                Self(client)
            }
        }
    };
}
use handle;
