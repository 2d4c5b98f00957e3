//! Signing in at the gateway.

use anyhow::{Context as _, Result};
use kfp_sandbox::Sandbox;
use serde_json::json;

use super::script::Script;

/// Signs in over HTTP as one of the sample people and returns the session's cookie as `name=value`.
///
/// # Errors
/// When there is no such person, or the sign-in fails.
pub async fn sign_in(sandbox: &Sandbox, user: &str) -> Result<String> {
    let person = sandbox
        .people()
        .iter()
        .find(|person| person.user == user)
        .with_context(|| format!("nobody is called {user}"))?;
    let order = json!({
        "gateway": format!("http://{}", sandbox.addresses().gateway),
        "user": person.user,
        "password": person.password,
    });
    let cookie = Script::new("sign_in.py")?.run(&order).await?;
    Ok(cookie.trim().to_owned())
}
