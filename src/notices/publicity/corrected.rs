//! What does an entry say once it is corrected, and may a correction say that?

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    content::{Content, Field},
    private_data::is_private,
    record::Correction,
    rules::Rule,
};

/// A field as it is from now on: a text, or the rows of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReplacedField)]
pub struct Replaced {
    /// Its word.
    pub code: String,
    /// What it says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The rows of a table, with a cell for every column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<Vec<Vec<String>>>,
}

/// The field as a replacement says it; none where it has another form.
fn field_of(known: &Field, new: &Replaced) -> Option<Field> {
    let mut field = known.clone();
    match (&mut field.table, &new.text, &new.rows) {
        (None, Some(text), None) => {
            text.trim().clone_into(&mut field.text);
            // What was a word of a list is a text from now on.
            field.text_en = None;
        }
        (Some(table), None, Some(rows)) => {
            let width = table.columns.len();
            if rows.is_empty() || rows.iter().any(|row| row.len() != width) {
                return None;
            }
            table.rows.clone_from(rows);
        }
        _ => return None,
    }
    Some(field)
}

/// Demands that replacements fit what an entry shows, say something new, and nothing private.
///
/// # Errors
/// The rule that is broken.
pub(super) fn replaced(content: &Content, all: &[Replaced]) -> Result<(), Rule> {
    for new in all {
        let known = content.field(&new.code).ok_or_else(|| Rule::NoField(new.code.clone()))?;
        let field = field_of(known, new).ok_or_else(|| Rule::NoField(new.code.clone()))?;
        if field == *known {
            return Err(Rule::NothingNew);
        }
        let cells = field.table.iter().flat_map(|table| table.rows.iter().flatten());
        if std::iter::once(&field.text).chain(cells).any(|text| is_private(text)) {
            return Err(Rule::Private("/replaced"));
        }
    }
    Ok(())
}

/// What a correction replaces.
pub(super) fn replacements(correction: &Correction) -> Vec<Replaced> {
    let text = correction.content.as_deref().unwrap_or("[]");
    serde_json::from_str(text).unwrap_or_default()
}

/// Puts a released correction into what an entry says, and gives back the fields as they stood before.
pub(super) fn apply(content: &mut Content, correction: &Correction) -> Vec<Field> {
    let mut before = Vec::new();
    if correction.released_at.is_none() {
        return before;
    }
    for new in replacements(correction) {
        let place = content.fields.iter_mut().find(|field| field.code == new.code);
        if let Some(place) = place
            && let Some(field) = field_of(place, &new)
        {
            before.push(std::mem::replace(place, field));
        }
    }
    before
}

#[cfg(test)]
mod tests {
    use super::{super::content::Table, *};
    use crate::shared::Bilingual;

    fn content() -> Content {
        let title =
            Field { code: "title".to_owned(), text: "旧名".to_owned(), ..Field::default() };
        let names = Table {
            codes: vec!["rank".to_owned(), "name".to_owned()],
            columns: vec![Bilingual::default(), Bilingual::default()],
            rows: vec![vec!["1".to_owned(), "甲".to_owned()]],
        };
        let completers =
            Field { code: "completers".to_owned(), table: Some(names), ..Field::default() };
        Content { fields: vec![title, completers], ..Content::default() }
    }

    fn text(code: &str, text: &str) -> Replaced {
        Replaced { code: code.to_owned(), text: Some(text.to_owned()), rows: None }
    }

    fn rows(rows: &[&[&str]]) -> Replaced {
        let rows = rows.iter().map(|row| row.iter().map(|&cell| cell.to_owned()).collect());
        Replaced { code: "completers".to_owned(), text: None, rows: Some(rows.collect()) }
    }

    #[test]
    fn a_correction_fits_what_is_shown_or_is_refused() {
        let content = content();
        assert_eq!(replaced(&content, &[text("title", "新名"), rows(&[&["1", "乙"]])]), Ok(()));
        for (bad, rule) in [
            (text("title", "旧名"), Rule::NothingNew),
            (text("phone", "新名"), Rule::NoField("phone".to_owned())),
            (text("completers", "乙"), Rule::NoField("completers".to_owned())),
            (rows(&[&["乙"]]), Rule::NoField("completers".to_owned())),
            (rows(&[]), Rule::NoField("completers".to_owned())),
            (text("title", "请电 13812345678"), Rule::Private("/replaced")),
            (rows(&[&["1", "a@b.example"]]), Rule::Private("/replaced")),
        ] {
            assert_eq!(replaced(&content, &[bad]), Err(rule));
        }
    }

    #[test]
    fn what_stood_before_is_kept_and_a_draft_changes_nothing() {
        let mut said = content();
        let mut correction = Correction {
            id: uuid::Uuid::nil().into(),
            entry: None,
            number: 1,
            text: "更正".to_owned(),
            content: serde_json::to_string(&[text("title", "新名")]).ok(),
            drafted_by: "one".to_owned(),
            drafted_at: chrono::DateTime::UNIX_EPOCH,
            released_by: None,
            released_at: None,
        };
        assert_eq!((apply(&mut said, &correction), said.text("title")), (vec![], "旧名"));
        correction.released_at = Some(chrono::DateTime::UNIX_EPOCH);
        let before = apply(&mut said, &correction);
        assert_eq!((before[0].text.as_str(), said.text("title")), ("旧名", "新名"));
    }
}
