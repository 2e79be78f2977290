//! Which base rates follow from published funnels? Like is compared with like: a year counts where both
//! stages were published, and an award with the same items at both, all of them or the general ones.

use std::collections::BTreeSet;

use super::{
    super::engine::{Indicator, Policy, PolicyError, Rebase, Source, rebased},
    row::{FunnelRow, TOTAL},
};
use crate::{shared::Bilingual, track_record::model::FUNNEL};

/// The awards, each with its columns, the widest first.
const AWARDS: [(&str, &[&str]); 3] = [
    ("NAT", &["natural_science"]),
    ("INV", &["tech_invention_all", "tech_invention_general"]),
    ("PRO", &["progress_all", "progress_general"]),
];

/// A count that contradicts those of other rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// Place of the row, from 0.
    pub row: usize,
    /// The column.
    pub column: &'static str,
    /// What is wrong.
    pub why: Bilingual,
}

/// The base rate of an indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base {
    /// The indicator, such as `I05`.
    pub indicator: String,
    /// What it is called.
    pub name: Bilingual,
    /// Cases that count.
    pub part: u32,
    /// All cases.
    pub whole: u32,
    /// Of what it is the sum.
    pub years: Vec<YearRate>,
    /// Where the counts were published, each once.
    pub sources: Vec<String>,
}

/// What one year gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearRate {
    /// The year.
    pub year: i32,
    /// Cases that count.
    pub part: u32,
    /// All cases.
    pub whole: u32,
    /// The awards of which both counts were published; none where only the totals were.
    pub awards: Vec<&'static str>,
}

/// Where the rows contradict each other: a stage told twice for a year, or more cases at a stage than at
/// the nearest one before of which the same was published.
pub fn breaches(rows: &[FunnelRow]) -> Vec<Breach> {
    let mut found = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        if rows.iter().take(index).any(|one| (one.year, one.stage) == (row.year, row.stage)) {
            let (year, stage) = (row.year, row.stage);
            let why = Bilingual::new(
                format!("{year} 年的阶段 {stage} 出现两次"),
                format!("the stage {stage} stands twice for {year}"),
            );
            found.push(Breach { row: index, column: "stage", why });
        }
        for (&column, &count) in &row.counts {
            let Some((stage, limit)) = before(rows, row, column) else { continue };
            if count > limit {
                let why = Bilingual::new(
                    format!("为 {count}，大于同年 {stage} 的 {limit}"),
                    format!("is {count}, more than the {limit} of {stage} in the same year"),
                );
                found.push(Breach { row: index, column, why });
            }
        }
    }
    found
}

/// The nearest stage before that of `row` for which the column was published in its year, with the count.
fn before(rows: &[FunnelRow], row: &FunnelRow, column: &str) -> Option<(&'static str, u32)> {
    let place = FUNNEL.iter().position(|stage| *stage == row.stage)?;
    FUNNEL.into_iter().take(place).rev().find_map(|stage| {
        let earlier = of_stage(rows, row.year, stage)?;
        Some((stage, earlier.count(column)?))
    })
}

fn of_stage<'r>(rows: &'r [FunnelRow], year: i32, stage: &str) -> Option<&'r FunnelRow> {
    rows.iter().find(|row| row.year == year && row.stage == stage)
}

/// The row of a stage. What passes the formal examination is accepted, so that where one of the two was
/// not published the other tells it.
fn standing<'r>(rows: &'r [FunnelRow], year: i32, stage: &str) -> Option<&'r FunnelRow> {
    let other = match stage {
        "accepted" => "form_passed",
        "form_passed" => "accepted",
        _ => stage,
    };
    of_stage(rows, year, stage).or_else(|| of_stage(rows, year, other))
}

/// The base rates of the policy's rates for which some year tells both stages.
pub fn bases(policy: &Policy, rows: &[FunnelRow]) -> Vec<Base> {
    let years: BTreeSet<i32> = rows.iter().map(|row| row.year).collect();
    policy.indicators.iter().filter_map(|indicator| base_of(indicator, rows, &years)).collect()
}

