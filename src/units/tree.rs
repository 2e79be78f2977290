//! How do two units stand to each other? The rules of [`super::names`] joined with the aliases and
//! parents of the `units` file.

use std::collections::{BTreeMap, BTreeSet};

use super::model::Unit;
use super::names::{UnitName, UnitNamer};

/// Longest chain of bodies above a unit that is followed; guards against a circle in the file.
const HIGHEST: usize = 8;

/// A unit's name, placed: the keys under which the body is known and the bodies above it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnitIdentity {
    /// Key of the legal person.
    pub legal: String,
    /// Further keys of the same body (other names in brackets), without `legal`.
    pub also: Vec<String>,
    /// Keys of the bodies above, nearest first.
    pub above: Vec<String>,
    /// Part of the legal person that was named, such as a department.
    pub department: Option<String>,
    /// The `units` file gave the key.
    pub by_alias: bool,
}

impl UnitIdentity {
    /// All keys of the body itself.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.legal.as_str()).chain(self.also.iter().map(String::as_str))
    }
}

/// How one unit stands to another, the closest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnitRelation {
    /// One legal person, known by the same name.
    Same,
    /// One legal person, known by another name (alias).
    Alias,
    /// The first is below the second.
    Below,
    /// The first is above the second.
    Above,
    /// Both stand directly below one body.
    Sibling,
    /// Nothing known.
    Different,
}

/// The organisation tree: reads names and knows aliases and parents.
#[derive(Clone, Debug)]
pub struct UnitTree {
    namer: UnitNamer,
    standard_of: BTreeMap<String, String>,
    parent_of: BTreeMap<String, String>,
}

impl UnitTree {
    /// Builds the tree from the rows of the `units` file, which may be empty. The order of rows
    /// does not matter: of two parents for one unit the first in alphabetical order counts.
    pub fn new(units: &[Unit]) -> Self {
        let namer = UnitNamer::standard();
        let legal = |raw: &str| namer.read(raw).map(|name| name.legal);
        let mut standard_of = BTreeMap::new();
        let mut parents: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for unit in units {
            let Some(standard) = legal(&unit.unit) else {
                continue;
            };
            if let Some(alias) = unit.alias.as_deref() {
                let folded = namer.fold(alias);
                if !folded.is_empty() && folded != standard {
                    let known = standard_of.entry(folded).or_insert_with(|| standard.clone());
                    if standard < *known {
                        known.clone_from(&standard);
                    }
                }
            }
            if let Some(parent) = unit.parent.as_deref().and_then(legal)
                && parent != standard
            {
                parents.entry(standard).or_default().insert(parent);
            }
        }
        let parent_of = parents
            .into_iter()
            .filter_map(|(unit, mut above)| Some((unit, above.pop_first()?)))
            .collect();
        Self { namer, standard_of, parent_of }
    }

    /// The reader of names.
    pub fn namer(&self) -> &UnitNamer {
        &self.namer
    }

    /// Places a name; none where the text names no unit.
    pub fn identify(&self, raw: &str) -> Option<UnitIdentity> {
        let name = self.namer.read(raw)?;
        let by_alias = self
            .standard_of
            .get(&self.namer.fold(raw))
            .or_else(|| self.standard_of.get(&name.legal));
        let legal = by_alias.unwrap_or(&name.legal).clone();
        let also: Vec<String> = name
            .aliases
            .iter()
            .map(|alias| self.standard_of.get(alias).unwrap_or(alias))
            .filter(|alias| **alias != legal)
            .cloned()
            .collect();
        let above = self.above(&legal, if by_alias.is_none() { Some(&name) } else { None });
        Some(UnitIdentity {
            above: above.into_iter().filter(|key| !also.contains(key)).collect(),
            legal,
            also,
            department: name.department,
            by_alias: by_alias.is_some(),
        })
    }

