//! Korean. Sentences in 해요체; no particle directly after what is filled in, since it depends on the last sound of it.

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
        "콘솔 파드에 대상(audience)이 {TOKEN_AUDIENCE} 값인 projected 서비스 계정 토큰을 마운트하세요."
    );
    match fault {
        ConsoleFault::PeerNotVerified => Advice::new(
            "운영자가 상대 확인을 꺼서, 콘솔의 포트에 닿는 누구의 말이든 믿어요.",
            "메시가 상호 TLS를 쓰게 되면 --peer-verification을 켜세요.",
        ),
        ConsoleFault::TokenFile(fault) => Advice::new(
            format!("콘솔에 KFP용 토큰이 없어요: {}.", token_fault(fault)),
            mount,
        ),
        ConsoleFault::TokenWithoutClaims => Advice::new(
            "토큰 파일에 클레임이 있는 토큰이 아닌 글이 들어 있어요.",
            mount,
        ),
        ConsoleFault::TokenAudience => Advice::new(
            format!("토큰의 대상이 {TOKEN_AUDIENCE} 값이 아니어서 KFP가 받지 않아요."),
            mount,
        ),
        ConsoleFault::TokenExpired => Advice::new(
            "토큰이 만료됐는데 kubelet이 새것으로 바꾸지 않았어요.",
            "콘솔 파드를 다시 시작하고 노드의 이벤트를 확인하세요.",
        ),
    }
}

fn token_fault(fault: TokenFault) -> &'static str {
    match fault {
        TokenFault::Missing => "파일이 없어요",
        TokenFault::NotReadable => "파일을 읽을 권한이 없어요",
        TokenFault::NotAFile => "파일이 아니에요",
        TokenFault::Empty => "파일이 비어 있어요",
        TokenFault::TooLong => "파일이 어떤 토큰보다도 길어요",
        TokenFault::NotAJwt => "토큰이 아닌 것이 들어 있어요",
        TokenFault::NotAHeaderValue => "헤더에 넣을 수 없는 글자가 있어요",
        _ => "파일을 쓸 수 없어요",
    }
}

fn sidecar(fault: SidecarFault) -> Advice {
    let give = format!("콘솔 파드에 사이드카를 붙이고(레이블 {INJECT}) 다시 시작하세요.");
    match fault {
        SidecarFault::NothingToMark => {
            Advice::only("응답이 오지 않아서, 프록시가 흔적을 남길 수 없었어요.")
        }
        SidecarFault::NoMark => Advice::new(
            "응답에 이름을 남긴 프록시가 없어요. 콘솔 파드에 프록시가 없거나, 이름을 숨겨요.",
            format!(
                "콘솔 파드에 istio-proxy 컨테이너가 있는지 확인하고, 없으면 레이블 {INJECT} 항목을 붙여 다시 시작하세요."
            ),
        ),
        SidecarFault::MissingAndRefused => Advice::new(
            "요청을 처음 본 프록시가 거부했어요. 콘솔 파드에 프록시가 없어서, ml-pipeline의 프록시가 처음이에요.",
            give,
        ),
        SidecarFault::Missing => Advice::new(
            "응답에 상대편 프록시의 이름만 있어요. 콘솔 파드에 사이드카가 없어서, 요청에 메시의 신원이 없고 암호화되지 않아요.",
            give,
        ),
    }
}

