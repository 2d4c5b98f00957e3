//! The catalogue: each text once, in both languages. Korean sentences in 해요체; no particle stands directly after what is
//! filled in, since it depends on its last sound.

use super::Language;

macro_rules! texts {
    ($( $(#[$doc:meta])* $name:ident($($argument:ident: $type:ty),*) = $english:literal, $korean:literal; )+) => {
        impl Language {
            $(
                $(#[$doc])*
                pub(crate) fn $name(self, $($argument: $type),*) -> String {
                    match self {
                        Self::English => format!($english),
                        Self::Korean => format!($korean),
                    }
                }
            )+
        }
    };
}

texts! {
    there_are_none() = "There are none.", "아무것도 없어요.";
    left_the_list(id: &str) = "{id} left the list.", "목록에서 빠졌어요: {id}";
    one_is_left_out(number: usize, at: &str) = "kfpc: one is left out, the {number}. of its page: it cannot be read at {at}",
        "kfpc: 하나를 읽지 못해 빠뜨렸어요. 페이지의 {number}번째, 위치: {at}";
    and_more(count: usize) = "… and {count} more", "… 외 {count}개";
    login_again() = "`kfpc login` gets a new session and keeps it in the same context.",
        "`kfpc login`을 실행하면 새 세션을 받아 같은 컨텍스트에 저장해요.";
    see_doctor() = "`kfpc doctor` with the same flags walks the way and says more.",
        "같은 옵션으로 `kfpc doctor`를 실행하면 경로를 하나씩 짚어 더 자세히 알려줘요.";

    through_proxy(address: &str, variable: &str) = "through the proxy {address}, from ${variable}",
        "프록시 {address} 경유 (${variable})";
    resolved_there() = "the proxy resolves the name of the host", "호스트 이름은 프록시가 찾아요";
    resolved_here() = "the name of the host is resolved here, not by the proxy", "호스트 이름은 프록시가 아니라 이 컴퓨터가 찾아요";
    past_proxy_near(variable: &str) = "no proxy: what is near is asked directly, whatever ${variable} says",
        "프록시 없음: 가까운 주소는 ${variable} 값과 상관없이 바로 불러요";
    past_proxy_excepted(variable: &str) = "no proxy: $NO_PROXY excepts the host from ${variable}",
        "프록시 없음: $NO_PROXY 값이 이 호스트를 ${variable} 대상에서 빼요";
    proxy_unusable(variable: &str) = "no proxy: ${variable} is no address",
        "프록시 없음: ${variable} 값이 주소가 아니에요";
    trusts_beside(file: &str) = "trusts the certificates of {file} beside the system's",
        "시스템 인증서에 더해 믿는 인증서 파일: {file}";
    trusts_instead(file: &str) = "trusts the certificates of {file}, from $SSL_CERT_FILE, in the place of the system's",
        "시스템 인증서 대신 믿는 인증서 파일: {file} ($SSL_CERT_FILE)";
    signed_by(name: &str) = "the certificate is signed by {name}", "인증서에 서명한 곳: {name}";
    signed_by_itself(name: &str) = "the certificate is signed by itself: {name}", "스스로 서명한 인증서: {name}";
    vouched_by_system() = "the certificate is vouched for by an authority of the system's",
        "인증서는 시스템이 믿는 인증 기관이 보증해요";
    vouched_by_file() = "the certificate is vouched for by the file of certificates alone: the system knows no such authority",
        "인증서는 인증서 파일로만 확인돼요. 시스템은 이 인증 기관을 몰라요";
    explained_by_flag() = "--explain shows what to apply, run or paste, written for this place",
        "--explain 옵션을 주면 이곳에 맞게 쓴, 적용하거나 실행하거나 붙여 넣을 것을 보여 줘요";
    of_row(ids: &str, what: &str) = "For {ids}, {what}:", "{ids} 해결: {what}";
    way_ends(step: &str) = "The way ends at {step}.", "여기서 막혀요: {step}.";
    reachable() = "Reachable. Name a namespace to have an authorised call made: nothing else proves an identity.",
        "닿아요. 네임스페이스를 주면 권한이 필요한 호출도 해 봐요. 신원은 그것으로만 확인할 수 있어요.";
    nothing_fails() = "Nothing on the way fails.", "막히는 곳은 없어요.";
    everything_works() = "Everything on the way works.", "모든 단계가 정상이에요.";
    more_causes(count: usize) = "{count} more cannot be told from it here: --explain shows them",
        "여기서는 구별되지 않는 원인이 {count}개 더 있어요. --explain 옵션으로 볼 수 있어요";
}

/// What was done.
macro_rules! done {
    ($( $name:ident = $english:literal, $korean:literal; )+) => {
        texts! { $( $name() = $english, $korean; )+ }
    };
}

done! {
    archived = "Archived.", "보관했어요.";
    archived_with_runs = "Archived, with its runs.", "실행과 함께 보관했어요.";
    restored = "Taken out of the archive.", "보관함에서 꺼냈어요.";
    restored_without_runs = "Taken out of the archive; its runs stay there.",
        "보관함에서 꺼냈어요. 실행은 보관함에 남아 있어요.";
    deleted_but_runs = "Deleted; its runs stay.", "삭제했어요. 실행은 남아 있어요.";
    deleted_but_artifacts = "Deleted; its artifacts stay.", "삭제했어요. 아티팩트는 남아 있어요.";
    end_asked_for = "Its end was asked for; exit tasks still run.",
        "중지를 요청했어요. 종료 태스크는 끝까지 실행돼요.";
    goes_on = "It goes on; what succeeded is kept.", "이어서 실행해요. 성공한 부분은 그대로 둬요.";
    fires_again = "It fires again.", "다시 예약대로 실행돼요.";
    fires_no_more = "It does not fire until it is enabled.", "다시 켤 때까지 실행되지 않아요.";
}

// Sessions and contexts.
texts! {
    signed_in(address: &str) = "Signed in at {address}.", "로그인했어요: {address}";
    signed_in_as(address: &str, user: &str) = "Signed in at {address} as {user}.", "로그인했어요: {address}, 사용자: {user}";
    session_ends(time: &str) = "The session ends at {time}.", "세션이 끝나는 시각: {time}";
    session_ends_soon(context: &str, time: &str) = "The session of `{context}` ends at {time}: `kfpc login` gets another.",
        "세션이 곧 끝나요: {context}, {time}. `kfpc login`을 실행하면 새 세션을 받아요.";
    session_ended(context: &str, time: &str) = "The session of `{context}` ended at {time}, as the gateway had said.",
        "게이트웨이가 알린 대로 세션이 끝났어요: {context}, {time}.";
    renewed_not_kept(why: &str) = "The gateway gave a new session, which could not be kept: {why}",
        "게이트웨이가 준 새 세션을 저장하지 못했어요: {why}";
    namespace_is(namespace: &str) = "The namespace is {namespace}.", "네임스페이스: {namespace}";
    name_one_of(namespaces: &str) = "Name one of your namespaces with -n: {namespaces}.",
        "-n으로 네임스페이스를 하나 골라 주세요: {namespaces}";
    name_a_namespace() = "Name a namespace with -n.", "-n으로 네임스페이스를 알려 주세요.";
    kept_as(context: &str, path: &str) = "Kept as the context `{context}` in {path}, which only you can read.",
        "나만 읽을 수 있는 파일에 컨텍스트로 저장했어요: {context} ({path})";
    nothing_stored() = "Nothing was stored.", "아무것도 저장하지 않았어요.";
    is_current(name: &str) = "`{name}` is taken when no context is named.", "컨텍스트를 따로 말하지 않으면 이것을 써요: {name}";
    context_made(name: &str) = "Made `{name}`.", "만들었어요: {name}";
    context_changed(name: &str) = "Changed `{name}`.", "바꿨어요: {name}";
    address_taken_as(address: &str) = "The address is taken as {address}.", "주소를 이렇게 읽었어요: {address}";
    credentials_gone() = "The credentials were for the other address and are gone.",
        "인증 정보는 이전 주소의 것이라 지웠어요.";
    context_deleted() = "Deleted.", "삭제했어요.";
    current_deleted() = "Deleted; it was the current one, and now there is none.",
        "삭제했어요. 현재 컨텍스트였으므로 이제 현재 컨텍스트가 없어요.";
}

// Uploads and starts.
texts! {
    uploading(mib: u64, name: &str) = "Uploading {mib} MiB as `{name}`.", "업로드하는 중이에요: {name} ({mib} MiB)";
    arrived_all_the_same() = "The answer was lost on the way; it arrived all the same.",
        "응답은 도중에 사라졌지만 업로드는 끝났어요.";
    made_all_the_same() = "The answer was lost on the way; it was made all the same.",
        "응답은 도중에 사라졌지만 만들어졌어요.";
    lines_left_out(path: &str, first: usize, last: usize) = "Of {path} the lines {first} to {last} are left out: a default \
        with a line break, which the compiler let run out of its comment.",
        "일부 행을 빼고 읽었어요: {path}, {first}–{last}. 줄바꿈이 있는 기본값을 컴파일러가 주석 밖으로 흘렸어요.";
    caching_is_compiled() = "Caching is compiled into a version: its spec is sent along without, so this does not name the version.",
        "캐싱 설정은 버전에 컴파일되어 있어요. 캐싱을 끈 스펙을 함께 보내므로 버전을 가리키지 않아요.";
    heavy(size: &str, parts: &str) = "The spec has {size}, and a cluster keeps at most 1.5 MiB of one workflow, which is larger than \
        its spec. What weighs most: {parts}.",
        "스펙이 {size}예요. 클러스터는 워크플로 하나를 1.5 MiB까지만 저장하고, 워크플로는 스펙보다 커요. 가장 큰 부분: {parts}.";
    no_users(namespace: &str) = "This KFP has no users: everybody sees everything in it, `{namespace}` says nothing to it, and pods run in \
        its own namespace.",
        "이 KFP에는 사용자 구분이 없어요. 누구나 모두 볼 수 있고, 네임스페이스({namespace})는 쓰이지 않으며, 파드는 서버의 네임스페이스에서 실행돼요.";
    first_api_only(release: &str) = "This KFP (release `{release}`) knows the first version of the API alone, whose runs take texts only; kfpc \
        needs KFP 2.0 or newer.",
        "이 KFP(릴리스 {release})는 첫 번째 버전의 API만 알고, 그 실행은 문자열 값만 받아요. kfpc는 KFP 2.0 이상이 필요해요.";
    of_service_proxy(release: &str) = "The service proxy of Kubernetes answered and not KFP, whose release is `{release}`. It says so of calls too that a \
        server lacks. Run `kubectl port-forward --namespace kubeflow service/ml-pipeline 8888` and use http://localhost:8888.",
        "KFP(릴리스 {release})가 아니라 쿠버네티스의 서비스 프록시가 답했어요. 서버에 없는 호출에도 이렇게 답해요. \
        `kubectl port-forward --namespace kubeflow service/ml-pipeline 8888`을 실행하고 http://localhost:8888 주소를 쓰세요.";
    made_by_what_is_gone(id: &str, namespace: &str) = "A recurring run made it that KFP knows no more: {id}. Its object in the cluster may go on making \
        runs: `kubectl get scheduledworkflows --namespace {namespace} -o custom-columns=NAME:.metadata.name,UID:.metadata.uid` shows which \
        has this UID, to be deleted with `kubectl delete scheduledworkflow NAME --namespace {namespace}`.",
        "이 실행을 만든 반복 실행을 KFP가 더는 몰라요: {id}. 클러스터에 남은 객체가 실행을 계속 만들 수 있어요. \
        `kubectl get scheduledworkflows --namespace {namespace} -o custom-columns=NAME:.metadata.name,UID:.metadata.uid`에서 같은 UID를 \
        찾아 `kubectl delete scheduledworkflow NAME --namespace {namespace}`로 지우세요.";
    kubernetes_is_lost(settings: &str) = "This KFP did not keep the settings for Kubernetes that the package has: it is too old to read them, and pods run \
        without. What is lost: {settings}.",
        "이 KFP는 너무 오래되어 패키지의 Kubernetes 설정을 읽지 못해요. 파드는 이 설정 없이 실행돼요. 빠진 설정: {settings}.";
    steps_of_another_version(id: &str, steps: &str) = "The run {id} names a version of which these steps are not in what it runs: {steps}. It runs \
        those of another version. Start it again with the package sent along.",
        "실행이 가리키는 버전의 단계 가운데 실제로는 실행되지 않는 것이 있어요. 다른 버전의 단계가 실행돼요. 실행: {id}, 빠진 단계: {steps}. \
        패키지를 함께 보내 다시 시작하세요.";
    experiment_made(name: &str) = "Made the experiment `{name}`.", "실험을 만들었어요: {name}";
    started(id: &str) = "Started {id}.", "시작했어요: {id}";
    newest_each_time() = "Each firing takes the newest version of the pipeline; --version keeps to one.",
        "실행될 때마다 파이프라인의 최신 버전을 써요. 한 버전으로 고정하려면 --version을 쓰세요.";
}

// Timetables.
texts! {
    two_readings(of_crontab: &str, of_kfp: &str) = "For crontab's reading write {of_crontab}. For KFP's write {of_kfp}.",
        "crontab처럼 읽으려면 {of_crontab}, KFP처럼 읽으려면 {of_kfp}을(를) 쓰세요.";
    one_reading(of_kfp: &str) = "For KFP's write {of_kfp}.", "KFP처럼 읽으려면 {of_kfp}을(를) 쓰세요.";
    fires(words: &str) = "Fires {words}, by KFP's clock: UTC, unless its operator set another zone.",
        "실행 주기: {words}. KFP의 시계로 세고, 운영자가 다른 시간대를 정하지 않았다면 UTC예요.";
    fires_once() = "It fires once.", "한 번만 실행돼요.";
    fires_times(count: usize) = "It fires {count} times.", "{count}번만 실행돼요.";
    zone_of_machine() = "this machine's zone", "이 컴퓨터의 시간대";
}
