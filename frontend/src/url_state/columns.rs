//! The columns of the list of runs: `cols`.

/// Columns that can be left out, in their order. What a run is called and where it stands is always told.
pub(crate) const COLUMNS: [&str; 5] = ["tasks", "version", "experiment", "duration", "started"];
/// None of them.
const NONE: &str = "none";

/// Which columns a text names, as the style sheet reads it; `None` shows all.
pub(crate) fn shown_columns(text: &str) -> Option<String> {
    if text == NONE {
        return Some(text.to_owned());
    }
    let is_named = |column: &&str| text.split(',').any(|named| named == *column);
    let named: Vec<&str> = COLUMNS.into_iter().filter(is_named).collect();
    (!named.is_empty() && named.len() < COLUMNS.len()).then(|| named.join(" "))
}

/// The text for these columns; empty for all.
pub(crate) fn write_columns(is_shown: impl Fn(&str) -> bool) -> String {
    let shown: Vec<&str> = COLUMNS
        .into_iter()
        .filter(|column| is_shown(column))
        .collect();
    match shown.len() {
        0 => NONE.to_owned(),
        len if len == COLUMNS.len() => String::new(),
        _ => shown.join(","),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_told_apart_and_what_is_not_known_hides_nothing() {
        assert_eq!(
            shown_columns("started,tasks,moon").as_deref(),
            Some("tasks started")
        );
        for all in ["", "moon", "tasks,version,experiment,duration,started"] {
            assert_eq!(shown_columns(all), None, "{all}");
        }
        assert_eq!(
            write_columns(|column| column != "version"),
            "tasks,experiment,duration,started"
        );
        assert_eq!(
            (write_columns(|_| true), write_columns(|_| false)),
            (String::new(), "none".to_owned())
        );
        assert_eq!(
            shown_columns(&write_columns(|_| false)).as_deref(),
            Some("none")
        );
    }
}
