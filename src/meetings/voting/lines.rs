//! Which nominations may a ballot list, and how many of them may a paper mark?

use super::{caps::GradeLimits, store::Listed};
use crate::{meetings::model::Grade, reviews::BadField, shared::Bilingual};

/// What a ballot is to be on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'a> {
    /// Code of the category.
    pub(super) category: &'a str,
    pub(super) grade: Option<Grade>,
    /// Whether it raises what was nominated for a lower grade.
    pub(super) is_raise: bool,
    pub(super) grades: GradeLimits,
}

/// Why a nomination is not to be listed: a word, and what is allowed.
pub(super) type Unlisted = (&'static str, Bilingual);

/// Why a nomination is not to be listed; none where it may be.
pub(super) fn unlisted(asked: &Asked<'_>, one: &Listed) -> Option<Unlisted> {
    if one.category != asked.category {
        return Some(("category", told(one, "不属于该奖种", "is not of this category")));
    }
    if one.is_put_off {
        return Some(("put_off", told(one, "已推迟审议", "is put off to another meeting")));
    }
    let (Some(voted), Some(nominated)) = (asked.grade, one.grade) else { return None };
    if asked.is_raise {
        let may = asked.grades.raise_second && nominated == Grade::Second && voted < nominated;
        return (!may).then(|| {
            let zh = "不能提高等级：只有按二等奖提名且规则允许的可以";
            ("raise", told(one, zh, "cannot be raised: only what was nominated for the second grade, where the rules allow it"))
        });
    }
    // The words stand from the highest grade down.
    if voted < nominated {
        let zh = "是按更低的等级提名的，须以“提高等级”单独表决";
        return Some((
            "raise",
            told(one, zh, "was nominated for a lower grade: raising it takes a ballot of its own"),
        ));
    }
    if voted > nominated && asked.grades.no_downgrade {
        let zh = "是按更高的等级提名的，未通过的不降级表决（X25 第八十一条）";
        return Some((
            "downgrade",
            told(
                one,
                zh,
                "was nominated for a higher grade, and what fails it is not voted on again for a lower one (X25 art. 81)",
            ),
        ));
    }
    None
}

fn told(one: &Listed, zh: &str, en: &str) -> Bilingual {
    Bilingual::new(format!("“{}”{zh}", one.title), format!("“{}” {en}", one.title))
}

/// How many lines there are, how many the rules would let a paper mark, and how many may pass at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bounds {
    pub(super) lines: u32,
    pub(super) usual: u32,
    pub(super) most_places: u32,
}

