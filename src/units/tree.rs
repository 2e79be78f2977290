//! How do two units stand to each other? The rules of [`super::names`] joined with the aliases and
//! parents of the `units` file, and, where that is silent, with the public table of institutions.

use std::collections::{BTreeMap, BTreeSet};

use super::institutions::{Institutions, suffixes};
use super::model::Unit;
use super::names::UnitNamer;

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
    /// The `units` file or the table of institutions gave the key.
    pub by_alias: bool,
}

impl UnitIdentity {
    /// All keys of the body itself.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.legal.as_str()).chain(self.also.iter().map(String::as_str))
    }

    /// The university or college that the body is, or the nearest that it belongs to.
    pub fn university(&self) -> Option<&str> {
        let chain = std::iter::once(&self.legal).chain(&self.above);
        chain.map(String::as_str).find(|name| is_university(name))
    }

    /// The body at the top: an academy of its institutes, a university of its hospitals.
    pub fn top(&self) -> &str {
        self.above.last().unwrap_or(&self.legal)
    }
}

/// Whether a legal name is that of a university or college; academies (科学院) are none.
pub fn is_university(legal: &str) -> bool {
    let name = legal.split('(').next().unwrap_or(legal);
    let is_college = name.ends_with("学院") && !name.ends_with("科学院");
    name.ends_with("大学") || is_college || name.contains("university")
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
    public: &'static Institutions,
    standard_of: BTreeMap<String, String>,
    parent_of: BTreeMap<String, String>,
    /// Units by the mail domains that the file gives as aliases.
    unit_of_domain: BTreeMap<String, String>,
}

