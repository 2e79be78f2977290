//! Which columns do the files of declarations, past reviews, theses, grants, patents, likeness and
//! decisions have?

use crate::exchange::{Cell, Choice, Column, Row, Sheet};

use super::evidence::Source;
use super::kinds::ConflictKind;
use super::model::{
    Decision, Declaration, DeclaredBy, DeclaredKind, Grant, Outcome, PastReview, Patent,
    Similarity, Thesis,
};

const fn word<T: Copy>(
    value: T,
    name: &'static str,
    aliases: &'static [&'static str],
) -> Choice<T> {
    Choice { value, name, aliases }
}

const DECLARED_BY: [Choice<DeclaredBy>; 4] = [
    word(DeclaredBy::Expert, "expert", &["专家", "专家本人", "reviewer"]),
    word(DeclaredBy::Nominee, "nominee", &["完成人", "被提名人"]),
    word(DeclaredBy::Nominator, "nominator", &["提名者", "提名单位"]),
    word(DeclaredBy::Office, "office", &["奖励办"]),
];

const DECLARED: [Choice<DeclaredKind>; 9] = [
    word(DeclaredKind::Kin, "kin", &["近亲属", "亲属"]),
    word(DeclaredKind::AdviserStudent, "adviser_student", &["师生"]),
    word(DeclaredKind::EconomicInterest, "economic_interest", &["经济利益"]),
    word(DeclaredKind::SameUnit, "same_unit", &["同单位"]),
    word(DeclaredKind::Cooperation, "cooperation", &["合作项目", "合作"]),
    word(DeclaredKind::SocietyStaff, "society_staff", &["学会工作人员"]),
    word(DeclaredKind::OfficeStaff, "office_staff", &["奖励办工作人员"]),
    word(DeclaredKind::Exclusion, "exclusion", &["申请回避"]),
    word(DeclaredKind::Other, "other", &["其他"]),
];

const OUTCOMES: [Choice<Outcome>; 5] = [
    word(Outcome::NotAConflict, "not_a_conflict", &["不构成利害关系"]),
    word(Outcome::Lifted, "lifted", &["解除回避"]),
    word(Outcome::Conflict, "conflict", &["构成利害关系"]),
    word(Outcome::NotTheSamePerson, "not_the_same_person", &["不是同一人"]),
    word(Outcome::TheSamePerson, "the_same_person", &["是同一人"]),
];

/// How a value of a closed list is written.
fn written<T: Copy + PartialEq>(choices: &'static [Choice<T>], value: T) -> Cell<'static> {
    let name = choices.iter().find(|choice| choice.value == value).map(|choice| choice.name);
    name.map_or(Cell::Empty, Cell::from)
}

/// A record of evidence, or nothing.
fn source(row: &mut Row<'_>, column: &'static str) -> Option<Source> {
    let text = row.optional_line_of_text(column, 2_100)?;
    let source = Source::try_from(text.clone()).ok();
    if source.is_none() {
        row.refuse_value(
            column,
            &text,
            "出处，如 person:2027-J01-001#3",
            "a source such as person:2027-J01-001#3",
        );
    }
    source
}

impl Sheet for Declaration {
    const KIND: &'static str = "declarations";
    const COLUMNS: &'static [Column] = &[
        Column::required("declaration_id", "申报编号"),
        Column::required("expert_id", "专家编号"),
        Column::required("kind", "申报类型"),
        Column::optional("declared_by", "申报人"),
        Column::optional("nomination_id", "提名号").or(&["提名编号", "项目编号"]),
        Column::optional("person", "完成人"),
        Column::optional("unit", "单位"),
        Column::optional("since", "起始年"),
        Column::optional("until", "终止年"),
        Column::optional("made_on", "申报日期"),
        Column::optional("words", "说明"),
    ];
    const UNIQUE: &'static [&'static str] = &["declaration_id"];

    fn parse(row: &mut Row<'_>) -> Self {
        row.line_of_text("kind", 64);
        Self {
            declaration_id: row.id("declaration_id"),
            expert_id: row.id("expert_id"),
            kind: row.choice("kind", &DECLARED).unwrap_or_default(),
            declared_by: row.choice("declared_by", &DECLARED_BY).unwrap_or_default(),
            nomination_id: row.optional_id("nomination_id"),
            person: row.optional_line_of_text("person", 200),
            unit: row.optional_line_of_text("unit", 300),
            since: row.year("since"),
            until: row.year("until"),
            made_on: row.date("made_on"),
            words: row.optional_line_of_text("words", 2_000),
            // A file names the expert by the pool's key.
            meant: None,
        }
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::from(&self.declaration_id),
            Cell::from(&self.expert_id),
            written(&DECLARED, self.kind),
            written(&DECLARED_BY, self.declared_by),
            Cell::from(&self.nomination_id),
            Cell::from(&self.person),
            Cell::from(&self.unit),
            Cell::from(self.since),
            Cell::from(self.until),
            Cell::from(self.made_on),
            Cell::from(&self.words),
        ]
    }
}

