//! In which sentences is a broken rule told, and by which words a code? By those of the screens.

use std::sync::LazyLock;

use serde_json::Value;

use super::{
    model::{ExpertFacts, Ground, NominationFacts},
    rules::{Broken, Rule},
};
use crate::{matching::GroupKind, shared::Bilingual};

/// Broken rules that a refusal tells.
const MOST_TOLD: usize = 50;

/// The words of the screens, Chinese and English.
static SCREENS: LazyLock<[Value; 2]> = LazyLock::new(|| {
    [
        include_str!("../../frontend/src/shared/i18n/zh-CN.json"),
        include_str!("../../frontend/src/shared/i18n/en.json"),
    ]
    .map(|text| serde_json::from_str(text).unwrap_or_default())
});

/// What the screens say for a code of a group such as `assignments.states`, so that a refusal or a report
/// says the same; the code where they say nothing.
pub(super) fn word(group: &str, code: &str) -> Bilingual {
    let at = format!("/{}/{code}", group.replace('.', "/"));
    let [zh, en] = SCREENS
        .each_ref()
        .map(|words| words.pointer(&at).and_then(Value::as_str).unwrap_or(code).to_owned());
    Bilingual { zh, en }
}

fn nomination(ground: &Ground, one: &Broken) -> String {
    let facts = one.nomination.and_then(|id| ground.nominations.get(&id));
    facts.map_or_else(String::new, |facts: &NominationFacts| facts.number.clone())
}

fn expert(ground: &Ground, one: &Broken) -> String {
    let facts = one.expert.and_then(|id| ground.experts.get(&id));
    facts.map_or_else(String::new, |facts: &ExpertFacts| format!("{} {}", facts.code, facts.name))
}

/// The group that a rule is about: of a unit its name, of the others also what they are.
fn group(ground: &Ground, one: &Broken) -> Bilingual {
    let kind = one.group.unwrap_or(GroupKind::Unit);
    let name = one.expert.and_then(|id| ground.group(id, kind)).unwrap_or_default();
    let (zh, en) = match kind {
        GroupKind::Unit => return Bilingual::new(name, name),
        GroupKind::University => ("高校", "the university"),
        GroupKind::System => ("系统", "the system"),
        GroupKind::Region => ("地区", "the region"),
    };
    Bilingual::new(format!("{zh} {name}"), format!("{en} {name}"))
}

/// What a broken rule says of the plan.
pub(super) fn sentence(ground: &Ground, one: &Broken) -> Bilingual {
    let (number, name) = (nomination(ground, one), expert(ground, one));
    let (found, allowed) = (one.found, one.allowed);
    match one.rule {
        Rule::Bar => Bilingual::new(
            format!("{number}：{name} 须回避"),
            format!("{number}: {name} is barred by a conflict of interest"),
        ),
        Rule::Panel => Bilingual::new(
            format!("{number}：{name} 不是该提名评审组的专家"),
            format!("{number}: {name} is not on the nomination's panel"),
        ),
        Rule::NoPanels if allowed == 0 => Bilingual::new(
            "方案限定在评审组内，现无采用中的评审组",
            "the plan is to keep to the panels, and none stand",
        ),
        Rule::NoPanels => Bilingual::new(
            format!("该年度已分为 {allowed} 个评审组，方案未限定在组内"),
            format!("the round has {allowed} panels, to which the plan does not keep"),
        ),
        Rule::Load => Bilingual::new(
            format!("{name} 有 {found} 项，至多 {allowed} 项"),
            format!("{name} has {found} nominations, {allowed} at most"),
        ),
        Rule::Unit | Rule::Group => {
            let of = group(ground, one);
            Bilingual::new(
                format!("{number}：{} 有 {found} 位专家，至多 {allowed} 位", of.zh),
                format!("{number}: {found} experts of {}, {allowed} at most", of.en),
            )
        }
        Rule::Mix => {
            let of = group(ground, one);
            Bilingual::new(
                format!("{number}：{} 有 {found} 位专家，超过 {allowed} 位的按价计", of.zh),
                format!("{number}: {found} experts of {}, each above {allowed} at a price", of.en),
            )
        }
        Rule::Surplus => Bilingual::new(
            format!("{number}：{found} 位专家，应为 {allowed} 位"),
            format!("{number}: {found} experts where {allowed} are asked for"),
        ),
        Rule::Flag => Bilingual::new(
            format!("{number}：{name} 有待核的利害关系"),
            format!("{number}: a conflict of interest of {name} waits for a decision"),
        ),
        Rule::Demand => Bilingual::new(
            format!("{number}：仅 {found} 位专家，应为 {allowed} 位"),
            format!("{number}: only {found} experts where {allowed} are asked for"),
        ),
        Rule::UnknownScore => Bilingual::new(
            format!("{number}：{name} 没有相关度"),
            format!("{number}: the affinity of {name} is not known"),
        ),
    }
}

/// Broken rules with their sentences, for a refusal.
pub(super) fn told(ground: &Ground, all: &[Broken]) -> Vec<(Rule, Bilingual)> {
    all.iter().take(MOST_TOLD).map(|one| (one.rule, sentence(ground, one))).collect()
}

#[cfg(test)]
mod tests {
    use entity::vocabulary::{AssignmentState, PairStanding, PlanChangeKind, PlanState};

    use super::*;
    use crate::conflicts::{ConflictKind, Severity};

    #[test]
    fn the_screens_have_words_for_every_code() {
        let states = PlanState::ALL.iter().map(|one| ("assignments.planStates", one.as_str()));
        let reviews = AssignmentState::ALL.iter().map(|one| ("assignments.states", one.as_str()));
        let kinds = PlanChangeKind::ALL.iter().map(|one| ("assignments.kinds", one.as_str()));
        let pairs = PairStanding::ALL.iter().map(|one| ("assignments.standings", one.as_str()));
        let conflicts = ConflictKind::ALL.into_iter().map(|one| ("conflictKind", one.code()));
        let severities = [Severity::Note, Severity::Flag, Severity::Bar];
        let severities = severities.into_iter().map(|one| ("severity", one.code()));
        let rules =
            [Rule::Load, Rule::Unit, Rule::Group, Rule::Panel, Rule::NoPanels, Rule::Surplus];
        let groups = GroupKind::ALL.map(|kind| ("matching.groupKinds", kind.as_str()));
        let rules = rules.into_iter().map(|one| ("assignments.problems", one.as_str()));
        let objectives = ["sum", "leximin", "floor", "random"];
        let objectives = objectives.into_iter().map(|one| ("matching.objectives", one));
        for (group, code) in states
            .chain(reviews)
            .chain(kinds)
            .chain(pairs)
            .chain(conflicts)
            .chain(severities)
            .chain(rules)
            .chain(groups)
            .chain(objectives)
        {
            let Bilingual { zh, en } = word(group, code);
            assert!(zh != code && en != code && !en.is_empty(), "{group}.{code}: {zh} / {en}");
        }
        assert_eq!(word("assignments.states", "no_such"), Bilingual::new("no_such", "no_such"));
    }
}
