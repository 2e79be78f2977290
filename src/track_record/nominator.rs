//! Which of the nominators of a past round are societies of the register, and what does a published table
//! say of them?

use std::collections::{BTreeMap, BTreeSet};

use super::model::{HistoryRow, MOST_COUNT, wrong_total};
use crate::{
    exchange::{Cell, Column, Problem, Row, Sheet, excerpt},
    shared::Bilingual,
    societies::model::Society,
};

/// The column of what was accepted in all.
const TOTAL: &str = "n_total";
/// The column of what was awarded of it.
const AWARDED: &str = "n_awarded";

/// The awards, each with its column.
const AWARDS: [(&str, &str); 3] = [
    ("n_natural_science", "自然科学奖"),
    ("n_tech_invention", "技术发明奖"),
    ("n_progress", "科学技术进步奖"),
];

/// A nominator of a round with the nominations of its that were accepted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NominatorRow {
    /// Its name as published.
    pub nominator: String,
    /// Of what kind it is, such as `ministry`.
    pub kind: Option<String>,
    /// CAST's code, where it is a society.
    pub cast_code: Option<String>,
    /// Nominations accepted.
    pub accepted: u32,
    /// Of these by award: natural science, invention, progress.
    pub by_award: [Option<u32>; 3],
    /// Of these awarded.
    pub awarded: Option<u32>,
}

/// Why a row cannot be taken: the column, and what is wrong.
pub(super) type Doubt = (&'static str, Bilingual);

/// The societies of the register by every name that they bear or bore: a table of a past round has
/// the names of its time.
#[derive(Debug, Default)]
pub(super) struct Register {
    by_code: BTreeMap<String, Society>,
    codes: BTreeMap<String, BTreeSet<String>>,
}

impl Register {
    /// The register with the names that each society bore before, by its code.
    pub(super) fn new(societies: Vec<Society>, former: BTreeMap<String, Vec<String>>) -> Self {
        let mut codes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let before = former
            .into_iter()
            .flat_map(|(code, names)| names.into_iter().map(move |name| (name, code.clone())));
        let now = societies.iter().map(|one| (one.name.clone(), one.society_id.clone()));
        for (name, code) in now.chain(before) {
            codes.entry(name).or_default().insert(code);
        }
        let by_code = societies.into_iter().map(|one| (one.society_id.clone(), one)).collect();
        Self { by_code, codes }
    }

    /// The one society that bears or bore the name, if one did.
    ///
    /// # Errors
    /// Several did, so that only a code tells which is meant.
    fn named(&self, name: &str) -> Result<Option<&Society>, Doubt> {
        let Some(codes) = self.codes.get(name) else { return Ok(None) };
        if codes.len() < 2 {
            return Ok(codes.first().and_then(|code| self.by_code.get(code)));
        }
        let (told, all) = (excerpt(name), codes.iter().map(String::as_str).collect::<Vec<_>>());
        let why = Bilingual::new(
            format!("“{told}”是 {} 的现用名或曾用名，请在 cast_code 列写明代码", all.join("、")),
            format!(
                "\"{told}\" is a name that {} bear or bore; say which by its code in cast_code",
                all.join(", ")
            ),
        );
        Err(("nominator", why))
    }

    fn is_name_of(&self, name: &str, code: &str) -> bool {
        self.codes.get(name).is_some_and(|codes| codes.contains(code))
    }
}

impl NominatorRow {
    /// The society of the register that this nominator is, if it is one.
    ///
    /// # Errors
    /// A code that the register does not know, or whose society never had the name: a wrong code
    /// would lay one society's nominations at another's door. A name without a code that several
    /// bear or bore.
    pub(super) fn society<'r>(&self, register: &'r Register) -> Result<Option<&'r Society>, Doubt> {
        let Some(code) = &self.cast_code else {
            return register.named(&self.nominator);
        };
        let Some(society) = register.by_code.get(code) else {
            let why = Bilingual::new(
                format!("登记簿中没有代码为“{code}”的学会，请先导入学会"),
                format!("the register has no society \"{code}\", import the societies first"),
            );
            return Err(("cast_code", why));
        };
        if register.is_name_of(&self.nominator, code) {
            return Ok(Some(society));
        }
        let (told, known) = (excerpt(&self.nominator), &society.name);
        let why = Bilingual::new(
            format!(
                "“{told}”的代码 {code} 在登记簿中是“{known}”；确为同一学会的，请改用登记的名称"
            ),
            format!(
                "\"{told}\" has the code {code}, which is \"{known}\" in the register; where both are \
                 one society, use the name in the register"
            ),
        );
        Err(("nominator", why))
    }

    /// Why a row cannot stand beside one that is of the same society under another of its names.
    pub(super) fn told_already(&self, society: &Society) -> Bilingual {
        let (told, code, name) = (excerpt(&self.nominator), &society.society_id, &society.name);
        Bilingual::new(
            format!("“{told}”即 {code} {name}，文件中已有该学会的一行；请合并为一行"),
            format!(
                "\"{told}\" is {code} {name}, of which there is a row already; make one row of both"
            ),
        )
    }

    /// The column of the file that has a measure.
    pub(super) fn column_of(measure: &str) -> &'static str {
        if measure == "awarded" { AWARDED } else { TOTAL }
    }

    /// Why a nominator that is no society of the register is left out.
    pub(super) fn left_out(&self) -> Bilingual {
        let (told, kind) = (excerpt(&self.nominator), excerpt(self.kind.as_deref().unwrap_or("—")));
        Bilingual::new(
            format!("“{told}”（{kind}）不是登记的学会，不计入业绩"),
            format!("\"{told}\" ({kind}) is no society of the register and has no record here"),
        )
    }

    /// What the table says, as totals of the round.
    pub(super) fn totals(&self, society: &Society, round: i32) -> HistoryRow {
        let awarded = self.awarded.map(|count| ("awarded".to_owned(), count));
        HistoryRow {
            society_id: society.society_id.clone(),
            society: society.name.clone(),
            group: society.group.clone().unwrap_or_default(),
            round,
            quota: 0,
            counts: awarded.into_iter().chain([("accepted".to_owned(), self.accepted)]).collect(),
            merged_into: None,
        }
    }

    /// The accepted nominations by award, in words; empty where the table does not tell.
    pub(super) fn split(&self) -> String {
        let named = AWARDS.iter().zip(self.by_award);
        let told: Vec<String> =
            named.filter_map(|((_, award), count)| Some(format!("{award} {}", count?))).collect();
        if told.is_empty() {
            return String::new();
        }
        format!("受理 {}：{}", self.accepted, told.join("、"))
    }
}