fn silence(fault: Silence, address: &str) -> Advice {
    match fault {
        Silence::NameNotFound => Advice::new(
            format!("여기에서는 {address} 주소의 호스트를 몰라요."),
            "--kfp-url에 KFP가 설치된 네임스페이스(보통 kubeflow)의 서비스 ml-pipeline을 지정하세요.",
        ),
        Silence::ConnectionRefused => Advice::new(
            format!("{address} 주소에서 듣고 있는 것이 없어요."),
            "ml-pipeline이 실행 중인지, --kfp-url의 포트(보통 8888)가 맞는지 확인하세요.",
        ),
        Silence::NoConnection => Advice::new(
            format!("{address} 주소로 연결되지 않았어요."),
            "NetworkPolicy가 콘솔에서 ml-pipeline으로 가는 길을 허용하는지 확인하세요.",
        ),
        Silence::ConnectionClosed => Advice::new(
            format!("{address} 주소와의 연결이 응답 전에 끊겼어요."),
            "ml-pipeline이 준비됐는지 확인하세요. 준비됐다면 그 프록시가 상호 TLS를 요구할 수 있으니, 콘솔 파드에 사이드카를 붙이세요.",
        ),
        Silence::NotHttp => Advice::new(
            format!("{address} 주소는 HTTP로 말하지 않아요."),
            "--kfp-url의 스킴과 포트를 확인하세요. KFP의 HTTP 포트는 보통 8888이고, 8887은 gRPC예요.",
        ),
        Silence::NoTls => Advice::new(
            format!("{address} 주소는 TLS를 요구하는데, 콘솔은 TLS를 사이드카에 맡겨요."),
            "--kfp-url을 http://로 시작하는 클러스터 안의 서비스 이름으로 바꾸세요.",
        ),
    }
}

fn stranger(who: Stranger, address: &str) -> Advice {
    let name_it = "--kfp-url에 게이트웨이가 아니라 클러스터 안의 ml-pipeline을 지정하세요.";
    match who {
        Stranger::DeniesAll => Advice::new(
            "메시의 정책이 아무것도 싣지 않은 콘솔의 요청까지 거부해요. 사용자 헤더가 없는 요청을 허용하는 규칙이 빠져 있어요.",
            "운영자에게 콘솔의 principal을 사용자 헤더가 없을 때만 허용하는 ml-pipeline용 AuthorizationPolicy를 요청하세요.",
        ),
        Stranger::DeniesUserHeader => Advice::new(
            "메시의 정책이 KFP의 상태를 묻는 것은 허용하지만, 사용자 헤더를 보내면 거부해요. 콘솔의 계정은 사용자를 대신해 말할 수 없어요.",
            "콘솔을 --upstream-identity=service-account로 시작하세요. 그러면 사용자 헤더 없이 콘솔의 토큰만 보내요. 아니면 운영자에게 콘솔의 principal을 허용하는 ml-pipeline용 AuthorizationPolicy를 요청하세요.",
        ),
        Stranger::DeniesToken => Advice::new(
            "메시의 정책이 KFP의 상태를 묻는 것은 허용하지만, 콘솔의 토큰을 실은 요청은 거부해요.",
            "운영자에게 콘솔의 principal을 사용자 헤더가 없을 때만 허용하는 ml-pipeline용 AuthorizationPolicy를 요청하세요.",
        ),
        Stranger::TokenRefused => Advice::new(
            "메시가 콘솔의 토큰을 받지 않아요. 발급자를 모르거나 키가 바뀌었어요.",
            "운영자에게 ml-pipeline에 적용되는 RequestAuthentication 확인을 요청하세요.",
        ),
        Stranger::NoHealthyUpstream => Advice::new(
            "준비된 ml-pipeline 파드가 없어요.",
            "ml-pipeline이 준비될 때까지 기다리거나, 파드를 확인하세요.",
        ),
        Stranger::ConnectFailure => Advice::new(
            "중간의 프록시가 ml-pipeline에 연결하지 못해요. 파드가 준비되지 않았거나, 두 프록시가 서로를 믿지 않아요.",
            "ml-pipeline의 파드와 메시의 컨트롤 플레인을 확인하고, 인증서가 바뀌었다면 콘솔 파드를 다시 시작하세요.",
        ),
        Stranger::Reset => Advice::new(
            "ml-pipeline이나 그 앞의 프록시가 연결을 끊었어요. 상호 TLS를 요구하는 프록시는 사이드카가 없는 상대에게 이렇게 해요.",
            "ml-pipeline의 파드를 확인하고, 문제가 없으면 콘솔 파드에 사이드카를 붙이세요.",
        ),
        Stranger::Timeout => Advice::new(
            "중간의 프록시가 ml-pipeline을 기다리다 포기했어요.",
            "ml-pipeline과 데이터베이스의 부하를 확인하세요.",
        ),
        Stranger::UnknownService => Advice::new(
            format!("메시가 {address} 주소의 서비스를 몰라요."),
            "--kfp-url에 KFP가 설치된 네임스페이스(보통 kubeflow)의 서비스 ml-pipeline을 지정하세요.",
        ),
        Stranger::NoRoute => Advice::new(
            format!("{address} 주소의 KFP 경로에는 아무것도 없어요."),
            name_it,
        ),
        Stranger::Login => Advice::new(
            format!("{address} 주소가 로그인을 요구해요. 게이트웨이의 주소예요."),
            name_it,
        ),
        Stranger::Application => Advice::new(
            format!("{address} 주소는 KFP가 아닌 다른 애플리케이션의 것이에요."),
            name_it,
        ),
        Stranger::Kubernetes => Advice::new(
            format!("{address} 주소는 Kubernetes API 서버예요."),
            name_it,
        ),
    }
}

