//! When the first row of a table was there.

/// Notes the time of the first row that leads somewhere: a skeleton's rows hold no link.
pub(super) const OBSERVE: &str = "
    const observer = new MutationObserver(() => {
        if (document.querySelector('main table tbody a[href]')) {
            performance.mark('first-row');
            observer.disconnect();
        }
    });
    observer.observe(document, { childList: true, subtree: true });
";

/// Milliseconds since the start of the navigation, or null while there is no row.
pub(super) const READ: &str =
    "return performance.getEntriesByName('first-row')[0]?.startTime ?? null";
