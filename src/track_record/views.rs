//! What does each reader see of the record? One struct an answer; who acted inside CAST is told only
//! to those who keep the record or watch over it.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use entity::vocabulary::{DisputeState, IntegrityState};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    definitions::{Definitions, Indicator, measure_name},
    dispute::{Correction, Dispute},
    disputes,
    event::Event,
    fact::Recorded,
    figures::Figure,
    integrity,
};

/// A measure with its names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct MeasureView {
    /// The word in files and policies.
    pub measure: String,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub name_en: String,
}

impl MeasureView {
    pub(super) fn of(measure: &str) -> Self {
        let name = measure_name(measure);
        let (zh, en) = name.map_or((measure.to_owned(), measure.to_owned()), |n| (n.zh, n.en));
        Self { measure: measure.to_owned(), name: zh, name_en: en }
    }
}

/// An indicator: what it is made of and where its facts come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct IndicatorView {
    /// Such as `I05`.
    pub id: String,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// `rate` or `count`.
    pub kind: &'static str,
    /// The measures, the numerator first.
    pub measures: Vec<MeasureView>,
    /// `up`, `down` or `none`.
    pub direction: &'static str,
    /// Where the facts come from.
    pub source: String,
    /// The same in English.
    pub source_en: String,
}

impl From<&Indicator> for IndicatorView {
    fn from(indicator: &Indicator) -> Self {
        let kind = if indicator.rate.is_some() { "rate" } else { "count" };
        Self {
            id: indicator.id.clone(),
            name: indicator.zh.clone(),
            name_en: indicator.en.clone(),
            kind,
            measures: indicator.measures().into_iter().map(MeasureView::of).collect(),
            direction: indicator.direction.as_str(),
            source: indicator.source.zh.clone(),
            source_en: indicator.source.en.clone(),
        }
    }
}

/// What an indicator comes to. Rates are in parts per million.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct FigureView {
    /// The indicator.
    pub indicator: String,
    /// The numerator, or the count.
    pub count: u32,
    /// The denominator of a rate.
    pub of: Option<u32>,
    /// The rate, where there is a case.
    pub rate_ppm: Option<u32>,
    /// Lower end of its 80 % interval.
    pub low_ppm: Option<u32>,
    /// Upper end.
    pub high_ppm: Option<u32>,
    /// The rate of all societies together.
    pub all_ppm: Option<u32>,
}

impl FigureView {
    pub(super) fn of(indicator: &Indicator, figure: Figure, all: Option<Figure>) -> Self {
        Self {
            indicator: indicator.id.clone(),
            count: figure.count,
            of: figure.of,
            rate_ppm: figure.interval.map(|interval| interval.rate),
            low_ppm: figure.interval.map(|interval| interval.low),
            high_ppm: figure.interval.map(|interval| interval.high),
            all_ppm: all.and_then(|all| all.interval).map(|interval| interval.rate),
        }
    }
}

/// The record of one round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct RoundRecord {
    /// Year of the round.
    pub year: i32,
    /// Places that the society had.
    pub quota: Option<u32>,
    /// What the counts of nominations are made of: `cases`, `totals`, or `none`.
    pub made_of: &'static str,
    /// The indicators that can be made, in their order.
    pub figures: Vec<FigureView>,
    /// Until when its facts may be disputed.
    pub disputable_until: Option<DateTime<Utc>>,
}

/// Several rounds together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct WindowRecord {
    /// The rounds, the newest first.
    pub rounds: Vec<i32>,
    /// The indicators that can be made.
    pub figures: Vec<FigureView>,
}

/// The track record of a society.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct RecordView {
    /// Code of the society.
    pub society_id: String,
    /// Its name.
    pub society: String,
    /// Its English name.
    pub society_en: Option<String>,
    /// Its discipline group.
    pub group: Option<String>,
    /// The society into which it was merged.
    pub merged_into: Option<String>,
    /// Every indicator there is.
    pub indicators: Vec<IndicatorView>,
    /// The rounds, the newest first.
    pub rounds: Vec<RoundRecord>,
    /// The newest rounds together.
    pub window: WindowRecord,
    /// Its disputes, the newest first.
    pub disputes: Vec<DisputeView>,
    /// Its integrity events, the newest first.
    pub events: Vec<IntegrityEventView>,
    /// Whether the right to nominate is taken away today.
    pub is_suspended: bool,
    /// Whether the reader may file a dispute.
    pub may_dispute: bool,
}

