//! Which pages may hold the console in a frame.

use std::str::FromStr;

/// The sources of the directive `frame-ancestors` of the Content-Security-Policy, as they are written there.
///
/// `self`, `none`, or origins such as `https://dashboard.example.com:8443` and `https://*.example.com`. A page that may
/// frame the console may lead its user's clicks, so neither `*` nor a scheme alone is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameAncestors(String);

impl FrameAncestors {
    /// The sources, separated by spaces.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The same in the older header `X-Frame-Options`; `None` where that header has no word for it.
    pub(crate) fn x_frame_options(&self) -> Option<&'static str> {
        match self.as_str() {
            "'self'" => Some("SAMEORIGIN"),
            "'none'" => Some("DENY"),
            _ => None,
        }
    }
}

impl FromStr for FrameAncestors {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let sources = text
            .split([' ', ','])
            .filter(|source| !source.is_empty())
            .map(source)
            .collect::<Result<Vec<_>, _>>()?;
        match sources.as_slice() {
            [] => Err("name `self`, `none` or origins; nothing at all is neither".to_owned()),
            [_] => Ok(Self(sources.concat())),
            several if several.iter().any(|source| source == "'none'") => {
                Err("`none` stands alone".to_owned())
            }
            several => Ok(Self(several.join(" "))),
        }
    }
}

fn source(text: &str) -> Result<String, String> {
    match text.trim_matches('\'') {
        word @ ("self" | "none") => Ok(format!("'{word}'")),
        _ if is_origin(text) => Ok(text.to_ascii_lowercase()),
        _ => Err(format!(
            "`{text}` is neither `self`, `none` nor an origin such as `https://dashboard.example.com`"
        )),
    }
}

/// Whether a text is `http://` or `https://`, a host whose first label may be `*`, and perhaps a port.
fn is_origin(text: &str) -> bool {
    let Some(authority) = ["http://", "https://"]
        .iter()
        .find_map(|scheme| text.strip_prefix(scheme))
    else {
        return false;
    };
    let (host, port) = match authority.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (authority, None),
    };
    let labels = host.strip_prefix("*.").unwrap_or(host);
    let is_label = |label: &str| {
        !label.is_empty()
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    labels.split('.').all(is_label)
        && port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port != 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, String> {
        text.parse::<FrameAncestors>()
            .map(|ancestors| ancestors.as_str().to_owned())
    }

    #[test]
    fn words_and_origins_become_the_sources_of_the_directive() {
        for (text, sources) in [
            ("self", "'self'"),
            ("'self'", "'self'"),
            ("none", "'none'"),
            (
                "https://dashboard.example.com",
                "https://dashboard.example.com",
            ),
            (
                "self,https://*.Example.com:8443 http://10.0.0.1:8080",
                "'self' https://*.example.com:8443 http://10.0.0.1:8080",
            ),
        ] {
            assert_eq!(read(text).as_deref(), Ok(sources), "{text}");
        }
    }

    #[test]
    fn what_lets_everybody_in_or_ends_the_directive_is_refused() {
        for bad in [
            "",
            " , ",
            "*",
            "https:",
            "https://",
            "https://*",
            "https://*.*.example.com",
            "https://a.example.com; script-src *",
            "https://a.example.com/path",
            "https://user@a.example.com",
            "https://a.example.com:0",
            "https://a.example.com:x",
            "ftp://a.example.com",
            "a.example.com",
            "https://a\r\nb",
            "none,self",
            "unsafe-inline",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_older_header_says_what_it_can() {
        let older = |text: &str| {
            text.parse::<FrameAncestors>()
                .expect("sources")
                .x_frame_options()
        };
        assert_eq!(older("self"), Some("SAMEORIGIN"));
        assert_eq!(older("none"), Some("DENY"));
        assert_eq!(older("https://a.example.com"), None);
    }
}
