//! How is a society's record put together for one reader?

use std::collections::{BTreeMap, BTreeSet};

use super::{
    definitions::{Definitions, Indicator},
    event::Event,
    fact::Recorded,
    figures::{Counts, Figure, figure, over_window},
    file_dispute::RecordError,
    sources::Sources,
    store::{self, Reach, Whole},
    views::{
        Audience, CaseView, CasesView, DisputeView, FactView, FigureView, IndicatorView,
        IntegrityEventView, MeasureSum, MeasureView, Named, RecordView, RevisionView, RoundRecord,
        WindowRecord,
    },
};
use crate::{
    app::App,
    authz::{self, Action, Reader, Scope},
    identity,
    shared::china_day,
    societies::{self, model::Society},
};

/// Rounds that the window holds: about six years (domain.md §8.5).
const WINDOW: usize = 3;

/// Who reads, as far as the views care.
pub(super) fn audience(app: &App, reader: &Reader) -> Audience {
    let own = match authz::permit(&reader.actor, Action::DisputeRecord).map(|permit| permit.scope) {
        Ok(Scope::Societies(codes)) => codes,
        Ok(Scope::All) | Err(_) => Vec::new(),
    };
    let keeps = authz::permit(&reader.actor, Action::KeepTrackRecord).is_ok();
    // The supervisor watches over whoever keeps the record; he alone supervises without keeping it.
    let watches = authz::permit(&reader.actor, Action::ReadSupervision)
        .is_ok_and(|permit| permit.scope == Scope::All);
    let now = app.clock.now();
    Audience {
        keeps,
        knows_people: keeps || watches,
        disputes_for: own,
        username: reader.actor.username.clone(),
        now,
        today: china_day(now),
    }
}

/// The societies by code.
pub(super) type Register = BTreeMap<String, Society>;

/// Every society of the register.
pub(super) async fn register(app: &App) -> Result<Register, RecordError> {
    let all = societies::all(app.database.reader()).await?;
    Ok(all.into_iter().map(|society| (society.society_id.clone(), society)).collect())
}

/// The names of a society.
pub(super) fn named(register: &Register, code: &str) -> Named {
    let known = register.get(code);
    known.map_or_else(Named::default, |society| Named {
        zh: society.name.clone(),
        en: society.name_en.clone(),
    })
}

/// The counts of every society together in each round.
fn of_all(whole: &Whole) -> BTreeMap<i32, Counts> {
    let mut all: BTreeMap<i32, Counts> = BTreeMap::new();
    for ((_, round), counts) in &whole.counts {
        let sum = all.entry(*round).or_default();
        for (measure, count) in counts {
            let known = sum.entry(measure.clone()).or_default();
            *known = known.saturating_add(*count);
        }
    }
    all
}

/// Where the facts of each round come from, and when the last one was recorded.
fn origins(
    definitions: &Definitions,
    facts: &[Recorded],
) -> BTreeMap<i32, (Sources, chrono::DateTime<chrono::Utc>)> {
    let mut origins: BTreeMap<i32, (Sources, _)> = BTreeMap::new();
    for recorded in facts {
        let fact = &recorded.fact;
        let (sources, last) =
            origins.entry(fact.round).or_insert_with(|| (Sources::default(), recorded.recorded_at));
        sources.note(definitions, &fact.measure, fact.is_total());
        *last = recorded.recorded_at.max(*last);
    }
    origins
}

fn views_of(
    definitions: &Definitions,
    make: impl Fn(&Indicator) -> Option<(Figure, Option<Figure>)>,
) -> Vec<FigureView> {
    let indicators = definitions.indicators().iter();
    indicators
        .filter_map(|indicator| {
            make(indicator).map(|(figure, all)| FigureView::of(indicator, figure, all))
        })
        .collect()
}