/// A revision of a fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct RevisionView {
    /// The value.
    pub value: u32,
    /// Where it came from.
    pub source: String,
    /// Why it was corrected.
    pub reason: Option<String>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
}

impl From<&Recorded> for RevisionView {
    fn from(recorded: &Recorded) -> Self {
        Self {
            value: recorded.fact.value,
            source: recorded.fact.source.clone(),
            reason: recorded.fact.reason.clone(),
            recorded_at: recorded.recorded_at,
        }
    }
}

/// A fact with what it superseded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct FactView {
    /// Key.
    pub id: Uuid,
    /// The measure.
    pub measure: String,
    /// The value that stands.
    pub value: u32,
    /// Where it came from.
    pub source: String,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// Every revision, the first one first; empty for a fact that was never corrected.
    pub revisions: Vec<RevisionView>,
}

/// A case with its facts of an indicator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct CaseView {
    /// What it is known by; empty for the whole round.
    pub case_ref: String,
    /// Its title.
    pub case_title: String,
    /// Its facts of the measures asked for.
    pub facts: Vec<FactView>,
}

/// The cases behind an indicator or a measure of a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct CasesView {
    /// Code of the society.
    pub society_id: String,
    /// Year of the round.
    pub round: i32,
    /// The measures, the numerator first, with what they come to.
    pub sums: Vec<MeasureSum>,
    /// The cases, those that count first.
    pub cases: Vec<CaseView>,
    /// Integrity events that count.
    pub events: Vec<IntegrityEventView>,
}

/// A measure with what it comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct MeasureSum {
    /// The measure.
    #[serde(flatten)]
    pub measure: MeasureView,
    /// Facts and events together; none where nothing is recorded.
    pub sum: Option<u32>,
}

/// A dispute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct DisputeView {
    /// Key.
    pub id: Uuid,
    /// Code of the society.
    pub society_id: String,
    /// Its name.
    pub society: String,
    /// Its English name.
    pub society_en: Option<String>,
    /// Year of the round.
    pub round: i32,
    /// The indicator.
    pub indicator: String,
    /// Its Chinese name.
    pub indicator_name: String,
    /// Its English name.
    pub indicator_name_en: String,
    /// The case, for a fact.
    pub case_ref: Option<String>,
    /// The measure, for a fact.
    pub measure: Option<MeasureView>,
    /// Why it is wrong.
    pub claim: String,
    /// What would be right.
    pub claimed_value: Option<u32>,
    /// `filed`, `accepted`, `rejected` or `withdrawn`.
    pub state: &'static str,
    /// Who filed it.
    pub filed_by: String,
    /// When.
    pub filed_at: DateTime<Utc>,
    /// Until when it is to be answered.
    pub due_at: DateTime<Utc>,
    /// Whether the answer is late.
    pub is_overdue: bool,
    /// The answer.
    pub answer: Option<String>,
    /// Who answered, for those who keep the record.
    pub answered_by: Option<String>,
    /// When.
    pub answered_at: Option<DateTime<Utc>>,
    /// What was corrected.
    pub corrections: Vec<Correction>,
    /// What those who acted, as far as the reader is told of them, are called, by user name.
    pub names: BTreeMap<String, String>,
    /// Moves with every change.
    pub version: i64,
    /// Whether the reader may answer it.
    pub may_answer: bool,
    /// Whether the reader may take it back.
    pub may_withdraw: bool,
}

/// An integrity event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct IntegrityEventView {
    /// Key.
    pub id: Uuid,
    /// The number that people quote.
    pub number: String,
    /// Code of the society.
    pub society_id: String,
    /// Its name.
    pub society: String,
    /// Its English name.
    pub society_en: Option<String>,
    /// The round to which it belongs.
    pub round: i32,
    /// `conduct`, `complaint`, `misconduct` or `fees`.
    pub kind: &'static str,
    /// `reminder`, `talk`, `suspension` or `cancellation`.
    pub sanction: &'static str,
    /// `proposed`, `in_force`, `refused`, `restored` or `annulled`.
    pub state: &'static str,
    /// What it is called.
    pub title: String,
    /// What was found.
    pub finding: String,
    /// The article on which the sanction rests.
    pub basis: String,
    /// What was decided.
    pub decision: String,
    /// How the society may appeal.
    pub appeal: String,
    /// First day of the term.
    pub starts_on: NaiveDate,
    /// Last day of the term.
    pub ends_on: Option<NaiveDate>,
    /// The day on which it was restored or annulled.
    pub closed_on: Option<NaiveDate>,
    /// Whether the right to nominate is taken away today.
    pub suspends_today: bool,
    /// Why it was refused, restored or annulled.
    pub explanation: Option<String>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// Who recorded it, for those who keep the record.
    pub recorded_by: Option<String>,
    /// Who confirmed or refused it, likewise.
    pub confirmed_by: Option<String>,
    /// What those who acted, as far as the reader is told of them, are called, by user name.
    pub names: BTreeMap<String, String>,
    /// Moves with every change.
    pub version: i64,
    /// What the reader may do: `confirm`, `refuse`, `restore`, `annul`.
    pub allowed_steps: Vec<&'static str>,
}

