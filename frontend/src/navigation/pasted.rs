//! What somebody pasted into the palette: an address of the console or of the classic UI, or an id.

use crate::{
    classic::{Classic, Page},
    paths::{Prefix, Route},
    url_state::Query,
};

/// Something other than a part of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Pasted {
    /// An address of the console's own.
    Page(Page),
    /// An address of the classic UI.
    Classic(Classic),
    /// An id, of whatever it is.
    Id(String),
}

impl Pasted {
    /// Reads a text; `None` for what is none of these. Of an address with an origin only the console's own is one.
    pub(super) fn read(text: &str, origin: &str, prefix: &Prefix) -> Option<Self> {
        let text = text.trim();
        if let Some(classic) = Classic::parse(text) {
            return Some(Self::Classic(classic));
        }
        if is_uuid(text) {
            return Some(Self::Id(text.to_ascii_lowercase()));
        }
        let path = text.strip_prefix(origin).unwrap_or(text);
        let path = path.strip_prefix("/_").unwrap_or(path);
        if !path.starts_with('/') {
            return None;
        }
        let path = path.split('#').next().unwrap_or_default();
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        match prefix.parse(path) {
            Route::Unknown => None,
            route => Some(Self::Page((route, Query::parse(query)))),
        }
    }
}

/// Whether a text has the shape of the ids that KFP gives.
fn is_uuid(text: &str) -> bool {
    let mut lengths = text.split('-').map(|part| {
        part.bytes()
            .all(|byte| byte.is_ascii_hexdigit())
            .then_some(part.len())
    });
    let shape = [8, 4, 4, 4, 12];
    shape
        .into_iter()
        .all(|length| lengths.next() == Some(Some(length)))
        && lengths.next().is_none()
}

#[cfg(test)]
mod tests {
    use kfp_core::model::Namespace;
    use proptest::prelude::*;

    use super::*;

    const ORIGIN: &str = "https://kubeflow.example";

    fn read(text: &str) -> Option<Pasted> {
        Pasted::read(text, ORIGIN, &Prefix::new("/kfp-console/"))
    }

    #[test]
    fn an_address_of_the_console_is_read_with_and_without_its_origin_and_the_frame() {
        let runs = Route::Runs(Namespace::new("a").expect("a namespace"));
        for around in [ORIGIN, "", "https://kubeflow.example/_", "/_"] {
            let text = format!(" {around}/kfp-console/ns/a/runs?q=x#main ");
            let Some(Pasted::Page((route, query))) = read(&text) else {
                panic!("{text} is an address");
            };
            assert_eq!((route, query.write().as_str()), (runs.clone(), "q=x"));
        }
        for other in [
            "https://evil.example/kfp-console/ns/a/runs",
            "https://kubeflow.example.evil/kfp-console/ns/a/runs",
            "//evil.example/kfp-console/ns/a/runs",
            "/pipeline/ns/a/runs",
            "/kfp-console/nowhere",
            "javascript:alert(1)",
            "train",
            "",
        ] {
            assert_eq!(read(other), None, "{other}");
        }
    }

    #[test]
    fn an_id_is_told_from_a_name_by_its_shape() {
        let id = "9D1F2C3A-0000-4000-8000-000000000001";
        assert_eq!(read(id), Some(Pasted::Id(id.to_ascii_lowercase())));
        for name in [
            "9d1f2c3a",
            "9d1f2c3a-0000-4000-8000",
            "9d1f2c3a-0000-4000-8000-000000000001-1",
            "gd1f2c3a-0000-4000-8000-000000000001",
        ] {
            assert_eq!(read(name), None, "{name}");
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_reader(text in "\\PC{0,80}") {
            let _read = read(&text);
        }
    }
}