fn base_of(indicator: &Indicator, rows: &[FunnelRow], years: &BTreeSet<i32>) -> Option<Base> {
    let (numerator, denominator) = stages(indicator)?;
    let mut base = Base {
        indicator: indicator.id.clone(),
        name: indicator.name.clone(),
        part: 0,
        whole: 0,
        years: Vec::new(),
        sources: Vec::new(),
    };
    for year in years {
        let told = standing(rows, *year, numerator).zip(standing(rows, *year, denominator));
        let Some((part, whole)) = told.filter(|(part, whole)| part.stage != whole.stage) else {
            continue;
        };
        let Some(rate) = YearRate::of(part, whole) else { continue };
        base.part += rate.part;
        base.whole += rate.whole;
        base.years.push(rate);
        for source in [&part.source, &whole.source] {
            if !base.sources.contains(source) {
                base.sources.push(source.clone());
            }
        }
    }
    (base.whole > 0).then_some(base)
}

/// Numerator and denominator of a rate of two stages.
fn stages(indicator: &Indicator) -> Option<(&str, &str)> {
    let Source::Rate { numerator, denominator, .. } = &indicator.source else { return None };
    let is_stage = |measure: &String| FUNNEL.contains(&measure.as_str());
    let is_of_stages = is_stage(numerator) && is_stage(denominator);
    is_of_stages.then_some((numerator.as_str(), denominator.as_str()))
}

/// The policy's rates of two stages that none of these bases is for: their base stays.
pub fn unserved<'p>(policy: &'p Policy, bases: &[Base]) -> Vec<&'p Indicator> {
    let is_served = |indicator: &Indicator| bases.iter().any(|one| one.indicator == indicator.id);
    let rates = policy.indicators.iter().filter(|indicator| stages(indicator).is_some());
    rates.filter(|indicator| !is_served(indicator)).collect()
}

/// The text of a policy with these base rates, the source of each in its basis, and what is read from
/// it. `text` is that of `policy`.
///
/// # Errors
/// The text is no policy; a base rate that none may have.
pub fn policy_with(
    policy: &Policy,
    text: &str,
    bases: &[Base],
) -> Result<(String, Policy), PolicyError> {
    let changes: Vec<Rebase> = bases
        .iter()
        .filter_map(|base| {
            let known = policy.indicators.iter().find(|one| one.id == base.indicator)?;
            Some(Rebase {
                indicator: base.indicator.clone(),
                base: (base.part, base.whole),
                basis: base.basis(&known.basis),
            })
        })
        .collect();
    rebased(text, &changes)
}

impl YearRate {
    fn of(part: &FunnelRow, whole: &FunnelRow) -> Option<Self> {
        let mut rate = Self { year: part.year, part: 0, whole: 0, awards: Vec::new() };
        let both = |column: &str| part.count(column).zip(whole.count(column));
        for (award, columns) in AWARDS {
            if let Some((x, n)) = columns.iter().find_map(|column| both(column)) {
                rate.part += x;
                rate.whole += n;
                rate.awards.push(award);
            }
        }
        if rate.awards.is_empty() {
            (rate.part, rate.whole) = both(TOTAL)?;
        }
        Some(rate)
    }

    /// The counts, with the awards where some are missing.
    fn told(&self) -> Bilingual {
        let Self { year, part, whole, awards } = self;
        let of = if awards.is_empty() || awards.len() == AWARDS.len() {
            String::new()
        } else {
            format!(" ({})", awards.join(", "))
        };
        Bilingual::new(
            format!("{year} 年 {part}/{whole}{of}"),
            format!("{part} of {whole} in {year}{of}"),
        )
    }
}

impl Base {
    /// The counts of each year.
    pub fn told(&self) -> Bilingual {
        let told: Vec<Bilingual> = self.years.iter().map(YearRate::told).collect();
        let zh: Vec<&str> = told.iter().map(|year| year.zh.as_str()).collect();
        let en: Vec<&str> = told.iter().map(|year| year.en.as_str()).collect();
        Bilingual::new(zh.join("，"), en.join(", "))
    }

