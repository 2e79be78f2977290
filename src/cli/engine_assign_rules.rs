//! Rules beyond the unit rule, and the file of the proof, for `laurel engine assign`.

use super::AssignFault;
use crate::conflicts::ConflictPolicy;
use crate::exchange::{Cell, Column, Row, Sheet};
use crate::experts::model::Expert as PoolExpert;
use crate::matching::assignment::{
    Decimal, Draft, Family, Instance, Mix, Objective, Proof, Rules, Score, ScoreMatrix, Solution,
    Wording, solve, solve_dense,
};
use crate::matching::{ExpertGroups, GroupKind, Whereabouts, group};
use crate::units::{UnitTree, model::Unit};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Options for rules over groups of experts.
#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct RuleArguments {
    /// Groups of experts (`expert_id,rule,group`); `university`, `system` and `region` come from
    /// --experts without it.
    #[arg(long, value_name = "FILE")]
    pub(super) groups: Option<PathBuf>,
    /// At most N experts of one group on a nomination, such as `university=2`; repeatable.
    #[arg(long, value_name = "RULE=N", value_parser = bound)]
    max_per_group: Vec<(String, u32)>,
    /// Each expert of one group above N costs a price in score, such as `region=2:0.05`; repeatable.
    #[arg(long, value_name = "RULE=N:PRICE", value_parser = price)]
    mix: Vec<(String, u32, Score)>,
}

impl RuleArguments {
    /// The rules, with the group of each expert as `of_expert` has it.
    pub(super) fn rules(
        &self,
        of_expert: impl Fn(&String) -> Result<Vec<Option<String>>, AssignFault>,
    ) -> Result<Rules, AssignFault> {
        let mut rules = Rules::default();
        for (name, max) in &self.max_per_group {
            rules.families.push(Family {
                name: name.clone(),
                of_expert: of_expert(name)?,
                max_per_nomination: *max,
            });
        }
        for (name, free, price) in &self.mix {
            let of_expert = of_expert(name)?;
            rules.mixes.push(Mix { name: name.clone(), of_expert, free: *free, price: *price });
        }
        Ok(rules)
    }
}

fn bound(text: &str) -> Result<(String, u32), String> {
    let wrong = || "应为 规则=人数 / expected RULE=N".to_owned();
    let (rule, number) = text.split_once('=').ok_or_else(wrong)?;
    let number = number.parse().ok().filter(|&number| number > 0).ok_or_else(wrong)?;
    if rule.is_empty() { Err(wrong()) } else { Ok((rule.to_owned(), number)) }
}

fn price(text: &str) -> Result<(String, u32, Score), String> {
    let wrong = || "应为 规则=人数:价格 / expected RULE=N:PRICE".to_owned();
    let (rule, rest) = text.split_once('=').ok_or_else(wrong)?;
    let (free, price) = rest.split_once(':').ok_or_else(wrong)?;
    let free = free.parse().map_err(|_| wrong())?;
    let price = Score::parse(price.as_bytes()).map_err(|error| error.to_string())?;
    if rule.is_empty() { Err(wrong()) } else { Ok((rule.to_owned(), free, price)) }
}

/// A total of scores such as `2.675`, in micro-units.
pub(super) fn total(text: &str) -> Result<i64, String> {
    let wrong = || "不是非负小数 / not a decimal from 0 up".to_owned();
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let whole: i64 = whole.parse::<u32>().map_err(|_| wrong())?.into();
    let fraction = Score::parse(format!("0.{fraction}").as_bytes()).map_err(|_| wrong())?;
    Ok(whole * 1_000_000 + fraction.micro())
}

/// A row of the groups file.
pub(super) struct GroupRow {
    pub(super) expert_id: String,
    pub(super) rule: String,
    pub(super) group: String,
}

