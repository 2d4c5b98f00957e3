//! English.

use kfp_core::credentials::TOKEN_AUDIENCE;
use kfp_core::error::TokenFault;

use super::{Advice, INJECT, Span};
use crate::connection::evidence::{Label, Place, Value};
use crate::connection::reason::{
    AuthorizationFault, ConsoleFault, KfpFault, Reason, SidecarFault, Silence, Stranger,
};

/// Why, and what to do.
pub(super) fn advice(reason: &Reason) -> Advice {
    match reason {
        Reason::Console(fault) => console(*fault),
        Reason::Sidecar(fault) => sidecar(*fault),
        Reason::Silence { fault, address } => silence(*fault, address),
        Reason::Stranger { who, address } => stranger(*who, address),
        Reason::Kfp(fault) => kfp(*fault),
        Reason::Authorization(fault) => authorization(fault),
    }
}

fn console(fault: ConsoleFault) -> Advice {
    let mount = format!(
        "Mount a projected service-account token with audience {TOKEN_AUDIENCE} into the console's pod."
    );
    match fault {
        ConsoleFault::PeerNotVerified => Advice::new(
            "The operator turned peer verification off, so the console believes whoever reaches its port.",
            "Turn --peer-verification on once the mesh uses mutual TLS.",
        ),
        ConsoleFault::TokenFile(fault) => Advice::new(
            format!("The console has no token for KFP: {}.", token_fault(fault)),
            mount,
        ),
        ConsoleFault::TokenWithoutClaims => Advice::new(
            "The token file holds a text that is no token with claims.",
            mount,
        ),
        ConsoleFault::TokenAudience => Advice::new(
            format!("The token is not for {TOKEN_AUDIENCE}, so KFP will not accept it."),
            mount,
        ),
        ConsoleFault::TokenExpired => Advice::new(
            "The token has expired and the kubelet has not replaced it.",
            "Restart the console's pod and look at the events of its node.",
        ),
    }
}

fn token_fault(fault: TokenFault) -> &'static str {
    match fault {
        TokenFault::Missing => "there is no such file",
        TokenFault::NotReadable => "the file may not be read",
        TokenFault::NotAFile => "it is not a file",
        TokenFault::Empty => "the file is empty",
        TokenFault::TooLong => "the file is longer than any token",
        TokenFault::NotAJwt => "the file holds something that is no token",
        TokenFault::NotAHeaderValue => "the file holds characters that a header cannot carry",
        _ => "the file cannot be used",
    }
}

fn sidecar(fault: SidecarFault) -> Advice {
    let give = format!("Give the console's pod a sidecar (label {INJECT}) and restart it.");
    match fault {
        SidecarFault::NothingToMark => {
            Advice::only("No answer came, so no proxy could leave its mark on one.")
        }
        SidecarFault::NoMark => Advice::new(
            "No proxy left its name on the answer: the console's pod has none, or it hides its name.",
            format!(
                "Look whether the console's pod has a container istio-proxy; if not, label it {INJECT} and restart it."
            ),
        ),
        SidecarFault::MissingAndRefused => Advice::new(
            "The first proxy that saw the call refused it: the proxy of ml-pipeline, since the console's pod has none.",
            give,
        ),
        SidecarFault::Missing => Advice::new(
            "The answer bears the name of the far side's proxy alone: the console's pod has no sidecar. Its calls have no identity in the mesh and are not encrypted.",
            give,
        ),
    }
}

fn silence(fault: Silence, address: &str) -> Advice {
    match fault {
        Silence::NameNotFound => Advice::new(
            format!("The host of {address} is not known here."),
            "Let --kfp-url name the service ml-pipeline in the namespace where KFP is installed, usually kubeflow.",
        ),
        Silence::ConnectionRefused => Advice::new(
            format!("Nothing listens at {address}."),
            "Check that ml-pipeline runs and that --kfp-url has its port, usually 8888.",
        ),
        Silence::NoConnection => Advice::new(
            format!("No connection to {address} came about."),
            "Check that network policies let the console reach ml-pipeline.",
        ),
        Silence::ConnectionClosed => Advice::new(
            format!("The connection to {address} was closed before an answer came."),
            "Check that ml-pipeline is ready. If it is, its proxy may insist on mutual TLS: then give the console's pod a sidecar.",
        ),
        Silence::NotHttp => Advice::new(
            format!("What listens at {address} does not speak HTTP."),
            "Check scheme and port of --kfp-url: KFP's HTTP port is usually 8888, and 8887 is gRPC.",
        ),
        Silence::NoTls => Advice::new(
            format!("The address {address} wants TLS, which the console leaves to its sidecar."),
            "Let --kfp-url begin with http:// and name the service inside the cluster.",
        ),
    }
}

