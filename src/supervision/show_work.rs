//! What does a person get to see of meetings, assessments, disclosures and the library?

use std::collections::BTreeMap;

use entity::ids::{AssessmentId, SupervisionMeetingId};

use super::{
    council::CouncilRules,
    errors::SupervisionError,
    sides::{Sight, may_act_for},
    store,
    views::{
        self, ActionItemView, AssessmentView, DisclosureView, EntryView, FindingView, MeetingView,
        SampledView, SocietyName, WithdrawalView,
    },
};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    identity,
    shared::{Bilingual, Language, china_day},
};

/// The names of societies as one reader reads them.
struct Names(BTreeMap<String, Bilingual>, Language);

impl Names {
    fn get(&self, code: &str) -> String {
        self.0.get(code).map_or_else(|| code.to_owned(), |name| name.get(self.1).to_owned())
    }

    fn named(&self, code: &str) -> SocietyName {
        SocietyName { society_id: code.to_owned(), name: self.get(code) }
    }
}

fn action_item(
    item: store::ActionItem,
    meeting: String,
    names: &Names,
    actor: &Actor,
    today: chrono::NaiveDate,
) -> ActionItemView {
    ActionItemView {
        id: item.id.0,
        meeting_id: item.meeting.0,
        meeting,
        text: item.text,
        owner: item.owner,
        society: item.society.as_deref().map(|code| names.get(code)),
        may_finish: item.done_at.is_none() && may_act_for(actor, item.society.as_deref()),
        society_id: item.society,
        due_on: item.due_on,
        is_overdue: item.done_at.is_none() && item.due_on < today,
        done_at: item.done_at,
        done_by: item.done_by,
        done_note: item.done_note,
        version: item.version,
    }
}

/// The meetings that `actor` may see, newest first: a society sees those that it attends, with what
/// they asked of it.
///
/// # Errors
/// The actor may see none at all; the records failing.
pub(super) async fn meetings(
    app: &App,
    actor: &Actor,
    language: Language,
) -> Result<Vec<MeetingView>, SupervisionError> {
    let sight = Sight::of(actor)?;
    let tx = app.database.begin_read().await?;
    let names = Names(store::society_names(&*tx).await?, language);
    let today = china_day(app.clock.now());
    let items = store::action_items(&*tx).await?;
    let taskbooks = store::list(&*tx).await?;
    let about_own = |id| {
        taskbooks.iter().any(|one| {
            one.id == id
                && sight
                    .sees_taskbook(&one.draft.society_id, one.draft.department_account.as_deref())
        })
    };
    Ok(store::meetings(&*tx)
        .await?
        .into_iter()
        .filter(|meeting| {
            sight.is_whole()
                || meeting.societies.iter().any(|code| sight.sees(code))
                || meeting.taskbook.is_some_and(about_own)
        })
        .map(|meeting| MeetingView {
            id: meeting.id.0,
            action_items: items
                .iter()
                .filter(|item| item.meeting == meeting.id)
                .filter(|item| {
                    sight.is_whole() || item.society.as_deref().is_none_or(|code| sight.sees(code))
                })
                .map(|item| action_item(item.clone(), meeting.title.clone(), &names, actor, today))
                .collect(),
            title: meeting.title,
            held_at: meeting.held_at,
            place: meeting.place,
            taskbook_id: meeting.taskbook.map(|id| id.0),
            societies: meeting.societies.iter().map(|code| names.named(code)).collect(),
            participants: meeting.participants,
            minutes: meeting.minutes,
            version: meeting.version,
        })
        .collect())
}

/// A meeting.
///
/// # Errors
/// It is not there, or not the actor's to see; the records failing.
pub(super) async fn meeting(
    app: &App,
    actor: &Actor,
    language: Language,
    id: SupervisionMeetingId,
) -> Result<MeetingView, SupervisionError> {
    let found = meetings(app, actor, language).await?.into_iter().find(|one| one.id == id.0);
    found.ok_or(SupervisionError::NotFound)
}

fn finding(one: store::Finding, names: &Names, actor: &Actor) -> FindingView {
    let is_society =
        permit(actor, Action::ManageSupervision).is_err() && may_act_for(actor, Some(&one.society));
    FindingView {
        id: one.id.0,
        society: names.get(&one.society),
        may_reply: is_society && one.reply.is_none(),
        society_id: one.society,
        aspect: one.aspect.as_str(),
        grade: one.grade.as_str(),
        satisfaction: one.satisfaction,
        text: one.text,
        recorded_by: one.recorded_by,
        recorded_at: one.recorded_at,
        reply: one.reply,
        replied_at: one.replied_at,
    }
}

