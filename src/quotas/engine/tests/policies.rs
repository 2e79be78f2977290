//! Is a bad policy refused, and the right key named?

use super::made::POLICY;
use crate::quotas::engine::{Head, Policy, Source};

#[test]
fn the_default_policy_is_whole_and_says_what_the_design_says() {
    let policy = Policy::default();
    let points = |head: Head| -> u32 {
        policy.indicators.iter().filter(|i| i.head == head).map(|i| i.points).sum()
    };
    assert_eq!(Head::ALL.map(points), [35, 45, 20]);
    assert_eq!(policy.window.decay_permille, [1000, 600, 400]);
    assert_eq!(policy.expand.rounds, 2);
    let review = policy.indicators.iter().find(|indicator| indicator.id == "I05").unwrap();
    assert!(matches!(review.source, Source::Rate { base: (913, 3837), .. }));
}

#[test]
fn every_part_of_the_default_policy_says_on_what_it_stands() {
    let text = include_str!("../../../../rules/quota/default.toml");
    let whole: toml::Table = toml::from_str(text).unwrap();
    let mut parts: Vec<(String, &toml::Table)> = vec![("the whole".to_owned(), &whole)];
    for (key, value) in whole.iter().filter(|(key, _)| *key != "title") {
        match value {
            toml::Value::Table(part) => parts.push((key.clone(), part)),
            toml::Value::Array(list) => {
                let each = list.iter().filter_map(toml::Value::as_table).enumerate();
                parts.extend(each.map(|(at, part)| (format!("{key}[{at}]"), part)));
            }
            _ => {}
        }
    }
    // The whole and its nine tables from window to apportionment; each veto, each indicator.
    let policy = Policy::default();
    assert_eq!(parts.len(), 10 + policy.vetoes.len() + policy.indicators.len());
    for (key, part) in parts {
        let basis = part.get("basis").and_then(toml::Value::as_str).unwrap_or_default().trim();
        let has_ground = ["ours", "通知", "条例", "细则", "办法", "年检", "评估", "登记", "P"]
            .iter()
            .any(|ground| basis.contains(ground));
        assert!(has_ground, "{key}: \"{basis}\"");
    }
}

#[test]
fn the_first_wrong_key_is_named_in_both_languages() {
    for (right, wrong, said) in [
        ("max_up = 2", "max_up = 2\nmost_up = 2", "第 39 行：未知的键 most_up"),
        ("max_up = 2", "max_up = -2", "第 38 行"),
        ("max_up = 2", "", "第 37 行：缺少键 max_up"),
        ("max_up = 2", "max_up = 2.5", "第 38 行：取值类型不符"),
        ("kind = \"events\"", "kind = \"rate\"", "指标 upheld"),
        ("zero_permille = 200", "", "indicator form lacks zero_permille"),
        ("zero_permille = 200", "zero_permille = 1000", "indicators form.full_permille"),
        ("zero_permille = 200", "zero_permille = 1001", "indicators form.zero_permille"),
        ("points = 30", "points = 31", "合计应为 100，现为 101"),
        ("floor = 1", "floor = 6", "bounds.ceiling"),
        ("[1000, 600, 400]", "[1000, 600, 700]", "window.decay_permille"),
        ("[1000, 600, 400]", "[1000, 600, 40]", "window.decay_permille[2]"),
        ("points = 50", "points = 60", "shrink.points"),
        ("level_percent = 50", "level_percent = 81", "interval.level_percent"),
        ("method = \"webster\"", "method = \"hamilton\"", "未知的取值 hamilton"),
        ("strength = \"data\"", "strength = 0", "prior.strength"),
        ("numerator = \"form_passed\"", "numerator = \"Form passed\"", "indicators form.measure"),
        ("numerator = \"form_passed\"", "numerator = \"quota\"", "indicators form.measure"),
        ("id = \"awarded\"", "id = \"form\"", "indicators form.id"),
        ("at_least = 2", "at_least = 0", "vetoes objections.at_least"),
        ("{ zh = \"失信\", en", "{ zh = \"失信\", fr = \"\", en", "未知的键 fr"),
        ("[window]", "[window", "不是有效的 TOML"),
    ] {
        assert!(POLICY.contains(right), "{right}");
        let error = Policy::parse(&POLICY.replacen(right, wrong, 1)).unwrap_err().to_string();
        assert!(error.contains(said), "{wrong}: {error}");
        assert!(error.contains(" / "), "{error}");
    }
}

#[test]
fn a_policy_names_its_measures_once() {
    let policy = Policy::parse(POLICY).unwrap();
    assert_eq!(
        policy.measures(),
        [
            "abandoned",
            "awarded",
            "form_passed",
            "misconduct",
            "objections_upheld",
            "submitted",
            "withdrawn"
        ]
    );
}
