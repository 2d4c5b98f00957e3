//! As much of HTML as a login page needs: its first form, its links, its title.

use http::Method;

/// An input of a form.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) value: String,
}

/// A form.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Form {
    pub(super) method: Method,
    /// Empty means the page's own address.
    pub(super) action: String,
    pub(super) fields: Vec<Field>,
}

impl Form {
    /// The first form of a page.
    pub(super) fn first(page: &str) -> Option<Self> {
        let mut form: Option<Self> = None;
        for tag in tags(page) {
            match (tag.name.as_str(), &mut form) {
                ("form", None) => {
                    let post = tag
                        .get("method")
                        .is_some_and(|method| method.eq_ignore_ascii_case("post"));
                    form = Some(Self {
                        method: if post { Method::POST } else { Method::GET },
                        action: tag.get("action").unwrap_or_default(),
                        fields: Vec::new(),
                    });
                }
                ("/form", Some(_)) => break,
                ("input", Some(form)) => {
                    if let Some(name) = tag.get("name") {
                        form.fields.push(Field {
                            name,
                            kind: tag.get("type").unwrap_or_default().to_ascii_lowercase(),
                            value: tag.get("value").unwrap_or_default(),
                        });
                    }
                }
                _ => {}
            }
        }
        form
    }

    /// Whether a password is asked for.
    pub(super) fn asks_for_a_password(&self) -> bool {
        self.fields.iter().any(|field| field.kind == "password")
    }

    /// Whether there is nothing for a person to fill in.
    pub(super) fn is_a_button(&self) -> bool {
        self.fields
            .iter()
            .all(|field| matches!(field.kind.as_str(), "hidden" | "submit"))
    }

    /// Its fields with a name and a password in the places for them.
    pub(super) fn filled(&self, user: &str, password: &str) -> String {
        let mut writer = form_urlencoded::Serializer::new(String::new());
        let mut user = Some(user);
        for field in &self.fields {
            let value = match field.kind.as_str() {
                "password" => password,
                "" | "text" | "email" => user.take().unwrap_or(&field.value),
                _ => &field.value,
            };
            writer.append_pair(&field.name, value);
        }
        writer.finish()
    }
}

/// The first link whose address holds a text.
pub(super) fn link_with(page: &str, text: &str) -> Option<String> {
    tags(page)
        .filter(|tag| tag.name == "a")
        .filter_map(|tag| tag.get("href"))
        .find(|href| href.contains(text))
}

/// What a page calls itself, short and on one line.
pub(super) fn title(page: &str) -> String {
    let text = page
        .split_once("<title>")
        .and_then(|(_, rest)| rest.split_once("</title>"));
    let title = text.map_or("it has no title", |(title, _)| title);
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    title.chars().take(60).collect()
}

struct Tag<'a> {
    /// In lower case, with the slash of a closing one.
    name: String,
    rest: &'a str,
}

impl Tag<'_> {
    /// The value of an attribute, in quotes or not.
    fn get(&self, wanted: &str) -> Option<String> {
        let mut rest = self.rest;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            if rest.is_empty() {
                return None;
            }
            let end = rest.find(|c: char| c.is_whitespace() || c == '=');
            let (name, after) = rest.split_at(end.unwrap_or(rest.len()));
            let after = after.trim_start();
            let (value, next) = match after.strip_prefix('=') {
                Some(after) => value(after.trim_start()),
                None => ("", after),
            };
            if name.eq_ignore_ascii_case(wanted) {
                return Some(unescape(value));
            }
            // A stray sign must not hold us up.
            rest = if next.len() == rest.len() {
                &next[next.chars().next()?.len_utf8()..]
            } else {
                next
            };
        }
    }
}

fn value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inside) = text.strip_prefix(quote) {
            return inside.split_once(quote).unwrap_or((inside, ""));
        }
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    text.split_at(end)
}

/// The tags of a page, in order.
fn tags(page: &str) -> impl Iterator<Item = Tag<'_>> {
    page.split('<').skip(1).filter_map(|piece| {
        let inside = &piece[..piece.find('>')?];
        let end = inside
            .char_indices()
            .find(|(at, c)| c.is_whitespace() || (*c == '/' && *at > 0))
            .map_or(inside.len(), |(at, _)| at);
        let (name, rest) = inside.split_at(end);
        Some(Tag {
            name: name.to_ascii_lowercase(),
            rest,
        })
    })
}

/// The entities that stand in addresses and values.
fn unescape(text: &str) -> String {
    [
        ("&#43;", "+"),
        ("&#x2F;", "/"),
        ("&#47;", "/"),
        ("&#61;", "="),
        ("&#34;", "\""),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (entity, plain)| {
        text.replace(entity, plain)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DEX: &str = r#"<title>dex</title><FORM method="post" action="/dex/auth/local/login?back=&amp;state=x">
        <label for="login">Email</label><input required id="login" name="login" type="text" value=""/>
        <input type=password id=password name=password /><button type="submit">Login</button></FORM>
        <form action="/other"><input name="never"></form>"#;

    #[test]
    fn a_form_is_read_and_filled_in() {
        let form = Form::first(DEX).unwrap();
        assert_eq!(form.method, Method::POST);
        assert_eq!(form.action, "/dex/auth/local/login?back=&state=x");
        assert!(form.asks_for_a_password() && !form.is_a_button());
        assert_eq!(form.filled("a@b", "c d&"), "login=a%40b&password=c+d%26");
        assert_eq!(title(DEX), "dex");
    }

    #[test]
    fn a_button_is_sent_as_it_is() {
        let page = r#"<form method="GET" action="/oauth2/start"><input type="hidden" name="rd" value="/a?b=1&#43;2">
            <button>Sign in</button></form>"#;
        let form = Form::first(page).unwrap();
        assert!(form.is_a_button() && !form.asks_for_a_password());
        assert_eq!(form.filled("user", "secret"), "rd=%2Fa%3Fb%3D1%2B2");
    }

    #[test]
    fn a_link_is_found_by_its_address() {
        let page = r#"<a class=x href='/dex/auth/ldap?x=1'>LDAP</a><a href="/dex/auth/local?x=1&amp;y=2">Email</a>"#;
        let link = link_with(page, "/dex/auth/local");
        assert_eq!(link.as_deref(), Some("/dex/auth/local?x=1&y=2"));
        assert_eq!(link_with("<p>no link</p>", "/dex"), None);
    }

    proptest! {
        #[test]
        fn any_page_is_read(page in "(<|>|/|=|\"|'| |form|input|name|a|href|é|\\PC){0,40}") {
            let _ = Form::first(&page);
            let _ = link_with(&page, "a");
            let _ = title(&page);
        }
    }
}