/// Refuses counts that contradict each other.
fn refuse_contradictions(
    row: &mut Row<'_>,
    total: u32,
    by_award: &[Option<u32>],
    awarded: Option<u32>,
) {
    if let Some(problem) = wrong_total(total, by_award) {
        row.refuse(TOTAL, problem);
    }
    if let Some(awarded) = awarded.filter(|awarded| *awarded > total) {
        let zh = format!("为 {awarded}，大于 {TOTAL} 的 {total}");
        let en = format!("is {awarded}, more than the {total} of {TOTAL}");
        row.refuse(AWARDED, Problem::Rule { zh, en });
    }
}

impl Sheet for NominatorRow {
    const KIND: &'static str = "nominators";
    const COLUMNS: &'static [Column] = &[
        Column::required("nominator", "提名者").or(&["提名单位"]),
        Column::optional("type", "提名者类别").or(&["nominator_type"]),
        Column::optional("cast_code", "学会代码").or(&["society_id"]),
        Column::required(TOTAL, "受理数").or(&["accepted"]),
        Column::optional("n_natural_science", "自然科学奖"),
        Column::optional("n_tech_invention", "技术发明奖"),
        Column::optional("n_progress", "科学技术进步奖"),
        Column::optional(AWARDED, "获奖数").or(&["awarded"]),
    ];
    const UNIQUE: &'static [&'static str] = &["nominator"];

    fn parse(row: &mut Row<'_>) -> Self {
        if row.raw(TOTAL).is_empty() {
            row.refuse(TOTAL, Problem::Empty);
        }
        let mut count = |column: &str| {
            let found = row.optional_integer(column, 0..=i64::from(MOST_COUNT));
            found.and_then(|found| u32::try_from(found).ok())
        };
        let (total, awarded) = (count(TOTAL), count(AWARDED));
        let by_award = AWARDS.map(|(column, _)| count(column));
        if let Some(total) = total {
            refuse_contradictions(row, total, &by_award, awarded);
        }
        Self {
            nominator: row.line_of_text("nominator", 300),
            kind: row.optional_line_of_text("type", 64),
            cast_code: row.optional_id("cast_code"),
            accepted: total.unwrap_or_default(),
            by_award,
            awarded,
        }
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        let mut cells = vec![
            Cell::from(&self.nominator),
            Cell::from(&self.kind),
            Cell::from(&self.cast_code),
            Cell::from(Some(self.accepted)),
        ];
        cells.extend(self.by_award.map(Cell::from));
        cells.push(Cell::from(self.awarded));
        cells
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::exchange::trial::{assert_real_data, assert_round_trip, line, refusal};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn nominators_survive_a_round_trip(
            nominator in line(), kind in prop::option::of(line()), is_coded in any::<bool>(),
            by_award in prop::array::uniform3(prop::option::of(0..50_u32)), is_awarded in any::<bool>(),
        ) {
            let accepted: u32 = by_award.iter().flatten().sum();
            assert_round_trip(&[NominatorRow {
                nominator, kind, cast_code: is_coded.then(|| "A-01".to_owned()),
                accepted, by_award, awarded: is_awarded.then_some(accepted / 2),
            }]);
        }
    }

    #[test]
    fn counts_that_cannot_be_are_named_by_their_cell() {
        let file = "nominator,n_total,n_natural_science,n_tech_invention,n_progress,n_awarded\n\
            甲,-1,0,0,0,0\n乙,4,1,1,1,\n丙,4,,,5,\n丁,4,,,,5\n戊,,,,,\n乙,1,,,,\n,1,,,,\n庚,2,,,,\n庚,2,,,,\n";
        let said = refusal::<NominatorRow>("n.csv", file.as_bytes());
        for place in [
            "n.csv:2 n_total: “-1”无效",
            "n.csv:3 n_total: 为 4，三大奖相加为 3",
            "n.csv:4 n_total: 为 4，三大奖相加为 5",
            "n.csv:5 n_awarded: 为 5，大于 n_total 的 4",
            "n.csv:6 n_total: 不能为空",
            "n.csv:8 nominator: 不能为空",
            "n.csv:10 nominator: “庚”与第 9 行重复",
        ] {
            assert!(said.contains(place), "{place} in {said}");
        }
    }

    #[test]
    fn a_nominator_is_a_society_by_a_name_that_it_had_and_a_code_must_agree() {
        let societies = [
            ("B-23", "示范测绘学会"),
            ("A-02", "示范物理学会"),
            ("B-30", "示范机械学会"),
            ("B-31", "示范装备学会"),
        ]
        .map(|(code, name)| Society {
            society_id: code.to_owned(),
            name: name.to_owned(),
            ..Society::default()
        });
        // B-31 took the name up that B-30 had laid down and bears again; B-23 was renamed twice.
        let former = [
            ("B-23", vec!["示范测量学会", "示范测绘协会"]),
            ("B-30", vec!["示范机械学会", "示范动力学会"]),
            ("B-31", vec!["示范动力学会", "示范机械学会"]),
        ]
        .map(|(code, names)| {
            (code.to_owned(), names.into_iter().map(str::to_owned).collect::<Vec<_>>())
        });
        let register = Register::new(Vec::from(societies), former.into_iter().collect());
        let place = |nominator: &str, code: Option<&str>| {
            let row = NominatorRow {
                nominator: nominator.to_owned(),
                cast_code: code.map(str::to_owned),
                ..NominatorRow::default()
            };
            let found = row.society(&register).map(|found| found.map(|one| one.society_id.clone()));
            found.map_err(|(column, _)| column)
        };
        let known = Ok(Some("B-23".to_owned()));
        assert_eq!(place("示范测绘学会", None), known);
        assert_eq!(place("示范测绘学会", Some("B-23")), known);
        assert_eq!(place("教育部", None), Ok(None));
        assert_eq!(place("示范测绘学会", Some("A-02")), Err("nominator"));
        assert_eq!(place("示范测绘学会", Some("Z-09")), Err("cast_code"));
        // The names of the time.
        assert_eq!(place("示范测量学会", None), known);
        assert_eq!(place("示范测绘协会", Some("B-23")), known);
        assert_eq!(place("示范测绘协会", Some("A-02")), Err("nominator"));
        // A name that two had is of neither, until a code says of which.
        assert_eq!(place("示范机械学会", None), Err("nominator"));
        assert_eq!(place("示范动力学会", None), Err("nominator"));
        assert_eq!(place("示范动力学会", Some("B-31")), Ok(Some("B-31".to_owned())));
    }

    #[test]
    fn a_total_is_refused_under_the_column_that_has_it() {
        assert_eq!(["accepted", "awarded"].map(NominatorRow::column_of), [TOTAL, AWARDED]);
    }

    #[test]
    fn what_the_table_tells_by_award_is_kept_in_words() {
        let row = NominatorRow {
            accepted: 5,
            by_award: [Some(1), None, Some(4)],
            ..NominatorRow::default()
        };
        assert_eq!(row.split(), "受理 5：自然科学奖 1、科学技术进步奖 4");
        assert_eq!(NominatorRow::default().split(), "");
    }

    #[test]
    fn the_real_nominators_are_read_whole() {
        assert_real_data::<NominatorRow>("awards/award2019_nominators.csv", 116);
    }
}