impl Sheet for PastReview {
    const KIND: &'static str = "past_reviews";
    const COLUMNS: &'static [Column] = &[
        Column::required("round", "年度").or(&["year"]),
        Column::required("expert_id", "专家编号"),
        Column::required("nomination_id", "提名号").or(&["提名编号", "项目编号"]),
    ];
    const UNIQUE: &'static [&'static str] = &["round", "expert_id", "nomination_id"];

    fn parse(row: &mut Row<'_>) -> Self {
        Self {
            round: i32::try_from(row.integer("round", 1800..=2100)).unwrap_or_default(),
            expert_id: row.id("expert_id"),
            nomination_id: row.id("nomination_id"),
        }
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::Integer(i64::from(self.round)),
            Cell::from(&self.expert_id),
            Cell::from(&self.nomination_id),
        ]
    }
}

impl Sheet for Thesis {
    const KIND: &'static str = "theses";
    const COLUMNS: &'static [Column] = &[
        Column::required("thesis_id", "学位论文编号"),
        Column::required("title", "题名").or(&["论文题目"]),
        Column::required("student", "作者").or(&["author"]),
        Column::optional("student_id", "作者专家编号"),
        Column::optional("advisers", "导师").or(&["advisors", "supervisors"]),
        Column::optional("adviser_ids", "导师专家编号"),
        Column::optional("unit", "授予单位"),
        Column::optional("year", "年份"),
    ];
    const UNIQUE: &'static [&'static str] = &["thesis_id"];

    fn parse(row: &mut Row<'_>) -> Self {
        Self {
            thesis_id: row.id("thesis_id"),
            title: row.line_of_text("title", 2_000),
            student: row.line_of_text("student", 200),
            student_id: row.optional_id("student_id"),
            advisers: row.list("advisers", 200, 100),
            adviser_ids: row.ids("adviser_ids"),
            unit: row.optional_line_of_text("unit", 300),
            year: row.year("year"),
        }
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::from(&self.thesis_id),
            Cell::from(&self.title),
            Cell::from(&self.student),
            Cell::from(&self.student_id),
            Cell::from(&self.advisers),
            Cell::from(&self.adviser_ids),
            Cell::from(&self.unit),
            Cell::from(self.year),
        ]
    }
}

impl Sheet for Grant {
    const KIND: &'static str = "grants";
    const COLUMNS: &'static [Column] = &[
        Column::required("grant_id", "项目批准号").or(&["批准号"]),
        Column::required("title", "项目名称"),
        Column::optional("nomination_id", "提名号").or(&["提名编号"]),
        Column::optional("expert_ids", "专家编号"),
        Column::optional("members", "项目成员"),
        Column::optional("from", "起始年"),
        Column::optional("to", "终止年"),
    ];
    // One grant may support several nominations.
    const UNIQUE: &'static [&'static str] = &["grant_id", "nomination_id"];

    fn parse(row: &mut Row<'_>) -> Self {
        Self {
            grant_id: row.id("grant_id"),
            title: row.line_of_text("title", 2_000),
            nomination_id: row.optional_id("nomination_id"),
            expert_ids: row.ids("expert_ids"),
            members: row.list("members", 200, 1_000),
            from: row.year("from"),
            to: row.year("to"),
        }
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::from(&self.grant_id),
            Cell::from(&self.title),
            Cell::from(&self.nomination_id),
            Cell::from(&self.expert_ids),
            Cell::from(&self.members),
            Cell::from(self.from),
            Cell::from(self.to),
        ]
    }
}