    /// The closest relation between two units.
    pub fn relation(&self, first: &UnitIdentity, second: &UnitIdentity) -> UnitRelation {
        let is_in = |keys: &[String], unit: &UnitIdentity| {
            unit.keys().any(|key| keys.iter().any(|known| known == key))
        };
        if first.legal == second.legal {
            if first.by_alias || second.by_alias { UnitRelation::Alias } else { UnitRelation::Same }
        } else if first.keys().any(|key| second.keys().any(|other| other == key)) {
            UnitRelation::Alias
        } else if is_in(&first.above, second) {
            UnitRelation::Below
        } else if is_in(&second.above, first) {
            UnitRelation::Above
        } else if !first.above.is_empty() && first.above.first() == second.above.first() {
            UnitRelation::Sibling
        } else {
            UnitRelation::Different
        }
    }

    fn above(&self, legal: &str, name: Option<&UnitName>) -> Vec<String> {
        let mut chain: Vec<String> = Vec::new();
        let mut below = legal.to_owned();
        let mut by_rule = match name {
            Some(name) => name.parent.clone(),
            None => self.namer.read(legal).and_then(|name| name.parent),
        };
        while chain.len() < HIGHEST {
            let Some(parent) = self.parent_of.get(&below).cloned().or(by_rule) else {
                break;
            };
            let parent = self.standard_of.get(&parent).cloned().unwrap_or(parent);
            if parent == legal || chain.contains(&parent) {
                break;
            }
            by_rule = self.namer.read(&parent).and_then(|name| name.parent);
            below.clone_from(&parent);
            chain.push(parent);
        }
        chain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(unit: &str, alias: Option<&str>, parent: Option<&str>) -> Unit {
        Unit {
            unit: unit.to_owned(),
            alias: alias.map(str::to_owned),
            parent: parent.map(str::to_owned),
        }
    }

    fn relation(tree: &UnitTree, first: &str, second: &str) -> UnitRelation {
        let place = |name: &str| tree.identify(name).unwrap();
        tree.relation(&place(first), &place(second))
    }

    #[test]
    fn look_alikes_are_told_apart_and_relatives_recognised() {
        use UnitRelation::{Above, Alias, Below, Different, Same, Sibling};
        let tree = UnitTree::new(&[]);
        for (first, second, expected) in [
            ("南京大学", "南京理工大学", Different),
            ("中国科学院大学", "中国科学院", Below),
            ("中国科学院", "中国科学院计算技术研究所", Above),
            ("中国科学院数学研究所", "中国科学院物理研究所", Sibling),
            ("中国科学技术大学", "中国科学院大学", Different),
            ("北京大学第三医院", "北京大学", Below),
            ("北京大学第三医院", "北京大学人民医院", Sibling),
            ("清华大学计算机系", "清華大學", Same),
            ("清华大学", "清华大学深圳国际研究生院", Same),
            ("南京大学金陵学院", "南京大学", Below),
            ("中国地质大学（北京）", "中国地质大学(武汉)", Sibling),
            ("哈尔滨工业大学（深圳）", "哈尔滨工业大学", Same),
            ("天津市肿瘤医院（天津医科大学肿瘤医院）", "天津医科大学肿瘤医院", Alias),
            ("中国石油化工股份有限公司", "中国石油化工集团有限公司", Below),
            ("华北电力大学", "华东电力设计院", Different),
        ] {
            assert_eq!(relation(&tree, first, second), expected, "{first} / {second}");
        }
    }

    #[test]
    fn the_file_adds_aliases_and_parents() {
        let tree = UnitTree::new(&[
            unit("青松大学", Some("松大"), None),
            unit("青松市第一医院", None, Some("青松大学")),
            unit("青松市第二医院", None, Some("松大")),
        ]);
        assert_eq!(relation(&tree, "松大", "青松大学"), UnitRelation::Alias);
        assert_eq!(relation(&tree, "青松市第一医院", "松大"), UnitRelation::Below);
        assert_eq!(
            relation(&tree, "青松市第一医院", "青松市第二医院"),
            UnitRelation::Sibling,
            "a parent may be given by its alias"
        );
    }

    #[test]
    fn a_circle_in_the_file_ends() {
        let tree = UnitTree::new(&[
            unit("甲研究所", None, Some("乙研究所")),
            unit("乙研究所", None, Some("甲研究所")),
        ]);
        assert_eq!(relation(&tree, "甲研究所", "乙研究所"), UnitRelation::Below);
    }
}
