//! Korean.

use crate::status::Status;

/// The word.
pub(in crate::text) fn word(status: &Status) -> String {
    match status {
        Status::Pending => "대기 중",
        Status::Running => "실행 중",
        Status::Succeeded => "성공",
        Status::Cached => "캐시 사용",
        Status::Skipped => "건너뜀",
        Status::Omitted => "생략됨",
        Status::Failed => "실패",
        Status::Canceling => "취소 중",
        Status::Canceled => "취소됨",
        Status::Paused => "일시 중지",
        Status::Unknown(word) => word,
    }
    .to_owned()
}