/// Who reads, as far as the views care.
#[derive(Clone, Debug)]
pub(super) struct Audience {
    /// The reader keeps the record: answers disputes, takes steps with events.
    pub(super) keeps: bool,
    /// The reader may know who acted inside CAST.
    pub(super) knows_people: bool,
    /// The reader may dispute and take back for these societies.
    pub(super) disputes_for: Vec<String>,
    /// User name.
    pub(super) username: String,
    /// Now.
    pub(super) now: DateTime<Utc>,
    /// Today in China.
    pub(super) today: NaiveDate,
}

/// A society's names.
#[derive(Clone, Debug, Default)]
pub(super) struct Named {
    pub(super) zh: String,
    pub(super) en: Option<String>,
}

impl DisputeView {
    pub(super) fn of(
        dispute: Dispute,
        definitions: &Definitions,
        named: Named,
        audience: &Audience,
    ) -> Self {
        let indicator = definitions.indicator(&dispute.item.indicator);
        let waits = dispute.state == DisputeState::Filed;
        let is_own = audience.disputes_for.contains(&dispute.item.society_id);
        Self {
            id: dispute.id.0,
            society: named.zh,
            society_en: named.en,
            round: dispute.item.round,
            indicator_name: indicator.map(|one| one.zh.clone()).unwrap_or_default(),
            indicator_name_en: indicator.map(|one| one.en.clone()).unwrap_or_default(),
            indicator: dispute.item.indicator,
            case_ref: dispute.item.case_ref,
            measure: dispute.item.measure.as_deref().map(MeasureView::of),
            claim: dispute.claim,
            claimed_value: dispute.claimed_value,
            state: dispute.state.as_str(),
            filed_by: dispute.filed_by,
            filed_at: dispute.filed_at,
            due_at: dispute.due_at,
            is_overdue: disputes::is_overdue(dispute.state, dispute.due_at, audience.now),
            answer: dispute.answer,
            answered_by: dispute.answered_by.filter(|_| audience.knows_people),
            answered_at: dispute.answered_at,
            corrections: dispute.corrections,
            names: BTreeMap::new(),
            version: dispute.version,
            may_answer: waits && audience.keeps,
            may_withdraw: waits && is_own,
            society_id: dispute.item.society_id,
        }
    }
}

impl IntegrityEventView {
    pub(super) fn of(event: Event, named: Named, audience: &Audience) -> Self {
        let effect = event.effect;
        let is_recorder = event.recorded_by == audience.username;
        let may = |step: integrity::Step| {
            let takes_another = effect.state == IntegrityState::Proposed && is_recorder;
            audience.keeps && !takes_another && integrity::after(effect.state, step).is_some()
        };
        let steps = integrity::Step::ALL.iter().filter(|&&step| may(step));
        Self {
            id: event.id.0,
            number: event.number,
            society_id: event.society_id,
            society: named.zh,
            society_en: named.en,
            round: effect.round,
            kind: effect.kind.as_str(),
            sanction: effect.sanction.as_str(),
            state: effect.state.as_str(),
            title: event.title,
            finding: event.finding,
            basis: event.basis,
            decision: event.decision,
            appeal: event.appeal,
            starts_on: effect.starts_on,
            ends_on: effect.ends_on,
            closed_on: effect.closed_on,
            suspends_today: effect.suspends_on(audience.today),
            explanation: event.explanation,
            recorded_at: event.recorded_at,
            recorded_by: Some(event.recorded_by).filter(|_| audience.knows_people),
            confirmed_by: event.confirmed_by.filter(|_| audience.knows_people),
            names: BTreeMap::new(),
            version: event.version,
            allowed_steps: steps.map(|step| step.as_str()).collect(),
        }
    }
}
