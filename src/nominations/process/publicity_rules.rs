//! Is a society's publicity long enough, and in every unit that it must be in? (X25 art. 54.)

use chrono::NaiveDate;
use entity::vocabulary::DayCount;

use super::errors::Rule;
use crate::{awards::Calendar, nominations::dossier::Content, nominations::forms::Form};

/// How long a publicity must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Length {
    /// Days at the least.
    pub days: u32,
    /// Which days count.
    pub count: DayCount,
    /// Whether the first day is one of them.
    pub counts_first: bool,
}

/// The day on which a publicity that begins on `first` may end at the earliest.
pub(super) fn earliest_end(calendar: &Calendar, first: NaiveDate, length: Length) -> NaiveDate {
    calendar.last_day(first, length.days, length.count, length.counts_first)
}

/// Demands that a publicity is long enough.
///
/// # Errors
/// The earliest day on which it may end.
pub(super) fn check_days(
    calendar: &Calendar,
    (first, last): (NaiveDate, NaiveDate),
    length: Length,
) -> Result<(), Rule> {
    let earliest = earliest_end(calendar, first, length);
    if last >= earliest {
        return Ok(());
    }
    Err(Rule::TooShort { earliest, days: length.days, count: length.count })
}

/// The completing units of a dossier, each once, in the order in which they are named.
pub(in crate::nominations) fn completing_units(form: &Form, content: &Content) -> Vec<String> {
    let mut units: Vec<String> = Vec::new();
    let mut add = |name: &str| {
        let name = name.trim();
        if !name.is_empty() && !units.iter().any(|unit| unit == name) {
            units.push(name.to_owned());
        }
    };
    for row in content.rows("units", "items") {
        add(content.cell("units", "items", row, "name"));
    }
    for (address, field) in content.places(form) {
        if field.code == "completing_unit"
            && let Some(value) = content.get(&address)
        {
            add(value.text());
        }
    }
    units
}

/// Demands that every completing unit is covered or reported as one that is not.
///
/// # Errors
/// The units about which nothing is said.
pub(super) fn check_units(
    needed: &[String],
    covered: &[String],
    missing: &[String],
) -> Result<(), Rule> {
    let says = |list: &[String], unit: &String| list.iter().any(|one| one.trim() == unit);
    let open: Vec<String> = needed
        .iter()
        .filter(|unit| !says(covered, unit) && !says(missing, unit))
        .cloned()
        .collect();
    if open.is_empty() { Ok(()) } else { Err(Rule::Uncovered(open)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nominations::{dossier::Value, forms::find};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_publicity_of_seven_days_ends_on_the_seventh_at_the_earliest() {
        let calendar = Calendar::in_force().unwrap();
        let mut length = Length { days: 7, count: DayCount::Natural, counts_first: true };
        let check =
            |last: &str, length| check_days(calendar, (day("2026-11-26"), day(last)), length);
        assert_eq!(check("2026-12-02", length), Ok(()));
        let earliest = day("2026-12-02");
        let short = Rule::TooShort { earliest, days: 7, count: DayCount::Natural };
        assert_eq!(check("2026-12-01", length), Err(short));
        length.count = DayCount::Working;
        // Thursday: 26, 27, 30 November, 1 to 4 December.
        assert!(check("2026-12-03", length).is_err() && check("2026-12-04", length).is_ok());
    }

    #[test]
    fn every_completing_unit_is_covered_or_reported() {
        let form = find("pro-technology-1").unwrap();
        let text = |text: &str| Value::Text(text.to_owned());
        let rows = |rows: &[&str]| Value::List(rows.iter().map(|&row| row.to_owned()).collect());
        let values = [
            ("units.items", rows(&["u1", "u2"])),
            ("units.items/u1/name", text("甲厂")),
            ("units.items/u2/name", text("乙所")),
            ("completers.items", rows(&["p1", "p2"])),
            ("completers.items/p1/completing_unit", text("甲厂 ")),
            ("completers.items/p2/completing_unit", text("丙大学")),
        ];
        let content = Content(
            values.into_iter().map(|(address, value)| (address.parse().unwrap(), value)).collect(),
        );
        let needed = completing_units(form, &content);
        assert_eq!(needed, ["甲厂", "乙所", "丙大学"]);
        let list = |units: &[&str]| units.iter().map(|&unit| unit.to_owned()).collect::<Vec<_>>();
        assert_eq!(check_units(&needed, &list(&["甲厂", "乙所"]), &list(&["丙大学"])), Ok(()));
        let open = check_units(&needed, &list(&["甲厂"]), &[]);
        assert_eq!(open, Err(Rule::Uncovered(list(&["乙所", "丙大学"]))));
    }
}
