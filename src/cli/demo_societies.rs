//! How does the register of the demonstration come to be? Through the use cases of CAST and the
//! societies, with the clock held at the days on which things are said to have happened.

use chrono::{DateTime, Datelike as _, Duration, NaiveDate, Utc};
use entity::{
    ids::QualificationId,
    vocabulary::{
        AssessmentGrade, CheckResult, OfficerDuty, QualificationStep as Step, Route,
        SocietyEventKind, Verdict,
    },
};

use super::terminal;
use crate::{
    app::App,
    demo::{DEMO_ROUND, DemoSociety, Past},
    shared::{Clock as _, HeldClock, china_day},
    societies::{
        self, AnnualCheck, CRITERIA, CharterTerms, Contact, Criterion, CriterionCheck,
        CriterionStatement, MODEL_CHARTER, Mandate, NewCharter, NewEvent, NewFile, NewGrade,
        Officer, QualificationStepBody, RouteChoice, Share, SocietyChange,
    },
};

/// The user of CAST whose deeds these are.
const CAST: &str = "cast";

/// A page that says that it is none.
const PAGE: &[u8] = b"%PDF-1.4\n\
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 200]/Contents 4 0 R\
/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n\
4 0 obj<</Length 63>>stream\n\
BT /F 18 Tf 40 100 Td (Demonstration file, no real document) Tj ET\n\
endstream endobj\n\
trailer<</Root 1 0 R>>\n\
%%EOF\n";

/// Fills the register.
pub(super) async fn fill(
    app: &App,
    clock: &HeldClock,
    registry: &[DemoSociety],
) -> anyhow::Result<()> {
    let now = clock.now();
    for society in registry {
        let changes = people(society)
            .into_iter()
            .chain(checks(society, now))
            .chain(history(&society.society_id))
            .collect();
        societies::change(app, Mandate::of(CAST), &society.society_id, changes).await?;
    }
    charter(app).await?;
    for society in registry {
        Story { app, clock, now, society }.tell().await?;
    }
    clock.release();
    let count = registry.len();
    terminal::say(&format!("学会名录与资格 / register and qualifications: {count}"));
    Ok(())
}

fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

fn people(society: &DemoSociety) -> Vec<SocietyChange> {
    let duties =
        [OfficerDuty::President, OfficerDuty::SecretaryGeneral, OfficerDuty::ChiefSupervisor];
    let officers = duties.into_iter().zip(&society.officers).map(|(duty, name)| {
        SocietyChange::PutOfficer(
            None,
            Officer {
                duty,
                name: name.clone(),
                unit: None,
                term: None,
                from_on: day(2023, 6, 1),
                to_on: day(2028, 5, 31),
            },
        )
    });
    let contact = SocietyChange::PutContact(
        None,
        Contact {
            name: society.contact.clone(),
            duty: Some("秘书处奖励工作".to_owned()),
            phone: None,
            email: Some(format!("{}@example.org", society.mailbox)),
        },
    );
    officers.chain([contact]).collect()
}

fn checks(society: &DemoSociety, now: DateTime<Utc>) -> Vec<SocietyChange> {
    let this_year = china_day(now).year();
    let results = [CheckResult::Passed, CheckResult::BasicallyPassed];
    let mut changes: Vec<SocietyChange> = (1..)
        .zip(society.checks)
        .map(|(ago, result)| {
            let year = this_year - ago;
            let check = AnnualCheck {
                result: results.get(result).copied().unwrap_or(CheckResult::Passed),
                concluded_on: day(year + 1, 9, 20).filter(|on| *on <= china_day(now)),
                note: None,
            };
            SocietyChange::Check(year, check)
        })
        .collect();
    changes.extend(society.grade.and_then(|(place, year)| {
        let grade = *AssessmentGrade::ALL.get(place)?;
        Some(SocietyChange::Grade(NewGrade { grade, announced_on: day(year, 11, 15)? }))
    }));
    changes
}

