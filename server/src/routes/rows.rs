//! Lists of runs as they are shown: light, and with the names of what runs belong to.
//!
//! The page asks for its rows with KFP's own query, under KFP's own path and by the same row of the access table; what it
//! accepts beside JSON says that it wants them so. Names come from the index of runs, and each user is told those that they
//! may list: the list that KFP gave is shared, this is not.

use console_api::beside::ROWS;
use console_api::live::{Topic, TopicKind};
use http::{HeaderMap, header};

use super::feed::READ_ON_FOR;
use super::overview::who;
use crate::app::App;
use crate::identity::UserId;
use crate::index::Key;
use crate::rows::Rows;
use crate::upstream::Answer;

/// Whether a request accepts such rows.
pub(super) fn are_wanted(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT).iter();
    accepted
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|media_type| media_type.trim() == ROWS)
}

/// The runs of a namespace so; as KFP gave them where they cannot be read.
pub(super) async fn lightened(
    app: &App,
    user: &UserId,
    namespace: &str,
    mut answer: Answer,
) -> Answer {
    let key = Key {
        decides_by: app.kfp().decides_by(user).to_owned(),
        namespace: namespace.to_owned(),
    };
    // Versions are named that runs of the index name: it is filled by what the feed reads.
    let topic = Topic {
        kind: TopicKind::Runs,
        namespace: namespace.to_owned(),
    };
    let _watch = app.feed().look(user, &topic, None, READ_ON_FOR).ok();
    app.feed().look_back(user, &key);
    let read = answer.clone();
    // Megabytes of tasks are read where others need not wait for it.
    let read = tokio::task::spawn_blocking(move || read.rows().map(Rows::of));
    let (read, who) = tokio::join!(read, who(app, user, namespace));
    let Some(of) = read.ok().flatten() else {
        return answer;
    };
    let naming = app.feed().naming(&key);
    let names = app.index().called(&key, who, naming, of).await;
    if let Some(body) = answer.rows().and_then(|rows| rows.written(names)) {
        answer = answer.with_body(body);
    }
    answer
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn rows_are_for_who_names_them() {
        let accepts = |text: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, HeaderValue::from_static(text));
            are_wanted(&headers)
        };
        assert!(accepts("application/json, application/json;profile=rows"));
        for other in [
            "application/json",
            "*/*",
            "application/json;profile=rowspan",
            "",
        ] {
            assert!(!accepts(other), "{other}");
        }
    }
}
