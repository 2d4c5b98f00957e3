//! Signing in through the form of the gateway.

use http::Method;
use kfp_core::Origin;
use kfp_core::transport::Transport;
use secrecy::{ExposeSecret as _, SecretString};

use super::browser::{Arrival, Browser, Page, path_of};
use super::html::{self, Form};
use super::{LoginError, Session};

/// How Dex names its own accounts, where it offers several ways to sign in.
const OWN_ACCOUNTS: &str = "/dex/auth/local";

/// Signs in with a name and a password at the gateway's own pages: that of oauth2-proxy or authservice, and Dex behind
/// it. `prefix` is the path that is asked for, such as `/pipeline`. Never leaves the site, so that a password goes to no
/// other.
pub(crate) async fn sign_in<T: Transport>(
    transport: &T,
    site: &Origin,
    prefix: &str,
    user: &str,
    password: &SecretString,
) -> Result<Session, LoginError> {
    let start = format!("{prefix}/");
    let mut browser = Browser::new(transport, site);
    let mut arrival = browser.open(Method::GET, &start, None, &start).await?;
    let mut was_sent = false;
    loop {
        let Arrival::At(page) = arrival else {
            return browser.session();
        };
        let form = Form::first(&page.text);
        let asked = form.as_ref().is_some_and(Form::asks_for_a_password);
        if asked && was_sent {
            return Err(LoginError::Refused);
        }
        arrival = match form {
            Some(form) if asked => {
                was_sent = true;
                submit(&mut browser, &page, &form, (user, password), &start).await?
            }
            _ if was_sent && browser.session().is_ok() => return browser.session(),
            Some(form) if form.is_a_button() && !is_an_error(&page) => {
                submit(&mut browser, &page, &form, ("", &"".into()), &start).await?
            }
            _ => match html::link_with(&page.text, OWN_ACCOUNTS) {
                Some(link) => {
                    let address = browser.on_site(&page.address, &link)?;
                    browser.open(Method::GET, &address, None, &start).await?
                }
                None => return Err(no_form(&page)),
            },
        };
    }
}

async fn submit<T: Transport>(
    browser: &mut Browser<'_, T>,
    page: &Page,
    form: &Form,
    (user, password): (&str, &SecretString),
    start: &str,
) -> Result<Arrival, LoginError> {
    let action = browser.on_site(&page.address, &form.action)?;
    let filled = form.filled(user, password.expose_secret());
    if form.method == Method::POST {
        let body = Some(filled);
        return browser.open(Method::POST, &action, body, start).await;
    }
    // A password never stands in an address.
    if form.asks_for_a_password() {
        return Err(no_form(page));
    }
    let address = format!("{}?{filled}", path_of(&action));
    browser.open(Method::GET, &address, None, start).await
}

/// The sign-in page of oauth2-proxy is a 403; the page of a login that failed is one of these.
fn is_an_error(page: &Page) -> bool {
    page.status.is_server_error() || page.status == http::StatusCode::BAD_REQUEST
}

fn no_form(page: &Page) -> LoginError {
    let path = path_of(&page.address);
    if page.status.is_success() {
        let title = html::title(&page.text);
        return LoginError::NoForm { path, title };
    }
    LoginError::BrokeOff {
        path,
        status: page.status,
    }
}
