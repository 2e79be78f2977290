//! What is told of examinations, and to whom? The office sees who said what; a society what was found and why,
//! never by whom.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    judge::{Item, ItemStanding, items_of, may_speak},
    model::{Examination, Given},
    store::{Batch, Correction, Queued},
};
use crate::{
    nominations::{
        CheckFinding, CheckLevel, CheckRule, CheckSeverity, CheckVerdict, DossierChange, Place,
    },
    shared::Bilingual,
};

/// A line of the queue.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ExaminationRow {
    /// Key.
    pub id: Uuid,
    /// Key of the nomination, and of its dossier where it has one.
    pub nomination_id: Uuid,
    /// Number of the nomination.
    pub number: String,
    /// Title of the nomination.
    pub title: String,
    /// Code of its award.
    pub category: Option<String>,
    /// Its panel.
    pub panel: Option<String>,
    /// Code of the nominating society.
    pub society_id: Option<String>,
    /// Who nominates.
    pub nominator: Option<String>,
    /// Where it stands.
    pub standing: String,
    /// 2 after a correction.
    pub attempt: i32,
    /// Rules that wait for somebody.
    pub open_items: i32,
    /// Rules that are settled against it.
    pub failing_items: i32,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

impl From<Queued> for ExaminationRow {
    fn from(row: Queued) -> Self {
        Self {
            id: row.id.0,
            nomination_id: row.nomination_id.0,
            number: row.number,
            title: row.title,
            category: row.category,
            panel: row.panel,
            society_id: row.society_code,
            nominator: row.nominator,
            standing: row.standing.as_str().to_owned(),
            attempt: row.attempt,
            open_items: row.open_items,
            failing_items: row.failing_items,
            opened_at: row.opened_at,
            updated_at: row.updated_at,
        }
    }
}

/// How many examinations stand where, and how many nominations wait to be opened.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub(super) struct ExaminationFacets {
    /// By standing.
    pub standings: BTreeMap<String, i64>,
    /// Nominations that were submitted and are not examined yet.
    pub openable: u64,
    /// From how many on the number is typed to confirm.
    pub typed_from: usize,
}

/// What was said of a rule.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct VerdictView {
    /// 1 for the first examiner, 2 for the second, 3 for whom decides between them.
    pub turn: u32,
    /// `pass` or `fail`.
    pub ruling: String,
    /// Why.
    pub reason: Option<String>,
    /// What mends it.
    pub fix: Option<String>,
    /// The field that is wrong.
    pub address: Option<String>,
    /// Who.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

impl From<&Given> for VerdictView {
    fn from(one: &Given) -> Self {
        Self {
            turn: one.turn,
            ruling: one.verdict.ruling.as_str().to_owned(),
            reason: one.verdict.reason.clone(),
            fix: one.verdict.fix.clone(),
            address: one.verdict.address.clone(),
            by: one.by.clone(),
            at: one.at,
        }
    }
}

/// A rule of an examination.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ItemView {
    /// Its number.
    pub rule: String,
    /// The failing, as the official lists word it.
    pub text: Option<Bilingual>,
    /// What a person looks at.
    pub look: Option<Bilingual>,
    /// The clause behind it.
    pub clause: String,
    /// How far a machine decides it.
    pub level: Option<CheckLevel>,
    /// `open`, `second`, `third`, `pass` or `fail`.
    pub standing: String,
    /// Whether the machine decided against it.
    pub is_barred: bool,
    /// What the machine found.
    pub findings: Vec<CheckFinding>,
    /// What people said, in turn.
    pub verdicts: Vec<VerdictView>,
    /// Whether the reader may speak next.
    pub may_speak: bool,
    /// Whether the reader may take the last verdict back.
    pub may_take_back: bool,
}

impl ItemView {
    fn of(item: &Item<'_>, rule: Option<&CheckRule>, reader: Option<&str>) -> Self {
        let standing = match item.standing {
            ItemStanding::Open => "open",
            ItemStanding::Second => "second",
            ItemStanding::Third => "third",
            ItemStanding::Settled(ruling) => ruling.as_str(),
        };
        let found = item.findings.first().map(|one| one.clause.clone());
        Self {
            rule: item.rule.to_owned(),
            text: rule.map(|rule| rule.text.clone()),
            look: rule.and_then(|rule| rule.look.clone()),
            clause: found.or_else(|| rule.map(|rule| rule.clause.clone())).unwrap_or_default(),
            level: rule.map(|rule| rule.level),
            standing: standing.to_owned(),
            is_barred: item.is_barred(),
            findings: item.findings.iter().map(|one| (*one).clone()).collect(),
            verdicts: item.given.iter().map(|one| (*one).into()).collect(),
            may_speak: reader.is_some_and(|reader| may_speak(Some(item), reader)),
            may_take_back: reader
                .is_some_and(|reader| item.given.last().is_some_and(|last| last.by == reader)),
        }
    }
}

