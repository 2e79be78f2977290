//! How does a record of literature become a row of papers, or of citing works?

use super::{
    draft::{Drafts, Mapped, Note, RowDraft, SourceFault},
    source::{Entry, Part},
    words::{read, unfit},
};
use crate::{
    exchange::Fault,
    nominations::{dossier::Value, forms::Field},
    shared::Bilingual,
};

/// What stands between authors.
const BETWEEN: &str = "；";

/// Whether records of literature can go into a table: it lists papers, or works that cite them.
pub(super) fn takes_literature(field: &Field) -> bool {
    let has = |code: &str| field.column(code).is_some();
    has("title") && (has("venue") || has("doi") || has("cited"))
}

/// The rows that records of literature give. Everything that no column takes is listed.
pub(super) fn rows_of(field: &Field, entries: &[Entry]) -> Drafts {
    if !takes_literature(field) {
        let what = Bilingual::new(
            format!("“{}”不能从 BibTeX 或 RIS 导入，只有论文和引文的表可以", field.label.zh),
            format!("\"{}\" takes no BibTeX or RIS; tables of papers do", field.label.en),
        );
        return Drafts { faults: vec![SourceFault::at(None, what)], ..Drafts::default() };
    }
    let mut drafts = Drafts::default();
    for entry in entries {
        let draft = draft_of(field, entry, &mut drafts.faults);
        for code in draft.cells.keys() {
            let label = field.column(code).map_or(code, |column| &column.label.zh);
            let mapped = Mapped { header: label.clone(), column: Some(code.clone()) };
            if !drafts.columns.contains(&mapped) {
                drafts.columns.push(mapped);
            }
        }
        drafts.rows.push(draft);
    }
    for entry in entries {
        for other in &entry.others {
            let unmapped = Mapped { header: other.clone(), column: None };
            if !drafts.columns.contains(&unmapped) {
                drafts.columns.push(unmapped);
            }
        }
    }
    drafts
}

fn draft_of(field: &Field, entry: &Entry, faults: &mut Vec<SourceFault>) -> RowDraft {
    let mut draft = RowDraft { line: entry.line, ..RowDraft::default() };
    let before = faults.len();
    for column in &field.columns {
        let Some(text) = text_of(field, column, entry).filter(|text| !text.is_empty()) else {
            continue;
        };
        let note = read(column, &text).note;
        let code = column.code.clone();
        let value = Value::Text(text);
        if let Some(problem) = unfit(&value) {
            let (line, column) = (Some(entry.line), Some(column.label.zh.clone()));
            faults.push(Fault { file: String::new(), line, column, problem }.into());
            continue;
        }
        draft.notes.extend(note.map(|what| Note { column: Some(code.clone()), what }));
        draft.cells.insert(code, value);
    }
    if faults.len() == before {
        draft.notes.extend(notes(field, entry));
    }
    draft
}

fn text_of(field: &Field, column: &Field, entry: &Entry) -> Option<String> {
    let is_citing = field.column("cited").is_some() && field.column("venue").is_none();
    let authors = entry.all(Part::Author).join(BETWEEN);
    let venue = match entry.get(Part::Venue) {
        "" => entry.get(Part::Publisher),
        venue => venue,
    };
    let text = match column.code.as_str() {
        // Citing works have one box for title, authors and journal.
        "title" if is_citing => {
            let parts = [entry.get(Part::Title), &authors, venue];
            let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            parts.join("，")
        }
        "title" => entry.get(Part::Title).to_owned(),
        "venue" => venue.to_owned(),
        "authors" => authors,
        "published_on" | "cited_on" => entry.get(Part::Day).to_owned(),
        "year_volume_pages" => year_volume_pages(entry),
        "doi" => plain_doi(entry.get(Part::Doi)).to_owned(),
        _ => return None,
    };
    Some(text)
}

/// As the form asks for it: `2019,45(3):101-110`.
fn year_volume_pages(entry: &Entry) -> String {
    let [year, volume, issue, pages] =
        [Part::Year, Part::Volume, Part::Issue, Part::Pages].map(|part| entry.get(part));
    let mut text = year.to_owned();
    let issue = if issue.is_empty() { String::new() } else { format!("({issue})") };
    if !volume.is_empty() || !issue.is_empty() {
        let comma = if text.is_empty() { "" } else { "," };
        text = format!("{text}{comma}{volume}{issue}");
    }
    match (text.is_empty(), pages.is_empty()) {
        (_, true) => text,
        (true, false) => pages.to_owned(),
        (false, false) => format!("{text}:{pages}"),
    }
}