fn kfp(fault: KfpFault) -> Advice {
    match fault {
        KfpFault::Timeout { seconds } => Advice::new(
            format!("ml-pipeline이 {seconds}초 안에 응답하지 않았어요."),
            "ml-pipeline과 데이터베이스의 부하를, 그리고 NetworkPolicy가 콘솔의 패킷을 버리는지 확인하세요.",
        ),
        KfpFault::NotUnderstood => Advice::new(
            "응답을 읽을 수 없어요. KFP의 응답이 아니거나, 이 콘솔이 모르는 KFP 릴리스예요.",
            "--kfp-url이 ml-pipeline으로 이어지는지 확인하세요.",
        ),
        KfpFault::Failed { status } => Advice::new(
            format!("KFP가 자체 오류로 응답했어요({status})."),
            "ml-pipeline의 로그를 확인하세요.",
        ),
        KfpFault::ApiServerNotReady => Advice::new(
            "API 서버 대신 KFP 화면 서버가 응답했고, API 서버가 준비되지 않았다고 해요.",
            "ml-pipeline이 준비될 때까지 기다리고, --kfp-url에 ml-pipeline을 직접 지정하세요.",
        ),
        KfpFault::SingleUser => Advice::new(
            "KFP가 단일 사용자 모드예요. 네임스페이스를 구분하지 않고 누구에게나 모든 것을 허용해요.",
            "이 콘솔 뒤의 KFP를 MULTIUSER=true로 실행하세요.",
        ),
    }
}