impl Sheet for Patent {
    const KIND: &'static str = "patents";
    const COLUMNS: &'static [Column] = &[
        Column::required("patent_id", "专利号").or(&["授权号"]),
        Column::required("title", "专利名称").or(&["名称"]),
        Column::optional("nomination_id", "提名号").or(&["提名编号", "项目编号"]),
        Column::optional("expert_ids", "专家编号"),
        Column::optional("inventors", "发明人"),
        Column::optional("year", "授权年份").or(&["年份"]),
    ];
    // One patent may stand in several nominations.
    const UNIQUE: &'static [&'static str] = &["patent_id", "nomination_id"];

    fn parse(row: &mut Row<'_>) -> Self {
        Self {
            patent_id: row.id("patent_id"),
            title: row.line_of_text("title", 2_000),
            nomination_id: row.optional_id("nomination_id"),
            expert_ids: row.ids("expert_ids"),
            inventors: row.list("inventors", 200, 1_000),
            year: row.year("year"),
        }
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::from(&self.patent_id),
            Cell::from(&self.title),
            Cell::from(&self.nomination_id),
            Cell::from(&self.expert_ids),
            Cell::from(&self.inventors),
            Cell::from(self.year),
        ]
    }
}

impl Sheet for Similarity {
    const KIND: &'static str = "similarities";
    const COLUMNS: &'static [Column] = &[
        Column::required("nomination_id", "提名号"),
        Column::required("other_id", "相近提名号"),
        Column::required("score", "相近度"),
    ];
    const UNIQUE: &'static [&'static str] = &["nomination_id", "other_id"];

    fn parse(row: &mut Row<'_>) -> Self {
        let score = row.number("score", 0.0..=1.0);
        Self {
            nomination_id: row.id("nomination_id"),
            other_id: row.id("other_id"),
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "the reader holds the score between 0 and 1"
            )]
            score: (score * 1_000.0).round() as u16,
        }
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::from(&self.nomination_id),
            Cell::from(&self.other_id),
            Cell::from(f64::from(self.score) / 1_000.0),
        ]
    }
}

