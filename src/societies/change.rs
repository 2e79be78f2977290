//! How is the register changed? Each change checked, versioned and recorded, all or nothing.

use chrono::{Datelike as _, NaiveDate};
use entity::{
    ids::{SocietyContactId, SocietyGradeId, SocietyId, SocietyOfficerId},
    vocabulary::{SocietyEventKind, SocietyStatus},
};
use sea_orm::DbErr;

use super::{
    charter::{self, NewCharter},
    credit_code::CreditCode,
    model::Society,
    qualification::standing::standing,
    registry::{
        self, Contact, GradeEnd, NewEvent, NewSociety, Officer, RegistryFault, RouteChoice,
        SocietyChange, SocietyFacts, grade_validity, status_after,
    },
    route::{self, RouteRefusal},
    store::{
        charters,
        register::{self, Effect, Hand, Kept},
        standing::{held, rounds},
    },
};
use crate::{
    app::App,
    audit, idempotency,
    persistence::WriteTx,
    shared::{Bilingual, china_day, hex_sha256},
};

/// Why the register was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// There is no such society, officer, contact or grade.
    #[error("没有此项 / there is no such thing")]
    NotFound,
    /// It was changed since it was read.
    #[error("内容已被他人修改 / it was changed in the meantime")]
    Stale,
    /// A field breaks a rule.
    #[error("{}", .0.message)]
    Fault(RegistryFault),
    /// How things stand forbids it: a word for the rule, and the sentence.
    #[error("{1}")]
    Refused(&'static str, Bilingual),
    /// The request was answered before.
    #[error("重复的请求 / a repeated request")]
    Repeated,
    /// The records could not be read or written.
    #[error(transparent)]
    Store(#[from] DbErr),
}

impl From<RegistryFault> for ChangeError {
    fn from(fault: RegistryFault) -> Self {
        Self::Fault(fault)
    }
}

impl From<RouteRefusal> for ChangeError {
    fn from(refusal: RouteRefusal) -> Self {
        let (pointer, code, message) = refusal.told();
        Self::Fault(RegistryFault { pointer, code, message })
    }
}

fn fault(pointer: &'static str, code: &'static str, zh: String, en: String) -> ChangeError {
    ChangeError::Fault(RegistryFault { pointer, code, message: Bilingual::new(zh, en) })
}

/// On behalf of whom, seen at which version, under which key.
#[derive(Clone, Copy, Debug)]
pub struct Mandate<'a> {
    /// The user name.
    pub by: &'a str,
    /// The version that was seen; any, for what only adds.
    pub seen: Option<i64>,
    /// The key of the request, for what creates.
    pub key: Option<&'a idempotency::Key>,
}

impl<'a> Mandate<'a> {
    /// By `by`, for what only adds and cannot be repeated by accident.
    pub fn of(by: &'a str) -> Self {
        Self { by, seen: None, key: None }
    }
}

/// Enters a society with the event of its joining.
///
/// # Errors
/// The code is taken, the records failing.
pub async fn enter(app: &App, mandate: Mandate<'_>, new: NewSociety) -> Result<(), ChangeError> {
    let now = app.clock.now();
    let today = china_day(now);
    if new.joined_on > today {
        let (zh, en) = ("不得晚于今日", "must not lie in the future");
        return Err(fault("/joined_on", "future", zh.to_owned(), en.to_owned()));
    }
    let tx = app.database.begin_write().await?;
    keep_key(&tx, mandate, &new.society_id, now).await?;
    if register::find(&*tx, &new.society_id).await?.is_some() {
        return Err(fault(
            "/society_id",
            "taken",
            format!("代码 {} 已存在", new.society_id),
            format!("the code {} is taken", new.society_id),
        ));
    }
    let hand = Hand { by: mandate.by, now, ids: app.ids };
    let society = Society {
        society_id: new.society_id.clone(),
        name: new.name.clone(),
        group: Some(new.group.clone()),
        ..Society::default()
    };
    let id = register::insert(&*tx, hand, society).await?;
    let joined = NewEvent {
        kind: SocietyEventKind::Joined,
        happened_on: new.joined_on,
        detail: None,
        basis: None,
        new_name: None,
        other_society: None,
    };
    let status = Some(SocietyStatus::Member.as_str().to_owned());
    let effect = Effect { former: None, name: new.name.clone(), status };
    register::add_event(&*tx, hand, id, joined, effect).await?;
    let entry = audit::Entry {
        actor: mandate.by.to_owned(),
        action: "societies.enter".to_owned(),
        subject: format!("society/{}", new.society_id),
        after_digest: Some(hex_sha256(format!("{new:?}").as_bytes())),
        ..audit::Entry::default()
    };
    audit::record(&*tx, now, entry).await?;
    tx.commit().await?;
    Ok(())
}