/// Most lines that a paper may mark, and that may pass, as they were asked for: fewer than the rules say, or with a
/// reason more.
///
/// # Errors
/// The fields that break this.
pub(super) fn numbers(
    (cap, places): (Option<u32>, Option<u32>),
    bounds: Bounds,
    has_reason: bool,
) -> Result<(u32, u32), Vec<BadField>> {
    let Bounds { lines, usual, most_places } = bounds;
    let usual_places = usual.min(most_places);
    let (cap, places) = (cap.unwrap_or(usual_places), places.unwrap_or(usual_places));
    let mut faults = Vec::new();
    for (pointer, asked) in [("/cap", cap), ("/places", places)] {
        if !(1..=lines).contains(&asked) {
            let words =
                Bilingual::new(format!("须为 1–{lines}"), format!("1 to {lines} are allowed"));
            faults.push(BadField::new(pointer, "range", words));
        }
    }
    // Where the rules leave room for every line, it is no number of awards that is exceeded.
    if places > most_places && most_places < lines {
        let words = Bilingual::new(
            format!("该奖种和等级至多还可授 {most_places} 项（X25 第九条）"),
            format!(
                "at most {most_places} more may be awarded of this category and grade (X25 art. 9)"
            ),
        );
        faults.push(BadField::new("/places", "caps", words));
    }
    if (cap > usual || places > usual) && !has_reason {
        let words = Bilingual::new(
            format!("高于规则所定的 {usual} 项，须写明理由"),
            format!("more than the {usual} of the rules: say why"),
        );
        faults.push(BadField::new("/reason", "needed", words));
    }
    if faults.is_empty() { Ok((cap, places)) } else { Err(faults) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STRICT: GradeLimits = GradeLimits { no_downgrade: true, raise_second: true };

    fn listed(category: &str, grade: Option<Grade>) -> Listed {
        let nobody = uuid::Uuid::nil();
        Listed {
            item: nobody.into(),
            nomination: nobody.into(),
            position: 1,
            is_put_off: false,
            number: "J1".to_owned(),
            title: "示例".to_owned(),
            category: category.to_owned(),
            grade,
        }
    }

    #[test]
    fn what_failed_a_grade_is_never_listed_for_a_lower_one_and_a_raise_stands_alone() {
        use Grade::{First, Second, Special};
        for (voted, is_raise, nominated, code) in [
            (First, false, First, None),
            (Second, false, Second, None),
            (Second, false, First, Some("downgrade")),
            (First, false, Special, Some("downgrade")),
            (First, false, Second, Some("raise")),
            (First, true, Second, None),
            (Special, true, Second, None),
            (Special, true, First, Some("raise")),
            (Second, true, Second, Some("raise")),
        ] {
            let asked = Asked { category: "NAT", grade: Some(voted), is_raise, grades: STRICT };
            let found = unlisted(&asked, &listed("NAT", Some(nominated)));
            assert_eq!(found.map(|(code, _)| code), code, "{voted:?} {is_raise} {nominated:?}");
        }
        let asked = Asked { category: "NAT", grade: Some(First), is_raise: false, grades: STRICT };
        let of = |one: &Listed| unlisted(&asked, one).map(|(code, _)| code);
        assert_eq!(of(&listed("PRO", Some(First))), Some("category"));
        assert_eq!(of(&listed("NAT", None)), None, "no grade is known of it");
        let put_off = Listed { is_put_off: true, ..listed("NAT", Some(First)) };
        assert_eq!(of(&put_off), Some("put_off"));
        let lax = GradeLimits { no_downgrade: false, raise_second: false };
        let below = Asked { grade: Some(Second), grades: lax, ..asked };
        assert_eq!(unlisted(&below, &listed("NAT", Some(First))), None);
        let raised = Asked { is_raise: true, grades: lax, ..asked };
        assert!(unlisted(&raised, &listed("NAT", Some(Second))).is_some());
    }

    #[test]
    fn fewer_marks_are_free_and_more_take_a_reason() {
        let bounds = Bounds { lines: 10, usual: 3, most_places: 10 };
        assert_eq!(numbers((None, None), bounds, false), Ok((3, 3)));
        assert_eq!(numbers((Some(1), Some(2)), bounds, false), Ok((1, 2)));
        let codes = |asked, bounds, has_reason| {
            let faults = numbers(asked, bounds, has_reason).unwrap_err();
            faults.into_iter().map(|one| (one.pointer, one.code)).collect::<Vec<_>>()
        };
        let one = |pointer: &str, code: &'static str| vec![(pointer.to_owned(), code)];
        assert_eq!(codes((Some(4), None), bounds, false), one("/reason", "needed"));
        assert_eq!(numbers((Some(4), Some(5)), bounds, true), Ok((4, 5)));
        assert_eq!(codes((Some(0), None), bounds, true), one("/cap", "range"));
        assert_eq!(codes((None, Some(11)), bounds, true), one("/places", "range"));
        let council = Bounds { most_places: 2, ..bounds };
        assert_eq!(numbers((None, None), council, false), Ok((2, 2)));
        assert_eq!(codes((None, Some(3)), council, true), one("/places", "caps"));
        let both = [one("/places", "range"), one("/places", "caps")].concat();
        assert_eq!(codes((None, Some(11)), council, true), both);
    }
}
