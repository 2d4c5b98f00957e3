//! The pages of Dex. Unlike the real ones they say that they belong to a sandbox, and who can sign in.

use std::fmt::Write;

use http::StatusCode;

use crate::directory::Person;
use crate::login::go_http::{self, Answer, escape_html};
use crate::login::style::STYLE;

/// Puts a sample account into the form. Without scripts the buttons stay hidden, and the account is typed.
const FILL_IN: &str = r#"
for (const button of document.querySelectorAll("button[data-user]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    document.getElementById("login").value = button.dataset.user;
    document.getElementById("password").value = button.dataset.password;
    document.getElementById("submit-login").focus();
  });
}
"#;

/// The password form; after a wrong password with what was typed as the name, and status 401.
pub(super) fn password_form(state: &str, people: &[Person], wrong_for: Option<&str>) -> Answer {
    let status = if wrong_for.is_some() {
        StatusCode::UNAUTHORIZED
    } else {
        StatusCode::OK
    };
    let (login_attributes, password_attributes, complaint) = match wrong_for {
        None => ("autofocus".to_owned(), "", ""),
        Some(login) => (
            format!("value=\"{}\"", escape_html(login)),
            "autofocus",
            "<p class=\"error\" id=\"login-error\" role=\"alert\">Invalid Email Address and password.</p>",
        ),
    };
    let accounts = accounts(people);
    go_http::page(
        status,
        format!(
            r#"<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>dex</title>
<style>{STYLE}</style>
</head>
<body>
<main>
<h1>Log in to Your Account</h1>
<form method="post" action="/dex/auth/local/login?back=&amp;state={state}">
<label for="login">Email Address</label>
<input required id="login" name="login" type="text" autocomplete="username" placeholder="email address" {login_attributes} />
<label for="password">Password</label>
<input required id="password" name="password" type="password" autocomplete="current-password" placeholder="password" {password_attributes} />
{complaint}<button id="submit-login" type="submit">Login</button>
</form>
<section class="sandbox" aria-labelledby="sandbox">
<h2 id="sandbox">This is a sandbox</h2>
<p>Kubeflow is simulated here: this page stands in for Dex, and every account is a sample.</p>
<table>
<caption>Sample accounts</caption>
<thead><tr><th scope="col">Email address</th><th scope="col">Password</th><th scope="col">Who</th></tr></thead>
<tbody>
{accounts}</tbody>
</table>
</section>
</main>
<script>{FILL_IN}</script>
</body>
</html>
"#
        ),
    )
}

fn accounts(people: &[Person]) -> String {
    let mut rows = String::new();
    for person in people {
        let (user, password) = (escape_html(&person.user), escape_html(&person.password));
        let what = escape_html(&person.what);
        // Writing to a string cannot fail.
        let _ = writeln!(
            rows,
            "<tr><td>{user} <button type=\"button\" class=\"small\" hidden data-user=\"{user}\" \
             data-password=\"{password}\" aria-label=\"Fill in {user}\">Fill in</button></td>\
             <td>{password}</td><td>{what}</td></tr>"
        );
    }
    rows
}

/// The question whether the application may know who signed in.
pub(super) fn approval_form(id: &str) -> Answer {
    let form = |approval: &str, name: &str| {
        format!(
            r#"<form method="post">
<input type="hidden" name="req" value="{id}"/>
<input type="hidden" name="approval" value="{approval}">
<button type="submit">{name}</button>
</form>
"#
        )
    };
    go_http::page(
        StatusCode::OK,
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<link rel=\"icon\" href=\"data:,\">\n<title>dex</title>\n\
             <style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>Grant Access</h1>\n<p>The sign-in of Kubeflow would like to view \
             your basic profile, your email address and your groups.</p>\n{}{}\
             <p class=\"sandbox\">Simulated: this page of the sandbox stands in for Dex.</p>\n\
             </main>\n</body>\n</html>\n",
            form("approve", "Grant Access"),
            form("rejected", "Cancel")
        ),
    )
}

/// Dex's refusal of a request it cannot serve.
pub(super) fn bad_request(reason: &str) -> Answer {
    refusal(StatusCode::BAD_REQUEST, reason)
}

pub(super) fn refusal(status: StatusCode, reason: &str) -> Answer {
    go_http::page(
        status,
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<link rel=\"icon\" href=\"data:,\">\n<title>dex</title>\n\
             <style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{}</h1>\n<p>{}</p>\n\
             <p class=\"sandbox\">Simulated: this page of the sandbox stands in for Dex.</p>\n\
             </main>\n</body>\n</html>\n",
            status.canonical_reason().unwrap_or_default(),
            escape_html(reason)
        ),
    )
}
