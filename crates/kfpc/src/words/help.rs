//! The help of the command line in Korean.
//!
//! What stands in English beside the flags is looked up here, so that the one text stays where the flag is. How a flag was
//! misused is told in [`usage`](super::usage).

use clap::{Arg, Command};

use super::Language;
use crate::cli::CODES;

/// In the order of the files in `cli`.
const KOREAN: &[(&str, &str)] = &[
    (
        "Kubeflow Pipelines from a terminal, a pod or a CI job",
        "터미널, 파드, CI에서 Kubeflow Pipelines 쓰기",
    ),
    (
        CODES,
        "종료 코드: 0 완료, 1 실패, 2 사용법 오류, 3 실행이 성공하지 못함, 4 로그인 안 됨, 5 권한 없음, 6 찾지 못함, 7 연결 안 됨, 8 기한 지남.",
    ),
    (
        "Address of KFP's API; that of a page in the browser will do",
        "KFP API의 주소. 브라우저에서 복사한 주소도 돼요",
    ),
    ("Namespace to work in", "작업할 네임스페이스"),
    (
        "Named context to take the rest from",
        "나머지 설정을 가져올 컨텍스트의 이름",
    ),
    ("File of contexts", "컨텍스트 파일"),
    (
        "File with a session cookie, as name=value; - reads it from stdin",
        "세션 쿠키가 name=value 꼴로 든 파일. -는 표준 입력에서 읽어요",
    ),
    (
        "File with a bearer token, read for every call",
        "토큰이 든 파일. 호출할 때마다 다시 읽어요",
    ),
    (
        "Program that prints a bearer token, with its arguments, split at spaces",
        "토큰을 출력하는 프로그램과 인자. 공백으로 나눠요",
    ),
    (
        "File of certificates to trust beside those of the system",
        "시스템 인증서에 더해 믿을 인증서 파일",
    ),
    ("How the result is written", "결과를 쓰는 형식"),
    (
        "Walk the way to KFP and say what is wrong, why, and what mends it",
        "KFP까지 가는 길을 따라가며 무엇이 왜 막혔고 어떻게 고치는지 알려요",
    ),
    (
        "Get a session of the gateway, check it, and keep it in a context",
        "게이트웨이의 세션을 받아 확인하고 컨텍스트에 저장해요",
    ),
    (
        "Named addresses with their credentials, in a file of yours alone",
        "이름 붙인 주소와 인증 정보. 나만 읽을 수 있는 파일에 있어요",
    ),
    (
        "Write what a pod of a namespace needs to reach KFP: manifests and snippets",
        "네임스페이스의 파드가 KFP에 닿는 데 필요한 매니페스트와 코드를 써요",
    ),
    ("Experiments", "실험"),
    ("Runs", "실행"),
    ("Pipelines", "파이프라인"),
    ("Versions of pipelines", "파이프라인의 버전"),
    ("Recurring runs", "반복 실행"),
    (
        "Open the page that shows one in the browser, and write its address",
        "보여 주는 화면을 브라우저에서 열고 그 주소를 써요",
    ),
    ("Write completions for a shell", "셸 자동 완성을 써요"),
    ("The shell", "셸"),
    (
        "Of a step that fails, every cause that looks the same from here, with the manifests, commands and programs that mend it",
        "실패한 단계에서, 여기서 구별되지 않는 원인과 해결에 쓰는 매니페스트, 명령, 프로그램을 모두 보여 줘요",
    ),
    (
        "The report as JSON; the same as --output json",
        "보고서를 JSON으로. --output json과 같아요",
    ),
    (
        "The service account that manifests are written for; that of the token unless it is named",
        "매니페스트에 쓸 서비스 계정. 없으면 토큰의 계정을 써요",
    ),
    (
        "The audience that KFP asks of tokens; pipelines.kubeflow.org unless it is named",
        "KFP가 토큰에 요구하는 audience. 없으면 pipelines.kubeflow.org를 써요",
    ),
    (
        "Where KFP is installed; the namespace of its address or kubeflow unless it is named",
        "KFP가 설치된 네임스페이스. 없으면 주소의 네임스페이스나 kubeflow를 써요",
    ),
    (
        "Address of the gateway; that of a page in the browser will do. None signs in again to the context",
        "게이트웨이의 주소. 브라우저에서 복사한 주소도 돼요. 없으면 컨텍스트에 다시 로그인해요",
    ),
    (
        "Sign in through the gateway's own form, with this name",
        "이 이름으로 게이트웨이의 로그인 양식을 써요",
    ),
    (
        "File with the password; - reads it from stdin. Without it a terminal is asked",
        "암호가 든 파일. -는 표준 입력에서 읽어요. 없으면 터미널에서 물어요",
    ),
    (
        "List them; the current one is marked",
        "목록. 현재 것에 표시가 있어요",
    ),
    (
        "Show one, without its secrets",
        "하나를 비밀 값 없이 보여 줘요",
    ),
    (
        "Its name; the current one if none is given",
        "이름. 없으면 현재 컨텍스트",
    ),
    (
        "Make one the current one, which is taken when none is named",
        "현재 컨텍스트로 정해요. 따로 말하지 않으면 이것을 써요",
    ),
    (
        "Make or change one from --endpoint, --namespace, --ca-file and one of --cookie-file, --token-file, --token-command",
        "--endpoint, --namespace, --ca-file 값과 --cookie-file, --token-file, --token-command 가운데 하나로 만들거나 바꿔요",
    ),
    (
        "Delete one, with the credentials in it",
        "인증 정보와 함께 삭제해요",
    ),
    ("The namespace of the pod", "파드의 네임스페이스"),
    ("Its service account", "파드의 서비스 계정"),
    (
        "The audience that KFP asks of tokens",
        "KFP가 토큰에 요구하는 audience",
    ),
    ("Where KFP is installed", "KFP가 설치된 네임스페이스"),
    ("Read only", "읽기만"),
    (
        "Add a policy that admits the account at ml-pipeline, for sites that replaced Kubeflow's own",
        "ml-pipeline에서 이 계정을 들여보내는 정책을 더해요. Kubeflow의 정책을 바꾼 곳을 위한 것이에요",
    ),
    ("What to write", "무엇을 쓸지"),
    ("List, newest first", "최신순 목록"),
    ("Show one", "하나를 보여 줘요"),
    ("Make one", "만들어요"),
    ("Free text", "설명 글"),
    ("Archive one, with its runs", "실행과 함께 보관해요"),
    ("Take one out of the archive", "보관함에서 꺼내요"),
    ("Delete one; its runs stay", "삭제해요. 실행은 남아요"),
    (
        "Its id, or its name in the namespace",
        "id, 또는 네임스페이스 안의 이름",
    ),
    (
        "Archived ones in place of active ones",
        "활성 상태인 것 대신 보관된 것",
    ),
    (
        "Those whose name holds this text, case aside",
        "이름에 이 글자가 든 것. 대소문자는 가리지 않아요",
    ),
    ("How many at most", "최대 개수"),
    ("All of them, page by page", "모두, 한 쪽씩"),
    (
        "Go on showing what changes: in its place on a terminal, else line by line, as JSON one object a line",
        "바뀌는 것을 계속 보여 줘요. 터미널에서는 제자리에서, 아니면 한 줄씩, JSON은 한 줄에 하나씩",
    ),
    ("Of one experiment", "한 실험의 것"),
    (
        "In one of these states, such as failed",
        "이 상태인 것, 예: failed",
    ),
    (
        "Show it again after each change of its state, until it has ended",
        "끝날 때까지 상태가 바뀔 때마다 다시 보여 줘요",
    ),
    ("Start one", "시작해요"),
    (
        "Wait until it has ended; fails unless it succeeded",
        "끝날 때까지 기다려요. 성공하지 않으면 실패로 끝나요",
    ),
    ("Seconds to wait at most", "최대 대기 시간(초)"),
    (
        "Wait until one has ended; fails unless it succeeded",
        "끝날 때까지 기다려요. 성공하지 않으면 실패로 끝나요",
    ),
    (
        "Show it after each change of its state, and not at its end alone",
        "끝날 때만이 아니라 상태가 바뀔 때마다 보여 줘요",
    ),
    (
        "Show what its tasks have written",
        "태스크가 남긴 로그를 보여 줘요",
    ),
    (
        "Of one task, by its name or that of its pod",
        "한 태스크의 것. 태스크나 파드의 이름으로",
    ),
    (
        "Go on until the run has ended",
        "실행이 끝날 때까지 이어서 봐요",
    ),
    ("End one before its time", "중지해요"),
    ("Go on with a failed one", "실패한 것을 이어서 실행해요"),
    ("Archive one", "보관해요"),
    ("Delete one", "삭제해요"),
    (
        "A package that is sent along: YAML, zip or tar.gz",
        "함께 보낼 패키지: YAML, zip, tar.gz",
    ),
    ("A pipeline that KFP keeps", "KFP에 저장된 파이프라인"),
    (
        "One of its versions; the newest, if none is given",
        "그 버전. 없으면 최신 버전",
    ),
    (
        "Its name; that of the pipeline, if none is given",
        "이름. 없으면 파이프라인의 이름",
    ),
    (
        "The experiment; if none is given that of `KF_PIPELINES_DEFAULT_EXPERIMENT_NAME`, else Default",
        "실험. 없으면 `KF_PIPELINES_DEFAULT_EXPERIMENT_NAME`의 것, 그것도 없으면 Default",
    ),
    (
        "The value of an input, read as the kind that the pipeline says: text as it is, all else as JSON",
        "입력 값. 파이프라인이 말하는 종류로 읽어요. 글은 그대로, 나머지는 JSON으로",
    ),
    (
        "File with values of inputs: an object in JSON or YAML. --param comes before it",
        "입력 값이 든 파일: JSON이나 YAML 객체. --param이 앞서요",
    ),
    (
        "Where outputs are stored; the namespace's own place, if none is given",
        "출력을 저장할 곳. 없으면 네임스페이스의 저장소",
    ),
    (
        "The Kubernetes service account of the pods",
        "파드의 Kubernetes 서비스 계정",
    ),
    (
        "Run every task, also in loops, conditions and nested pipelines: take no earlier result",
        "반복, 조건, 중첩 파이프라인까지 모든 태스크를 실행해요. 이전 결과를 쓰지 않아요",
    ),
    (
        "Shared ones in place of the namespace's",
        "네임스페이스의 것 대신 공유된 것",
    ),
    (
        "Make one, with its first version, from a package",
        "패키지로 첫 버전과 함께 만들어요",
    ),
    (
        "Let every namespace see it",
        "모든 네임스페이스에서 보이게 해요",
    ),
    ("Delete one without versions", "버전이 없는 것을 삭제해요"),
    ("Its versions as well", "버전까지 함께"),
    (
        "What the compiler wrote, as YAML, zip or tar.gz; or its https address, from where KFP fetches it itself",
        "컴파일러가 쓴 YAML, zip, tar.gz. 또는 KFP가 직접 받아 갈 https 주소",
    ),
    (
        "Its name; that in the package, if none is given",
        "이름. 없으면 패키지 안의 이름",
    ),
    (
        "Its name for people, which may be changed later",
        "사람이 보는 이름. 나중에 바꿀 수 있어요",
    ),
    (
        "A label, as key=value; since KFP 2.17",
        "key=value 꼴의 라벨. KFP 2.17부터",
    ),
    (
        "Send the file without having looked into it",
        "파일을 살펴보지 않고 보내요",
    ),
    (
        "List those of a pipeline, newest first",
        "파이프라인의 버전을 최신순으로",
    ),
    ("The pipeline", "파이프라인"),
    ("The version", "버전"),
    (
        "Make one of a pipeline from a package",
        "패키지로 파이프라인의 버전을 만들어요",
    ),
    (
        "Delete one; runs that were made from it stay",
        "삭제해요. 이것으로 만든 실행은 남아요",
    ),
    (
        "Make one, which fires from then on",
        "만들어요. 그때부터 예약대로 실행돼요",
    ),
    ("Let one fire again", "다시 예약대로 실행되게 해요"),
    (
        "Have the firings made up for that it missed; they are counted and refused without this",
        "놓친 회차를 모두 실행해요. 이 옵션이 없으면 몇 번인지 알려 주고 거절해요",
    ),
    ("Keep one from firing", "예약 실행을 꺼요"),
    (
        "How many of its runs may go on at the same time, 1 to 10",
        "동시에 진행할 수 있는 실행 수, 1에서 10",
    ),
    (
        "Leave firings that were missed missed, in place of making up for them",
        "놓친 회차를 나중에 실행하지 않아요",
    ),
    (
        "Make one that does not fire until it is enabled",
        "켤 때까지 실행되지 않는 것을 만들어요",
    ),
    (
        "Tell when it would fire, and make nothing; needs no server",
        "언제 실행될지만 알려 줘요. 서버가 없어도 돼요",
    ),
    (
        "A cron line, seconds first: '0 30 6 * * MON-FRI' is at 06:30 on working days",
        "초부터 쓰는 cron: '0 30 6 * * MON-FRI'는 평일 06:30",
    ),
    (
        "An interval, such as 90s, 15m, 1h30m or 2d",
        "간격, 예: 90s, 15m, 1h30m, 2d",
    ),
    (
        "Nothing fires before it: 2026-11-26T09:00:00+09:00, or without an offset by the clock of --zone",
        "이 시각 전에는 실행되지 않아요: 2026-11-26T09:00:00+09:00, 오프셋이 없으면 --zone의 시각",
    ),
    ("Nothing fires after it", "이 시각 뒤에는 실행되지 않아요"),
    (
        "The zone that times are shown in beside UTC, and read in; that of this machine, if none is given",
        "UTC와 함께 보여 주고 읽을 때 쓰는 시간대. 없으면 이 컴퓨터의 시간대",
    ),
    ("What it is", "무엇인지"),
    (
        "Write the address and open nothing",
        "주소만 쓰고 열지 않아요",
    ),
    ("Connection", "연결"),
    ("Timetable", "일정"),
    ("Print help", "도움말을 보여 줘요"),
    ("Print version", "버전을 보여 줘요"),
];

