//! Signing in and packages.

use kfp_core::package::{ArchiveFault, PackageError};

use crate::login::LoginError;

const BROWSER: &str = "브라우저로 로그인한 뒤 개발자 도구에서 쿠키 oauth2_proxy_kubeflow(또는 authservice_session)를 복사해 \
    `kfpc login URL`의 표준 입력에 name=value 꼴로 넣어 주세요.";

/// Why there is no session.
pub(super) fn login(error: &LoginError) -> String {
    match error {
        LoginError::Pasted(_) => {
            "쿠키로 준 값을 쓸 수 없어요. 한 줄의 name=value여야 해요.".to_owned()
        }
        LoginError::Refused => "로그인 페이지가 이 이름과 비밀번호를 받지 않았어요.".to_owned(),
        LoginError::Elsewhere(site) => format!(
            "로그인이 다른 사이트로 이어져요: {site}. 비밀번호는 게이트웨이의 페이지에만 입력해요."
        ),
        LoginError::NoForm { path, title } => {
            format!("이름과 비밀번호를 묻지 않는 페이지예요: {path} ({title})")
        }
        LoginError::Circle(path) => format!("로그인이 제자리를 맴돌아요: {path}"),
        LoginError::BrokeOff { path, status } => {
            format!("로그인이 도중에 멈췄어요: {path}, {status}")
        }
        LoginError::NoSession => "로그인은 끝났지만 세션 쿠키가 오지 않았어요.".to_owned(),
        LoginError::Transport(_) => "로그인 페이지에 연결할 수 없어요.".to_owned(),
    }
}

/// What to do about it.
pub(super) fn login_advice(error: &LoginError) -> Option<String> {
    let text = match error {
        LoginError::Pasted(_) => {
            "브라우저 개발자 도구의 쿠키에서 oauth2_proxy_kubeflow나 authservice_session을 찾으세요. 터미널이 자르는 긴 값은 \
             --cookie-file로 주세요."
        }
        LoginError::Refused => {
            "둘 다 확인하세요. 회사 계정이라면 브라우저로 로그인하고 쿠키를 붙여 넣으세요."
        }
        LoginError::Transport(_) => return None,
        _ => BROWSER,
    };
    Some(text.to_owned())
}

/// Why a package cannot be used.
pub(super) fn package(path: &str, error: &PackageError) -> String {
    let why = match error {
        PackageError::Missing => "그런 파일이 없어요".to_owned(),
        PackageError::NotReadable => "읽을 수 없어요".to_owned(),
        PackageError::NotAFile => "파일이 아니에요".to_owned(),
        PackageError::TooLarge { limit } => {
            format!("KFP가 받는 {} MiB보다 커요", limit / (1024 * 1024))
        }
        PackageError::Empty => "비어 있어요".to_owned(),
        PackageError::NotText => "YAML도 zip도 tar.gz도 아니에요".to_owned(),
        PackageError::Yaml { line, column } => format!("{line}행 {column}열부터 YAML이 아니에요"),
        PackageError::Archive {
            fault: ArchiveFault::NoYaml,
        } => "압축 파일 안에 pipeline.yaml이 없어요".to_owned(),
        PackageError::Archive { .. } => "압축 파일을 쓸 수 없어요".to_owned(),
        other => other.to_string(),
    };
    format!("패키지를 쓸 수 없어요: {path}: {why}")
}