fn stranger(who: Stranger, address: &str) -> Advice {
    let name_it = "Let --kfp-url name ml-pipeline inside the cluster, not the gateway.";
    match who {
        Stranger::DeniesAll => Advice::new(
            "A policy of the mesh refuses the console even with nothing attached: the rule that admits calls without the user header is missing.",
            "Let an operator add an AuthorizationPolicy for ml-pipeline that admits the console's principal, only without the user header.",
        ),
        Stranger::DeniesUserHeader => Advice::new(
            "A policy of the mesh lets KFP's health be asked and refuses the same caller once it sends the user header: the console's account may not speak for users.",
            "Start the console with --upstream-identity=service-account, which sends its own token and no user header; else let an operator admit the console's principal in an AuthorizationPolicy for ml-pipeline.",
        ),
        Stranger::DeniesToken => Advice::new(
            "A policy of the mesh lets KFP's health be asked and refuses the call that carries the console's token.",
            "Let an operator add an AuthorizationPolicy for ml-pipeline that admits the console's principal, only without the user header.",
        ),
        Stranger::TokenRefused => Advice::new(
            "The mesh does not take the console's token: its issuer is not known, or its keys have changed.",
            "Let an operator check the RequestAuthentication that applies to ml-pipeline.",
        ),
        Stranger::NoHealthyUpstream => Advice::new(
            "No pod of ml-pipeline is ready.",
            "Wait until ml-pipeline is ready, or look at its pods.",
        ),
        Stranger::ConnectFailure => Advice::new(
            "A proxy on the way cannot connect to ml-pipeline: its pod is not ready, or the two proxies do not trust each other.",
            "Look at the pods of ml-pipeline and at the control plane of the mesh; restart the console's pod after a change of certificates.",
        ),
        Stranger::Reset => Advice::new(
            "ml-pipeline, or the proxy before it, closed the connection. A proxy that insists on mutual TLS does this to a caller without a sidecar.",
            "Look at the pods of ml-pipeline; if they are well, give the console's pod a sidecar.",
        ),
        Stranger::Timeout => Advice::new(
            "A proxy on the way gave up waiting for ml-pipeline.",
            "Look at the load of ml-pipeline and of its database.",
        ),
        Stranger::UnknownService => Advice::new(
            format!("The mesh does not know the service of {address}."),
            "Let --kfp-url name the service ml-pipeline in the namespace where KFP is installed, usually kubeflow.",
        ),
        Stranger::NoRoute => Advice::new(
            format!("Nothing is served at {address} under KFP's path."),
            name_it,
        ),
        Stranger::Login => Advice::new(
            format!("The address {address} asks for a login: it is the gateway's."),
            name_it,
        ),
        Stranger::Application => Advice::new(
            format!("The address {address} belongs to another application than KFP."),
            name_it,
        ),
        Stranger::Kubernetes => Advice::new(
            format!("The address {address} is the API server of Kubernetes."),
            name_it,
        ),
    }
}

fn kfp(fault: KfpFault) -> Advice {
    match fault {
        KfpFault::Timeout { seconds } => Advice::new(
            format!("ml-pipeline did not answer within {seconds} s."),
            "Look at the load of ml-pipeline and of its database, and whether network policies drop the console's packets.",
        ),
        KfpFault::NotUnderstood => Advice::new(
            "The answer cannot be read: it is not KFP's, or KFP is of a release that this console does not know.",
            "Check that --kfp-url leads to ml-pipeline.",
        ),
        KfpFault::Failed { status } => Advice::new(
            format!("KFP answered with an error of its own ({status})."),
            "Look at the log of ml-pipeline.",
        ),
        KfpFault::ApiServerNotReady => Advice::new(
            "The KFP user interface answered in place of the API server and says that the API server is not ready.",
            "Wait until ml-pipeline is ready, and let --kfp-url name it directly.",
        ),
        KfpFault::SingleUser => Advice::new(
            "KFP runs in single-user mode: it knows no namespaces and lets everybody do everything.",
            "Run KFP with MULTIUSER=true behind this console.",
        ),
    }
}

