//! What a request breaks, which the library says in two parts.

/// The part of a request and what is wrong with it; `None` where they are not known here.
pub(super) fn broken(field: &str, problem: &str) -> Option<String> {
    let told = |table: &[(&str, &'static str)], english: &str| {
        let row = table.iter().find(|(known, _)| *known == english);
        row.map(|(_, korean)| *korean)
    };
    Some(format!(
        "{}: {}",
        told(FIELDS, field)?,
        told(PROBLEMS, problem)?
    ))
}

const FIELDS: &[(&str, &str)] = &[
    ("a tag", "태그"),
    ("a text", "글"),
    ("the address of the package", "패키지의 주소"),
    ("the concurrency", "동시 실행 수"),
    ("the cron line", "cron 줄"),
    ("the description", "설명"),
    ("the display name", "보이는 이름"),
    ("the interval", "간격"),
    ("the name", "이름"),
    ("the package", "패키지"),
    ("the pipeline root", "출력을 둘 곳"),
    ("the schedule", "예약"),
    ("the service account", "서비스 계정"),
    ("the spec", "스펙"),
    ("the tags", "태그"),
    ("the trigger", "실행 시점"),
    ("the update", "변경"),
];

const PROBLEMS: &[(&str, &str)] = &[
    ("is empty", "비어 있어요"),
    ("is longer than 127 bytes", "127바이트보다 길어요"),
    ("is longer than 128 bytes", "128바이트보다 길어요"),
    ("is longer than 255 characters", "255자보다 길어요"),
    ("are more than 20", "20개보다 많아요"),
    ("has a key with a dot", "키에 점이 있어요"),
    (
        "has an empty key, or a key or value of more than 63 characters",
        "키가 비었거나, 키나 값이 63자보다 길어요",
    ),
    (
        "holds a character above U+FFFF, such as an emoji, which KFP cannot store",
        "KFP가 저장하지 못하는 이모지 같은 글자(U+FFFF보다 큰 글자)가 있어요",
    ),
    (
        "holds a character above U+FFFF, such as an emoji, which KFP cannot store with a run",
        "KFP가 실행과 함께 저장하지 못하는 이모지 같은 글자(U+FFFF보다 큰 글자)가 있어요",
    ),
    (
        "cannot stand in an address, whose dots lead elsewhere; filter the list by the name instead",
        "점만으로 된 이름은 주소에 쓸 수 없어요. 목록을 이름으로 거르세요",
    ),
    (
        "is not an https address; a file in hand is uploaded instead",
        "https 주소가 아니에요. 가지고 있는 파일은 그대로 업로드하세요",
    ),
    (
        "is not one that KFP takes: five or six fields, seconds first; `schedule::Cron` says where",
        "KFP가 받는 줄이 아니에요",
    ),
    (
        "names no bucket: it begins like `s3://bucket`, `gs://bucket` or `minio://bucket`",
        "버킷이 없어요. `s3://bucket`, `gs://bucket`, `minio://bucket`처럼 시작해야 해요",
    ),
    (
        "cannot be the name of one: lower-case letters, digits, `-` and `.`",
        "서비스 계정의 이름이 될 수 없어요. 영문 소문자, 숫자, `-`, `.`만 쓸 수 있어요",
    ),
    ("is not between 1 and 10", "1에서 10 사이가 아니에요"),
    ("is not at least one second", "1초보다 짧아요"),
    ("is given twice", "두 번 주어졌어요"),
    ("ends before it begins", "시작하기 전에 끝나요"),
    (
        "has both a cron line and an interval",
        "cron 줄과 간격이 함께 있어요",
    ),
    ("changes nothing", "바꿀 것이 없어요"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_parts_are_told_or_none() {
        let told = broken("the display name", "is longer than 255 characters");
        assert_eq!(told.as_deref(), Some("보이는 이름: 255자보다 길어요"));
        assert_eq!(broken("the display name", "is of another kind"), None);
        assert_eq!(broken("something", "is empty"), None);
    }
}
