//! What is examined in the demonstration? One nomination on which two examiners must still agree, one that is
//! being corrected; and a batch that was undone.

use entity::{
    ids::{AccountId, DossierId, NominationId},
    vocabulary::{BatchAction, ExaminationRuling as Ruling, Role},
};

use crate::{
    app::App,
    authz::{Actor, Grant},
    demo::journey::{Complete, Journey},
    examination::{
        self, BatchRequest, CorrectionRequest, Examination, Verdict, ask_batch, ask_correction,
        give, open, undo,
    },
    nominations::barred::{BarRecord, Recording, apply_bars},
    shared::{HeldClock, china_day},
};

/// The society whose nominations are examined.
const SOCIETY: &str = "D-A-01";

/// The rule that speaks against them, and why.
const RULE: &str = "FC-013";
const REASON: &str = "提名意见附件中学会公章不清晰，无法辨认名称（演示数据）。";
const FIX: &str = "重新加盖公章后扫描上传。";
const FIELD: &str = "attachments.items";

/// Takes two nominations to where examiners work on them.
///
/// # Errors
/// The records failing, or data that the use cases do not take.
pub(super) async fn fill(app: &App, clock: &HeldClock, year: i32) -> anyhow::Result<()> {
    let set_clock = |instant| clock.hold(instant);
    let journey =
        Journey { app, year, society: SOCIETY, set_clock: &set_clock, today: app.clock.now() };
    let mut handed_in = Vec::new();
    for (mark, category) in [(21, "NAT"), (22, "INV")] {
        let complete = Complete::of(category)?.apart(mark);
        let id = journey.write(&complete).await?;
        journey.confirm(id, &complete).await?;
        journey.approve(id, &complete).await?;
        journey.submit(id).await?;
        handed_in.push(id);
    }
    clock.release();
    register(app).await?;
    examine(app, year, &handed_in).await
}

fn officer(username: &str, role: Role) -> Actor {
    Actor {
        account: AccountId(uuid::Uuid::nil()),
        username: username.to_owned(),
        grants: vec![Grant { role, society_code: None }],
    }
}

async fn examine(app: &App, year: i32, handed_in: &[DossierId]) -> anyhow::Result<()> {
    let first = officer("office", Role::AwardOffice);
    let second = officer("admin", Role::AwardAdmin);
    for (at, id) in handed_in.iter().enumerate() {
        let opened = open(app, &first, NominationId(id.0)).await?;
        let is_last = at + 1 == handed_in.len();
        let one = judge(app, &first, (opened, 1), is_last).await?;
        if is_last {
            let one = give(app, &second, (opened, one.version), &[objection()]).await?;
            let wanted =
                CorrectionRequest { addresses: vec![FIELD.to_owned()], note: FIX.to_owned() };
            ask_correction(app, &second, (opened, one.version), &wanted).await?;
        }
    }
    let mut request =
        BatchRequest { action: BatchAction::Open, nominations: Vec::new(), expected: None };
    let seen = examination::preview(app, &first, (year, &request)).await?;
    request.expected = u32::try_from(seen.len()).ok();
    let batch = ask_batch(app, &first, (year, &request), None).await?;
    undo(app, &first, batch).await?;
    Ok(())
}

fn objection() -> Verdict {
    Verdict {
        rule: RULE.to_owned(),
        ruling: Ruling::Fail,
        reason: Some(REASON.to_owned()),
        fix: Some(FIX.to_owned()),
        address: Some(FIELD.to_owned()),
    }
}

/// Objects to one rule; passes the others where all are to be judged, else every second one.
async fn judge(
    app: &App,
    examiner: &Actor,
    (id, version): (entity::ids::ExaminationId, i64),
    is_whole: bool,
) -> anyhow::Result<Examination> {
    let rules = examination::rules_to_judge(app, examiner, id).await?;
    let passed = rules.into_iter().filter(|rule| rule != RULE).enumerate();
    let passed = passed.filter(|(at, _)| is_whole || at % 2 == 0);
    let mut verdicts = vec![objection()];
    verdicts.extend(passed.map(|(_, rule)| Verdict {
        rule,
        ruling: Ruling::Pass,
        reason: None,
        fix: None,
        address: None,
    }));
    Ok(give(app, examiner, (id, version), &verdicts).await?)
}

/// A record of the integrity register: of a person of nobody's name, so that it bars nobody.
async fn register(app: &App) -> anyhow::Result<()> {
    let record = BarRecord {
        name: "示范壬".to_owned(),
        id_number: None,
        unit: Some("示范某所".to_owned()),
        credit_code: None,
        what: "严重失信惩戒期内（演示数据）".to_owned(),
        what_en: Some("under a sanction for dishonesty (demonstration)".to_owned()),
        from: china_day(app.clock.now()),
        until: None,
        basis: "虚构决定".to_owned(),
    };
    let recording =
        Recording { ids: app.ids, now: app.clock.now(), by: "laurel", sealer: &app.sealer };
    let tx = app.database.begin_write().await?;
    apply_bars(&*tx, recording, &[record]).await?;
    tx.commit().await?;
    Ok(())
}
