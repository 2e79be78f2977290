//! Who is told of a step that CAST took, and who is reminded that a right ends? The heads of the society.

use chrono::{NaiveDate, NaiveTime};
use entity::vocabulary::{QualificationState as State, QualificationStep as Step};
use sea_orm::DbErr;

use super::guards::Outcome;
use crate::{
    app::App,
    notifications::{self, Kind, Notice, Reminder, To},
    persistence::WriteTx,
    shared::end_of_day_after,
    societies::store::qualifications::Application,
};

/// What a step decides, in Chinese and English; nothing where it decides nothing.
const fn decided(step: Step) -> Option<(&'static str, &'static str)> {
    Some(match step {
        Step::Return => ("退回补充", "returned to be completed"),
        Step::Grant => ("授予提名资格", "granted"),
        Step::GrantProbation => ("准予试行", "granted on trial"),
        Step::Refuse => ("不予授予", "refused"),
        Step::Confirm => ("试行期满，正式授予", "confirmed after its trial"),
        Step::Suspend => ("暂停提名资格", "suspended"),
        Step::Restore => ("恢复提名资格", "restored"),
        Step::Revoke => ("取消提名资格", "revoked"),
        Step::UpholdAppeal => ("申诉成立", "the appeal is upheld"),
        Step::DismissAppeal => {
            ("申诉不成立，维持原决定", "the appeal is dismissed, the decision stands")
        }
        Step::Submit | Step::Withdraw | Step::FinishCheck | Step::Appeal => return None,
    })
}

/// Tells what was decided, and lets the reminder of the right's end follow it.
pub(super) async fn tell_step(
    app: &App,
    tx: &WriteTx,
    (found, step): (&Application, Step),
    outcome: &Outcome,
) -> Result<(), DbErr> {
    if let Some((zh, en)) = decided(step) {
        let facts =
            [("society", found.society_name.as_str()), ("decision_zh", zh), ("decision_en", en)];
        let notice = Notice {
            kind: Kind::QualificationDecided,
            subject: format!("qualification/{}", found.row.id),
            facts: facts.map(|(name, fact)| (name.to_owned(), fact.to_owned())).into(),
            link: Some(format!("/qualifications/{}", found.row.id)),
        };
        notifications::tell(app, tx, &To::Head(found.society_code.clone()), &notice).await?;
    }
    follow_end(app, tx, found, outcome).await
}

/// By society: a renewal moves the reminder of the right before it.
fn subject(found: &Application) -> String {
    format!("right/{}", found.society_code)
}

async fn follow_end(
    app: &App,
    tx: &WriteTx,
    found: &Application,
    outcome: &Outcome,
) -> Result<(), DbErr> {
    let last = outcome.term.map(|(_, last)| last).or(found.row.valid_to);
    match (outcome.state, last) {
        (State::Granted | State::Probation, Some(last)) => remind(app, tx, found, last).await,
        (State::Suspended | State::Revoked, _) => {
            let of = Kind::RightEnds;
            notifications::stop_reminders_of(app, tx, &subject(found), of).await.map(|_| ())
        }
        _ => Ok(()),
    }
}

async fn remind(
    app: &App,
    tx: &WriteTx,
    found: &Application,
    last: NaiveDate,
) -> Result<(), DbErr> {
    let facts = [("society", found.society_name.clone()), ("last_day", last.to_string())];
    let reminder = Reminder {
        kind: Kind::RightEnds,
        to: To::Head(found.society_code.clone()),
        subject: subject(found),
        // Midnight in UTC is eight in the morning of the same day in Beijing.
        due_at: end_of_day_after(last.and_time(NaiveTime::MIN).and_utc(), 0),
        facts: facts.map(|(name, fact)| (name.to_owned(), fact)).into(),
        link: Some(format!("/qualifications/{}", found.row.id)),
    };
    notifications::remind(app, tx, &reminder).await
}