/// A correction, as the office sees it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct CorrectionView {
    /// What is to be done.
    pub note: String,
    /// The fields that are unlocked still.
    pub addresses: Vec<String>,
    /// Who asked for it.
    pub asked_by: String,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// First instant that is too late.
    pub due_at: DateTime<Utc>,
    /// Why more time was given.
    pub extension_reason: Option<String>,
    /// Who gave it.
    pub extended_by: Option<String>,
    /// Who handed it in again.
    pub answered_by: Option<String>,
    /// When.
    pub answered_at: Option<DateTime<Utc>>,
    /// What was changed, oldest first.
    pub changes: Vec<DossierChange>,
}

impl CorrectionView {
    pub(super) fn of(one: Correction, addresses: Vec<String>, changes: Vec<DossierChange>) -> Self {
        Self {
            note: one.note,
            addresses,
            asked_by: one.asked_by,
            asked_at: one.asked_at,
            due_at: one.due_at,
            extension_reason: one.extension_reason,
            extended_by: one.extended_by,
            answered_by: one.answered_by,
            answered_at: one.answered_at,
            changes,
        }
    }
}

/// What the reader may do next.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
#[expect(clippy::struct_excessive_bools, reason = "each says of one deed whether it may be done")]
pub(super) struct ExaminationDeeds {
    /// Say something of a rule.
    pub judge: bool,
    /// Accept.
    pub accept: bool,
    /// Refuse.
    pub refuse: bool,
    /// Ask for a correction.
    pub correct: bool,
    /// Give more time for it.
    pub extend: bool,
}

/// A rule that an examiner may object to beside those that were found.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct RuleChoice {
    /// Its number.
    pub rule: String,
    /// The failing.
    pub text: Bilingual,
    /// The clause.
    pub clause: String,
}

/// One examination.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ExaminationDetail {
    /// Key.
    pub id: Uuid,
    /// Counts the changes.
    pub version: i64,
    /// Year of the round.
    pub round: i32,
    /// Key of the nomination.
    pub nomination_id: Uuid,
    /// Whether it has a dossier.
    pub has_dossier: bool,
    /// Number of the nomination.
    pub number: String,
    /// Title of the nomination.
    pub title: String,
    /// Code of its award.
    pub category: String,
    /// Its panel.
    pub panel: Option<String>,
    /// Code of the nominating society.
    pub society_id: Option<String>,
    /// Where it stands.
    pub standing: String,
    /// 2 after a correction.
    pub attempt: u32,
    /// Who opened it.
    pub opened_by: String,
    /// When.
    pub opened_at: DateTime<Utc>,
    /// Who decided it.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
    /// The rules on which somebody must say something, or has.
    pub items: Vec<ItemView>,
    /// What stands beside and decides nothing.
    pub reminders: Vec<CheckFinding>,
    /// Rules that passed or are about something else.
    pub quiet: u32,
    /// Rules that may be objected to beside those above.
    pub others: Vec<RuleChoice>,
    /// The correction, where one was asked for.
    pub correction: Option<CorrectionView>,
    /// Working days that the round grants for a correction.
    pub correction_days: u32,
    /// What the reader may do.
    pub may: ExaminationDeeds,
    /// What those who acted are called, by user name.
    pub names: BTreeMap<String, String>,
}

/// What an examination's page is made of.
pub(super) struct Parts<'a> {
    pub(super) round: i32,
    pub(super) place: Place,
    pub(super) given: Vec<Given>,
    pub(super) rules: Vec<&'a CheckRule>,
    pub(super) correction: Option<CorrectionView>,
    pub(super) correction_days: u32,
    /// The reader's user name, where he may examine.
    pub(super) examiner: Option<String>,
}

