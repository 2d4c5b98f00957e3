//! `kfpc login`

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use kfp_core::connect::{Context, ContextFile};
use kfp_core::credentials::Credentials;
use kfp_core::error::{Error, ProxyReason};
use kfp_core::model::Namespace;
use kfp_core::query::ExperimentQuery;
use kfp_core::{BaseUrl, Client, Origin};
use secrecy::{ExposeSecret as _, SecretString};

use super::contexts::{absolute, base, change, check, check_name};
use super::listing::id;
use crate::cli::Login;
use crate::connection::{ConnectionFlags, cookie_of, secret_of};
use crate::failure::{Exit, Failure};
use crate::login::{self, Session, Who};
use crate::output::{Terminal, moment};
use crate::transport::{HttpTransport, Reach};
use crate::words::{Both, Language, both};

/// Where a Kubeflow's gateway has KFP.
const USUAL_PREFIX: &str = "/pipeline";

/// Where to, with what.
struct Place {
    context: String,
    origin: Origin,
    prefix: String,
    ca_file: Option<PathBuf>,
    transport: HttpTransport,
}

/// What was found to work.
struct Checked {
    base: BaseUrl,
    who: Option<Who>,
}

pub(super) async fn run(
    flags: &Login,
    connection: &ConnectionFlags,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    let contexts = connection.contexts_path()?;
    let mut place = place(flags, connection, &ContextFile::read(&contexts)?)?;
    let given = session(flags, connection, &place).await?;
    // The cookies of the way here are not the session whose renewal is looked for.
    place.transport = place.transport.afresh();
    let namespace = connection.namespace.as_deref();
    let namespace = namespace.map(|text| id::<Namespace>(text, "a namespace"));
    let namespace = namespace.transpose()?;
    let checked = checked(&place, &given, namespace.as_ref()).await;
    let checked = checked.inspect_err(|_| terminal.tell(Language::nothing_stored))?;
    // The answers of the check may have renewed it.
    let session = place.transport.renewal().of(&given.cookie);
    let session = session.unwrap_or(given);
    let kept = change(&contexts, |file| {
        keep(file, &place, &session, &checked, namespace)
    })?;
    let language = terminal.language;
    for line in told(&session, &checked, kept.as_deref(), language) {
        terminal.say(&line);
    }
    let path = contexts.display().to_string();
    terminal.say(&language.kept_as(&place.context, &path));
    Ok(Exit::Done)
}

fn of_password() -> Both {
    both!("the file of the password", "암호 파일")
}

/// The address: from the command line, else of the context that is named, else of the current one.
fn place(
    flags: &Login,
    connection: &ConnectionFlags,
    file: &ContextFile,
) -> Result<Place, Failure> {
    let named = connection.context.as_ref();
    let known = named.or(file.current.as_ref());
    let known = known.and_then(|name| file.contexts.get(name));
    let said = flags.url.as_ref().or(connection.endpoint.as_ref());
    let text = said
        .or_else(|| Some(&known?.endpoint))
        .ok_or_else(|| Failure::Usage {
            problem: both!(
                "no address was given, and no context has one",
                "주소를 주지 않았고 컨텍스트에도 없어요"
            ),
            hint: both!(
                "Give that of the gateway: kfpc login https://kubeflow.example.com/pipeline",
                "게이트웨이의 주소를 주세요: kfpc login https://kubeflow.example.com/pipeline"
            ),
        })?;
    let base = base(text)?;
    let Some(origin) = base.origin().cloned() else {
        return Err(Failure::Usage {
            problem: both!("the address has no host", "주소에 호스트가 없어요"),
            hint: both!(
                "Give one such as https://kubeflow.example.com/pipeline.",
                "https://kubeflow.example.com/pipeline 꼴로 주세요."
            ),
        });
    };
    if !origin.is_protected() {
        return Err(Failure::Usage {
            problem: both!(
                "nobody signs in over plain http to {origin}: others would read along",
                "암호화되지 않은 http로는 로그인하지 않아요. 다른 사람이 볼 수 있어요: {origin}"
            ),
            hint: both!(
                "Give the https address, or forward a port to this machine.",
                "https 주소를 주거나 이 컴퓨터로 포트를 전달하세요."
            ),
        });
    }
    let context = named.cloned().or_else(|| of_origin(file, &origin));
    let context =
        context.unwrap_or_else(|| origin.host().trim_matches(['[', ']']).replace(':', "-"));
    check_name(&context)?;
    let known = file.contexts.get(&context);
    let ca_file = match &connection.ca_file {
        Some(path) => Some(absolute(path)?),
        None => known.and_then(|known| known.ca_file.clone()),
    };
    Ok(Place {
        context,
        transport: HttpTransport::new(ca_file.as_deref(), Reach::of(Some(&origin)))?,
        prefix: base.prefix().to_owned(),
        origin,
        ca_file,
    })
}

