//! As much of a browser as signing in takes: the cookies of one site, and its redirects, one by one.

use bytes::Bytes;
use http::{HeaderValue, Method, Request, StatusCode, header};
use kfp_core::Origin;
use kfp_core::transport::Transport;
use time::OffsetDateTime;

use super::jar::Jar;
use super::{LoginError, Session};

/// More hops than any login takes.
const MOST_HOPS: usize = 16;
/// A login page is small.
const MOST_BYTES: usize = 1024 * 1024;

/// A page, and where it was found.
pub(super) struct Page {
    /// Path and query.
    pub(super) address: String,
    pub(super) status: StatusCode,
    pub(super) text: String,
}

/// A browser that knows one site and leaves it for nobody.
pub(super) struct Browser<'a, T> {
    transport: &'a T,
    site: &'a Origin,
    jar: Jar,
    hops: usize,
}

/// What a request leads to.
pub(super) enum Arrival {
    /// A page.
    At(Page),
    /// A redirect to where the login began: it is over.
    Back,
}

impl<'a, T: Transport> Browser<'a, T> {
    pub(super) fn new(transport: &'a T, site: &'a Origin) -> Self {
        Self {
            transport,
            site,
            jar: Jar::default(),
            hops: 0,
        }
    }

    /// Opens an address of the site and follows redirects, which may only stay on it, until one leads back to `start`.
    pub(super) async fn open(
        &mut self,
        method: Method,
        address: &str,
        form: Option<String>,
        start: &str,
    ) -> Result<Arrival, LoginError> {
        let (mut method, mut address, mut form) = (method, address.to_owned(), form);
        loop {
            self.hops += 1;
            if self.hops > MOST_HOPS {
                return Err(LoginError::Circle(path_of(&address)));
            }
            let (status, location, text) = self.exchange(method, &address, form).await?;
            if !status.is_redirection() {
                return Ok(Arrival::At(Page {
                    address,
                    status,
                    text,
                }));
            }
            let Some(location) = location else {
                let path = path_of(&address);
                return Err(LoginError::BrokeOff { path, status });
            };
            address = self.on_site(&address, &location)?;
            if address == start && self.jar.session().is_ok() {
                return Ok(Arrival::Back);
            }
            (method, form) = (Method::GET, None);
        }
    }

    /// What came of it.
    pub(super) fn session(&self) -> Result<Session, LoginError> {
        self.jar.session()
    }

    /// Path and query of an address, as a page of the site names it.
    pub(super) fn on_site(&self, page: &str, address: &str) -> Result<String, LoginError> {
        if let Some((scheme, rest)) = address.split_once("://")
            && !scheme.contains(['/', '?', '#'])
        {
            let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
            let origin: Option<Origin> = address.parse().ok();
            if origin.as_ref() != Some(self.site) {
                let site = origin.map_or_else(|| "another site".to_owned(), |it| it.to_string());
                return Err(LoginError::Elsewhere(site));
            }
            return Ok(rooted(without_fragment(&rest[end..])));
        }
        let address = without_fragment(address);
        if address.starts_with("//") || address.starts_with("/\\") {
            return Err(LoginError::Elsewhere("another site".to_owned()));
        }
        if address.starts_with('/') {
            return Ok(address.to_owned());
        }
        let base = path_of(page);
        if address.is_empty() {
            return Ok(page.to_owned());
        }
        if address.starts_with('?') {
            return Ok(base + address);
        }
        let folder = base.rfind('/').map_or("/", |slash| &base[..=slash]);
        Ok(format!("{folder}{address}"))
    }

    async fn exchange(
        &mut self,
        method: Method,
        address: &str,
        form: Option<String>,
    ) -> Result<(StatusCode, Option<String>, String), LoginError> {
        let broke_off = || LoginError::BrokeOff {
            path: path_of(address),
            status: StatusCode::BAD_REQUEST,
        };
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}{address}", self.site))
            .header(header::ACCEPT, "text/html,application/xhtml+xml");
        if form.is_some() {
            request = request
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header(header::ORIGIN, self.site.to_string());
        }
        if let Some(cookies) = self.jar.header() {
            request = request.header(header::COOKIE, cookies);
        }
        let body = Bytes::from(form.unwrap_or_default());
        let request = request.body(body).map_err(|_| broke_off())?;
        let (head, body) = self.transport.send(request).await?.into_parts();
        self.jar.take(&head.headers, OffsetDateTime::now_utc());
        let location = head.headers.get(header::LOCATION);
        let location = location.and_then(|value: &HeaderValue| value.to_str().ok());
        let text = body.collect(MOST_BYTES).await?;
        Ok((
            head.status,
            location.map(str::to_owned),
            String::from_utf8_lossy(&text).into_owned(),
        ))
    }
}

fn rooted(address: &str) -> String {
    if address.starts_with('/') {
        address.to_owned()
    } else {
        format!("/{address}")
    }
}

fn without_fragment(address: &str) -> &str {
    address.split('#').next().unwrap_or_default()
}

/// An address without its query, which holds the state of a login.
pub(super) fn path_of(address: &str) -> String {
    address.split('?').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::{HttpTransport, Reach};

    #[test]
    fn only_the_site_itself_is_gone_to() {
        let site: Origin = "https://kf.example.com".parse().unwrap();
        let transport = HttpTransport::new(None, Reach::Far).unwrap();
        let browser = Browser::new(&transport, &site);
        for (address, expected) in [
            ("/dex/auth?state=x", Some("/dex/auth?state=x")),
            ("https://kf.example.com/dex#top", Some("/dex")),
            ("HTTPS://KF.example.com:443/dex", Some("/dex")),
            ("https://kf.example.com", Some("/")),
            ("login?x=http://y", Some("/dex/auth/login?x=http://y")),
            ("?x=1", Some("/dex/auth/local?x=1")),
            ("", Some("/dex/auth/local?state=1")),
            ("http://kf.example.com/dex", None),
            ("https://kf.example.com:8443/dex", None),
            ("https://login.example.org/", None),
            ("https://kf.example.com@evil.example/", None),
            ("https://kf.example.com.evil.example/", None),
            ("//evil.example/", None),
            ("/\\evil.example/", None),
            ("javascript://kf.example.com/%0a", None),
        ] {
            let found = browser.on_site("/dex/auth/local?state=1", address);
            assert_eq!(found.as_deref().ok(), expected, "{address}");
        }
    }
}
