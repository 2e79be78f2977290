//! What is known to a society that could stand in a row: gathered from its own dossiers and nominations and
//! from the public registers, each with where it comes from.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::{origins::Origin, store, table::ImportError};
use crate::{
    app::App,
    authz::Scope,
    awards,
    nominations::{
        dossier::{self, Address, Reached, Value},
        forms::{Field, Kind},
    },
    shared::Bilingual,
    societies, units,
};

/// So many earlier dossiers of the society are looked at, the newest first.
pub(super) const MOST_DOSSIERS: usize = 60;

/// The cells of a row of an earlier nomination, by column.
pub(super) type Cells = Vec<(&'static str, String)>;

/// A nomination of an earlier round.
#[derive(Clone, Debug, Default)]
pub(super) struct Past {
    pub(super) round: i32,
    pub(super) number: String,
    pub(super) at: DateTime<Utc>,
    pub(super) people: Vec<(String, Cells)>,
    pub(super) units: Vec<(String, Cells)>,
    pub(super) papers: Vec<(String, Cells)>,
}

/// What the rows of a table are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rows {
    People,
    Units,
    Papers,
    Other,
}

/// What the rows of a table are, by its columns.
fn rows_of(table: &Field) -> Rows {
    let has = |code: &str| table.column(code).is_some();
    if has("name") && (has("work_unit") || has("expert_kind")) {
        Rows::People
    } else if has("title") && has("venue") {
        Rows::Papers
    } else if has("name") && has("credit_code") || has("unit") && !has("name") {
        Rows::Units
    } else {
        Rows::Other
    }
}

/// Something that could stand in a row, or in the fields of a section, whole.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) origin: Origin,
    pub(super) round: Option<i32>,
    /// Of a dossier, its version.
    pub(super) version: Option<i64>,
    pub(super) at: Option<DateTime<Utc>>,
    /// By the code of the column or of the field.
    pub(super) cells: BTreeMap<String, Value>,
    /// Other words by which it is found.
    pub(super) aliases: String,
}

impl Known {
    /// What stands in a dossier of the round of `year`, under the name of its place there.
    pub(super) fn of_dossier(
        (year, other): (i32, &Reached),
        place: &str,
        (title, cells): (String, BTreeMap<String, Value>),
    ) -> Self {
        let (number, version) = (&other.number, other.version);
        let told = Bilingual::new(
            format!("来自 {year} 年度 提名材料 {number} 第 {version} 版"),
            format!("from dossier {number} of {year}, version {version}"),
        );
        Self {
            id: format!("dossier:{}:{place}", other.id),
            title,
            origin: Origin { kind: "dossier", told },
            round: Some(year),
            version: Some(version),
            at: Some(other.updated_at),
            cells,
            aliases: String::new(),
        }
    }
}

/// Everything that the society may take into the table, the newest first.
pub(super) async fn known(
    app: &App,
    dossier: &Reached,
    (table, field): (&Address, &Field),
) -> Result<Vec<Known>, ImportError> {
    let mut known = of_dossiers(app, dossier, (table, field)).await?;
    let rows = rows_of(field);
    let past = match rows {
        Rows::Other => Vec::new(),
        _ => store::past(app.database.reader(), &dossier.society).await?,
    };
    for one in past {
        let own = match rows {
            Rows::People => &one.people,
            Rows::Units => &one.units,
            Rows::Papers => &one.papers,
            Rows::Other => continue,
        };
        known.extend(own.iter().filter_map(|row| of_nomination(field, &one, row)));
    }
    if matches!(rows, Rows::People | Rows::Units) {
        known.extend(of_registers(app, dossier, field).await?);
    }
    Ok(known)
}

/// The society's other dossiers, with the years of their rounds, the newest round first.
pub(super) async fn others(
    app: &App,
    dossier: &Reached,
) -> Result<Vec<(i32, Reached)>, ImportError> {
    let database = app.database.reader();
    let own = Scope::Societies(vec![dossier.society.clone()]);
    let mut others = Vec::new();
    for round in awards::list_rounds(database).await? {
        let found = dossier::of_round(database, round.id, &own).await?.into_iter();
        let found = found.filter(|other| other.id != dossier.id);
        others.extend(found.map(|other| (round.year, other)));
    }
    Ok(others)
}

/// Rows of like tables in the society's other dossiers.
async fn of_dossiers(
    app: &App,
    dossier: &Reached,
    (table, field): (&Address, &Field),
) -> Result<Vec<Known>, ImportError> {
    let mut known = Vec::new();
    for (year, other) in others(app, dossier).await?.into_iter().take(MOST_DOSSIERS) {
        let said = dossier::said(app, app.database.reader(), &other).await?;
        for section in &other.form.sections {
            for like in &section.fields {
                let at = Address::field(&section.code, &like.code);
                if like.kind == Kind::Rows && is_like((table, field), (&at, like)) {
                    known.extend(rows_in((field, &at), (year, &other), &said.content));
                }
            }
        }
    }
    Ok(known)
}