/// A DOI without the address of a resolver before it.
pub(super) fn plain_doi(text: &str) -> &str {
    let text = text.trim();
    let starts = [
        "https://doi.org/",
        "http://doi.org/",
        "https://dx.doi.org/",
        "http://dx.doi.org/",
        "doi:",
    ];
    let found = starts.iter().find_map(|start| {
        let head = text.get(..start.len())?;
        head.eq_ignore_ascii_case(start).then(|| text.get(start.len()..)).flatten()
    });
    found.unwrap_or(text).trim()
}

fn notes(field: &Field, entry: &Entry) -> Vec<Note> {
    let mut notes = Vec::new();
    let mut note = |column: Option<&str>, zh: String, en: String| {
        notes.push(Note { column: column.map(str::to_owned), what: Bilingual::new(zh, en) });
    };
    let dated = ["published_on", "cited_on"].into_iter().find(|code| field.column(code).is_some());
    let year = entry.get(Part::Year);
    if entry.get(Part::Day).is_empty() && dated.is_some() {
        let (zh, en) = if year.is_empty() {
            ("没有出版日期".to_owned(), "has no date".to_owned())
        } else {
            (
                format!("只有年份 {year}，出版日期请补填"),
                format!("has the year {year} only; the day is to be added"),
            )
        };
        note(dated, zh, en);
    }
    if !entry.all(Part::MoreAuthors).is_empty() {
        let zh = "作者名单以“等”结尾，请补全全部作者".to_owned();
        note(
            Some("authors"),
            zh,
            "the list of authors is cut by \"et al.\"; add the others".to_owned(),
        );
    }
    if !entry.as_typed.is_empty() {
        let names = entry.as_typed.join("、");
        note(None, format!("按原文保留的字段：{names}"), format!("kept as typed: {names}"));
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nominations::forms::find;

    fn entry() -> Entry {
        let mut entry = Entry { line: 7, ..Entry::default() };
        for (part, text) in [
            (Part::Title, "题目"),
            (Part::Author, "甲"),
            (Part::Author, "Jane Doe"),
            (Part::Venue, "科学通报"),
            (Part::Year, "2019"),
            (Part::Volume, "45"),
            (Part::Issue, "3"),
            (Part::Pages, "101-110"),
            (Part::Doi, "https://doi.org/10.1000/X"),
        ] {
            entry.say(part, text);
        }
        entry.others.push("abstract".to_owned());
        entry
    }

    #[test]
    fn a_record_fills_the_columns_of_papers_and_of_citing_works() {
        let form = find("nat-1").unwrap();
        let papers = rows_of(form.field("papers", "items").unwrap(), &[entry()]);
        let text = |code: &str| papers.rows[0].cells[code].text();
        assert_eq!(text("authors"), "甲；Jane Doe");
        assert_eq!(text("year_volume_pages"), "2019,45(3):101-110");
        assert_eq!(text("doi"), "10.1000/X");
        assert!(papers.rows[0].notes.iter().any(|note| note.what.zh.contains("2019")));
        let unmapped: Vec<_> = papers.columns.iter().filter(|one| one.column.is_none()).collect();
        assert_eq!(unmapped[0].header, "abstract");
        let citing = rows_of(form.field("papers", "citing").unwrap(), &[entry()]);
        assert_eq!(citing.rows[0].cells["title"].text(), "题目，甲；Jane Doe，科学通报");
        let people = rows_of(form.field("completers", "items").unwrap(), &[entry()]);
        assert!(people.rows.is_empty() && people.faults.len() == 1);
    }

    #[test]
    fn a_record_with_a_mark_of_classification_is_a_fault_at_its_line() {
        let mut marked = entry();
        marked.said.retain(|(part, _)| *part != Part::Title);
        marked.say(Part::Title, "绝密★青鸾七三四");
        let papers = find("nat-1").unwrap().field("papers", "items").unwrap();
        let drafts = rows_of(papers, &[entry(), Entry { line: 9, ..marked }]);
        let [fault] = drafts.faults.as_slice() else { panic!("{drafts:?}") };
        assert_eq!((fault.line, fault.code.as_str()), (Some(9), "classified"));
        assert!(fault.column.is_some() && !format!("{drafts:?}").contains("青鸾"), "{drafts:?}");
    }
}