impl Sheet for GroupRow {
    const KIND: &'static str = "groups";
    const COLUMNS: &'static [Column] = &[
        Column::required("expert_id", "专家编号"),
        Column::required("rule", "规则"),
        Column::required("group", "组别"),
    ];
    const UNIQUE: &'static [&'static str] = &["expert_id", "rule"];

    fn parse(row: &mut Row<'_>) -> Self {
        Self { expert_id: row.id("expert_id"), rule: row.id("rule"), group: row.id("group") }
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![Cell::from(&self.expert_id), Cell::from(&self.rule), Cell::from(&self.group)]
    }
}

/// What the pool says of where an expert is, and how much he takes on.
pub(super) struct Located {
    pub(super) id: String,
    pub(super) max_load: Option<u32>,
    unit: String,
    region: String,
}

impl Located {
    pub(super) fn of(expert: PoolExpert) -> Self {
        Self {
            id: expert.expert_id,
            max_load: expert.max_load,
            unit: expert.unit,
            region: expert.region.unwrap_or_default(),
        }
    }
}

/// The experts with the groups that the organisation tree gives them, a unit being what the default
/// policy of conflicts of interest takes for one.
pub(super) fn placed(
    units: &[Unit],
    pool: Vec<Located>,
) -> impl Iterator<Item = (Located, ExpertGroups)> {
    let level = ConflictPolicy::default().units.same_unit_level;
    let groups = {
        let whereabouts: Vec<Whereabouts<'_>> =
            pool.iter().map(|one| Whereabouts { unit: &one.unit, region: &one.region }).collect();
        group(&UnitTree::new(units), level, &[], &whereabouts)
    };
    pool.into_iter().zip(groups)
}

/// The groups beside the unit, by the name of the rule over them.
pub(super) fn further(groups: &ExpertGroups) -> impl Iterator<Item = (&'static str, &str)> {
    let further = [GroupKind::University, GroupKind::System, GroupKind::Region];
    further.into_iter().filter_map(move |kind| Some((kind.as_str(), groups.of(kind)?)))
}

/// Assigns: over a matrix where a large part of all pairs is scored, else over a network of all.
pub(super) fn solved(
    mut draft: Draft,
    rules: &Rules,
    objective: Objective,
) -> Result<(Instance, Solution), AssignFault> {
    if ScoreMatrix::serves(&draft, objective) {
        let matrix = ScoreMatrix::take(&mut draft)?;
        let found = solve_dense(&draft, rules, &matrix, objective)?;
        return Ok((found.instance, found.solution));
    }
    let instance = Instance::with_rules(draft, rules)?;
    let solution = solve(&instance, objective);
    Ok((instance, solution))
}

/// The same task without prices, if there are any: what they cost is told against it.
pub(super) fn without_prices(draft: &Draft, rules: &Rules) -> Option<(Draft, Rules)> {
    let has_prices = !rules.mixes.is_empty();
    let families = rules.families.clone();
    has_prices.then(|| (draft.clone(), Rules { families, mixes: Vec::new() }))
}

/// What the rules with a price cost: what was charged, and the score given up for them.
pub(super) fn cost_of_prices(instance: &Instance, solution: &Solution, free: &Solution) -> Wording {
    let above: u32 = solution.mix_costs.iter().map(|cost| cost.above).sum();
    let charged = Decimal(solution.mix_costs.iter().map(|cost| cost.cost).sum());
    let given_up = Decimal(free.total - solution.total);
    let mut rules: Vec<&str> =
        solution.mix_costs.iter().filter_map(|cost| instance.rule_name(cost.group)).collect();
    rules.sort_unstable();
    rules.dedup();
    let rules = if rules.is_empty() { "-".to_owned() } else { rules.join(",") };
    Wording {
        zh: format!("构成规则放弃总分 {given_up}；仍超出 {above} 人次，计价 {charged}（{rules}）"),
        en: format!(
            "the mix rules gave up {given_up} of the total; {above} experts still above what is \
             free cost {charged} ({rules})"
        ),
    }
}

/// Writes the plan with its instance and its prices, for `laurel verify`.
pub(super) fn write_certificate(
    path: &Path,
    instance: &Instance,
    solution: &Solution,
) -> io::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    fs::write(&beside, Proof::of(instance, solution).to_json())?;
    fs::rename(&beside, path)
}
