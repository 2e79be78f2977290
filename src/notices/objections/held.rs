//! What does every deed on an objection go through? It is held, its way is asked of the table, what
//! happened is written down, and all of it is kept together; or it is refused, with data and no text.

use chrono::{DateTime, Utc};
use entity::{
    ids::{ObjectionId, ObjectionTaskId},
    vocabulary::{ObjectionOutcome as Outcome, ObjectionParty as Party},
};

use super::{
    record::{Window, Wrong},
    remind::{self, Running},
    rules::ObjectionRules,
    states::{Case, Deed, Next, Refused, is_final, next},
    store::{self, Brief, Event, Objection, Task},
};
use crate::{
    app::App,
    audit,
    authz::Denied,
    awards::Calendar,
    files::FileStoreError,
    nominations::CourseError,
    notifications::{Kind, Notice, To, tell},
    persistence::{SealError, WriteTx},
};

/// Why a use case of this room refuses.
#[derive(Debug, thiserror::Error)]
pub enum ObjectionError {
    /// No such thing, or not the actor's to know of.
    #[error("未找到 / not found")]
    NotFound,
    /// Not the actor's to do.
    #[error("没有权限 / not granted")]
    Denied,
    /// Somebody else changed it first.
    #[error("内容已被他人修改 / this was changed in the meantime")]
    Stale,
    /// The publicity is not open.
    #[error("不在公示期内 / the publicity is not open")]
    NotOpen(Window),
    /// The award knows no objections.
    #[error("该奖种不设异议程序 / the award knows no objections")]
    Category,
    /// Too many came in an hour.
    #[error("提交过于频繁 / too many came in an hour")]
    TooMany,
    /// What was typed breaks its rules.
    #[error("填写内容不符合要求 / some fields do not meet their rules")]
    Wrong(Vec<Wrong>),
    /// The way of objections has no such step.
    #[error("不能进行此步 / there is no such step: {0:?}")]
    Way(Refused),
    /// The code names no reason of the rules.
    #[error("不予受理理由不在规定之列 / no such reason")]
    Reason,
    /// Who decides or grants is the one who proposed or asked.
    #[error("须由另一人办理 / another person does this")]
    SamePerson,
    /// The time for it is over.
    #[error("已过期限 / the time is over")]
    Late(DateTime<Utc>),
    /// More time was asked for already, may not be asked for, or nobody asked for it.
    #[error("不能延期 / no extension")]
    NoExtension,
    /// The next round, for which the nomination waits, has not begun.
    #[error("次届尚未开始 / the next round has not begun")]
    NextRound,
    /// Another objection to the nomination is not decided.
    #[error("该提名尚有未办结的异议 / another objection to the nomination is open")]
    OthersOpen,
    /// It was made without a name: there is nothing to open.
    #[error("匿名异议 / it was made without a name")]
    Anonymous,
    /// It was seen, refused, or is no longer open.
    #[error("查阅申请已失效 / the request opens nothing")]
    Spent,
    /// The rules or the calendar do not parse.
    #[error("规则无法读取 / the rules cannot be read: {0}")]
    Rules(#[from] toml::de::Error),
    /// The nomination did not take the step.
    #[error(transparent)]
    Course(#[from] CourseError),
    /// The identity cannot be sealed or opened.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The store of files.
    #[error(transparent)]
    Files(#[from] FileStoreError),
    /// The records failing.
    #[error(transparent)]
    Records(#[from] sea_orm::DbErr),
}

impl From<Denied> for ObjectionError {
    fn from(_: Denied) -> Self {
        Self::Denied
    }
}

impl From<Refused> for ObjectionError {
    fn from(refused: Refused) -> Self {
        Self::Way(refused)
    }
}

/// Who acts where no account does.
pub(super) const OBJECTOR: &str = "objector";
pub(super) const CLOCK: &str = "laurel";

/// An objection in the hands of one deed.
pub(super) struct Held {
    pub(super) tx: WriteTx,
    pub(super) case: Objection,
    pub(super) tasks: Vec<Task>,
    pub(super) brief: Brief,
    /// What somebody is reminded of, as it is kept.
    pub(super) reminded: Running,
    events: i32,
}

/// Something that happened, to be written down.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Happened<'a> {
    pub(super) what: &'a str,
    pub(super) by: &'a str,
    pub(super) text: Option<&'a str>,
    pub(super) clause: Option<&'a str>,
}

/// Takes an objection, of the version that was seen where one was.
pub(super) async fn hold(
    app: &App,
    id: ObjectionId,
    seen: Option<i64>,
) -> Result<Held, ObjectionError> {
    let tx = app.database.begin_write().await?;
    let case = store::held(&*tx, id).await?.ok_or(ObjectionError::NotFound)?;
    if seen.is_some_and(|seen| seen != case.version) {
        return Err(ObjectionError::Stale);
    }
    take(tx, case).await
}

/// The same of an objection that was read in the transaction.
pub(super) async fn take(tx: WriteTx, case: Objection) -> Result<Held, ObjectionError> {
    let tasks = store::tasks(&*tx, case.id).await?;
    let events = store::events(&*tx, case.id).await?.last().map_or(0, |last| last.number);
    let brief = store::brief(&*tx, case.nomination_id).await?.ok_or(ObjectionError::NotFound)?;
    let reminded = remind::running(case.state, &tasks);
    Ok(Held { tx, case, tasks, brief, reminded, events })
}

/// Whether something is still to be answered.
pub(super) const fn is_open(task: &Task) -> bool {
    task.done_at.is_none() && task.lapsed_at.is_none()
}

/// The nearest end of what is asked for; what the office let pass stays at the head of its queue.
fn next_due(tasks: &[Task]) -> Option<DateTime<Utc>> {
    let waits =
        |task: &&Task| task.done_at.is_none() && (task.party == Party::Office || is_open(task));
    tasks.iter().filter(waits).map(|task| task.due_at).min()
}

impl Held {
    /// What the table of states looks at.
    pub(super) fn facts(&self) -> Case {
        let of_parties = || self.tasks.iter().filter(|task| task.party != Party::Office);
        let is_postponed =
            |task: &Task| task.is_extension_granted == Some(true) && task.party != Party::Objector;
        Case {
            kind: self.case.kind,
            state: self.case.state,
            has_record: self.case.record.is_some(),
            waits_for: of_parties().filter(|task| is_open(task)).map(|task| task.party).collect(),
            is_postponed: of_parties().any(is_postponed),
            finding: self.case.finding,
        }
    }

    /// Takes a step of the table.
    pub(super) fn step(&mut self, deed: Deed) -> Result<Next, ObjectionError> {
        let next = next(&self.facts(), deed)?;
        self.case.state = next.state;
        self.case.finding = next.finding;
        if let Some((outcome, effect)) = next.settled {
            self.case.outcome = Some(outcome);
            // What ended with its nomination has none upon it.
            self.case.effect = (outcome != Outcome::Ended).then_some(effect);
        }
        Ok(next)
    }

    /// A task of the objection.
    pub(super) fn task(&mut self, id: ObjectionTaskId) -> Result<&mut Task, ObjectionError> {
        self.tasks.iter_mut().find(|task| task.id == id).ok_or(ObjectionError::NotFound)
    }

    /// Asks something of a party, by the clock of the rules.
    pub(super) async fn give(
        &mut self,
        app: &App,
        (party, task): (Party, &str),
        what: &str,
    ) -> Result<DateTime<Utc>, ObjectionError> {
        let (rules, calendar) = (ObjectionRules::in_force()?, Calendar::in_force()?);
        let now = app.clock.now();
        let row = Task {
            id: app.ids.next(),
            objection_id: self.case.id,
            party,
            task: task.to_owned(),
            what: what.trim().to_owned(),
            given_at: now,
            due_at: rules.due(calendar, (party, task), now),
            done_at: None,
            done_by: None,
            answer: None,
            lapsed_at: None,
            extension_days: None,
            extension_reason: None,
            extension_asked_at: None,
            is_extension_granted: None,
            extension_decided_by: None,
            extension_decided_at: None,
            extension_answer: None,
        };
        store::add_task(&*self.tx, row.clone()).await?;
        let due_at = row.due_at;
        self.tasks.push(row);
        Ok(due_at)
    }

    /// Writes down what happened, with the objection and in the chain. What an objector wrote stays with
    /// the objection alone.
    pub(super) async fn note(
        &mut self,
        app: &App,
        happened: Happened<'_>,
    ) -> Result<(), ObjectionError> {
        let now = app.clock.now();
        self.events += 1;
        let row = Event {
            id: app.ids.next(),
            objection_id: self.case.id,
            number: self.events,
            what: happened.what.to_owned(),
            done_by: happened.by.to_owned(),
            done_at: now,
            text: happened.text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned),
            clause: happened.clause.map(str::to_owned),
        };
        let reason = if happened.by == OBJECTOR { None } else { row.text.clone() };
        store::add_event(&*self.tx, row).await?;
        let entry = audit::Entry {
            actor: happened.by.to_owned(),
            action: format!("objections.{}", happened.what),
            subject: format!("objection/{}", self.case.id),
            reason,
            ..audit::Entry::default()
        };
        audit::record(&*self.tx, now, entry).await?;
        Ok(())
    }

    /// Tells somebody of the objection. The facts name the nomination, never who objects.
    pub(super) async fn tell(
        &self,
        app: &App,
        (to, kind): (To, Kind),
        until: Option<DateTime<Utc>>,
    ) -> Result<(), ObjectionError> {
        let of = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        let mut facts = vec![
            of("objection", &self.case.number),
            of("number", &self.brief.number),
            of("title", &self.brief.title),
            of("state", self.case.state.as_str()),
        ];
        facts.extend(self.case.outcome.map(|outcome| of("outcome", outcome.as_str())));
        facts.extend(until.map(|until| of("until", &until.to_rfc3339())));
        let room = if matches!(to, To::Society(_)) { "society-objections" } else { "objections" };
        let notice = Notice {
            kind,
            subject: format!("objection/{}", self.case.id),
            facts: facts.into_iter().collect(),
            link: Some(format!("/{room}/{}", self.case.id)),
        };
        Ok(tell(app, &self.tx, &to, &notice).await?)
    }

    /// Tells the nominating society, where one nominated.
    pub(super) async fn tell_nominator(
        &self,
        app: &App,
        kind: Kind,
        until: Option<DateTime<Utc>>,
    ) -> Result<(), ObjectionError> {
        match self.brief.society_code.clone() {
            Some(code) => self.tell(app, (To::Society(code), kind), until).await,
            None => Ok(()),
        }
    }

    /// Keeps it as it stands now. What is final waits for nobody.
    pub(super) async fn keep(&mut self, app: &App) -> Result<(), ObjectionError> {
        let now = app.clock.now();
        let is_over = is_final(self.case.state);
        for task in &mut self.tasks {
            if is_over && is_open(task) {
                task.done_at = Some(now);
                task.done_by = Some(CLOCK.to_owned());
            }
            store::save_task(&*self.tx, task.clone()).await?;
        }
        self.case.next_due_at = if is_over { None } else { next_due(&self.tasks) };
        self.reminded = remind::follow(app, self).await?;
        self.case.version += 1;
        store::save(&*self.tx, self.case.clone()).await?;
        Ok(())
    }

    /// Keeps it and ends the deed.
    pub(super) async fn close(mut self, app: &App) -> Result<(), ObjectionError> {
        self.keep(app).await?;
        Ok(self.tx.commit().await?)
    }
}
