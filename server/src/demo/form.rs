//! The first form of a page, read as far as a login page needs it.

use http::Method;

/// A form with its fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Form {
    method: Method,
    action: String,
    fields: Vec<(String, String)>,
}

impl Form {
    /// Finds the first form of a page.
    pub(super) fn find(html: &str) -> Option<Self> {
        let tag = tags(html, "form").next()?;
        let from = html.find("<form")?;
        let end = html[from..]
            .find("</form")
            .map_or(html.len(), |end| from + end);
        let fields = tags(&html[from..end], "input")
            .filter_map(|tag| {
                Some((
                    attribute(tag, "name")?,
                    attribute(tag, "value").unwrap_or_default(),
                ))
            })
            .collect();
        let post =
            attribute(tag, "method").is_some_and(|method| method.eq_ignore_ascii_case("post"));
        Some(Self {
            method: if post { Method::POST } else { Method::GET },
            action: attribute(tag, "action").unwrap_or_default(),
            fields,
        })
    }

    /// Whether a person is asked for a password here.
    pub(super) fn asks_for(&self, name: &str) -> bool {
        self.fields.iter().any(|(field, _)| field == name)
    }

    /// The request that sending the form makes, from a page at a path.
    pub(super) fn fill(
        &self,
        page: &str,
        filled: &[(&str, &str)],
    ) -> (Method, String, Option<String>) {
        let mut writer = form_urlencoded::Serializer::new(String::new());
        for (name, value) in &self.fields {
            let given = filled
                .iter()
                .find(|(field, _)| field == name)
                .map(|(_, value)| *value);
            writer.append_pair(name, given.unwrap_or(value));
        }
        let body = writer.finish();
        let action = if self.action.is_empty() {
            page
        } else {
            &self.action
        };
        if self.method == Method::POST {
            return (Method::POST, action.to_owned(), Some(body));
        }
        let path = action.split('?').next().unwrap_or_default();
        (Method::GET, format!("{path}?{body}"), None)
    }
}

/// The text of every opening tag of a name.
pub(super) fn tags<'html>(html: &'html str, name: &'html str) -> impl Iterator<Item = &'html str> {
    html.split('<').skip(1).filter_map(move |rest| {
        let tag = rest.split('>').next()?;
        tag.strip_prefix(name)
            .filter(|tag| tag.starts_with(|c: char| c.is_whitespace()))
    })
}

/// The value of an attribute, in quotes or not, with the entities that addresses need.
pub(super) fn attribute(tag: &str, name: &str) -> Option<String> {
    let mut rest = tag;
    loop {
        let at = rest.find(name)?;
        let before = rest[..at].chars().next_back();
        let after = &rest[at + name.len()..];
        if before.is_none_or(char::is_whitespace)
            && let Some(value) = after.strip_prefix('=')
        {
            return Some(unescape(first_value(value)));
        }
        rest = after;
    }
}

/// The value at the start of what stands behind an equals sign.
fn first_value(text: &str) -> &str {
    let quoted = text.strip_prefix('"').map(|text| (text, '"'));
    match quoted.or_else(|| text.strip_prefix('\'').map(|text| (text, '\''))) {
        Some((text, quote)) => text.split(quote).next().unwrap_or_default(),
        None => text.split_whitespace().next().unwrap_or_default(),
    }
}

fn unescape(value: &str) -> String {
    value
        .replace("&#43;", "+")
        .replace("&#x2F;", "/")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIGN_IN: &str = "<html><form method=\"GET\" action=\"/oauth2/start\">\
        <input type=\"hidden\" name=\"rd\" value=\"/kfp-console/?a=1&amp;b=2\"><button type=\"submit\">Sign in</button></form>";
    const PASSWORD: &str = "<form method='post' action='/dex/auth/local/login?back=&amp;state=x'>\
        <input required id=\"login\" name=\"login\"/><input id=\"password\" type=\"password\" name=\"password\"/></form>";

    #[test]
    fn form_that_is_got_goes_into_the_query() {
        let form = Form::find(SIGN_IN).expect("a form");
        assert!(!form.asks_for("password"));
        let sent = form.fill("/kfp-console/", &[]);
        assert_eq!(
            sent,
            (
                Method::GET,
                "/oauth2/start?rd=%2Fkfp-console%2F%3Fa%3D1%26b%3D2".to_owned(),
                None
            )
        );
    }

    #[test]
    fn form_that_is_posted_goes_into_the_body() {
        let form = Form::find(PASSWORD).expect("a form");
        assert!(form.asks_for("password"));
        let sent = form.fill("/dex", &[("login", "a@b"), ("password", "c d")]);
        let body = Some("login=a%40b&password=c+d".to_owned());
        assert_eq!(
            sent,
            (
                Method::POST,
                "/dex/auth/local/login?back=&state=x".to_owned(),
                body
            )
        );
    }

    #[test]
    fn attributes_may_stand_without_quotes() {
        let tag = tags(
            "<base href=/kfp-console/><link as=fetch href=./a.wasm crossorigin>",
            "link",
        )
        .next();
        assert_eq!(
            attribute(tag.expect("a link"), "href").as_deref(),
            Some("./a.wasm")
        );
        assert_eq!(
            attribute(" rel=icon href=\"\"", "href").as_deref(),
            Some("")
        );
        assert_eq!(attribute(" data-href=x", "href"), None);
    }

    #[test]
    fn page_without_a_form_has_none() {
        assert_eq!(Form::find("<p>formal <b>form</b></p>"), None);
    }
}