impl Sheet for Decision {
    const KIND: &'static str = "decisions";
    const COLUMNS: &'static [Column] = &[
        Column::required("decision_id", "决定编号"),
        Column::required("outcome", "决定"),
        Column::required("expert_id", "专家编号"),
        Column::optional("nomination_id", "提名号"),
        Column::optional("kind", "回避类型"),
        Column::optional("source", "出处"),
        Column::optional("person", "人员"),
        Column::required("decided_by", "决定人"),
        Column::optional("agreed_by", "复核人"),
        Column::optional("decided_on", "决定日期"),
        Column::required("words", "理由"),
    ];
    const UNIQUE: &'static [&'static str] = &["decision_id"];

    fn parse(row: &mut Row<'_>) -> Self {
        row.line_of_text("outcome", 64);
        let kind = row.optional_line_of_text("kind", 64).and_then(|code| {
            let kind = ConflictKind::from_code(&code);
            if kind.is_none() {
                row.refuse_value(
                    "kind",
                    &code,
                    "回避类型的代码，如 coauthor",
                    "the code of a kind such as coauthor",
                );
            }
            kind
        });
        Self {
            decision_id: row.id("decision_id"),
            outcome: row.choice("outcome", &OUTCOMES).unwrap_or_default(),
            expert_id: row.id("expert_id"),
            nomination_id: row.optional_id("nomination_id"),
            kind,
            source: source(row, "source"),
            person: source(row, "person"),
            decided_by: row.line_of_text("decided_by", 200),
            agreed_by: row.optional_line_of_text("agreed_by", 200),
            decided_on: row.date("decided_on"),
            words: row.line_of_text("words", 2_000),
            // A file says what was decided, not of what.
            seen: None,
        }
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        let owned = |source: &Option<Source>| {
            source.as_ref().map_or(Cell::Empty, |source| Cell::Text(source.to_string().into()))
        };
        vec![
            Cell::from(&self.decision_id),
            written(&OUTCOMES, self.outcome),
            Cell::from(&self.expert_id),
            Cell::from(&self.nomination_id),
            self.kind.map_or(Cell::Empty, |kind| Cell::from(kind.code())),
            owned(&self.source),
            owned(&self.person),
            Cell::from(&self.decided_by),
            Cell::from(&self.agreed_by),
            Cell::from(self.decided_on),
            Cell::from(&self.words),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::trial::{assert_round_trip, refusal};
    use crate::nominations::model::PersonRole;

    #[test]
    fn what_is_written_is_read_again() {
        assert_round_trip(&[
            Declaration {
                declaration_id: "D1".to_owned(),
                expert_id: "E1".to_owned(),
                kind: DeclaredKind::EconomicInterest,
                declared_by: DeclaredBy::Nominator,
                person: Some("陆望舒".to_owned()),
                unit: Some("青松大学".to_owned()),
                since: Some(2020),
                made_on: chrono::NaiveDate::from_ymd_opt(2027, 3, 4),
                words: Some("顾问".to_owned()),
                ..Declaration::default()
            },
            Declaration {
                declaration_id: "D2".to_owned(),
                expert_id: "E1".to_owned(),
                ..Declaration::default()
            },
        ]);
        let review = |nomination: &str| PastReview {
            round: 2025,
            expert_id: "E1".to_owned(),
            nomination_id: nomination.to_owned(),
        };
        assert_round_trip(&[review("J1"), review("J2")]);
        assert_round_trip(&[Similarity {
            nomination_id: "J1".to_owned(),
            other_id: "J2".to_owned(),
            score: 715,
        }]);
        assert_round_trip(&[Decision {
            decision_id: "B1".to_owned(),
            outcome: Outcome::NotTheSamePerson,
            expert_id: "E1".to_owned(),
            kind: Some(ConflictKind::Coauthor),
            source: Some(Source::person("J1", PersonRole::Completer, 3)),
            decided_by: "承办人".to_owned(),
            agreed_by: Some("复核人".to_owned()),
            words: "经核实".to_owned(),
            ..Decision::default()
        }]);
    }

    #[test]
    fn records_in_common_are_read_again() {
        let ids = vec!["E1".to_owned(), "E2".to_owned()];
        assert_round_trip(&[Thesis {
            thesis_id: "T1".to_owned(),
            title: "云雾林水分收支".to_owned(),
            student: "陆望舒".to_owned(),
            advisers: vec!["顾远山".to_owned()],
            adviser_ids: ids.clone(),
            year: Some(2019),
            ..Thesis::default()
        }]);
        assert_round_trip(&[Grant {
            grant_id: "4567".to_owned(),
            title: "云雾林".to_owned(),
            expert_ids: ids.clone(),
            members: vec!["陆望舒".to_owned()],
            from: Some(2020),
            ..Grant::default()
        }]);
        assert_round_trip(&[Patent {
            patent_id: "ZL202010000000.1".to_owned(),
            title: "一种雨量计".to_owned(),
            nomination_id: Some("J1".to_owned()),
            expert_ids: ids,
            ..Patent::default()
        }]);
    }

    #[test]
    fn words_outside_the_lists_are_refused() {
        let said =
            refusal::<Declaration>("d.csv", b"declaration_id,expert_id,kind\nD1,E1,friend\n");
        assert!(said.contains("d.csv:2 kind") && said.contains("economic_interest"), "{said}");
        let said = refusal::<Declaration>("d.csv", b"declaration_id,expert_id,kind\nD1,E1,\n");
        assert!(said.contains("d.csv:2 kind"), "{said}");
        let text =
            "decision_id,outcome,expert_id,kind,source,decided_by,words\nB1,lifted,E1,love,x,A,w\n";
        let said = refusal::<Decision>("b.csv", text.as_bytes());
        assert!(said.contains("b.csv:2 kind") && said.contains("b.csv:2 source"), "{said}");
    }
}
