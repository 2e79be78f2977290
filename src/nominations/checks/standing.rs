//! May the society nominate, has it chosen and shown the nomination, has its council agreed, and is it in time?

use entity::vocabulary::SelectionOutcome;

use super::{
    facts::{Consent, Right},
    finding::Outcome,
    sheet::{Sheet, shortened},
};
use crate::{nominations::dossier::Address, shared::Bilingual};

/// FC-001: the right to nominate, and a place. What a society's clerks write is the society's to nominate, by its
/// right and on its place, or on CAST's. Experts and embassies nominate in their own right (P6, T24 art. 14), and
/// not by way of a society.
pub(super) fn right_and_place(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    let society = &sheet.facts.society;
    // That it is missing is a fault of the form.
    if !matches!(sheet.text("opinion", "nominator_kind"), "" | "unit") {
        outcome.fail(
            Address::field("opinion", "nominator_kind"),
            "学会填报的提名，提名者应为提名单位。专家、使馆和领馆以自己的名义另行提名，不经学会提交。请改选“提名单位”",
            "what a society files is nominated by the society; experts and embassies nominate by \
             themselves and elsewhere; choose the nominating body",
        );
    }
    if let Right::Lost(why) = &society.right {
        let (zh, en) = (&why.zh, &why.en);
        outcome.fail(
            None,
            format!("学会现无提名资格：{zh}。请先恢复资格"),
            format!("the society may not nominate: {en}; the right must be restored first"),
        );
    }
    if !society.has_place && society.places_left == Some(0) {
        outcome.fail(
            None,
            "本奖种名额已用完。请撤回另一件提名，或申请使用机动名额",
            "no place is left for this award; withdraw another nomination or ask for a reserve place",
        );
    }
}

/// FC-002: the society's publicity.
pub(super) fn publicity(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    let Some(shown) = &sheet.facts.publicity else {
        return outcome.fail(
            None,
            "未见公示记录。请先按规定公示，再提交",
            "there is no publicity; show the nomination as prescribed before it is handed in",
        );
    };
    if !shown.is_concluded {
        outcome.fail(
            None,
            "公示尚未结束，或结果尚未登记。请到期后登记结果",
            "the publicity is not over or has no outcome; write the outcome down when it is over",
        );
    }
    if !shown.is_proved {
        outcome.fail(
            None,
            "没有公示的证明材料。请在登记公示或公示结果时附上网页截图、盖章证明等",
            "nothing proves the publicity; add a picture of the notice or a sealed statement to it",
        );
    }
    let (days, needed) = (shown.days, shown.needed);
    if days < needed {
        outcome.fail(
            None,
            format!("公示 {days} 天，应不少于 {needed} 天。请补足后重新登记"),
            format!("shown for {days} days, {needed} are needed; show it for the rest"),
        );
    }
    if shown.shown != shown.current {
        outcome.fail(
            None,
            "公示后公示内容有改动。请重新公示，或恢复公示时的内容",
            "what was shown has changed since; show it again, or restore what was shown",
        );
    }
    if shown.unsettled > 0 {
        let count = shown.unsettled;
        outcome.fail(
            None,
            format!("有 {count} 件异议未处理或影响提名。请先处理"),
            format!("{count} objections are open or stand against it; settle them first"),
        );
    }
    for unit in &shown.units_missing {
        let unit = shortened(unit);
        outcome.fail(
            sheet
                .has("opinion", "unit_publicity_files")
                .then(|| Address::field("opinion", "unit_publicity_files")),
            format!("缺少“{unit}”的公示证明。请补交"),
            format!("there is no proof of the publicity at \"{unit}\"; add it"),
        );
    }
}

/// FC-031: inside the time of nominating, which is half-open.
pub(super) fn in_time(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    let round = &sheet.facts.round;
    if round.opens_at.is_none() && round.closes_at.is_none() {
        return outcome.idle();
    }
    if round.closes_at.is_some_and(|closes| round.now >= closes) {
        outcome.fail(
            None,
            "提名已截止，以服务器收到的时间为准",
            "nominating has closed, by the time at which the server receives it",
        );
    }
    if round.opens_at.is_some_and(|opens| round.now < opens) {
        outcome.fail(None, "提名尚未开始", "nominating has not opened");
    }
}

/// LC-01: the council's resolution.
pub(super) fn council(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    match &sheet.facts.resolution {
        None => outcome.fail(
            None,
            "未见理事会决议。请登记会议和表决结果",
            "there is no resolution of the council; write down the meeting and the votes",
        ),
        Some(resolution) if !resolution.carried => {
            let Bilingual { zh, en } = &resolution.why;
            outcome.fail(
                None,
                format!("理事会决议未通过：{zh}"),
                format!("the council's resolution did not carry: {en}"),
            );
        }
        Some(_) => {}
    }
}

/// LC-02: every nominee has confirmed, and nothing changed since.
pub(super) fn confirmations(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    let people = sheet.completers();
    if people.is_empty() {
        return outcome.idle();
    }
    for row in people {
        let answered = sheet.facts.confirmations.iter().find(|one| one.row == row.key);
        let name = row.called();
        let (zh, en) = match answered.map_or(Consent::NotAsked, |one| one.state) {
            Consent::Confirmed => continue,
            Consent::NotAsked => ("尚未请其确认。请发送确认链接", "was not asked; send the link"),
            Consent::Asked => ("尚未答复。请提醒本人", "has not answered; remind the person"),
            Consent::Refused => {
                ("拒绝被提名。请从名单中移出或与本人沟通", "refuses; take the person out or talk")
            }
            Consent::Outdated => {
                ("确认后材料有改动，需重新确认", "confirmed before a change and must do so again")
            }
        };
        outcome.fail(row.at("name"), format!("“{name}”{zh}"), format!("\"{name}\" {en}"));
    }
}

/// LC-03: what the society's own selection decided, where the dossier was in one.
pub(super) fn selection(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    let Some(selection) = &sheet.facts.selection else { return outcome.idle() };
    let (zh, en) = match selection.outcome {
        Some(SelectionOutcome::Chosen) => {
            let Bilingual { zh, en } = &selection.summary;
            return outcome.remark(zh, en);
        }
        None => (
            "本项目列入学会遴选，遴选尚未决定。请先由学会负责人确定遴选结果",
            "it is a candidate of the society's selection, which is not decided; a head decides \
             it first",
        ),
        Some(SelectionOutcome::Reserve) => (
            "学会遴选将本项目列为候补。请先由学会负责人改定为拟提名",
            "the society's selection lets it stand by; a head decides first that it is nominated",
        ),
        Some(SelectionOutcome::NotChosen) => (
            "学会遴选未选中本项目。请先由学会负责人改定为拟提名，或另行提名",
            "the society's selection did not choose it; a head decides first that it is nominated",
        ),
    };
    outcome.fail(None, zh, en);
}
