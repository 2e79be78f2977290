//! Which settings of a book open a way around what it hides?

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    awards::{BlindRule, BookError, DeclaredBy, FileSight, QuestionWay, SheetSight, Sight},
    reviews::book::ReviewBook,
    shared::Bilingual,
};

/// A setting that tells what another one hides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = BlindFault)]
pub struct Unblinds {
    /// Its key in the table `[blind]` of the book.
    pub setting: String,
    /// Whether the book is refused for it; a warning otherwise.
    pub is_refused: bool,
    /// How it tells, or what it is for nothing.
    pub words: Bilingual,
}

/// A line of the table below: whether it holds, the key, whether the book is refused, in both languages.
type Line = (bool, &'static str, bool, &'static str, &'static str);

/// What opens a way around what a book hides, each with how; nothing where the book may be used as it is.
pub fn lint(blind: &BlindRule) -> Vec<Unblinds> {
    let hides_nominee = blind.nominee == Sight::Hidden;
    let hides_nominator = blind.nominator == Sight::Hidden;
    let shows_number = blind.number == Sight::Shown;
    let shows_files = blind.attachments == FileSight::Shown;
    let of_nominee = of_nominee(*blind, shows_number, shows_files);
    let lines: [Line; 5] = [
        (
            hides_nominator && !hides_nominee && shows_number,
            "number",
            true,
            "隐去提名者时不得显示提名编号：公示和提名者名单按编号可查",
            "the number is shown while the nominator is hidden: the publicity names him by it",
        ),
        (
            hides_nominator && !hides_nominee && shows_files,
            "attachments",
            true,
            "隐去提名者时不得提供原附件：附件有提名者的公章和意见",
            "attachments are shown while the nominator is hidden: they bear his seal",
        ),
        (
            blind.reviewer != Sight::Hidden,
            "reviewer",
            true,
            "评审专家须对外隐去（X25 第七十七条）",
            "reviewers must be hidden from everybody outside the office (X25 art. 77)",
        ),
        (
            blind.questions != QuestionWay::ThroughOffice,
            "questions",
            false,
            "没有经办公室转达的质询，专家要问的只能自己去问，会暴露身份",
            "without questions through the office who must know something asks for himself",
        ),
        (
            blind.panel_sees == SheetSight::Names,
            "panel_sees",
            true,
            "会评专家不得看到网评专家的姓名",
            "members of a panel would read the names of reviewers",
        ),
    ];
    let all = of_nominee.into_iter().filter(|_| hides_nominee).chain(lines);
    let warned = blind.attachments == FileSight::Redacted && !hides_nominee;
    let all = all.chain([(
        warned,
        "attachments",
        false,
        "显示完成人时不必隐去附件中的姓名",
        "attachments without names are for nothing while people are shown",
    )]);
    all.filter(|line| line.0).map(unblinds).collect()
}

/// What tells who the nominees are, where they are hidden.
fn of_nominee(blind: BlindRule, shows_number: bool, shows_files: bool) -> [Line; 4] {
    [
        (
            shows_number,
            "number",
            true,
            "隐去完成人时不得显示提名编号：公示按编号可查到姓名",
            "the number is shown while nominees are hidden: the publicity names them by it",
        ),
        (
            shows_files,
            "attachments",
            true,
            "隐去完成人时不得提供原附件：附件有姓名和单位",
            "attachments are shown while nominees are hidden: they bear names and units",
        ),
        (
            blind.declaration == DeclaredBy::ByReviewer,
            "declaration",
            true,
            "隐去完成人时不得由专家自行申报利害关系：申报须知道涉及何人",
            "reviewers declare interests while nominees are hidden: they would have to be told of whom",
        ),
        (
            blind.nominator == Sight::Shown,
            "nominator",
            true,
            "隐去完成人时须同时隐去提名者：提名者的公示列出完成人",
            "the nominator is shown while nominees are hidden: his own publicity names them",
        ),
    ]
}

fn unblinds((_, setting, is_refused, zh, en): Line) -> Unblinds {
    Unblinds { setting: setting.to_owned(), is_refused, words: Bilingual::new(zh, en) }
}

/// Reads the text of a book, and says what opens a way around what it hides.
///
/// # Errors
/// As [`ReviewBook::parse`].
pub fn check_book(place: &str, text: &str) -> Result<Vec<Unblinds>, BookError> {
    Ok(lint(&ReviewBook::parse(place, text)?.blind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reviews::book::in_force;

    /// Every setting of the table.
    fn all() -> Vec<BlindRule> {
        let sights = [Sight::Shown, Sight::Hidden];
        let files = [FileSight::Shown, FileSight::Redacted, FileSight::None];
        let ways = [QuestionWay::ThroughOffice, QuestionWay::None];
        let sheets = [SheetSight::Aliases, SheetSight::Names, SheetSight::None];
        let mut found = Vec::new();
        for reviewer in sights {
            for nominee in sights {
                for nominator in sights {
                    for attachments in files {
                        for number in sights {
                            for declaration in [DeclaredBy::ByReviewer, DeclaredBy::ByEngine] {
                                for questions in ways {
                                    found.extend(sheets.map(|panel_sees| BlindRule {
                                        reviewer,
                                        nominee,
                                        nominator,
                                        attachments,
                                        number,
                                        declaration,
                                        questions,
                                        panel_sees,
                                    }));
                                }
                            }
                        }
                    }
                }
            }
        }
        found
    }

    fn is_refused(blind: BlindRule) -> bool {
        lint(&blind).iter().any(|fault| fault.is_refused)
    }

    #[test]
    fn the_book_that_ships_is_accepted_without_a_word() {
        assert_eq!(lint(&in_force().unwrap().blind), []);
    }

    #[test]
    fn of_all_settings_those_alone_are_accepted_that_tell_nothing_of_what_they_hide() {
        let all = all();
        assert_eq!(all.len(), 2 * 2 * 2 * 3 * 2 * 2 * 2 * 3);
        for &blind in &all {
            let hides = |sight: Sight| sight == Sight::Hidden;
            let is_open = !hides(blind.number) || blind.attachments == FileSight::Shown;
            let tells_nominee = hides(blind.nominee)
                && (is_open
                    || blind.declaration == DeclaredBy::ByReviewer
                    || !hides(blind.nominator));
            let tells_nominator = hides(blind.nominator) && is_open;
            let tells_reviewer = !hides(blind.reviewer) || blind.panel_sees == SheetSight::Names;
            let expected = tells_nominee || tells_nominator || tells_reviewer;
            assert_eq!(is_refused(blind), expected, "{blind:?}");
        }
        assert!(all.iter().any(|blind| blind.nominee == Sight::Hidden && !is_refused(*blind)));
    }

    #[test]
    fn each_fault_names_its_key_once_and_says_why_in_both_languages() {
        for blind in all() {
            let faults = lint(&blind);
            let refused: Vec<&str> = faults
                .iter()
                .filter(|fault| fault.is_refused)
                .map(|fault| fault.setting.as_str())
                .collect();
            let once: std::collections::BTreeSet<&str> = refused.iter().copied().collect();
            assert_eq!(refused.len(), once.len(), "{blind:?}");
            for fault in &faults {
                assert!(!fault.words.zh.is_empty() && fault.words.en.is_ascii(), "{fault:?}");
            }
        }
    }

    #[test]
    fn what_is_only_odd_is_told_and_not_refused() {
        let shown = in_force().unwrap().blind;
        let odd =
            BlindRule { attachments: FileSight::Redacted, questions: QuestionWay::None, ..shown };
        let told = lint(&odd);
        let keys: Vec<&str> = told.iter().map(|fault| fault.setting.as_str()).collect();
        assert_eq!(keys, ["questions", "attachments"]);
        assert!(told.iter().all(|fault| !fault.is_refused));
    }
}
