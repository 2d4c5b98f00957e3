//! One handle per resource, with methods named after KFP's calls.

mod experiments;
mod pages;
mod pipeline_versions;
mod pipelines;
mod recurring_runs;
mod runs;

pub use experiments::Experiments;
pub use pipeline_versions::PipelineVersions;
pub use pipelines::Pipelines;
pub use recurring_runs::RecurringRuns;
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