impl UnitTree {
    /// Builds the tree from the rows of the `units` file, which may be empty. The order of rows
    /// does not matter: of two parents for one unit the first in alphabetical order counts.
    pub fn new(units: &[Unit]) -> Self {
        let namer = UnitNamer::standard();
        let public = Institutions::public();
        let legal = |raw: &str| {
            let name = namer.read(raw)?;
            let found = public.find(&namer, raw, &name);
            Some(found.map_or(name.legal, |found| found.legal))
        };
        let mut standard_of = BTreeMap::new();
        let mut unit_of_domain = BTreeMap::new();
        let mut parents: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for unit in units {
            let Some(standard) = legal(&unit.unit) else {
                continue;
            };
            if let Some(alias) = unit.alias.as_deref() {
                let (known, key) = match mail_domain(&namer, alias) {
                    Some(domain) => (&mut unit_of_domain, domain),
                    None => (&mut standard_of, namer.fold(alias)),
                };
                if !key.is_empty() && key != standard {
                    let known = known.entry(key).or_insert_with(|| standard.clone());
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
        Self { namer, public, standard_of, parent_of, unit_of_domain }
    }

    /// The reader of names.
    pub fn namer(&self) -> &UnitNamer {
        &self.namer
    }

    /// Places a name; none where the text names no unit.
    pub fn identify(&self, raw: &str) -> Option<UnitIdentity> {
        let name = self.namer.read(raw)?;
        let own = self
            .standard_of
            .get(&self.namer.fold(raw))
            .or_else(|| self.standard_of.get(&name.legal))
            .cloned();
        let found = if own.is_none() { self.public.find(&self.namer, raw, &name) } else { None };
        let found = found.unwrap_or_default();
        let by_alias = own.is_some() || found.by_alias;
        let department =
            if found.legal.is_empty() { name.department.clone() } else { found.department };
        let legal = match own {
            Some(own) => own,
            None if found.legal.is_empty() => name.legal.clone(),
            None => self.standard(found.legal),
        };
        let also: Vec<String> = name
            .aliases
            .iter()
            .map(|alias| self.standard_of.get(alias).unwrap_or(alias))
            .filter(|alias| **alias != legal)
            .cloned()
            .collect();
        let by_rule = if by_alias {
            self.namer.read(&legal).and_then(|name| name.parent)
        } else {
            name.parent.clone()
        };
        let above = self.above(&legal, found.parent.or(by_rule));
        Some(UnitIdentity {
            above: above.into_iter().filter(|key| !also.contains(key)).collect(),
            legal,
            also,
            department,
            by_alias,
        })
    }

    /// The unit whose mail domain an address or domain has; none for mail providers and for domains that
    /// neither the file nor the table knows.
    pub fn unit_of_mail(&self, address_or_domain: &str) -> Option<String> {
        let domain = mail_domain(&self.namer, address_or_domain)?;
        let own = suffixes(&domain).find_map(|suffix| self.unit_of_domain.get(suffix)).cloned();
        own.or_else(|| self.public.of_domain(&self.namer, &domain))
            .map(|legal| self.standard(legal))
    }

    /// The organisation behind a mail address or domain: the unit, else the part of the domain that
    /// names an organisation; none for mail providers and malformed addresses.
    pub fn mail_organisation(&self, address_or_domain: &str) -> Option<String> {
        let domain = self.namer.lexicon().mail_organisation(address_or_domain)?;
        Some(self.unit_of_mail(address_or_domain).unwrap_or(domain))
    }

    /// The key of the file for a legal person, where it gives another one.
    fn standard(&self, legal: String) -> String {
        self.standard_of.get(&legal).cloned().unwrap_or(legal)
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

    /// The bodies above, nearest first: by the file, by the table, else as the names show.
    fn above(&self, legal: &str, mut by_rule: Option<String>) -> Vec<String> {
        let mut chain: Vec<String> = Vec::new();
        let mut below = legal.to_owned();
        while chain.len() < HIGHEST {
            let known = self.parent_of.get(&below).cloned();
            let known = known.or_else(|| self.public.parent(&self.namer, &below));
            let Some(parent) = known.or(by_rule) else {
                break;
            };
            let parent = self.standard(parent);
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

/// The domain of an address, or a text that is one itself, in lower case; none where it names no
/// organisation.
fn mail_domain(namer: &UnitNamer, text: &str) -> Option<String> {
    let text = text.trim();
    let is_domain = text.is_ascii() && text.contains('.') && !text.contains(char::is_whitespace);
    namer.lexicon().mail_organisation(text).filter(|_| is_domain)?;
    let domain = text.rsplit('@').next().unwrap_or_default().trim_matches('.');
    // U.S.T.C. is none.
    let is_named = domain.rsplit('.').next().is_some_and(|last| last.len() > 1);
    is_named.then(|| domain.to_ascii_lowercase())
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
    fn the_file_comes_before_the_table_and_gives_codes_and_domains_too() {
        let tree = UnitTree::new(&[
            unit("青松大学", Some("121000004000000000"), None),
            unit("青松大学", Some("qingsong.edu.cn"), None),
            unit("青松大学", Some("Pine University"), None),
            unit("青松大学", Some("北航"), None),
            unit("清华", Some("THU"), None),
        ]);
        assert_eq!(relation(&tree, "121000004000000000", "青松大学"), UnitRelation::Alias);
        assert_eq!(relation(&tree, "Pine University", "青松大学"), UnitRelation::Alias);
        assert_eq!(relation(&tree, "北航", "青松大学"), UnitRelation::Alias);
        assert_eq!(relation(&tree, "THU", "Tsinghua University"), UnitRelation::Alias);
        assert_eq!(tree.unit_of_mail("a@cs.qingsong.edu.cn").as_deref(), Some("青松大学"));
    }

    #[test]
    fn the_university_of_a_body_is_the_nearest_and_an_academy_is_none() {
        let tree = UnitTree::new(&[unit("青松市第一医院", None, Some("青松大学"))]);
        for (name, university, top) in [
            ("清华大学计算机系", Some("清华大学"), "清华大学"),
            ("北京大学第三医院", Some("北京大学"), "北京大学"),
            ("浙江大学宁波理工学院", Some("浙江大学宁波理工学院"), "浙江大学"),
            ("中国地质大学（北京）", Some("中国地质大学(北京)"), "中国地质大学"),
            ("青松市第一医院", Some("青松大学"), "青松大学"),
            ("中国科学院计算技术研究所", None, "中国科学院"),
            ("中国农业科学院饲料研究所", None, "中国农业科学院"),
            ("中国科学院大学", Some("中国科学院大学"), "中国科学院"),
            ("Example University", Some("exampleuniversity"), "exampleuniversity"),
        ] {
            let place = tree.identify(name).unwrap();
            assert_eq!((place.university(), place.top()), (university, top), "{name}");
        }
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
