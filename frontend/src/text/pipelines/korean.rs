//! Korean.

use super::PipelineText;

pub(in crate::text) const KOREAN: PipelineText = PipelineText {
    name: "파이프라인",
    caption: |namespace| format!("{namespace} 네임스페이스의 파이프라인"),
    shared_caption: "공유 파이프라인",
    filter: "이름으로 필터",
    scope: "네임스페이스 또는 공유",
    shared: "공유",
    empty: |namespace| format!("{namespace} 네임스페이스에 아직 파이프라인이 없어요"),
    empty_shared: "아직 공유 파이프라인이 없어요",
    empty_text: "파이프라인의 버전으로 실행을 만들어요. 여기서나 코드로 업로드하세요:",
    views: "파이프라인 보기",
    versions: "버전",
    runs: "실행",
    version: "버전",
    latest: "최신",
    versions_of: |pipeline| format!("{pipeline} 파이프라인의 버전"),
    runs_of: |pipeline| format!("{pipeline} 파이프라인의 실행"),
    no_version: "이 파이프라인에는 버전이 없어요",
    no_version_text: "버전이 없으면 실행할 수 없어요. 코드에서 업로드하세요:",
    source: "소스",
    copy_version_id: |name| format!("{name} 버전의 ID 복사"),
    upload: "업로드",
    new_version: "새 버전",
    order: "최신순이에요.",
};