/// The assessments, newest first. The draw is open to all who may read supervision, so that anyone
/// can repeat it; findings are seen by the society that they are about, and by CAST.
///
/// # Errors
/// The actor may see none at all; the records failing.
pub(super) async fn assessments(
    app: &App,
    actor: &Actor,
    language: Language,
) -> Result<Vec<AssessmentView>, SupervisionError> {
    let sight = Sight::of(actor)?;
    let tx = app.database.begin_read().await?;
    let names = Names(store::society_names(&*tx).await?, language);
    let findings: Vec<store::Finding> =
        store::findings(&*tx).await?.into_iter().filter(|one| sight.sees(&one.society)).collect();
    let share = CouncilRules::in_force()?.assessment.least_share;
    let view = |one: store::Assessment| {
        let own: Vec<&store::Finding> =
            findings.iter().filter(|found| found.assessment == one.id).collect();
        let sampled = |drawn: &super::draw::Drawn| SampledView {
            society: names.named(&drawn.society_id),
            number: drawn.number.clone(),
            is_by_lot: drawn.is_by_lot,
            findings: u32::try_from(
                own.iter().filter(|found| found.society == drawn.society_id).count(),
            )
            .unwrap_or(u32::MAX),
        };
        AssessmentView {
            id: one.id.0,
            year: one.year,
            assessor: one.assessor,
            is_repeatable: views::repeats(&one.frame, &one.seed, share, &one.sample),
            sample: one.sample.iter().map(sampled).collect(),
            seed: one.seed,
            frame: one.frame,
            frame_digest: one.frame_digest,
            sample_digest: one.sample_digest,
            drawn_by: one.drawn_by,
            drawn_at: one.drawn_at,
            findings: own.iter().map(|found| finding((*found).clone(), &names, actor)).collect(),
            // The report weighs all societies against each other: it is CAST's to hand on.
            report: one.report.filter(|_| sight.is_whole()),
            reported_at: one.reported_at,
            version: one.version,
        }
    };
    Ok(store::assessments(&*tx).await?.into_iter().map(view).collect())
}

/// An assessment.
///
/// # Errors
/// It is not there; the actor may see none at all; the records failing.
pub(super) async fn assessment(
    app: &App,
    actor: &Actor,
    language: Language,
    id: AssessmentId,
) -> Result<AssessmentView, SupervisionError> {
    let found = assessments(app, actor, language).await?.into_iter().find(|one| one.id == id.0);
    found.ok_or(SupervisionError::NotFound)
}

fn withdrawal(one: Option<store::Withdrawal>) -> Option<WithdrawalView> {
    one.map(|one| WithdrawalView { by: one.by, at: one.at, reason: one.reason })
}

/// The disclosures of the societies that `actor` sees, newest first, withdrawn ones too.
///
/// # Errors
/// The actor may see none at all; the records failing.
pub(super) async fn disclosures(
    app: &App,
    actor: &Actor,
    language: Language,
) -> Result<Vec<DisclosureView>, SupervisionError> {
    let sight = Sight::of(actor)?;
    let tx = app.database.begin_read().await?;
    let names = Names(store::society_names(&*tx).await?, language);
    let found = store::disclosures(&*tx, None).await?;
    let view = |one: store::Disclosure| DisclosureView {
        id: one.id.0,
        society: names.get(&one.society),
        society_id: one.society,
        taskbook_id: one.taskbook.map(|id| id.0),
        kind: one.kind.as_str(),
        title: one.title,
        title_en: one.title_en,
        body: one.body,
        link: one.link,
        published_by: one.published_by,
        published_at: one.published_at,
        withdrawal: withdrawal(one.withdrawal),
        names: BTreeMap::new(),
    };
    let seen = found.into_iter().filter(|one| sight.sees(&one.society));
    let mut told: Vec<_> = seen.map(view).collect();
    identity::name_actors(&*tx, &mut told).await?;
    Ok(told)
}

/// The library, newest first: for everyone who may read supervision.
///
/// # Errors
/// The actor may see nothing at all; the records failing.
pub(super) async fn library(
    app: &App,
    actor: &Actor,
    language: Language,
) -> Result<Vec<EntryView>, SupervisionError> {
    Sight::of(actor)?;
    let tx = app.database.begin_read().await?;
    let names = Names(store::society_names(&*tx).await?, language);
    let view = |one: store::Entry| EntryView {
        id: one.id.0,
        kind: one.kind.as_str(),
        title: one.title,
        title_en: one.title_en,
        body: one.body,
        society: one.society.as_deref().map(|code| names.get(code)),
        society_id: one.society,
        published_by: one.published_by,
        published_at: one.published_at,
        withdrawal: withdrawal(one.withdrawal),
        names: BTreeMap::new(),
    };
    let mut told: Vec<_> = store::library(&*tx).await?.into_iter().map(view).collect();
    identity::name_actors(&*tx, &mut told).await?;
    Ok(told)
}
