//! What do the society's other nominations on the same kind of form say in the single fields of a section?

use std::collections::BTreeMap;

use super::{
    known::{Known, MOST_DOSSIERS, others},
    table::ImportError,
};
use crate::{
    app::App,
    nominations::{
        dossier::{self, Address, Content, Reached, Value},
        forms::{Field, Form, Kind, Section},
    },
    shared::Bilingual,
};

/// What is said against values, by the codes of their fields.
pub(super) type Faults = BTreeMap<String, Bilingual>;

/// The fields of a section as they stand in the society's other dossiers of the same award on the same kind of
/// form, the newest round first.
pub(super) async fn known(
    app: &App,
    dossier: &Reached,
    section: &Section,
) -> Result<Vec<Known>, ImportError> {
    let others = others(app, dossier).await?.into_iter();
    let like = others.filter(|(_, other)| is_like(dossier.form, other.form)).take(MOST_DOSSIERS);
    let mut known = Vec::new();
    for (year, other) in like {
        let said = dossier::said(app, app.database.reader(), &other).await?;
        let cells = cells(section, other.form, &said.content);
        if cells.is_empty() {
            continue;
        }
        let title = other.title.trim();
        let title = if title.is_empty() { other.number.as_str() } else { title };
        let one = Known::of_dossier((year, &other), &section.code, (title.to_owned(), cells));
        known.push(Known { aliases: other.number, ..one });
    }
    Ok(known)
}

/// Whether two forms, or two texts of one, are of the same award and kind.
fn is_like(one: &Form, other: &Form) -> bool {
    one.category == other.category && one.kind == other.kind
}

/// What a dossier by `form` says in the fields that `section` has alike, where it was asked for.
fn cells(section: &Section, form: &Form, content: &Content) -> BTreeMap<String, Value> {
    let taken = section.fields.iter().filter_map(|field| {
        let address = at(section, &field.code);
        let like = address.of(form).filter(|like| may_be_taken(field, like))?;
        let value = content.get(&address).filter(|_| content.asks_for(&address, like))?;
        let is_said = !value.is_blank() && value.fits(field.kind);
        is_said.then(|| (field.code.clone(), value.clone()))
    });
    taken.collect()
}

/// Whether what stands in `like` may come into `field`. A table has rows of its own, a file belongs to its
/// dossier, and a yes or no is a statement about one nomination that somebody makes anew.
fn may_be_taken(field: &Field, like: &Field) -> bool {
    let is_single = !matches!(field.kind, Kind::Rows | Kind::File | Kind::Files | Kind::YesNo);
    is_single && field.kind == like.kind && field.secret == like.secret
}

/// What the dossier's own form would say against each of `found` if it stood in the section.
pub(super) async fn faults(
    app: &App,
    dossier: &Reached,
    section: &Section,
    found: &[Known],
) -> Result<Vec<Faults>, ImportError> {
    let database = app.database.reader();
    let mut standing = dossier::said(app, database, dossier).await?.content;
    // No single field hangs on a cell, and the texts of tables take long to measure.
    standing.0.retain(|address, _| address.row().is_none());
    let mut faults = Vec::with_capacity(found.len());
    for one in found {
        let mut content = standing.clone();
        let taken = one.cells.iter().map(|(code, value)| (at(section, code), value.clone()));
        content.0.extend(taken);
        let against = dossier::faults_of(app, database, dossier, &content).await?;
        let what = |code: &String| {
            let address = at(section, code);
            Some((code.clone(), against.iter().find(|one| one.address == address)?.what.clone()))
        };
        faults.push(one.cells.keys().filter_map(what).collect());
    }
    Ok(faults)
}

/// Where a field of a section stands.
pub(super) fn at(section: &Section, code: &str) -> Address {
    Address::field(&section.code, code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nominations::forms::{find, text_of};

    fn said(values: &[(&str, &str)]) -> Content {
        let value = |text: &str| Value::Text(text.to_owned());
        Content(values.iter().map(|(at, text)| (at.parse().unwrap(), value(text))).collect())
    }

    fn codes(section: &str, form: &Form, values: &[(&str, &str)]) -> Vec<String> {
        let section = find("nat-1").unwrap().section(section).unwrap();
        cells(section, form, &said(values)).into_keys().collect()
    }

    #[test]
    fn what_is_asked_for_alike_and_said_is_taken() {
        let form = find("nat-1").unwrap();
        let values = [
            ("project.title", "甲"),
            ("project.title_en", " "),
            ("project.grade", "second"),
            ("summary.text", "乙"),
        ];
        assert_eq!(codes("project", form, &values), ["grade", "title"]);
        assert_eq!(codes("summary", form, &values), ["text"]);
        assert_eq!(codes("completers", form, &values), [""; 0]);
        // A file is of its dossier, a table has a way of its own.
        let values = [("opinion.opinion_file", "2"), ("opinion.text", "丙")];
        assert_eq!(codes("opinion", form, &values), ["text"]);
    }

    #[test]
    fn a_statement_is_made_anew_and_what_hung_on_another_is_not_taken() {
        let form = find("nat-1").unwrap();
        let section = "declarations";
        let mut values = [("declarations.uses_ai", "yes"), ("declarations.ai_statement", "丁")];
        assert_eq!(codes(section, form, &values), ["ai_statement"]);
        values[0].1 = "no";
        assert_eq!(codes(section, form, &values), [""; 0]);
    }

    #[test]
    fn a_field_of_another_kind_or_of_another_privacy_is_another_field() {
        let text = text_of(find("nat-1").unwrap());
        let field = "code = \"title_en\"\nkind = \"text\"";
        assert!(text.contains(field));
        let values = [("project.title_en", "A title")];
        for other in
            ["code = \"title_en\"\nkind = \"long_text\"", &format!("{field}\nsecret = true")]
        {
            let form = Form::parse(&text.replace(field, other)).unwrap();
            assert_eq!(codes("project", &form, &values), [""; 0], "{other}");
        }
        assert_eq!(codes("project", &Form::parse(text).unwrap(), &values), ["title_en"]);
    }

    #[test]
    fn another_award_or_another_kind_of_it_has_other_forms() {
        let like = |one, other| is_like(find(one).unwrap(), find(other).unwrap());
        assert!(like("nat-1", "nat-1"));
        assert!(!like("nat-1", "inv-1") && !like("pro-technology-1", "pro-team-1"));
    }
}
