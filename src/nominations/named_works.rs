//! Which rights and funded projects does a dossier name as those that the work rests on?

use super::{
    checks::{folded_number, listed},
    dossier::Content,
};

/// The tables in which they stand, by section and field: rights, then plans and funds.
pub(super) const TABLES: [(&str, &str); 2] = [RIGHTS, PLANS];
const RIGHTS: (&str, &str) = ("intellectual_property", "items");
const PLANS: (&str, &str) = ("project", "plans");

/// A right, or a project of a plan or fund.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamedWork {
    /// Its number; none where what was typed tells it from no other.
    pub number: Option<String>,
    /// Its title, or that of the plan or fund.
    pub title: String,
    /// Inventors as the certificate has them.
    pub people: Vec<String>,
    /// Year of the grant.
    pub year: Option<i32>,
}

/// What one dossier names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamedWorks {
    /// Patents and other rights of intellectual property.
    pub rights: Vec<NamedWork>,
    /// Projects of plans and funds.
    pub projects: Vec<NamedWork>,
}

fn number(typed: &str) -> Option<String> {
    let typed = typed.trim();
    (!folded_number(typed).is_empty()).then(|| typed.to_owned())
}

/// What a dossier names.
pub(super) fn named_in(content: &Content) -> NamedWorks {
    let right = |row: &String| {
        let cell = |column: &str| content.cell(RIGHTS.0, RIGHTS.1, row, column).trim();
        // A standard has drafters from many units and is nobody's right.
        let is_right = cell("kind") != "standard" && !cell("title").is_empty();
        is_right.then(|| NamedWork {
            number: number(cell("number")).or_else(|| number(cell("application_number"))),
            title: cell("title").to_owned(),
            people: listed(cell("inventors")).into_iter().map(str::to_owned).collect(),
            year: cell("granted_on").get(..4).and_then(|year| year.parse().ok()),
        })
    };
    let project = |row: &String| {
        let cell = |column: &str| content.cell(PLANS.0, PLANS.1, row, column).trim();
        // By the name of the plan alone it is one of thousands.
        let number = number(cell("number"))?;
        let title = cell("name").to_owned();
        Some(NamedWork { number: Some(number), title, ..NamedWork::default() })
    };
    NamedWorks {
        rights: content.rows(RIGHTS.0, RIGHTS.1).iter().filter_map(right).collect(),
        projects: content.rows(PLANS.0, PLANS.1).iter().filter_map(project).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nominations::{dossier::Value, forms};

    fn content(values: &[(&str, &str)], rows: &[(&str, &[&str])]) -> Content {
        let texts = values.iter().map(|(at, text)| (*at, Value::Text((*text).to_owned())));
        let lists = rows
            .iter()
            .map(|(at, list)| (*at, Value::List(list.iter().map(|&row| row.to_owned()).collect())));
        Content(texts.chain(lists).map(|(at, value)| (at.parse().unwrap(), value)).collect())
    }

    #[test]
    fn rights_come_with_their_inventors_and_projects_with_their_number() {
        let said = content(
            &[
                ("intellectual_property.items/a/kind", "invention_patent"),
                ("intellectual_property.items/a/title", " 一种雨量计 "),
                ("intellectual_property.items/a/number", "ZL201510000000.1"),
                ("intellectual_property.items/a/inventors", "陆望舒；沈听澜*"),
                ("intellectual_property.items/a/granted_on", "2017-06-20"),
                ("intellectual_property.items/b/title", "一种蒸渗仪"),
                ("intellectual_property.items/b/number", "无"),
                ("intellectual_property.items/b/application_number", "202010000000.2"),
                ("intellectual_property.items/s/kind", "standard"),
                ("intellectual_property.items/s/title", "云雾林观测规范"),
                ("intellectual_property.items/s/number", "GB/T 99999-2020"),
                ("intellectual_property.items/gone/title", "一种已撤下的装置"),
                ("project.plans/p/name", "示范基金"),
                ("project.plans/p/number", "示范-2014-01"),
                ("project.plans/q/name", "示范基金"),
                ("project.plans/q/number", "无"),
            ],
            &[("intellectual_property.items", &["a", "b", "s"]), ("project.plans", &["p", "q"])],
        );
        let named = named_in(&said);
        let first = NamedWork {
            number: Some("ZL201510000000.1".to_owned()),
            title: "一种雨量计".to_owned(),
            people: vec!["陆望舒".to_owned(), "沈听澜".to_owned()],
            year: Some(2017),
        };
        let second = NamedWork {
            number: Some("202010000000.2".to_owned()),
            title: "一种蒸渗仪".to_owned(),
            ..NamedWork::default()
        };
        assert_eq!(named.rights, [first, second], "a standard is no right, a row taken out no row");
        let project = NamedWork {
            number: Some("示范-2014-01".to_owned()),
            title: "示范基金".to_owned(),
            ..NamedWork::default()
        };
        assert_eq!(named.projects, [project], "a plan without a number is any of its projects");
    }

    #[test]
    fn no_form_seals_what_is_read_in_bulk() {
        let mut read = 0;
        for form in forms::shipped() {
            for (section, field) in TABLES {
                let columns = form.field(section, field).map(|field| field.columns.iter());
                for column in columns.into_iter().flatten() {
                    assert!(!column.secret, "{} {section}.{field} {}", form.id, column.code);
                    read += 1;
                }
            }
        }
        assert!(read > 20, "{read}");
    }
}
