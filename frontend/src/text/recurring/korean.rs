//! Korean.

use kfp_core::schedule::Timetable;

use super::RecurringText;

pub(in crate::text) const KOREAN: RecurringText = RecurringText {
    name: "반복 실행",
    when: "주기",
    next: "다음 시작",
    switch: "켜짐 또는 꺼짐",
    at_a_time: "동시 실행",
    words: Timetable::in_korean,
    unreadable: "이 트리거는 읽을 수 없어서 한 번도 시작하지 않을 수 있어요",
    five_fields: "필드가 5개예요. crontab의 첫 필드는 분이지만 KFP는 첫 필드를 초로 읽어요.",
    caption: |namespace| format!("{namespace} 네임스페이스의 반복 실행"),
    filter: "이름으로 필터",
    choice: "켜짐, 꺼짐 또는 전체",
    on: "켜짐",
    off: "꺼짐",
    fires: |name| format!("{name} 반복 실행 켜기"),
    no_next: "더 없음",
    narrowed: |shown, read| {
        format!("이 페이지의 {read}개 중 {shown}개: KFP는 켜짐과 꺼짐으로 필터할 수 없어요")
    },
    none_left: "이 페이지에는 없어요.",
    empty: |namespace| format!("{namespace} 네임스페이스에 아직 반복 실행이 없어요"),
    empty_text: "반복 실행은 cron 줄이나 간격에 따라 실행을 만들어요. 여기나 코드에서 만드세요:",
    next_firings: "다음 시작 5번",
    zone_note: "UTC로 계산했어요. 운영자가 다른 시간대를 정하지 않았다면 KFP도 UTC로 계산해요. 놓친 시작은 들어 있지 않아요.",
    your_zone: |zone| format!("내 시간대, {zone}"),
    off_note: "꺼져 있어서, 켤 때까지는 시작하지 않아요.",
    new: "새 반복 실행",
    clone: "복제",
    details: "세부 정보",
    cron: "Cron, 초가 먼저",
    starts: "시작 제한",
    ends: "종료 제한",
    missed: "놓친 시작",
    caught_up: "차례로 따라잡음",
    left_missed: "건너뜀",
    service_account: "서비스 계정",
    id: "ID",
    parameters: "파라미터",
    no_parameters: "정해 둔 파라미터 없이 실행을 시작해요.",
    parameter: "파라미터",
    value: "값",
    hidden_value: "이름이 비밀처럼 보여서 숨겼어요",
    runs: |name| format!("{name} 반복 실행의 실행"),
    picked: |own, read| {
        format!("이 페이지의 {read}개 중 {own}개가 해당해요: KFP에 인덱스가 없어요")
    },
    none_picked: "최근 실행 중에 해당하는 것이 없어요",
    none_picked_text: "KFP에 인덱스가 없어서 실행을 최신순으로 한 페이지씩 읽어요.",
    switched_on: |name| format!("켜짐: {name}"),
    switched_off: |name| format!("꺼짐: {name}"),
    not_switched: |name, why| format!("{name} 반복 실행의 상태를 바꾸지 못했어요: {why}"),
};