fn is_like((table, field): (&Address, &Field), (other, like): (&Address, &Field)) -> bool {
    match rows_of(field) {
        Rows::Other => table == other,
        rows => rows_of(like) == rows,
    }
}

fn rows_in(
    (field, at): (&Field, &Address),
    (year, other): (i32, &Reached),
    content: &dossier::Content,
) -> Vec<Known> {
    let mut known = Vec::new();
    for row in content.get(at).map_or(&[][..], Value::list) {
        let mut cells = BTreeMap::new();
        for column in &field.columns {
            // An attachment is the other dossier's own.
            if matches!(column.kind, Kind::File | Kind::Files) {
                continue;
            }
            let value = content.get(&at.cell(row, &column.code));
            if let Some(value) = value.filter(|value| !value.is_blank() && value.fits(column.kind))
            {
                cells.insert(column.code.clone(), value.clone());
            }
        }
        if cells.is_empty() {
            continue;
        }
        let said = (title_of(field, &cells), cells);
        known.push(Known::of_dossier((year, other), &format!("{at}:{row}"), said));
    }
    known
}

/// By what a row is called: its name, its title, else the first open text in it.
fn title_of(field: &Field, cells: &BTreeMap<String, Value>) -> String {
    let open =
        field.columns.iter().filter(|column| !column.secret).map(|column| column.code.as_str());
    let names = ["name", "title", "unit"]
        .into_iter()
        .filter(|code| field.column(code).is_some_and(|column| !column.secret));
    let found = names
        .chain(open)
        .find_map(|code| cells.get(code).map(Value::text).filter(|text| !text.is_empty()));
    found.unwrap_or_default().to_owned()
}

fn of_nomination(field: &Field, past: &Past, (id, row): &(String, Cells)) -> Option<Known> {
    let mut cells = BTreeMap::new();
    for (code, text) in row {
        // A table of units names its unit `name` or `unit`.
        let code = match (*code, field.column(code)) {
            ("name", None) if field.column("unit").is_some() => "unit",
            (code, Some(_)) => code,
            _ => continue,
        };
        if !text.trim().is_empty() {
            cells.insert(code.to_owned(), Value::Text(text.clone()));
        }
    }
    if cells.is_empty() {
        return None;
    }
    let told = Bilingual::new(
        format!("来自 {} 年度 提名号 {}", past.round, past.number),
        format!("from nomination {} of {}", past.number, past.round),
    );
    Some(Known {
        id: format!("nomination:{id}"),
        title: title_of(field, &cells),
        origin: Origin { kind: "nomination", told },
        round: Some(past.round),
        version: None,
        at: Some(past.at),
        cells,
        aliases: String::new(),
    })
}

/// The society itself, and the units of the public register.
async fn of_registers(
    app: &App,
    dossier: &Reached,
    field: &Field,
) -> Result<Vec<Known>, ImportError> {
    let database = app.database.reader();
    let own = societies::all(database).await?;
    let own = own.into_iter().find(|society| society.society_id == dossier.society);
    let mut known = Vec::new();
    if let Some(society) = own.filter(|_| rows_of(field) == Rows::Units) {
        let mut cells = unit_cells(field, &society.name);
        if let Some(code) = society.credit_code.filter(|_| field.column("credit_code").is_some()) {
            cells.insert("credit_code".to_owned(), Value::Text(code));
        }
        let told = Bilingual::new("来自全国学会名册", "from the register of societies");
        known.push(register(format!("society:{}", society.society_id), "society", told, cells));
    }
    let mut by_name: BTreeMap<String, String> = BTreeMap::new();
    for unit in units::all(database).await? {
        let aliases = by_name.entry(unit.unit).or_default();
        aliases.push_str(&unit.alias.unwrap_or_default());
        aliases.push(' ');
    }
    for (name, aliases) in by_name {
        let cells = unit_cells(field, &name);
        let told = Bilingual::new("来自单位名录", "from the register of units");
        let one = register(format!("unit:{name}"), "unit", told, cells);
        known.push(Known { title: name, aliases, ..one });
    }
    Ok(known)
}

fn register(
    id: String,
    kind: &'static str,
    told: Bilingual,
    cells: BTreeMap<String, Value>,
) -> Known {
    let title = cells.values().next_back().map_or("", Value::text).to_owned();
    let origin = Origin { kind, told };
    let aliases = String::new();
    Known { id, title, origin, round: None, version: None, at: None, cells, aliases }
}

/// The columns of a table that hold the name of a unit.
fn unit_cells(field: &Field, name: &str) -> BTreeMap<String, Value> {
    let codes = field.columns.iter().filter(|column| {
        column.kind == Kind::Unit || column.code == "name" && rows_of(field) == Rows::Units
    });
    codes.map(|column| (column.code.clone(), Value::Text(name.to_owned()))).collect()
}