impl ExaminationDetail {
    pub(super) fn of(one: Examination, parts: Parts<'_>) -> Self {
        use entity::vocabulary::ExaminationStanding::{Acceptable, Correcting, Refusable};
        let items = items_of(&one.findings, &parts.given);
        let rule_of = |id: &str| parts.rules.iter().copied().find(|rule| rule.id == id);
        let is_closed = one.is_closed();
        let reader = parts.examiner.as_deref().filter(|_| !is_closed);
        let may_examine = parts.examiner.is_some();
        let shown: Vec<ItemView> =
            items.iter().map(|item| ItemView::of(item, rule_of(item.rule), reader)).collect();
        let is_reminder = |one: &&CheckFinding| {
            one.verdict == CheckVerdict::Fail && one.severity == CheckSeverity::Reminder
        };
        let is_there = |rule: &&&CheckRule| shown.iter().all(|item| item.rule != rule.id);
        let others = parts.rules.iter().filter(is_there).map(|rule| RuleChoice {
            rule: rule.id.clone(),
            text: rule.text.clone(),
            clause: rule.clause.clone(),
        });
        let reminders: Vec<CheckFinding> =
            one.findings.iter().filter(is_reminder).cloned().collect();
        let spoken: usize = items.iter().map(|item| item.findings.len()).sum();
        let quiet = one.findings.len().saturating_sub(spoken + reminders.len());
        let may = ExaminationDeeds {
            judge: reader.is_some(),
            accept: may_examine && one.standing == Acceptable,
            refuse: may_examine && one.standing == Refusable,
            correct: may_examine
                && one.standing == Refusable
                && one.attempt == 1
                && one.dossier_version.is_some()
                && parts.correction_days > 0,
            extend: may_examine && one.standing == Correcting,
        };
        Self {
            others: others.collect(),
            items: shown,
            reminders,
            quiet: u32::try_from(quiet).unwrap_or(u32::MAX),
            correction: parts.correction,
            correction_days: parts.correction_days,
            may,
            names: BTreeMap::new(),
            id: one.id.0,
            version: one.version,
            round: parts.round,
            nomination_id: one.nomination.0,
            has_dossier: one.dossier_version.is_some(),
            number: parts.place.number,
            title: parts.place.title,
            category: parts.place.category,
            panel: parts.place.panel,
            society_id: parts.place.society,
            standing: one.standing.as_str().to_owned(),
            attempt: one.attempt,
            opened_by: one.opened_by,
            opened_at: one.opened_at,
            decided_by: one.decided_by,
            decided_at: one.decided_at,
        }
    }

    /// The user names of those who acted.
    pub(super) fn actors(&self) -> Vec<String> {
        let said = self.items.iter().flat_map(|item| &item.verdicts).map(|one| one.by.clone());
        let corrected = self.correction.iter().flat_map(|one| {
            [Some(one.asked_by.clone()), one.extended_by.clone(), one.answered_by.clone()]
        });
        let changed =
            self.correction.iter().flat_map(|one| &one.changes).map(|change| change.by.clone());
        said.chain(corrected.flatten())
            .chain(changed)
            .chain([self.opened_by.clone()])
            .chain(self.decided_by.clone())
            .collect()
    }
}

/// A batch.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct BatchView {
    /// Key.
    pub id: Uuid,
    /// `open` or `accept`.
    pub action: String,
    /// `waiting`, `done` or `undone`.
    pub state: String,
    /// How many nominations.
    pub count: usize,
    /// Numbers of those that could not be dealt with, each with the reason.
    pub left_out: Vec<LeftOut>,
    /// Who asked for it.
    pub asked_by: String,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// Until then it can be undone.
    pub effective_at: DateTime<Utc>,
    /// When it was carried out or undone.
    pub ended_at: Option<DateTime<Utc>>,
    /// Who undid it, or for whom it was carried out.
    pub ended_by: Option<String>,
}

/// A nomination that a batch left out.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct LeftOut {
    /// Its number.
    pub number: String,
    /// Why.
    pub why: String,
}

impl From<Batch> for BatchView {
    fn from(one: Batch) -> Self {
        let left_out = one.left_out.into_iter();
        Self {
            id: one.id.0,
            action: one.action.as_str().to_owned(),
            state: one.state.as_str().to_owned(),
            count: one.nominations.len(),
            left_out: left_out.map(|(number, why)| LeftOut { number, why }).collect(),
            asked_by: one.asked_by,
            asked_at: one.asked_at,
            effective_at: one.effective_at,
            ended_at: one.ended_at,
            ended_by: one.ended_by,
        }
    }
}