    /// The basis of the indicator, in which what was said of the base is said anew.
    fn basis(&self, known: &str) -> String {
        // The parts of a basis are parted by "; ", which no source may bring along.
        let sources = self.sources.join(", ").replace(';', ",");
        let told = format!("base: {} [{sources}]", self.told().en);
        let kept = known.split("; ").filter(|part| !part.starts_with("base"));
        kept.chain([told.as_str()]).collect::<Vec<_>>().join("; ")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::{
        exchange::{RowPolicy, read_all, trial::real_data},
        quotas::{
            engine::{History, decide},
            policies::DEFAULT_POLICY,
        },
        track_record::model::HistoryRow,
    };

    fn row(year: i32, stage: &'static str, counts: &[(&'static str, u32)]) -> FunnelRow {
        let counts = counts.iter().copied().collect();
        FunnelRow { year, stage, counts, source: format!("公报 {year}; {stage}") }
    }

    fn sums(bases: &[Base]) -> Vec<(&str, u32, u32)> {
        bases.iter().map(|base| (base.indicator.as_str(), base.part, base.whole)).collect()
    }

    #[test]
    fn like_is_compared_with_like() {
        let rows = [
            row(2017, "accepted", &[("natural_science", 10), ("progress_all", 40), (TOTAL, 60)]),
            row(2017, "first_review_passed", &[("natural_science", 4), ("progress_general", 9)]),
            // Of 2019 only the totals are told of both stages; of 2021 one stage.
            row(2019, "form_passed", &[(TOTAL, 50), ("natural_science", 9)]),
            row(2019, "first_review_passed", &[(TOTAL, 20)]),
            row(2021, "awarded", &[(TOTAL, 7)]),
        ];
        assert_eq!(breaches(&rows), []);
        let policy = Policy::default();
        let found = bases(&policy, &rows);
        assert_eq!(sums(&found), [("I05", 4 + 20, 10 + 50)]);
        assert_eq!(found[0].told().en, "4 of 10 in 2017 (NAT), 20 of 50 in 2019");
        let ids: Vec<&str> = unserved(&policy, &found).iter().map(|one| one.id.as_str()).collect();
        assert_eq!(ids, ["I01", "I06"]);
    }

    #[test]
    fn more_at_a_later_stage_and_a_stage_told_twice_are_found() {
        let rows = [
            row(2019, "awarded", &[("natural_science", 5), (TOTAL, 9)]),
            row(2019, "accepted", &[("natural_science", 4), (TOTAL, 20)]),
            row(2019, "accepted", &[]),
            row(2020, "accepted", &[("natural_science", 2)]),
        ];
        let found: Vec<_> = breaches(&rows).iter().map(|one| (one.row, one.column)).collect();
        assert_eq!(found, [(0, "natural_science"), (2, "stage")]);
    }

    #[test]
    fn a_group_without_data_is_shrunk_to_the_published_rate_with_its_source_named() {
        let rows = [
            row(2019, "accepted", &[(TOTAL, 10)]),
            row(2019, "first_review_passed", &[(TOTAL, 3)]),
        ];
        let found = bases(&Policy::default(), &rows);
        let (text, policy) = policy_with(&Policy::default(), DEFAULT_POLICY, &found).unwrap();
        let known = policy.indicators.iter().find(|one| one.id == "I05").unwrap();
        assert_eq!(
            known.basis,
            "points ours §8.5 (A 10); scale ours; base: 3 of 10 in 2019 \
             [公报 2019, first_review_passed, 公报 2019, accepted]"
        );
        // Twice the same says the same once.
        assert_eq!(policy_with(&policy, &text, &found).unwrap().0, text);
        let row = HistoryRow {
            society_id: "X-01".to_owned(),
            society: "甲".to_owned(),
            group: "农科".to_owned(),
            round: 2025,
            quota: 1,
            counts: BTreeMap::from([("submitted".to_owned(), 1)]),
            merged_into: None,
        };
        let outcome = decide(&History::new(vec![row]).unwrap(), &policy, 1).unwrap();
        let term = outcome.societies[0].terms.iter().find(|term| term.indicator == "I05").unwrap();
        let off = term.prior.unwrap() - 300_000_000;
        assert!(off.abs() <= 1, "{term:?}");
    }

    #[test]
    fn the_real_funnels_give_the_base_rates_of_three_indicators() {
        let Some(file) = real_data("awards/award_funnel_2014_2020.csv") else { return };
        let rows = read_all::<FunnelRow>(&file, RowPolicy::Strict).unwrap().records;
        assert_eq!(breaches(&rows), []);
        let found = bases(&Policy::default(), &rows);
        assert_eq!(sums(&found), [("I01", 524, 534), ("I05", 548, 2_312), ("I06", 239, 1_291)]);
        assert!(policy_with(&Policy::default(), DEFAULT_POLICY, &found).is_ok());
    }
}
