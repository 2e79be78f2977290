//! How does a round come to be bound to the texts of its forms and rules? When it is opened, so that what a later
//! release ships changes nothing in it.

use sea_orm::DbErr;

use super::{
    checks,
    forms::{self, Form},
};
use crate::{
    app::App,
    awards::{self, RULE_SET_FILE, Round, RuleSet, RuleSetError},
    persistence::WriteTx,
};

/// The round of `year`, opened by the rules in force when there is none yet. One that is there keeps what it was
/// opened with.
///
/// # Errors
/// The rule set names a form, a book or a rule that is not there; the records failing.
pub async fn ensure_round(app: &App, tx: &WriteTx, by: &str, year: i32) -> Result<Round, DbErr> {
    if let Some(round) = awards::find_round(&**tx, year).await? {
        return Ok(round);
    }
    let round = awards::ensure_round(app, tx, by, year).await?;
    if let Some(rules) = awards::rules_of(&**tx, round.id).await? {
        let forms =
            named(RULE_SET_FILE, &rules).map_err(|error| DbErr::Custom(error.to_string()))?;
        forms::pin(&**tx, app.ids, (round.id, &forms)).await?;
        checks::pin(&**tx, round.id).await?;
    }
    Ok(round)
}

/// The forms that the rule set at `place` names, where everything is there that it names.
fn named(place: &str, rules: &RuleSet) -> Result<Vec<&'static Form>, RuleSetError> {
    let wrong = |why: String| RuleSetError { place: place.to_owned(), why };
    let forms = forms::named(&rules.forms).map_err(|error| wrong(error.to_string()))?;
    let book = checks::in_force()
        .ok_or_else(|| wrong("rules/checks: 无法读取 / cannot be read".to_owned()))?;
    let there = &book.version;
    match &rules.checks.book {
        Some(wanted) if wanted != there => Err(wrong(format!(
            "checks.book: 没有规则库 {wanted}，现有 {there} / there is no book {wanted}; there is {there}"
        ))),
        _ => {
            let turned = book.clone().turned(&rules.checks);
            turned.map(|_| forms).map_err(|error| wrong(error.to_string()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = include_str!("../../rules/rounds/2025.toml");

    fn read(text: &str) -> Result<Vec<&'static Form>, String> {
        let rules = RuleSet::parse("x.toml", text).map_err(|error| error.to_string())?;
        named("x.toml", &rules).map_err(|error| error.to_string())
    }

    #[test]
    fn the_rules_in_force_name_every_form_that_ships() {
        let shipped: Vec<&Form> = forms::shipped().iter().collect();
        assert_eq!(read(TEXT).unwrap(), shipped);
    }

    #[test]
    fn what_is_not_there_is_told_with_its_file_and_key_and_what_there_is() {
        for (from, to, key, there) in [
            ("\"nat-1\"", "\"nat-9\"", "forms: 没有提名书模板 nat-9", "nat-1"),
            ("\"checks-1\"", "\"checks-9\"", "checks.book: 没有规则库 checks-9", "checks-1"),
            ("off = []", "off = [\"FC-999\"]", "checks.off: 没有规则 FC-999", "FC-016"),
            ("on = []", "on = [\"FC-999\"]", "checks.on: 没有规则 FC-999", "FC-016"),
        ] {
            assert!(TEXT.contains(from), "{from}");
            let told = read(&TEXT.replacen(from, to, 1)).unwrap_err();
            assert!(told.starts_with("x.toml: "), "{told}");
            assert!(told.contains(key) && told.contains(there), "{told}");
        }
    }
}