/// One society was suspended for half a year, long ago.
fn history(code: &str) -> Vec<SocietyChange> {
    let event = |kind, on: Option<NaiveDate>, basis: Option<&str>| {
        on.map(|happened_on| {
            SocietyChange::Event(NewEvent {
                kind,
                happened_on,
                detail: Some("换届逾期（演示）".to_owned()),
                basis: basis.map(str::to_owned),
                new_name: None,
                other_society: None,
            })
        })
    };
    let both = [
        event(SocietyEventKind::Suspended, day(2023, 5, 10), Some("整改通知（演示）")),
        event(SocietyEventKind::Restored, day(2023, 11, 20), None),
    ];
    if code == "D-B-08" { both.into_iter().flatten().collect() } else { Vec::new() }
}

/// One society's charter asks for more than the model charter: its head entered it, CAST confirmed it.
async fn charter(app: &App) -> anyhow::Result<()> {
    let Some(valid_from) = day(2023, 6, 1) else { return Ok(()) };
    let terms = CharterTerms {
        clause: "《示范数学与应用数学学会章程》第二十四条（演示）".to_owned(),
        threshold: Share { numerator: 3, denominator: 4, is_exclusive: false },
        ..MODEL_CHARTER.clone()
    };
    let entered = SocietyChange::Charter(NewCharter { valid_from, terms });
    for (by, change) in [("society.head", entered), (CAST, SocietyChange::ConfirmCharter(1))] {
        societies::change(app, Mandate::of(by), "D-A-01", vec![change]).await?;
    }
    Ok(())
}

/// How a society came to where it stands with its right to nominate.
struct Story<'a> {
    app: &'a App,
    clock: &'a HeldClock,
    now: DateTime<Utc>,
    society: &'a DemoSociety,
}

