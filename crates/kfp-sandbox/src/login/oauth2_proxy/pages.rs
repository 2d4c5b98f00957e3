//! The pages of oauth2-proxy: same titles, forms and behaviour as the real ones, and a word that they are simulated.

use http::StatusCode;

use crate::login::go_http::{self, Answer, escape_html};
use crate::login::style::STYLE;

/// The sign-in page. `redirect` is where the login returns to; the script adds the fragment, which no server sees.
pub(super) fn sign_in(status: StatusCode, redirect: &str) -> Answer {
    // Go's templates escape the plus sign in an attribute too.
    let redirect = escape_html(redirect).replace('+', "&#43;");
    go_http::page(
        status,
        format!(
            r##"<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign In</title>
<style>{STYLE}</style>
</head>
<body>
<main>
<h1>Kubeflow</h1>
<form method="GET" action="/oauth2/start">
<input type="hidden" name="rd" value="{redirect}">
<button type="submit" class="button block is-primary">Sign in with Dex</button>
</form>
<p class="sandbox">Simulated: this page of the sandbox stands in for oauth2-proxy.</p>
</main>
<script>
if (window.location.hash) {{
  for (const field of document.getElementsByName("rd")) {{
    field.value = field.value.split("#")[0] + window.location.hash;
  }}
}}
</script>
</body>
</html>
"##
        ),
    )
}

/// The error page of a failed login.
pub(super) fn error(status: StatusCode, message: &str) -> Answer {
    let title = format!(
        "{} {}",
        status.as_u16(),
        status.canonical_reason().unwrap_or_default()
    );
    go_http::page(
        status,
        format!(
            r#"<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{STYLE}</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p class="error">{message}</p>
<form method="GET" action="/">
<button type="submit" class="button is-danger is-fullwidth">Go back</button>
</form>
<form method="GET" action="/oauth2/sign_in">
<input type="hidden" name="rd" value="/">
<button type="submit" class="button is-primary is-fullwidth">Sign in</button>
</form>
<p class="sandbox">Simulated: this page of the sandbox stands in for oauth2-proxy.</p>
</main>
</body>
</html>
"#,
            message = escape_html(message),
        ),
    )
}
