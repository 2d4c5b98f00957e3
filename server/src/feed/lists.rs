//! Reading a list of what is small.

use console_api::live::TopicKind;

use super::read::Read;
use super::source::{Source, Urgency};
use super::topic::{TopicFeed, Touched};
use crate::problem::Failure;

/// Reads the newest objects of a kind, and gives back the bytes it took.
///
/// # Errors
/// If they cannot be read.
pub(super) async fn round<S: Source>(
    kind: TopicKind,
    topic: &TopicFeed,
    source: &S,
    touched: &Touched,
) -> Result<usize, Failure> {
    let urgency = if topic.is_loaded() && touched.is_empty() {
        Urgency::Routine
    } else {
        Urgency::Awaited
    };
    let page = source.read(Read::Newest(kind), urgency).await?;
    topic.take_newest(page.objects, page.goes_on);
    Ok(page.bytes)
}