/// In the place of clap's own, whose headings are English.
const TEMPLATE: &str = "{about-with-newline}\n사용법: {usage}\n\n{all-args}{after-help}";

fn korean(english: &str) -> Option<&'static str> {
    let found = KOREAN.iter().find(|(known, _)| *known == english);
    found.map(|(_, korean)| *korean)
}

impl Language {
    /// The command line with its help in this language.
    pub(crate) fn help(self, command: Command) -> Command {
        match self {
            Self::English => command,
            Self::Korean => {
                let mut command = command;
                // Only what is built has the flags of its parents and those for help.
                command.build();
                in_korean(command)
            }
        }
    }
}

fn in_korean(command: Command) -> Command {
    let about = command.get_about().map(ToString::to_string);
    let after = command.get_after_help().map(ToString::to_string);
    let mut command = command
        .help_template(TEMPLATE)
        .subcommand_help_heading("명령")
        .mut_args(argument)
        .mut_subcommands(in_korean);
    if let Some(about) = about.as_deref().and_then(korean) {
        command = command.about(about).long_about(None);
    }
    if let Some(after) = after.as_deref().and_then(korean) {
        command = command.after_help(after);
    }
    command
}

fn argument(argument: Arg) -> Arg {
    let heading = argument.get_help_heading();
    let heading = heading.and_then(korean).unwrap_or_else(|| {
        if argument.is_positional() {
            "인자"
        } else {
            "옵션"
        }
    });
    let help = argument.get_help().map(ToString::to_string);
    // Clap's long help of a flag that has none is not its short one.
    let help = help
        .as_deref()
        .map(|help| help.split(" (see ").next().unwrap_or(help));
    let Some(help) = help.and_then(korean) else {
        return argument.help_heading(heading);
    };
    let mut help = help.to_owned();
    let texts = |texts: Vec<String>| texts.join(", ");
    let values = argument.get_possible_values();
    let values: Vec<String> = values.iter().map(|it| it.get_name().to_owned()).collect();
    if !values.is_empty() && argument.get_action().takes_values() {
        help = format!("{help} [값: {}]", texts(values));
    }
    let defaults = argument.get_default_values().iter();
    let defaults: Vec<String> = defaults
        .map(|it| it.to_string_lossy().into_owned())
        .collect();
    if !defaults.is_empty() && argument.get_action().takes_values() {
        help = format!("{help} [기본값: {}]", texts(defaults));
    }
    argument
        .help_heading(heading)
        .help(help)
        .long_help(None)
        .hide_possible_values(true)
        .hide_default_value(true)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::cli::Cli;

    /// All that is said of a command and of all below it.
    fn texts(command: &Command, into: &mut Vec<String>) {
        let of_command = [command.get_about(), command.get_after_help()];
        let of_arguments = command.get_arguments().map(Arg::get_help);
        let said = of_command.into_iter().chain(of_arguments).flatten();
        into.extend(said.map(ToString::to_string));
        let headings = command.get_arguments().filter_map(Arg::get_help_heading);
        into.extend(headings.map(str::to_owned));
        for below in command.get_subcommands().filter(|it| !it.is_hide_set()) {
            texts(below, into);
        }
    }

    #[test]
    fn each_text_of_the_help_is_there_in_korean_and_no_other() {
        let mut all = Vec::new();
        texts(&Cli::command(), &mut all);
        let without: Vec<&String> = all.iter().filter(|text| korean(text).is_none()).collect();
        assert!(without.is_empty(), "{without:#?}");
        let of_clap = ["Print help", "Print version"];
        let unused: Vec<&str> = KOREAN
            .iter()
            .map(|(english, _)| *english)
            .filter(|english| !of_clap.contains(english) && !all.iter().any(|text| text == english))
            .collect();
        assert!(unused.is_empty(), "{unused:#?}");
    }

    #[test]
    fn the_help_of_each_command_is_korean_but_for_names() {
        let is_korean = |text: &str| text.chars().any(|c| ('가'..='힣').contains(&c));
        let mut command = Language::Korean.help(Cli::command());
        let mut list = command
            .find_subcommand_mut("runs")
            .and_then(|runs| runs.find_subcommand_mut("list"))
            .unwrap()
            .clone();
        for help in [
            command.render_help(),
            list.render_help(),
            list.render_long_help(),
        ] {
            let help = help.to_string();
            for word in [
                "Usage",
                "Options",
                "Commands",
                "Arguments",
                "default",
                "Print",
            ] {
                assert!(!help.contains(word), "{word}: {help}");
            }
            assert!(
                help.lines().filter(|line| is_korean(line)).count() > 10,
                "{help}"
            );
        }
        assert!(list.render_help().to_string().contains("[기본값: 20]"));
    }
}