fn authorization(fault: &AuthorizationFault) -> Advice {
    match fault {
        AuthorizationFault::NoNamespace => {
            Advice::only("Rights are those in a namespace, and none was named.")
        }
        AuthorizationFault::NotReached => {
            Advice::only("KFP could not be asked, because an earlier hop fails.")
        }
        AuthorizationFault::Denied { user, namespace } => Advice::new(
            format!(
                "Kubernetes does not allow {user} to list experiments in namespace {namespace}."
            ),
            format!(
                "Ask an owner of namespace {namespace} to add you as a contributor, or for the kubeflow-view role."
            ),
        ),
        AuthorizationFault::ReviewUnavailable => Advice::new(
            "Kubernetes did not answer whether this is allowed, so it is refused.",
            "Try again in a moment; an operator finds the reason in the console's log.",
        ),
        AuthorizationFault::ConsoleForbidden { namespace } => Advice::new(
            "Kubernetes allows the user, but KFP does not allow the console's own account.",
            format!(
                "Bind the console's service account to kubeflow-edit in {namespace}, or cluster-wide."
            ),
        ),
        AuthorizationFault::ConsoleRefused => Advice::new(
            "KFP does not accept the console's own token.",
            format!(
                "Let an operator check the token at the hop of the console: it must be for {TOKEN_AUDIENCE}."
            ),
        ),
        AuthorizationFault::NoToken => Advice::new(
            "The console had no token to call KFP with.",
            "See what was found at the hop of the console.",
        ),
        AuthorizationFault::Unavailable => Advice::new(
            "KFP answered the question for its health, and not this call.",
            "Check again in a moment, and look at ml-pipeline and its database.",
        ),
    }
}

/// The name of a kind of evidence.
pub(super) fn label(label: Label) -> &'static str {
    match label {
        Label::User => "User",
        Label::Peer => "Verified peer",
        Label::IdentitySent => "Sent to KFP",
        Label::TokenFile => "Token file",
        Label::TokenSubject => "Token of",
        Label::TokenAudience => "Token for",
        Label::TokenExpires => "Token expires",
        Label::PlayedBy => "Played by",
        Label::ServerName => "Last proxy",
        Label::PassedOn => "Passed on",
        Label::Request => "Asked",
        Label::Address => "Address",
        Label::Answer => "Answer",
        Label::Error => "Error",
        Label::Version => "Version",
        Label::MultiUser => "Multi-user",
        Label::Question => "Question",
        Label::Decision => "Kubernetes says",
        Label::KnownFailure => "Known failure",
    }
}

/// What was seen.
pub(super) fn value(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Yes => "yes".to_owned(),
        Value::No => "no".to_owned(),
        Value::Nothing => "none".to_owned(),
        Value::NotTold => "not told".to_owned(),
        Value::Never => "never".to_owned(),
        Value::Left(left) => match Span::of(*left) {
            Span::Past(seconds) => format!("{seconds} s ago"),
            Span::Seconds(seconds) => format!("in {seconds} s"),
            Span::Minutes(minutes) => format!("in {minutes} min"),
            Span::Hours(hours) => format!("in {hours} h"),
        },
        Value::TurnedOff => "not checked: turned off by the operator".to_owned(),
        Value::UserHeader => "the user's header, no token".to_owned(),
        Value::Healthz => "GET /apis/v2beta1/healthz, with nothing attached".to_owned(),
        Value::OneExperiment => {
            "GET /apis/v2beta1/experiments, one row of this namespace".to_owned()
        }
        Value::MayList { user, namespace } => {
            format!("may {user} list experiments in {namespace}?")
        }
        Value::Sandbox => "the sandbox: no such proxy runs here".to_owned(),
    }
}

/// Where or what a hop is.
pub(super) fn place(place: &Place) -> String {
    match place {
        Place::Text(text) => text.clone(),
        Place::Port { name, port } => format!("{name}, port {port}"),
        Place::MutualTls => "mutual TLS on".to_owned(),
        Place::Simulated => "simulated".to_owned(),
        Place::Absent => "none".to_owned(),
        Place::NotSeen => "not seen".to_owned(),
    }
}