fn authorization(fault: &AuthorizationFault) -> Advice {
    match fault {
        AuthorizationFault::NoNamespace => {
            Advice::only("권한은 네임스페이스마다 다른데, 네임스페이스가 지정되지 않았어요.")
        }
        AuthorizationFault::NotReached => {
            Advice::only("앞 구간이 실패해서 KFP에 물을 수 없었어요.")
        }
        AuthorizationFault::Denied { user, namespace } => Advice::new(
            format!(
                "Kubernetes가 {namespace} 네임스페이스의 실험 목록을 {user} 계정에 허용하지 않아요."
            ),
            format!(
                "{namespace} 네임스페이스의 소유자에게 기여자로 추가해 달라고 하거나 kubeflow-view 역할을 요청하세요."
            ),
        ),
        AuthorizationFault::ReviewUnavailable => Advice::new(
            "허용되는지 Kubernetes가 답하지 않아서 거부했어요.",
            "잠시 뒤 다시 시도하세요. 이유는 운영자가 콘솔 로그에서 찾을 수 있어요.",
        ),
        AuthorizationFault::ConsoleForbidden { namespace } => Advice::new(
            "Kubernetes는 사용자를 허용하지만, KFP가 콘솔의 계정을 허용하지 않아요.",
            format!(
                "콘솔의 서비스 계정에 {namespace} 네임스페이스 또는 클러스터 전체의 kubeflow-edit 역할을 주세요."
            ),
        ),
        AuthorizationFault::ConsoleRefused => Advice::new(
            "KFP가 콘솔의 토큰을 받지 않아요.",
            format!(
                "운영자에게 콘솔 구간의 토큰 확인을 요청하세요. 토큰의 대상은 {TOKEN_AUDIENCE} 값이어야 해요."
            ),
        ),
        AuthorizationFault::NoToken => Advice::new(
            "콘솔에 KFP를 부를 토큰이 없었어요.",
            "콘솔 구간에서 확인된 내용을 보세요.",
        ),
        AuthorizationFault::Unavailable => Advice::new(
            "KFP가 상태를 묻는 요청에는 답했지만, 이 요청에는 답하지 않았어요.",
            "잠시 뒤 다시 점검하고, ml-pipeline과 데이터베이스를 확인하세요.",
        ),
    }
}

/// The name of a kind of evidence.
pub(super) fn label(label: Label) -> &'static str {
    match label {
        Label::User => "사용자",
        Label::Peer => "확인된 상대",
        Label::IdentitySent => "KFP에 보내는 신원",
        Label::TokenFile => "토큰 파일",
        Label::TokenSubject => "토큰 주체",
        Label::TokenAudience => "토큰 대상",
        Label::TokenExpires => "토큰 만료",
        Label::PlayedBy => "역할",
        Label::ServerName => "마지막 프록시",
        Label::PassedOn => "프록시 전달",
        Label::Request => "요청",
        Label::Address => "주소",
        Label::Answer => "응답",
        Label::Error => "오류",
        Label::Version => "버전",
        Label::MultiUser => "다중 사용자",
        Label::Question => "질문",
        Label::Decision => "Kubernetes의 답",
        Label::KnownFailure => "알려진 장애",
    }
}

/// What was seen.
pub(super) fn value(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Yes => "예".to_owned(),
        Value::No => "아니요".to_owned(),
        Value::Nothing => "없음".to_owned(),
        Value::NotTold => "알려 주지 않음".to_owned(),
        Value::Never => "만료 없음".to_owned(),
        Value::Left(left) => match Span::of(*left) {
            Span::Past(seconds) => format!("{seconds}초 전"),
            Span::Seconds(seconds) => format!("{seconds}초 뒤"),
            Span::Minutes(minutes) => format!("{minutes}분 뒤"),
            Span::Hours(hours) => format!("{hours}시간 뒤"),
        },
        Value::TurnedOff => "확인하지 않음: 운영자가 껐어요".to_owned(),
        Value::UserHeader => "사용자의 헤더, 토큰 없음".to_owned(),
        Value::Healthz => "GET /apis/v2beta1/healthz, 아무것도 싣지 않음".to_owned(),
        Value::OneExperiment => "GET /apis/v2beta1/experiments, 이 네임스페이스의 한 행".to_owned(),
        Value::MayList { user, namespace } => {
            format!("{namespace} 네임스페이스의 실험 목록, 사용자 {user}")
        }
        Value::Sandbox => "샌드박스가 흉내 냄: 실제 프록시는 없어요".to_owned(),
    }
}

/// Where or what a hop is.
pub(super) fn place(place: &Place) -> String {
    match place {
        Place::Text(text) => text.clone(),
        Place::Port { name, port } => format!("{name}, 포트 {port}"),
        Place::MutualTls => "상호 TLS 사용".to_owned(),
        Place::Simulated => "시뮬레이션".to_owned(),
        Place::Absent => "없음".to_owned(),
        Place::NotSeen => "보이지 않음".to_owned(),
    }
}