/// The name of the context of an address: the current one if it is, else the first.
fn of_origin(file: &ContextFile, origin: &Origin) -> Option<String> {
    let is_there = |name: &String| {
        let context = file.contexts.get(name);
        context.is_some_and(|context| context.endpoint.parse().as_ref() == Ok(origin))
    };
    let current = file.current.clone().filter(is_there);
    current.or_else(|| file.contexts.keys().find(|name| is_there(name)).cloned())
}

async fn session(
    flags: &Login,
    connection: &ConnectionFlags,
    place: &Place,
) -> Result<Session, Failure> {
    let asks = std::io::stdin().is_terminal();
    let Some(user) = &flags.user else {
        return Ok(match &connection.cookie_file {
            Some(path) => login::pasted(&cookie_of(path)?, false)?,
            None if asks => login::pasted(&typed("Cookie, as name=value: ")?, true)?,
            None => login::pasted(&cookie_of(Path::new("-"))?, false)?,
        });
    };
    let password = match &flags.password_file {
        Some(path) => secret_of(path, &of_password())?,
        None if asks => typed("Password: ")?,
        None => secret_of(Path::new("-"), &of_password())?,
    };
    let password: SecretString = password.trim_end_matches(['\r', '\n']).into();
    let prefix = match place.prefix.as_str() {
        "" => USUAL_PREFIX,
        prefix => prefix,
    };
    let signed_in = login::sign_in(&place.transport, &place.origin, prefix, user, &password);
    Ok(signed_in.await?)
}

/// Asks the terminal without showing what is typed.
fn typed(prompt: &str) -> Result<String, Failure> {
    rpassword::prompt_password(prompt).map_err(|error| Failure::File {
        what: both!("the terminal cannot be asked", "터미널에 물을 수 없어요"),
        problem: Both::same(error),
    })
}

/// Sees that the gateway takes the session, that KFP is there, and who we are.
async fn checked(
    place: &Place,
    session: &Session,
    namespace: Option<&Namespace>,
) -> Result<Checked, Failure> {
    let cookie = session.cookie.expose_secret();
    let credentials =
        Credentials::cookie(place.origin.clone(), cookie).map_err(Failure::Credentials)?;
    let at = |prefix: &str| -> Result<_, Failure> {
        let base = base(&format!("{}{prefix}", place.origin))?;
        Ok(Client::new(
            base,
            place.transport.clone(),
            credentials.clone(),
        ))
    };
    let mut client = at(&place.prefix)?;
    match client.healthz().await {
        Ok(_) => {}
        Err(error) if place.prefix.is_empty() && leads_elsewhere(&error) => {
            let usual = at(USUAL_PREFIX)?;
            usual.healthz().await.map_err(|_| error)?;
            client = usual;
        }
        Err(error) => return Err(error.into()),
    }
    let who = login::who_am_i(&at("")?).await?;
    if let Some(namespace) = namespace {
        // Shows that KFP takes us for somebody, and that somebody may work there.
        let query = ExperimentQuery::in_namespace(namespace.clone()).page_size(1);
        client.experiments().list(&query).await?;
    }
    Ok(Checked {
        base: client.base().clone(),
        who,
    })
}

fn leads_elsewhere(error: &Error) -> bool {
    matches!(
        error,
        Error::Decode { .. }
            | Error::Unexpected {
                reason: ProxyReason::WrongApplication | ProxyReason::NoRoute,
                ..
            }
    )
}

/// Puts the session into its context; gives back the namespace that is worked in.
fn keep(
    file: &mut ContextFile,
    place: &Place,
    session: &Session,
    checked: &Checked,
    namespace: Option<Namespace>,
) -> Result<Option<String>, Failure> {
    let context: &mut Context = file.contexts.entry(place.context.clone()).or_default();
    context.remove_credentials();
    context.endpoint = checked.base.to_string();
    context.cookie = Some(session.cookie.clone());
    context.cookie_expires_at = session.expires_at;
    context.ca_file.clone_from(&place.ca_file);
    let only = || Some(checked.who.as_ref()?.only_namespace()?.to_string());
    let namespace = namespace.map(|it| it.to_string());
    context.namespace = namespace.or_else(|| context.namespace.take()).or_else(only);
    check(context)?;
    let namespace = context.namespace.clone();
    file.current = Some(place.context.clone());
    Ok(namespace)
}

fn told(
    session: &Session,
    checked: &Checked,
    namespace: Option<&str>,
    language: Language,
) -> Vec<String> {
    let base = checked.base.to_string();
    let mut lines = vec![match &checked.who {
        Some(who) => language.signed_in_as(&base, &who.user.escape_debug().to_string()),
        None => language.signed_in(&base),
    }];
    let end = session.expires_at;
    lines.extend(end.map(|end| language.session_ends(&moment(Some(end)))));
    lines.push(match (namespace, &checked.who) {
        (Some(namespace), _) => language.namespace_is(namespace),
        (None, Some(who)) if !who.namespaces().is_empty() => {
            language.name_one_of(&who.namespaces().join(", "))
        }
        (None, _) => language.name_a_namespace(),
    });
    lines
}
