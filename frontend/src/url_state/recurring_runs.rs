//! The recurring runs and their calendar: `q`, `sort`, `state`, `page`, `span`, `date`.

use time::Date;

use super::{
    Direction, PageStack, Parsed, Query, Span,
    calendar::{parse_date, write_date},
    list::{parse_sort, read_page, write_sort},
    runs::SORT_KEY,
};

/// Which recurring runs are shown, by their switch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum SwitchFilter {
    /// All.
    #[default]
    All,
    /// Those that fire.
    On,
    /// Those that do not.
    Off,
}

impl SwitchFilter {
    /// All of them, in the order of the choice.
    pub(crate) const ALL: [Self; 3] = [Self::All, Self::On, Self::Off];

    fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::On => "on",
            Self::Off => "off",
        }
    }

    /// Whether one that fires, or does not, is shown.
    pub(crate) fn lets_pass(self, is_on: bool) -> bool {
        match self {
            Self::All => true,
            Self::On => is_on,
            Self::Off => !is_on,
        }
    }
}

/// What the list of recurring runs shows. KFP can sort it by the time of creation alone without reading all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct RecurringRunsState {
    /// Part of the name; empty shows all.
    pub(crate) name: String,
    /// Newest or oldest first.
    pub(crate) direction: Direction,
    /// Narrows the rows of a page: KFP does not filter by it.
    pub(crate) switch: SwitchFilter,
    /// The open page.
    pub(crate) page: PageStack,
    /// How many days the calendar shows.
    pub(crate) span: Span,
    /// The day that the calendar begins at; `None` begins at today.
    pub(crate) date: Option<Date>,
}

impl RecurringRunsState {
    /// Reads a query string.
    pub(crate) fn parse(query: &str) -> Parsed<Self> {
        let query = Query::parse(query);
        let mut state = Self {
            name: query.get("q").unwrap_or_default().trim().to_owned(),
            ..Self::default()
        };
        let mut dropped = Vec::new();
        if let Some(text) = query.get("sort") {
            match parse_sort(text, |key| (key == SORT_KEY).then_some(())) {
                Some(((), direction)) => state.direction = direction,
                None => dropped.push("sort"),
            }
        }
        if let Some(word) = query.get("state") {
            let known = SwitchFilter::ALL.iter().find(|known| known.word() == word);
            match known {
                Some(switch) => state.switch = *switch,
                None => dropped.push("state"),
            }
        }
        if let Some(word) = query.get("span") {
            match Span::parse(word) {
                Some(span) => state.span = span,
                None => dropped.push("span"),
            }
        }
        if let Some(text) = query.get("date") {
            state.date = parse_date(text);
            if state.date.is_none() {
                dropped.push("date");
            }
        }
        read_page(&query, &mut state.page, &mut dropped);
        Parsed { state, dropped }
    }

    /// Writes the query string, canonically.
    pub(crate) fn query(&self) -> Query {
        let mut query = Query::default();
        if !self.name.is_empty() {
            query.set("q", self.name.as_str());
        }
        if self.direction != Direction::default() {
            query.set("sort", write_sort(SORT_KEY, self.direction));
        }
        if self.switch != SwitchFilter::All {
            query.set("state", self.switch.word());
        }
        if !self.page.is_first() {
            query.set("page", self.page.write());
        }
        if self.span != Span::default() {
            query.set("span", self.span.word());
        }
        if let Some(date) = self.date {
            query.set("date", write_date(date));
        }
        query
    }

    /// What is asked of KFP: whether they are on narrows what was read, and the calendar shows it in another way.
    pub(crate) fn asked(self) -> Self {
        Self {
            switch: SwitchFilter::All,
            span: Span::default(),
            date: None,
            ..self
        }
    }

    /// The same list with another filter or order, which begins at its first page.
    pub(crate) fn restarted(self) -> Self {
        Self {
            page: PageStack::default(),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_view_is_written_in_one_way() {
        let parsed = RecurringRunsState::parse("?state=on&sort=created_at&q=+nightly+");
        assert!(parsed.dropped.is_empty());
        assert_eq!(
            parsed.state.query().write(),
            "q=nightly&sort=created_at&state=on"
        );
    }

    #[test]
    fn what_cannot_be_read_falls_back_and_is_named() {
        let parsed =
            RecurringRunsState::parse("sort=name&state=maybe&page=a%20b&span=year&date=tomorrow");
        assert_eq!(parsed.dropped, ["sort", "state", "span", "date", "page"]);
        assert_eq!(parsed.state, RecurringRunsState::default());
    }

    #[test]
    fn the_calendar_asks_kfp_for_nothing_else() {
        let parsed = RecurringRunsState::parse("date=2026-12-01&q=a&span=month&state=off");
        assert!(parsed.dropped.is_empty());
        assert_eq!(
            parsed.state.query().write(),
            "date=2026-12-01&q=a&span=month&state=off"
        );
        assert_eq!(parsed.state.asked().query().write(), "q=a");
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(name in "\\PC{0,20}", up in any::<bool>(), switch in 0_usize..3, page in "([A-Za-z0-9+/=]{1,20}(,[A-Za-z0-9+/=]{1,20}){0,3})?", month in any::<bool>(), day in proptest::option::of(0_i32..1_000)) {
            let first = Date::from_ordinal_date(2026, 1).ok();
            let state = RecurringRunsState {
                name: name.trim().to_owned(),
                direction: if up { Direction::Ascending } else { Direction::Descending },
                switch: SwitchFilter::ALL[switch],
                page: PageStack::parse(&page).unwrap_or_default(),
                span: if month { Span::Month } else { Span::Week },
                date: first.zip(day).and_then(|(first, day)| Date::from_julian_day(first.to_julian_day() + day).ok()),
            };
            let parsed = RecurringRunsState::parse(&state.query().write());
            prop_assert!(parsed.dropped.is_empty());
            prop_assert_eq!(parsed.state, state);
        }
    }
}