async fn keep_key(
    tx: &WriteTx,
    mandate: Mandate<'_>,
    reply: &str,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(), ChangeError> {
    if let Some(key) = mandate.key
        && !idempotency::keep(&**tx, key, reply, now).await?
    {
        return Err(ChangeError::Repeated);
    }
    Ok(())
}

/// Makes `changes` to the society `code`, all in one commit.
///
/// # Errors
/// See [`ChangeError`].
pub async fn change(
    app: &App,
    mandate: Mandate<'_>,
    code: &str,
    changes: Vec<SocietyChange>,
) -> Result<(), ChangeError> {
    let now = app.clock.now();
    let today = china_day(now);
    for change in &changes {
        registry::check(change, today)?;
    }
    let tx = app.database.begin_write().await?;
    keep_key(&tx, mandate, code, now).await?;
    let mut kept = register::find_to_change(&*tx, code).await?.ok_or(ChangeError::NotFound)?;
    if mandate.seen.is_some_and(|seen| seen != kept.version) {
        return Err(ChangeError::Stale);
    }
    let first = kept.version;
    let hand = Hand { by: mandate.by, now, ids: app.ids };
    for change in changes {
        let before = digest(&kept);
        let (action, reason) = (change.action(), change.reason());
        Writing { tx: &tx, hand, today, kept: &kept }.make(change).await?;
        kept = register::find(&*tx, code).await?.ok_or(ChangeError::NotFound)?;
        let entry = audit::Entry {
            actor: mandate.by.to_owned(),
            action: action.to_owned(),
            subject: format!("society/{code}"),
            before_digest: Some(before),
            after_digest: Some(digest(&kept)),
            reason,
            ..audit::Entry::default()
        };
        audit::record(&*tx, now, entry).await?;
    }
    if !register::bump(&*tx, kept.id, first, now).await? {
        return Err(ChangeError::Stale);
    }
    tx.commit().await?;
    Ok(())
}

fn digest(kept: &Kept) -> String {
    hex_sha256(format!("{kept:?}").as_bytes())
}

/// One change being made.
struct Writing<'a> {
    tx: &'a WriteTx,
    hand: Hand<'a>,
    today: NaiveDate,
    kept: &'a Kept,
}

