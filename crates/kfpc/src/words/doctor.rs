//! The words of `kfpc doctor`.

use kfp_core::connect::Choice;
use kfp_core::diagnose::{Cause, Check, RemedyForm, Step, Verdict};

use super::{Language, diagnoses, evidence, findings};
use crate::way::{Authorities, Proxy, Use, Way};

impl Language {
    /// How a step went, in letters of one width.
    pub(crate) fn verdict(self, verdict: Verdict) -> &'static str {
        match (self, verdict) {
            (Self::English, Verdict::Works) => "works  ",
            (Self::English, Verdict::Warning) => "look   ",
            (Self::English, Verdict::Fails) => "FAILS  ",
            (Self::English, _) => "skipped",
            (Self::Korean, Verdict::Works) => "정상  ",
            (Self::Korean, Verdict::Warning) => "주의  ",
            (Self::Korean, Verdict::Fails) => "실패  ",
            (Self::Korean, _) => "생략  ",
        }
    }

    /// A step.
    pub(crate) fn step(self, step: Step) -> &'static str {
        match (self, step) {
            (Self::English, Step::Connection) => "connection",
            (Self::English, Step::Gateway) => "gateway",
            (Self::English, Step::Credential) => "credential",
            (Self::English, Step::Health) => "health",
            (Self::English, Step::Identity) => "identity",
            (Self::English, Step::Rights) => "rights",
            (Self::English, _) => "step",
            (Self::Korean, Step::Connection) => "연결",
            (Self::Korean, Step::Gateway) => "게이트웨이",
            (Self::Korean, Step::Credential) => "자격 증명",
            (Self::Korean, Step::Health) => "상태",
            (Self::Korean, Step::Identity) => "신원",
            (Self::Korean, Step::Rights) => "권한",
            (Self::Korean, _) => "단계",
        }
    }

    /// What a step saw.
    pub(crate) fn evidence(self, check: &Check) -> String {
        let told = check.evidence.iter().map(|english| match self {
            Self::English => english.clone(),
            Self::Korean => evidence::korean(english).unwrap_or_else(|| english.clone()),
        });
        let told: Vec<String> = told.collect();
        told.join("; ")
    }

    /// What was taken from where.
    pub(crate) fn choice(self, choice: &Choice) -> String {
        match self {
            Self::English => choice.to_string(),
            Self::Korean => evidence::choice(choice),
        }
    }

    /// The lines about one cause.
    pub(crate) fn cause(self, is_first: bool, cause: &Cause) -> Vec<String> {
        let id = cause.id.as_deref();
        let shown = id.map(|id| format!(" [{id}]")).unwrap_or_default();
        let probe = cause.next_probe.as_deref();
        if self == Self::English {
            let word = if is_first { "why" } else { "or" };
            let mut lines = vec![
                format!("{word}{shown}: {}", cause.cause),
                format!("mend ({}): {}", cause.mender, cause.fix),
            ];
            lines.extend(probe.map(|probe| format!("to tell: {probe}")));
            return lines;
        }
        let word = if is_first { "원인" } else { "또는" };
        let finding = || cause.finding.and_then(findings::korean);
        let told = id.and_then(diagnoses::korean).or_else(finding);
        let known = |english: &str| evidence::korean(english).unwrap_or_else(|| english.to_owned());
        let (why, fix) = match told {
            Some((why, fix)) => (why.to_owned(), fix.to_owned()),
            None => (known(&cause.cause), known(&cause.fix)),
        };
        let mut lines = vec![
            format!("{word}{shown}: {why}"),
            format!("해결({}): {fix}", mender(&cause.mender)),
        ];
        // A probe is mostly a command or an address; it stands as it is.
        lines.extend(probe.map(|probe| format!("확인: {probe}")));
        lines
    }

    /// What to do with a remedy, before it.
    pub(crate) fn remedy(self, form: RemedyForm) -> &'static str {
        match (self, form) {
            (Self::English, RemedyForm::Manifest) => "apply with `kubectl apply -f -`",
            (Self::English, RemedyForm::PodPart) => "put into the pod's manifest",
            (Self::English, RemedyForm::Commands) => "run",
            (Self::English, RemedyForm::Python) => "in Python",
            (Self::English, RemedyForm::Rust) => "in Rust",
            (Self::English, _) => "use",
            (Self::Korean, RemedyForm::Manifest) => "`kubectl apply -f -`로 적용하세요",
            (Self::Korean, RemedyForm::PodPart) => "파드의 매니페스트에 넣으세요",
            (Self::Korean, RemedyForm::Commands) => "실행하세요",
            (Self::Korean, RemedyForm::Python) => "Python에서는",
            (Self::Korean, RemedyForm::Rust) => "Rust에서는",
            (Self::Korean, _) => "쓰세요",
        }
    }

    /// The last line of the report.
    pub(crate) fn conclusion(
        self,
        failure: Option<&Check>,
        has_namespace: bool,
        all_work: bool,
    ) -> String {
        match (failure, has_namespace, all_work) {
            (Some(failure), ..) => self.way_ends(self.step(failure.step)),
            (None, false, _) => self.reachable(),
            (None, true, false) => self.nothing_fails(),
            (None, true, true) => self.everything_works(),
        }
    }

    /// The lines about proxies and certificates.
    pub(crate) fn way(self, way: &Way) -> Vec<String> {
        let mut lines: Vec<String> = way.proxy.iter().map(|proxy| self.proxy(proxy)).collect();
        let resolves = way.proxy.as_ref().and_then(|proxy| proxy.resolves_names);
        lines.extend(resolves.map(|there| {
            if there {
                self.resolved_there()
            } else {
                self.resolved_here()
            }
        }));
        if let Some(file) = &way.ca_file {
            lines.push(self.trusts_beside(&file.display().to_string()));
        }
        if let Some(file) = &way.system_ca_file {
            lines.push(self.trusts_instead(&file.display().to_string()));
        }
        lines.extend(way.signed_by.iter().map(|signed| {
            if signed.itself {
                self.signed_by_itself(&signed.name)
            } else {
                self.signed_by(&signed.name)
            }
        }));
        lines.extend(way.vouched_by.map(|authorities| match authorities {
            Authorities::System => self.vouched_by_system(),
            Authorities::CaFile => self.vouched_by_file(),
        }));
        lines
    }

    fn proxy(self, proxy: &Proxy) -> String {
        let from = proxy.from;
        match proxy.used {
            Use::Asked => self.through_proxy(proxy.address.as_deref().unwrap_or_default(), from),
            Use::Near => self.past_proxy_near(from),
            Use::Excepted => self.past_proxy_excepted(from),
            Use::Unusable => self.proxy_unusable(from),
        }
    }
}

fn mender(english: &str) -> &str {
    match english {
        "you" => "직접",
        "whoever installs the application" => "애플리케이션 설치자",
        "an owner of the namespace" => "네임스페이스 소유자",
        "an administrator of the platform" => "플랫폼 관리자",
        other => other,
    }
}