impl Story<'_> {
    fn at(&self, days_ago: i64) {
        self.clock.hold(self.now - Duration::days(days_ago));
    }

    /// Who speaks for the society; the head of the demonstration's own is one that signs in.
    fn head(&self) -> &'static str {
        if self.society.society_id == "D-B-12" { "head" } else { "society.head" }
    }

    async fn step(&self, id: QualificationId, step: Step, reason: &str) -> anyhow::Result<()> {
        let is_own = matches!(step, Step::Submit | Step::Appeal | Step::Withdraw);
        let by = if is_own { self.head() } else { CAST };
        let reason = Some(reason.to_owned()).filter(|text| !text.is_empty());
        societies::take_step(self.app, by, (id, None), QualificationStepBody { step, reason })
            .await?;
        Ok(())
    }

    /// Fills an application in; `is_old` for a society that held the right before.
    async fn open(&self, is_old: bool) -> anyhow::Result<QualificationId> {
        let code = &self.society.society_id;
        let id = societies::open(self.app, self.head(), None, code).await?;
        let asked = |one: &&Criterion| one.is_required || (is_old && one.id == "recognised");
        let criteria: Vec<&Criterion> = CRITERIA.list.iter().filter(asked).collect();
        let said = criteria.iter().map(|one| {
            let statement = format!("符合。{}，详见证明文件（演示）。", one.name.zh);
            (one.id.clone(), CriterionStatement { statement })
        });
        societies::state(self.app, self.head(), (id, None), said.collect()).await?;
        for criterion in criteria.iter().filter(|one| one.needs_file || !one.is_required) {
            let file = NewFile {
                criterion: criterion.id.clone(),
                name: format!("{}（演示）.pdf", criterion.name.zh),
                // The certificate of the demonstration's own society ends before its right does.
                valid_to: (criterion.id == "legal_person")
                    .then(|| china_day(self.now) + chrono::Days::new(20))
                    .filter(|_| self.head() == "head"),
                bytes: PAGE.to_vec(),
            };
            societies::add_file(self.app, self.head(), None, id, file).await?;
        }
        Ok(id)
    }

    async fn check(
        &self,
        id: QualificationId,
        is_old: bool,
        unmet: Option<&str>,
    ) -> anyhow::Result<()> {
        let asked = |one: &&Criterion| one.is_required || (is_old && one.id == "recognised");
        let found = CRITERIA.list.iter().filter(asked).map(|one| {
            let is_met = unmet != Some(one.id.as_str());
            let check = CriterionCheck {
                verdict: Some(if is_met { Verdict::Met } else { Verdict::NotMet }),
                note: (!is_met).then(|| "所附公告只能证明两个奖励周期。".to_owned()),
            };
            (one.id.clone(), check)
        });
        societies::check(self.app, CAST, (id, None), found.collect()).await?;
        self.step(id, Step::FinishCheck, "").await
    }

    /// Applied, checked and granted so long ago; from then on it nominates by itself.
    async fn granted(&self, ago: i64, is_old: bool) -> anyhow::Result<QualificationId> {
        self.at(ago + 40);
        let id = self.open(is_old).await?;
        self.step(id, Step::Submit, "").await?;
        self.at(ago + 20);
        self.check(id, is_old, None).await?;
        self.at(ago);
        if is_old {
            self.step(id, Step::Grant, "各项条件符合，此前已具备提名资格。").await?;
        } else {
            self.step(id, Step::GrantProbation, "各项条件符合，首次获得资格，先行试行。").await?;
        }
        let choice = RouteChoice {
            route: Route::Direct,
            from_year: DEMO_ROUND,
            reason: "取得提名资格，直接提名。".to_owned(),
        };
        let changes = vec![SocietyChange::Route(choice)];
        let code = &self.society.society_id;
        societies::change(self.app, Mandate::of(CAST), code, changes).await?;
        Ok(id)
    }

    /// How many days ago a right was granted that ends in `left` days.
    fn granted_ago(&self, left: i64) -> i64 {
        let today = china_day(self.now);
        let first =
            today + Duration::days(left + 1) - chrono::Months::new(12 * CRITERIA.validity_years);
        (today - first).num_days()
    }

    async fn tell(&self) -> anyhow::Result<()> {
        let past = self.society.past;
        match past {
            Past::None => {}
            Past::Draft => {
                self.at(3);
                self.open(false).await?;
            }
            Past::Submitted | Past::Returned | Past::Checked | Past::Refused | Past::Appealed => {
                self.asked(past).await?;
            }
            Past::Probation => {
                self.granted(120, false).await?;
            }
            Past::Granted(left) => {
                self.granted(self.granted_ago(left), true).await?;
            }
            Past::Suspended | Past::Revoked => {
                let id = self.granted(self.granted_ago(1000), true).await?;
                self.at(60);
                if past == Past::Suspended {
                    self.step(id, Step::Suspend, "公示材料不全，责令整改，暂停一个年度。").await?;
                } else {
                    self.step(id, Step::Revoke, "年检不合格且逾期未整改，取消资格。").await?;
                }
            }
        }
        Ok(())
    }

    async fn asked(&self, past: Past) -> anyhow::Result<()> {
        self.at(30);
        let id = self.open(false).await?;
        self.step(id, Step::Submit, "").await?;
        self.at(20);
        match past {
            Past::Returned => {
                self.step(id, Step::Return, "授奖公告缺少 2023 年度，请补充。").await?;
            }
            Past::Checked => self.check(id, false, None).await?,
            Past::Refused | Past::Appealed => {
                self.check(id, false, Some("award_periods")).await?;
                self.at(9);
                self.step(id, Step::Refuse, "社会奖连续开展不足三个周期。").await?;
                if past == Past::Appealed {
                    self.at(4);
                    let reason = "2021 年度授奖公告遗漏未附，现已找到，请复核。";
                    self.step(id, Step::Appeal, reason).await?;
                }
            }
            _ => {}
        }
        Ok(())
    }
}
