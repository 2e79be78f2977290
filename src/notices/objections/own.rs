//! In which words does Laurel itself speak in a case? In fixed ones, kept as one text and read by each
//! reader in the reader's language.

use crate::shared::Bilingual;

/// A text of Laurel's own: Chinese and English.
pub(super) type Own = (&'static str, &'static str);

/// Screening is asked of the office.
pub(super) const SCREEN: Own = ("审查是否受理", "Decide whether to take it.");
/// Investigating is asked of the office.
pub(super) const INVESTIGATE: Own = ("调查核实", "Investigate.");
/// Following the competent body is asked of the office.
pub(super) const FOLLOW: Own = ("跟踪移送结果", "Follow what becomes of the transfer.");
/// An answer is asked of the nominator.
pub(super) const ANSWER: Own = (
    "请就异议所涉事实提交书面说明和材料",
    "Answer the facts that the objection names in writing, with material.",
);
/// The nominator was silent.
pub(super) const NOMINATOR_SILENT: Own = (
    "提名者逾期未提供材料且未申请延期，视为放弃提名，提名终止",
    "The nominator neither answered nor asked for more time: the nomination is given up.",
);
/// The nominee was silent.
pub(super) const NOMINEE_SILENT: Own = (
    "候选者逾期未提供材料，视为承认异议",
    "The nominee did not answer in time: the objection is admitted.",
);
/// The objector was silent.
pub(super) const OBJECTOR_SILENT: Own = (
    "异议者逾期未提供材料，视为放弃异议",
    "The objector did not answer in time: the objection is dropped.",
);
/// The office was silent.
pub(super) const OFFICE_SILENT: Own = (
    "奖励办公室未按期办理，已报监督委员会",
    "The office is late, and the supervision committee is told.",
);
/// The nomination came to its end otherwise.
pub(super) const ENDED: Own =
    ("该提名已终止，异议程序自行终结", "The nomination is at its end, and so is the objection.");
/// What came within the publicity was kept after it had ended.
pub(super) const KEPT_LATE: Own = (
    "异议在公示期内提出，公示期满后才完成登记，按期受理",
    "It came within the publicity and was kept only after its end: it is taken as in time.",
);

const ALL: [Own; 10] = [
    SCREEN,
    INVESTIGATE,
    FOLLOW,
    ANSWER,
    NOMINATOR_SILENT,
    NOMINEE_SILENT,
    OBJECTOR_SILENT,
    OFFICE_SILENT,
    ENDED,
    KEPT_LATE,
];

/// A text of Laurel's own as it is kept.
pub(super) fn kept((zh, _): Own) -> &'static str {
    zh
}

/// A kept text in both languages: Laurel's own in each, what a person wrote as it was written.
pub(super) fn in_both(text: &str) -> Bilingual {
    let own = ALL.iter().find(|(zh, _)| *zh == text);
    own.map_or_else(|| Bilingual::new(text, text), |(zh, en)| Bilingual::new(*zh, *en))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_words_are_read_in_each_language_and_those_of_a_person_stay_whole() {
        for own in ALL {
            assert_eq!(in_both(kept(own)), Bilingual::new(own.0, own.1));
        }
        let of_a_person = "请补充出处 / the source and the page of it are missing";
        assert_eq!(in_both(of_a_person), Bilingual::new(of_a_person, of_a_person));
    }
}