/// The rounds of a society, the newest first.
fn rounds(
    definitions: &Definitions,
    whole: &Whole,
    own: &BTreeMap<i32, &Counts>,
    facts: &[Recorded],
) -> Vec<RoundRecord> {
    let all = of_all(whole);
    let origins = origins(definitions, facts);
    let round = |(year, counts): (&i32, &&Counts)| {
        let origin = origins.get(year);
        RoundRecord {
            year: *year,
            quota: counts.get("quota").copied(),
            made_of: match origin.and_then(|(sources, _)| sources.are_totals()) {
                Some(true) => "totals",
                Some(false) => "cases",
                None => "none",
            },
            figures: views_of(definitions, |indicator| {
                let of_all = all.get(year).and_then(|all| figure(definitions, indicator, all));
                figure(definitions, indicator, counts).map(|own| (own, of_all))
            }),
            disputable_until: origin.map(|(_, last)| definitions.disputes().closes(*last)),
        }
    };
    own.iter().rev().map(round).collect()
}

fn window(definitions: &Definitions, whole: &Whole, own: &BTreeMap<i32, &Counts>) -> WindowRecord {
    let all = of_all(whole);
    // A round of which only the working systems know something yet is none to look back on.
    let is_reached = |counts: &Counts| counts.keys().any(|one| definitions.is_of_nominations(one));
    let reached = own.iter().rev().filter(|(_, counts)| is_reached(counts));
    let years: Vec<i32> = reached.take(WINDOW).map(|(year, _)| *year).collect();
    let of_own: Vec<&Counts> = years.iter().filter_map(|year| own.get(year).copied()).collect();
    let of_all: Vec<&Counts> = years.iter().filter_map(|year| all.get(year)).collect();
    let figures = views_of(definitions, |indicator| {
        over_window(definitions, indicator, &of_own)
            .map(|own| (own, over_window(definitions, indicator, &of_all)))
    });
    WindowRecord { rounds: years, figures }
}

/// The record of the society `code`.
///
/// # Errors
/// No such society, the records failing.
pub(super) async fn record(
    app: &App,
    audience: &Audience,
    code: &str,
) -> Result<RecordView, RecordError> {
    let definitions = Definitions::shipped()?;
    let register = register(app).await?;
    let society = register.get(code).ok_or(RecordError::NoSociety)?;
    let tx = app.database.begin_read().await?;
    let whole = store::whole(&*tx, &definitions).await?;
    let reach = Reach { societies: vec![code.to_owned()], rounds: Vec::new() };
    let facts = store::current(&*tx, &reach).await?;
    // A round of which only events or the quota tell is none; one of which the working systems know something is.
    let is_of_work = |recorded: &&Recorded| recorded.fact.measure != "quota";
    let told: BTreeSet<i32> =
        facts.iter().filter(is_of_work).map(|recorded| recorded.fact.round).collect();
    let is_round = |round: &i32| whole.rounds.contains(round) || told.contains(round);
    let own: BTreeMap<i32, &Counts> = whole
        .counts
        .iter()
        .filter(|((society, round), _)| society == code && is_round(round))
        .map(|((_, round), counts)| (*round, counts))
        .collect();
    let scope = Scope::Societies(vec![code.to_owned()]);
    let events = store::list_events(&*tx, &scope, audience.knows_people).await?;
    let disputes = store::disputes_of(&*tx, code).await?;
    let merged_into = store::mergers(&*tx).await?.remove(code);
    let mut told = RecordView {
        society_id: code.to_owned(),
        society: society.name.clone(),
        society_en: society.name_en.clone(),
        group: society.group.clone(),
        merged_into,
        indicators: definitions.indicators().iter().map(IndicatorView::from).collect(),
        rounds: rounds(&definitions, &whole, &own, &facts),
        window: window(&definitions, &whole, &own),
        is_suspended: events.iter().any(|event| event.effect.suspends_on(audience.today)),
        may_dispute: audience.disputes_for.iter().any(|own| own == code),
        disputes: disputes
            .into_iter()
            .map(|one| DisputeView::of(one, &definitions, named(&register, code), audience))
            .collect(),
        events: events
            .into_iter()
            .map(|event| IntegrityEventView::of(event, named(&register, code), audience))
            .collect(),
    };
    identity::name_actors(&*tx, &mut told.disputes).await?;
    identity::name_actors(&*tx, &mut told.events).await?;
    Ok(told)
}

