//! What of a dossier do the later stages read? The nomination with its people and papers.

use entity::vocabulary::Route;

use crate::nominations::{
    dossier::Content,
    forms::Form,
    model::{Nomination, Paper, Person, PersonRole},
    process::completing_units,
};

/// A submitted dossier as the records of nominations take it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Carried {
    pub(super) nomination: Nomination,
    pub(super) people: Vec<Person>,
    pub(super) papers: Vec<Paper>,
    /// The completing units by name: those of the table of units first. A major project has no others.
    pub(super) units: Vec<String>,
}

/// Who nominates, where, under which number.
#[derive(Clone, Debug)]
pub(super) struct Nominator<'a> {
    pub(super) number: &'a str,
    pub(super) round: i32,
    pub(super) society_id: &'a str,
    pub(super) society: &'a str,
    /// By the society's own right, or by that of CAST, to which it recommends.
    pub(super) route: Route,
}

/// Who nominates by name, and of which kind he is.
fn nominator(by: &Nominator<'_>) -> (String, &'static str) {
    match by.route {
        Route::Direct => (by.society.to_owned(), "society"),
        Route::ViaCast => (format!("中国科学技术协会（{}推荐）", by.society), "cast"),
    }
}

fn some(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The nomination of `content`. Telephones, addresses and identity numbers stay in the dossier, where they
/// are sealed.
pub(super) fn carry(form: &Form, content: &Content, by: &Nominator<'_>) -> Carried {
    let column = |section: &str, field: &str, column: &str| -> Vec<String> {
        let rows = content.rows(section, field).iter();
        rows.filter_map(|row| some(content.cell(section, field, row, column))).collect()
    };
    let (nominator, kind) = nominator(by);
    let nomination = Nomination {
        nomination_id: by.number.to_owned(),
        title: content.text("project", "title").trim().to_owned(),
        abstract_text: some(content.text("summary", "text")),
        keywords: column("project", "keywords", "word"),
        disciplines: column("project", "disciplines", "code"),
        category: Some(form.category.clone()),
        grade: some(content.text("project", "grade")),
        panel: None,
        nominator: Some(nominator),
        nominator_type: Some(kind.to_owned()),
        society_id: Some(by.society_id.to_owned()),
        round: Some(by.round),
        excluded_experts: Vec::new(),
    };
    Carried {
        nomination,
        people: people(content, by.number),
        papers: papers(content, by.number),
        units: completing_units(form, content),
    }
}

fn people(content: &Content, number: &str) -> Vec<Person> {
    let mut people = Vec::new();
    for (section, field, role) in [
        ("completers", "items", PersonRole::Completer),
        ("opinion", "experts", PersonRole::NominatingExpert),
    ] {
        for (order, row) in (1..).zip(content.rows(section, field)) {
            let cell = |column: &str| some(content.cell(section, field, row, column));
            people.push(Person {
                nomination_id: number.to_owned(),
                order,
                name: cell("name").unwrap_or_default(),
                unit: cell("completing_unit"),
                work_unit: cell("work_unit").or_else(|| cell("unit")),
                email: None,
                orcid: cell("orcid"),
                title: cell("title"),
                post: cell("post"),
                role,
            });
        }
    }
    people
}

/// Names in one cell, as people part them.
fn names(text: &str) -> Vec<String> {
    text.split([';', '；', '、', '，', '\n']).filter_map(some).collect()
}

fn papers(content: &Content, number: &str) -> Vec<Paper> {
    let rows = content.rows("papers", "items").iter();
    let paper = |row: &String| {
        let cell = |column: &str| content.cell("papers", "items", row, column);
        Some(Paper {
            nomination_id: number.to_owned(),
            title: some(cell("title"))?,
            authors: names(cell("authors")),
            year: cell("published_on").get(..4).and_then(|year| year.parse().ok()),
            doi: some(cell("doi")),
        })
    };
    rows.filter_map(paper).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nominations::{dossier::Value, forms::find};

    #[test]
    fn a_dossier_becomes_a_nomination_with_its_people_in_order_and_its_papers() {
        let list = |words: &[&str]| Value::List(words.iter().map(|&word| word.into()).collect());
        let text = |text: &str| Value::Text(text.to_owned());
        let values = [
            ("project.title", text(" 界面 ")),
            ("project.keywords", list(&["k"])),
            ("project.keywords/k/word", text("合金")),
            ("project.disciplines", list(&["d"])),
            ("project.disciplines/d/code", text("430")),
            ("completers.items", list(&["b", "a"])),
            ("completers.items/a/name", text("甲")),
            ("completers.items/b/name", text("乙")),
            ("completers.items/b/completing_unit", text("某大学")),
            ("completers.items/b/phone", text("13800000000")),
            ("papers.items", list(&["p"])),
            ("papers.items/p/title", text("论文")),
            ("papers.items/p/authors", text("甲；乙、Wang Wu")),
            ("papers.items/p/published_on", text("2019-03-01")),
        ];
        let content =
            Content(values.into_iter().map(|(at, value)| (at.parse().unwrap(), value)).collect());
        let route = Route::Direct;
        let by =
            Nominator { number: "n", round: 2027, society_id: "A-01", society: "某学会", route };
        let carried = carry(find("nat-1").unwrap(), &content, &by);
        assert_eq!(carried.nomination.nominator.as_deref(), Some("某学会"));
        let through = Nominator { route: Route::ViaCast, ..by };
        let (name, kind) = nominator(&through);
        assert!(name.contains("中国科学技术协会") && name.contains("某学会"), "{name}");
        assert_eq!(kind, "cast", "CAST nominates by its own right");
        assert_eq!(carried.nomination.title, "界面");
        assert_eq!(carried.nomination.keywords, ["合金"]);
        assert_eq!(carried.nomination.disciplines, ["430"]);
        let people: Vec<(u32, &str, Option<&str>)> = carried
            .people
            .iter()
            .map(|one| (one.order, one.name.as_str(), one.unit.as_deref()))
            .collect();
        assert_eq!(people, [(1, "乙", Some("某大学")), (2, "甲", None)]);
        assert_eq!(carried.papers[0].authors, ["甲", "乙", "Wang Wu"]);
        assert_eq!(carried.papers[0].year, Some(2019));
        assert_eq!(carried.units, ["某大学"]);
        assert!(!format!("{carried:?}").contains("13800000000"));
    }
}
