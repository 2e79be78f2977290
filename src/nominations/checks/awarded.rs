//! Was this content nominated, reviewed, awarded or disputed elsewhere?

use super::{
    finding::Outcome,
    sheet::{Sheet, nomination_called},
};
use crate::nominations::dossier::Address;

/// FC-004: evidence that another nomination of the round has the same content.
pub(super) fn nominated_twice(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    if sheet.says_yes("declarations", "nominated_elsewhere") {
        outcome.note(Address::field("declarations", "nominated_elsewhere"));
        outcome.remark(
            "提名者自述本年度另经其他渠道或者在其他奖种被提名",
            "the nominator says that it is nominated elsewhere this year",
        );
    }
    for (address, number) in sheet.numbers() {
        let shares = |other: &&super::OtherContent| other.numbers.contains(&number);
        for other in sheet.facts.other_contents.iter().filter(shares) {
            outcome.note(address.clone());
            let (zh, en) = nomination_called(other.nomination.as_deref());
            outcome.remark(
                format!("{number} 也是本届{zh}的材料"),
                format!("{number} is in {en} of the round, too"),
            );
        }
    }
}

/// FC-005: a right of a past winner is decisive, and so is a paper where the award rests on papers, and
/// the nominator's own word. A paper beside the matter is for a person to look at.
pub(super) fn already_awarded(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    if sheet.says_yes("declarations", "awarded_before") {
        outcome.fail(
            Address::field("declarations", "awarded_before"),
            "自述内容曾获国家科学技术奖，不得再次提名",
            "the content won a national award by the nominator's own word; it may not be nominated",
        );
    }
    let rests_on_papers = sheet.facts.form.category == "NAT";
    for (address, number) in sheet.numbers() {
        let shares = |won: &&super::AwardedContent| won.numbers.contains(&number);
        for won in sheet.facts.awarded.iter().filter(shares) {
            let (year, title) = (won.year, &won.title);
            if address.section() == "papers" && !rests_on_papers {
                outcome.doubt(
                    address.clone(),
                    format!("{number} 也是 {year} 年获奖项目“{title}”的论文，请核对内容是否相同"),
                    format!("{number} is a paper of \"{title}\", awarded in {year}, too; is the content the same?"),
                );
            } else {
                outcome.fail(
                    address.clone(),
                    format!("{number} 是 {year} 年获奖项目“{title}”的材料，其内容不得再次提名"),
                    format!("{number} belongs to \"{title}\", awarded in {year}; it may not be used again"),
                );
            }
        }
    }
}

/// FC-006: the nominator's word that it was reviewed in the last round.
pub(super) fn reviewed_last_round(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    if sheet.says_yes("declarations", "reviewed_last_round") {
        outcome.note(Address::field("declarations", "reviewed_last_round"));
    }
}

/// FC-010: the nominator's word that a dispute is open.
pub(super) fn dispute(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    if sheet.says_yes("declarations", "has_dispute") {
        outcome.note(Address::field("declarations", "has_dispute"));
        outcome.remark("提名者自述存在未解决的争议", "the nominator says that a dispute is open");
    }
}