/// What is asked for behind a figure.
#[derive(Clone, Debug)]
pub(super) enum Behind {
    /// An indicator.
    Indicator(String),
    /// A measure.
    Measure(String),
}

/// The cases behind a figure of a round, those that count first.
///
/// # Errors
/// No such society or indicator, the records failing.
pub(super) async fn cases(
    app: &App,
    audience: &Audience,
    (code, round): (&str, i32),
    behind: &Behind,
) -> Result<CasesView, RecordError> {
    let definitions = Definitions::shipped()?;
    let register = register(app).await?;
    if !register.contains_key(code) {
        return Err(RecordError::NoSociety);
    }
    let measures: Vec<String> = match behind {
        Behind::Measure(measure) => vec![measure.clone()],
        Behind::Indicator(id) => {
            let indicator = definitions.indicator(id).ok_or(RecordError::UnknownIndicator)?;
            indicator.measures().into_iter().map(str::to_owned).collect()
        }
    };
    let tx = app.database.begin_read().await?;
    let reach = Reach { societies: vec![code.to_owned()], rounds: vec![round] };
    let facts = store::current(&*tx, &reach).await?;
    let revisions = store::revisions(&*tx, code, round).await?;
    let whole = store::whole(&*tx, &definitions).await?;
    let counts = whole.counts.get(&(code.to_owned(), round));
    let scope = Scope::Societies(vec![code.to_owned()]);
    let events = store::list_events(&*tx, &scope, audience.knows_people).await?;
    let counts_here = |event: &Event| {
        let three = whole.following(&definitions, round);
        let fed = event.effect.measures(definitions.integrity(), three);
        fed.iter().any(|measure| measures.iter().any(|asked| asked == measure))
    };
    let sum = |measure: &String| MeasureSum {
        measure: MeasureView::of(measure),
        sum: counts.and_then(|counts| counts.get(measure)).copied(),
    };
    let mut told = CasesView {
        society_id: code.to_owned(),
        round,
        sums: measures.iter().map(sum).collect(),
        cases: grouped(&measures, &facts, &revisions),
        events: events
            .into_iter()
            .filter(counts_here)
            .map(|event| IntegrityEventView::of(event, named(&register, code), audience))
            .collect(),
    };
    identity::name_actors(&*tx, &mut told.events).await?;
    Ok(told)
}

/// The facts of `measures`, a case at a time: those with the most of the first measure first.
fn grouped(
    measures: &[String],
    facts: &[Recorded],
    revisions: &BTreeMap<super::fact::FactKey, Vec<Recorded>>,
) -> Vec<CaseView> {
    let asked: BTreeSet<&String> = measures.iter().collect();
    let mut cases: BTreeMap<&str, CaseView> = BTreeMap::new();
    for recorded in facts.iter().filter(|recorded| asked.contains(&recorded.fact.measure)) {
        let fact = &recorded.fact;
        let chain = revisions.get(&fact.key()).map(Vec::as_slice).unwrap_or_default();
        let case = cases.entry(&fact.case_ref).or_insert_with(|| CaseView {
            case_ref: fact.case_ref.clone(),
            case_title: fact.case_title.clone(),
            facts: Vec::new(),
        });
        case.facts.push(FactView {
            id: recorded.id.0,
            measure: fact.measure.clone(),
            value: fact.value,
            source: fact.source.clone(),
            recorded_at: recorded.recorded_at,
            revisions: chain.iter().map(RevisionView::from).collect(),
        });
    }
    let mut cases: Vec<CaseView> = cases.into_values().collect();
    let most = |case: &CaseView| {
        let first = case.facts.iter().find(|fact| Some(&fact.measure) == measures.first());
        std::cmp::Reverse(first.map(|fact| fact.value))
    };
    cases.sort_by_key(most);
    cases
}
