//! What does the public get to see of a society?

use chrono::{DateTime, NaiveDate, Utc};
use entity::vocabulary::TaskbookState;

use super::{
    errors::SupervisionError,
    model::Aim,
    progress::{Progress, Reports, progress},
    store,
    wording::{Word as _, either},
};
use crate::{
    app::App,
    shared::{Language, china_day},
};

/// A society on the public index.
#[derive(Clone, Debug)]
pub struct PublicName {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Taskbooks that are signed.
    pub taskbooks: usize,
    /// Disclosures that stand.
    pub disclosures: usize,
}

/// An indicator of a public taskbook.
#[derive(Clone, Debug)]
pub struct PublicIndicator {
    /// What is measured.
    pub name: String,
    /// The target with its sign and unit.
    pub target: String,
    /// What was reported, with the unit; `—` where nothing was.
    pub actual: String,
    /// Met, not met, or not yet reported, in words.
    pub outcome: &'static str,
}

/// A taskbook as the public sees it.
#[derive(Clone, Debug)]
pub struct PublicTaskbook {
    /// Its title.
    pub title: String,
    /// Its number.
    pub number: String,
    /// Which function it is for.
    pub kind: &'static str,
    /// Its state.
    pub state: &'static str,
    /// Its stage.
    pub stage: &'static str,
    /// The department of the government.
    pub department: String,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
    /// Its goals.
    pub goals: Vec<String>,
    /// Its indicators with what became of them.
    pub indicators: Vec<PublicIndicator>,
    /// How far it is.
    pub progress: Progress,
}

/// A disclosure as the public sees it; a withdrawn one keeps its title and says why.
#[derive(Clone, Debug)]
pub struct PublicDisclosure {
    /// What it is.
    pub kind: &'static str,
    /// Its title.
    pub title: String,
    /// Its text; none where it is withdrawn.
    pub body: Option<String>,
    /// Where more is to be read.
    pub link: Option<String>,
    /// When it was published.
    pub published_at: DateTime<Utc>,
    /// When and why it was withdrawn.
    pub withdrawal: Option<PublicWithdrawal>,
}

/// A withdrawal as the public sees it: who withdrew is not told.
#[derive(Clone, Debug)]
pub struct PublicWithdrawal {
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: String,
}

/// Everything public about a society that this room knows.
#[derive(Clone, Debug)]
pub struct PublicSociety {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its signed taskbooks.
    pub taskbooks: Vec<PublicTaskbook>,
    /// Its disclosures, newest first.
    pub disclosures: Vec<PublicDisclosure>,
}

/// What no party has bound itself to is not public.
fn is_public(taskbook: &store::Stored) -> bool {
    taskbook.state != TaskbookState::Draft
}

/// The societies with something to see, by code.
///
/// # Errors
/// The records failing.
pub async fn public_index(
    app: &App,
    language: Language,
) -> Result<Vec<PublicName>, SupervisionError> {
    let tx = app.database.begin_read().await?;
    let taskbooks = store::list(&*tx).await?;
    let disclosures = store::disclosures(&*tx, None).await?;
    let names = store::society_names(&*tx).await?;
    let of = |(code, name): (String, crate::shared::Bilingual)| PublicName {
        taskbooks: taskbooks
            .iter()
            .filter(|one| one.draft.society_id == code && is_public(one))
            .count(),
        disclosures: disclosures
            .iter()
            .filter(|one| one.society == code && one.withdrawal.is_none())
            .count(),
        name: name.get(language).to_owned(),
        code,
    };
    Ok(names.into_iter().map(of).collect())
}

fn indicators(
    taskbook: &store::Stored,
    reports: &Reports,
    language: Language,
) -> Vec<PublicIndicator> {
    taskbook
        .draft
        .content
        .indicators
        .iter()
        .map(|one| {
            let reported = reports.indicators.get(&one.code).map(|reported| reported.value);
            let outcome = match reported {
                None => either(language, "未报告", "not reported yet"),
                Some(value) if one.aim.is_met(one.target, value) => either(language, "达到", "met"),
                Some(_) => either(language, "未达到", "not met"),
            };
            PublicIndicator {
                name: one.name.clone(),
                target: with_unit(Some(one.aim), one.target, &one.unit),
                actual: reported
                    .map_or_else(|| "—".to_owned(), |value| with_unit(None, value, &one.unit)),
                outcome,
            }
        })
        .collect()
}

/// A value with the sign of its aim and its unit.
pub(super) fn with_unit(aim: Option<Aim>, value: i64, unit: &str) -> String {
    let sign = aim.map_or("", Aim::sign);
    let gap = if unit.starts_with(['%', '‰']) { "" } else { " " };
    format!("{sign}{value}{gap}{unit}").trim_end().to_owned()
}

/// What the public sees of a society; none where there is no such society.
///
/// # Errors
/// The records failing.
pub async fn public_society(
    app: &App,
    language: Language,
    code: &str,
) -> Result<Option<PublicSociety>, SupervisionError> {
    let tx = app.database.begin_read().await?;
    let Some(name) = store::society_name(&*tx, code).await? else {
        return Ok(None);
    };
    let mut reports = store::latest(store::reports(&*tx, None).await?);
    let today = china_day(app.clock.now());
    let mut taskbooks = Vec::new();
    for one in store::list(&*tx).await? {
        if one.draft.society_id != code || !is_public(&one) {
            continue;
        }
        let reports = reports.remove(&one.id).unwrap_or_default();
        taskbooks.push(PublicTaskbook {
            indicators: indicators(&one, &reports, language),
            progress: progress(&one.draft.content, &reports, today),
            title: one.draft.title,
            number: one.draft.number,
            kind: one.draft.kind.word(language),
            state: one.state.word(language),
            stage: one.stage.word(language),
            department: one.draft.department,
            starts_on: one.draft.starts_on,
            ends_on: one.draft.ends_on,
            goals: one.draft.content.goals,
        });
    }
    let shown = |one: store::Disclosure| {
        let title = match (language, one.title_en) {
            (Language::English, Some(title)) => title,
            _ => one.title,
        };
        let stands = one.withdrawal.is_none();
        PublicDisclosure {
            kind: one.kind.word(language),
            title,
            body: Some(one.body).filter(|_| stands),
            link: one.link.filter(|_| stands),
            published_at: one.published_at,
            withdrawal: one
                .withdrawal
                .map(|why| PublicWithdrawal { at: why.at, reason: why.reason }),
        }
    };
    let disclosures = store::disclosures(&*tx, Some(code)).await?.into_iter().map(shown).collect();
    Ok(Some(PublicSociety {
        code: code.to_owned(),
        name: name.get(language).to_owned(),
        taskbooks,
        disclosures,
    }))
}
