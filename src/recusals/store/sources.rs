//! What are the records behind a finding called, and where are they read?

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    expert, ids::RoundId, nomination, nomination_person, publication, recusal_declaration,
    shared_work, vocabulary::WorkKind,
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _,
};

use crate::conflicts::{Label, Source, SourceKind};

/// What a record is called, and its address in the portal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Known {
    pub(in super::super) label: Label,
    pub(in super::super) link: Option<String>,
}

fn called(label: impl Into<String>, sub: Option<String>, link: Option<String>) -> Known {
    Known { label: Label { label: label.into(), sub: sub.filter(|text| !text.is_empty()) }, link }
}

/// Whether a row is the person that a source names.
fn is_at(row: &nomination_person::Model, source: &Source) -> bool {
    let rank = u32::try_from(row.rank).unwrap_or_default();
    source.key == Source::person(number(&source.key), row.role.into(), rank).key
}

/// The number of the nomination in the key of a person or paper: `number#rest`.
fn number(key: &str) -> &str {
    key.split_once('#').map_or(key, |(number, _)| number)
}

fn keys(sources: &BTreeSet<Source>, kind: SourceKind) -> Vec<String> {
    sources.iter().filter(|one| one.kind == kind).map(|one| one.key.clone()).collect()
}

/// What the records of a round are called that evidence points to. One that is not found is left out.
pub(in super::super) async fn known(
    database: &impl ConnectionTrait,
    round: RoundId,
    sources: &BTreeSet<Source>,
) -> Result<BTreeMap<Source, Known>, DbErr> {
    let mut known = BTreeMap::new();
    experts(database, sources, &mut known).await?;
    nominations(database, round, sources, &mut known).await?;
    publications(database, sources, &mut known).await?;
    works(database, sources, &mut known).await?;
    declarations(database, sources, &mut known).await?;
    for source in sources {
        if matches!(source.kind, SourceKind::Unit | SourceKind::Affiliation | SourceKind::Society) {
            let name = source.key.rsplit_once('#').map_or(source.key.as_str(), |(_, unit)| unit);
            known.entry(source.clone()).or_insert_with(|| called(name, None, None));
        }
    }
    Ok(known)
}

async fn experts(
    database: &impl ConnectionTrait,
    sources: &BTreeSet<Source>,
    known: &mut BTreeMap<Source, Known>,
) -> Result<(), DbErr> {
    let codes = keys(sources, SourceKind::Expert);
    let rows =
        expert::Entity::find().filter(expert::Column::Code.is_in(codes)).all(database).await?;
    for row in rows {
        let link = Some(format!("/experts/{}", row.id));
        known.insert(
            Source::new(SourceKind::Expert, row.code),
            called(row.name, Some(row.unit), link),
        );
    }
    Ok(())
}

/// Nominations, their people and their papers.
async fn nominations(
    database: &impl ConnectionTrait,
    round: RoundId,
    sources: &BTreeSet<Source>,
    known: &mut BTreeMap<Source, Known>,
) -> Result<(), DbErr> {
    let kinds = [SourceKind::Nomination, SourceKind::Person, SourceKind::Paper];
    let of_them = || sources.iter().filter(|one| kinds.contains(&one.kind));
    let numbers: BTreeSet<String> = of_them().map(|one| number(&one.key).to_owned()).collect();
    let rows = nomination::Entity::find()
        .filter(nomination::Column::RoundId.eq(round))
        .filter(nomination::Column::Number.is_in(numbers))
        .all(database)
        .await?;
    for row in rows {
        let link = format!("/nominations/{}", row.id);
        let people = nomination_person::Entity::find()
            .filter(nomination_person::Column::NominationId.eq(row.id))
            .order_by_asc(nomination_person::Column::Role)
            .all(database)
            .await?;
        for source in of_them().filter(|one| number(&one.key) == row.number) {
            let rest = source.key.split_once('#').map_or("", |(_, rest)| rest);
            let found = match source.kind {
                SourceKind::Nomination => {
                    Some(called(&row.number, Some(row.title.clone()), Some(link.clone())))
                }
                SourceKind::Paper => Some(called(rest, None, Some(format!("{link}#papers")))),
                _ => people.iter().find(|one| is_at(one, source)).map(|one| {
                    let unit = one.work_unit.clone().or_else(|| one.unit.clone());
                    called(&one.name, unit, Some(format!("{link}#person-{rest}")))
                }),
            };
            known.extend(found.map(|found| (source.clone(), found)));
        }
    }
    Ok(())
}

async fn publications(
    database: &impl ConnectionTrait,
    sources: &BTreeSet<Source>,
    known: &mut BTreeMap<Source, Known>,
) -> Result<(), DbErr> {
    let codes = keys(sources, SourceKind::Publication);
    let rows = publication::Entity::find()
        .filter(publication::Column::Code.is_in(codes))
        .all(database)
        .await?;
    for row in rows {
        let year = row.year.map(|year| year.to_string());
        known.insert(Source::new(SourceKind::Publication, row.code), called(row.title, year, None));
    }
    Ok(())
}

/// Funded projects, patents and theses. What only the dossier of a nomination names goes by its number, or by its
/// title where it has none.
async fn works(
    database: &impl ConnectionTrait,
    sources: &BTreeSet<Source>,
    known: &mut BTreeMap<Source, Known>,
) -> Result<(), DbErr> {
    for (source, kind) in [
        (SourceKind::Grant, WorkKind::Grant),
        (SourceKind::Patent, WorkKind::Patent),
        (SourceKind::Thesis, WorkKind::Thesis),
    ] {
        let rows = shared_work::Entity::find()
            .filter(shared_work::Column::Kind.eq(kind))
            .filter(shared_work::Column::Code.is_in(keys(sources, source)))
            .order_by_asc(shared_work::Column::Title)
            .all(database)
            .await?;
        for row in rows {
            let year = row.to_year.map(|year| year.to_string());
            known
                .entry(Source::new(source, row.code))
                .or_insert_with(|| called(row.title, year, None));
        }
    }
    for source in sources.iter().filter(|one| one.kind == SourceKind::Patent) {
        if let Some((_, title)) = source.key.split_once('#') {
            known.entry(source.clone()).or_insert_with(|| called(title, None, None));
        }
    }
    Ok(())
}

async fn declarations(
    database: &impl ConnectionTrait,
    sources: &BTreeSet<Source>,
    known: &mut BTreeMap<Source, Known>,
) -> Result<(), DbErr> {
    let ids: Vec<uuid::Uuid> = keys(sources, SourceKind::Declaration)
        .iter()
        .filter_map(|key| uuid::Uuid::parse_str(key).ok())
        .collect();
    let rows = recusal_declaration::Entity::find()
        .filter(recusal_declaration::Column::Id.is_in(ids))
        .all(database)
        .await?;
    for row in rows {
        let day = crate::shared::china_day(row.declared_at).to_string();
        known.insert(
            Source::new(SourceKind::Declaration, row.id.to_string()),
            called(
                super::super::wording::declared_kind(row.kind).zh,
                Some(day),
                Some(format!("/declarations/{}", row.id)),
            ),
        );
    }
    Ok(())
}
