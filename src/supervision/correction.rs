//! With what does the taskbook begin that opens where a quota is held for correction (整改)?

use chrono::{Days, NaiveDate};
use entity::{ids::TaskbookId, vocabulary::TaskbookKind};
use serde::Deserialize;

use super::{
    draft::{check, keep},
    errors::SupervisionError,
    model::{Content, Draft, Indicator, Task},
    store,
};
use crate::{app::App, persistence::WriteTx, shared::china_day};

const IN_FORCE: &str = include_str!("../../rules/supervision/correction.toml");

/// What such a taskbook begins with.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    title: String,
    department: String,
    cast_unit: String,
    leader_name: String,
    leader_post: String,
    days: u64,
    #[expect(dead_code, reason = "a number of the rules says what it rests on")]
    basis: String,
    goals: Vec<String>,
    tasks: Vec<TaskText>,
    indicators: Vec<Indicator>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TaskText {
    code: String,
    title: String,
    owner: String,
    days: u64,
    weight: u32,
}

/// Who is to correct something, and why.
#[derive(Clone, Copy, Debug)]
pub struct Correction<'a> {
    /// Code of the society.
    pub society_id: &'a str,
    /// Year of the round whose quota is held.
    pub round: i32,
    /// Why.
    pub ground: &'a str,
}

fn after(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX)
}

impl Text {
    fn draft(self, wanted: &Correction<'_>, today: NaiveDate) -> Draft {
        let Correction { society_id, round, ground } = wanted;
        let task = |task: TaskText| Task {
            code: task.code,
            title: task.title,
            owner: task.owner,
            due: after(today, task.days),
            weight: task.weight,
        };
        Draft {
            number: format!("{round}-C-{society_id}"),
            kind: TaskbookKind::Nomination,
            society_id: (*society_id).to_owned(),
            title: self.title,
            round: *round,
            department: self.department,
            department_account: None,
            cast_unit: self.cast_unit,
            leader_name: self.leader_name,
            leader_post: self.leader_post,
            starts_on: today,
            ends_on: after(today, self.days),
            content: Content {
                goals: self.goals,
                tasks: self.tasks.into_iter().map(task).collect(),
                indicators: self.indicators,
                clauses: vec![(*ground).to_owned()],
                ..Content::default()
            },
        }
    }
}

/// Opens a taskbook of correction as a draft, once for a society and a round; none where there is one, or
/// where the register does not know the society. Inside the caller's transaction.
///
/// # Errors
/// The records failing.
pub async fn open_correction(
    app: &App,
    tx: &WriteTx,
    by: &str,
    wanted: &Correction<'_>,
) -> Result<Option<TaskbookId>, SupervisionError> {
    let text: Text = toml::from_str(IN_FORCE)?;
    let draft = text.draft(wanted, china_day(app.clock.now()));
    let is_known = store::society_name(&**tx, wanted.society_id).await?.is_some();
    if !is_known || store::number_is_taken(&**tx, &draft.number, None).await? {
        return Ok(None);
    }
    check(tx, &draft, None).await?;
    let id: TaskbookId = app.ids.next();
    keep(app, tx, by, (id, draft), Some(wanted.ground.to_owned())).await?;
    Ok(Some(id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::supervision::council::CouncilRules;

    #[test]
    fn it_begins_as_a_draft_that_breaks_no_rule() {
        let text: Text = toml::from_str(IN_FORCE).unwrap();
        let wanted = Correction { society_id: "D-A-01", round: 2029, ground: "得分 63.2 分" };
        let today: NaiveDate = "2028-11-30".parse().unwrap();
        let draft = text.draft(&wanted, today);
        assert_eq!(draft.faults(), []);
        assert!(CouncilRules::in_force().unwrap().leader.posts.contains(&draft.leader_post));
        assert_eq!((draft.number.as_str(), draft.round), ("2029-C-D-A-01", 2029));
        assert_eq!(draft.ends_on, "2029-05-29".parse::<NaiveDate>().unwrap());
        assert_eq!(draft.content.clauses, ["得分 63.2 分"]);
    }
}
