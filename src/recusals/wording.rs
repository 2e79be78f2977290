//! What are declarations called, in both languages? The same as on the screens.

use entity::vocabulary::DeclaredKind;

use crate::shared::Bilingual;

/// The words of a declared kind.
pub(super) fn declared_kind(kind: DeclaredKind) -> Bilingual {
    let (zh, en) = match kind {
        DeclaredKind::Kin => ("近亲属关系", "Close relative"),
        DeclaredKind::AdviserStudent => ("师生关系", "Adviser and student"),
        DeclaredKind::EconomicInterest => {
            ("经济利益或者竞争关系", "Economic interest or competition")
        }
        DeclaredKind::SameUnit => ("同一法人单位", "The same legal unit"),
        DeclaredKind::Cooperation => ("合作论文、专利或者项目", "Joint paper, patent or project"),
        DeclaredKind::SocietyStaff => ("提名学会工作人员", "Staff of the nominating society"),
        DeclaredKind::OfficeStaff => ("奖励办工作人员", "Staff of the award office"),
        DeclaredKind::Other => {
            ("其他可能影响公正的关系", "Anything else that may bear on fairness")
        }
        DeclaredKind::Exclusion => ("提名者申请回避", "Kept out at the nominator's request"),
    };
    Bilingual::new(zh, en)
}

/// The kind that a nominee chose on his page.
pub(super) fn of_nominee(code: &str) -> DeclaredKind {
    match code {
        "relative" => DeclaredKind::Kin,
        "teacher_student" => DeclaredKind::AdviserStudent,
        "same_unit" => DeclaredKind::SameUnit,
        "cooperation" => DeclaredKind::Cooperation,
        "interest" => DeclaredKind::EconomicInterest,
        _ => DeclaredKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conflicts;

    #[test]
    fn every_kind_is_called_as_on_the_screens_and_known_to_the_engine() {
        let read = |text| serde_json::from_str::<serde_json::Value>(text).unwrap();
        let zh = read(include_str!("../../frontend/src/shared/i18n/zh-CN.json"));
        let en = read(include_str!("../../frontend/src/shared/i18n/en.json"));
        for &kind in DeclaredKind::ALL {
            let words = declared_kind(kind);
            assert_eq!(zh["recusals"]["declarations"]["kinds"][kind.as_str()], words.zh);
            assert_eq!(en["recusals"]["declarations"]["kinds"][kind.as_str()], words.en);
            let read: Result<conflicts::DeclaredKind, _> =
                serde_json::from_value(kind.as_str().into());
            assert!(read.is_ok(), "{kind:?}");
        }
    }

    #[test]
    fn what_a_nominee_may_choose_has_a_kind_of_its_own() {
        let consent = include_str!("../../rules/consent/nominees.toml");
        for code in ["relative", "teacher_student", "same_unit", "cooperation", "interest"] {
            assert!(consent.contains(&format!("code = \"{code}\"")), "{code}");
            assert_ne!(of_nominee(code), DeclaredKind::Other, "{code}");
        }
        assert_eq!(of_nominee("other"), DeclaredKind::Other);
    }
}