impl Writing<'_> {
    fn id(&self) -> SocietyId {
        self.kept.id
    }

    async fn make(&self, change: SocietyChange) -> Result<(), ChangeError> {
        let (tx, hand, id) = (&**self.tx, self.hand, self.id());
        match change {
            SocietyChange::Facts(facts) => self.set_facts(facts).await?,
            SocietyChange::PutOfficer(known, officer) => self.put_officer(known, officer).await?,
            SocietyChange::RemoveOfficer(officer_id) => {
                must_hold(self.kept.officers.iter().any(|(known, _)| *known == officer_id))?;
                register::remove_officer(tx, officer_id).await?;
            }
            SocietyChange::PutContact(known, contact) => self.put_contact(known, contact).await?,
            SocietyChange::RemoveContact(contact_id) => {
                must_hold(self.kept.contacts.iter().any(|(known, _)| *known == contact_id))?;
                register::remove_contact(tx, contact_id).await?;
            }
            SocietyChange::Check(year, check) => {
                register::put_check(tx, hand, id, year, check).await?;
            }
            SocietyChange::Grade(grade) => {
                let validity = grade_validity(grade.announced_on);
                let grade = (grade.grade, grade.announced_on);
                register::add_grade(tx, hand, id, grade, validity).await?;
            }
            SocietyChange::EndGrade(grade_id, end) => self.end_grade(grade_id, end).await?,
            SocietyChange::Event(event) => self.add_event(event).await?,
            SocietyChange::Route(choice) => self.set_route(choice).await?,
            SocietyChange::Charter(new) => self.add_charter(new).await?,
            SocietyChange::ConfirmCharter(number) => self.confirm_charter(number).await?,
        }
        Ok(())
    }

    /// Changes the officer of this key, or adds one.
    async fn put_officer(
        &self,
        known: Option<SocietyOfficerId>,
        officer: Officer,
    ) -> Result<(), ChangeError> {
        if let Some(id) = known {
            must_hold(self.kept.officers.iter().any(|(kept, _)| *kept == id))?;
        }
        let id = known.unwrap_or_else(|| self.hand.ids.next());
        register::put_officer(&**self.tx, self.id(), id, officer, known.is_none()).await?;
        Ok(())
    }

    /// Changes the contact of this key, or adds one.
    async fn put_contact(
        &self,
        known: Option<SocietyContactId>,
        contact: Contact,
    ) -> Result<(), ChangeError> {
        if let Some(id) = known {
            must_hold(self.kept.contacts.iter().any(|(kept, _)| *kept == id))?;
        }
        let id = known.unwrap_or_else(|| self.hand.ids.next());
        register::put_contact(&**self.tx, self.id(), id, contact, known.is_none()).await?;
        Ok(())
    }

    async fn end_grade(&self, grade_id: SocietyGradeId, end: GradeEnd) -> Result<(), ChangeError> {
        let grades = &self.kept.grades;
        must_hold(grades.iter().any(|row| row.id == grade_id && row.ended_on.is_none()))?;
        register::end_grade(&**self.tx, grade_id, end).await?;
        Ok(())
    }

    async fn add_charter(&self, new: NewCharter) -> Result<(), ChangeError> {
        let newest = self.kept.charters.iter().map(|one| one.number).max();
        let number = newest.unwrap_or_default() + 1;
        charters::insert(&**self.tx, self.hand, (self.id(), number), new).await?;
        Ok(())
    }

    async fn set_facts(&self, facts: SocietyFacts) -> Result<(), ChangeError> {
        let parsed = facts.credit_code.as_deref().map(CreditCode::parse);
        let credit_code = parsed.and_then(Result::ok).map(String::from);
        if let Some(code) = &credit_code {
            let owner = register::owner_of(&**self.tx, code).await?;
            if let Some(owner) = owner.filter(|owner| *owner != self.kept.code) {
                return Err(fault(
                    "/credit_code",
                    "taken",
                    format!("该统一社会信用代码已属于 {owner}"),
                    format!("this credit code belongs to {owner}"),
                ));
            }
        }
        let facts = SocietyFacts { credit_code, ..facts };
        register::set_facts(&**self.tx, self.id(), facts).await?;
        Ok(())
    }

    async fn add_event(&self, event: NewEvent) -> Result<(), ChangeError> {
        let kept = self.kept;
        let changes_status = event.kind != SocietyEventKind::Renamed;
        let latest = kept
            .events
            .iter()
            .filter(|row| row.kind != SocietyEventKind::Renamed)
            .map(|row| row.happened_on)
            .max();
        if let Some(latest) = latest.filter(|latest| changes_status && event.happened_on < *latest)
        {
            return Err(fault(
                "/happened_on",
                "order",
                format!("不得早于上一事项（{latest}）"),
                format!("must not be before the last event ({latest})"),
            ));
        }
        if let Some(other) = &event.other_society {
            let other_kept = register::find(&**self.tx, other).await?;
            let takes_in = other_kept.as_ref().is_some_and(|other| {
                let status = other.status.as_deref().and_then(|word| word.parse().ok());
                other.code != kept.code
                    && !matches!(
                        status,
                        Some(
                            SocietyStatus::Merged
                                | SocietyStatus::Deregistered
                                | SocietyStatus::Left
                        )
                    )
            });
            if !takes_in {
                return Err(fault(
                    "/other_society",
                    "unknown",
                    format!("{other} 不是可并入的学会"),
                    format!("{other} is no society that can take this one in"),
                ));
            }
        }
        let status = kept.status.as_deref().and_then(|word| word.parse().ok());
        let suspended = kept.events.iter().find(|row| row.kind == SocietyEventKind::Suspended);
        let before = suspended.and_then(|row| row.former.as_deref()?.parse().ok());
        let after = status_after(status, before, event.kind)?;
        let effect = Effect {
            former: if changes_status { kept.status.clone() } else { Some(kept.name.clone()) },
            name: event.new_name.clone().unwrap_or_else(|| kept.name.clone()),
            status: after.map(|status| status.as_str().to_owned()),
        };
        register::add_event(&**self.tx, self.hand, kept.id, event, effect).await?;
        Ok(())
    }

    async fn set_route(&self, choice: RouteChoice) -> Result<(), ChangeError> {
        let database = &**self.tx;
        let rounds = rounds(database).await?;
        let applications = held(database, self.id()).await?;
        let history: Vec<_> = applications.iter().map(|(_, held)| *held).collect();
        let is_qualified =
            standing(&history, self.kept.status.as_deref(), self.today).0.is_in_force();
        let set: Vec<_> = self.kept.routes.iter().map(|row| (row.from_year, row.route)).collect();
        let wanted = (choice.route, choice.from_year);
        route::check(&set, &rounds, wanted, is_qualified, self.today.year())?;
        register::put_route(database, self.hand, self.id(), choice).await?;
        Ok(())
    }

    async fn confirm_charter(&self, number: i32) -> Result<(), ChangeError> {
        let versions = &self.kept.charters;
        let found = versions.iter().find(|one| one.number == number);
        let one = found.ok_or(ChangeError::NotFound)?;
        charter::check_confirmation(versions, one, self.hand.by)
            .map_err(|(code, said)| ChangeError::Refused(code, said))?;
        charters::confirm(&**self.tx, self.hand, one.id).await?;
        Ok(())
    }
}

fn must_hold(is_there: bool) -> Result<(), ChangeError> {
    if is_there { Ok(()) } else { Err(ChangeError::NotFound) }
}
