//! Do published counts of past rounds become a policy's base rates, with their source, and does a group
//! of which nothing is known stand on them?

use entity::vocabulary::Role;
use laurel::quotas::policies::DEFAULT_POLICY;
use serde_json::json;

use crate::harness::{Fill, Folder, TestApp, keys};

db_tests! {
    empty: [a_group_without_data_stands_on_the_published_rate],
}

const HEADER: &str = "year,stage,natural_science,tech_invention_all,tech_invention_general,\
    progress_all,progress_general,total_all,source\n";

const FUNNELS: &str = "2017,accepted,20,,30,,50,,公报一\n\
    2017,preliminary_pass,5,,6,,9,,公报二\n";

const SOCIETIES: &str = "society_id,name,group\nX-01,示范测绘学会,工科\nX-02,示范农学会,农科\n";

/// Nothing is known of the first review of X-02, the only society of its group.
const HISTORY: &str = "society_id,society,group,round,quota,submitted,form_passed,accepted,withdrawn,\
    first_review_passed,awarded,objections_upheld\n\
    X-01,示范测绘学会,工科,2025,2,2,2,2,0,1,1,0\n\
    X-02,示范农学会,农科,2025,1,1,,,,,,\n";

async fn a_group_without_data_stands_on_the_published_rate(app: &TestApp) {
    let import = |kind: &str, text: &str, more: &[&str]| {
        let file = app.folder().join(format!("{kind}.csv"));
        std::fs::write(&file, text).unwrap();
        let mut words = vec!["import", kind, file.to_str().unwrap()];
        words.extend(more);
        app.laurel(words)
    };
    import("societies", SOCIETIES, &[]).done();
    import("history", HISTORY, &[]).done();
    let funnels = format!("{HEADER}{FUNNELS}");
    let dry = import("funnels", &funnels, &["--dry-run"]).done();
    assert_eq!(dry.counts(), [1, 0, 0, 0]);
    let cast = app.sign_in(Role::Cast).await;
    assert_eq!(keys(&cast.data("/quota-policies").await, "version"), ["1"]);
    let said = import("funnels", &funnels, &[]).done();
    assert_eq!(said.counts(), [1, 0, 0, 0]);
    assert!(said.out.contains("I05 初评通过率：20/100（2017 年 20/100）"), "{said:?}");
    assert!(said.err.contains("I06 获奖率：没有哪一年公布了两个阶段"), "{said:?}");
    assert_eq!(import("funnels", &funnels, &[]).done().counts(), [0, 0, 1, 0]);

    let policies = cast.data("/quota-policies").await;
    let policies = policies.as_array().unwrap();
    let second = policies.iter().find(|one| one["version"] == 2).unwrap();
    assert_eq!((policies.len(), &second["author"]), (2, &json!("operator")));
    assert!(second["note"].as_str().unwrap().contains("funnels.csv"), "{second}");
    let id = second["id"].as_str().unwrap();
    let policy = cast.data(&format!("/quota-policies/{id}")).await;
    let indicators = policy["read"]["indicators"].as_array().unwrap();
    let review = indicators.iter().find(|one| one["id"] == "I05").unwrap();
    assert_eq!(review["base"], json!([20, 100]));
    let basis = review["basis"].as_str().unwrap();
    assert!(basis.contains("20 of 100 in 2017 [公报二, 公报一]"), "{basis}");
    let text = policy["content"].as_str().unwrap();
    assert_eq!(text.lines().count(), DEFAULT_POLICY.lines().count());

    let trial = json!({ "policy_id": id, "total": 3, "explain": "X-02" });
    let tried = cast.post("/quota-simulations", &trial).await;
    assert_eq!(tried.status, 200, "{}", tried.text);
    let explained = tried.json()["data"]["explained"].clone();
    let terms = explained["terms"].as_array().unwrap();
    let prior = terms.iter().find(|one| one["indicator"] == "I05").unwrap()["prior"].as_i64();
    assert!((prior.unwrap() - 200_000_000).abs() <= 1, "{prior:?}");
}

#[tokio::test]
async fn funnels_that_cannot_be_are_refused_with_their_place() {
    let folder = Folder::new(Fill::Empty);
    let refused = |rows: &str, more: &str| {
        folder.write("f.csv", format!("{HEADER}{rows}"));
        let said = folder.laurel(&format!("import funnels f.csv {more}"));
        assert_eq!(said.code, 1, "{said:?}");
        said.err
    };
    let more = refused("2019,accepted,4,,,,,,甲\n2019,awarded,5,,,,,,甲\n", "");
    assert!(more.contains("f.csv:3 natural_science: 为 5，大于同年 accepted 的 4"), "{more}");
    let negative = refused("2019,accepted,-4,,,,,,甲\n", "");
    assert!(negative.contains("f.csv:2 natural_science: “-4”无效"), "{negative}");
    let twice = refused("2019,accepted,4,,,,,,甲\n2019,受理,4,,,,,,甲\n", "");
    assert!(twice.contains("f.csv:3 stage: 2019 年的阶段 accepted 出现两次"), "{twice}");
    let sourceless = refused("2019,accepted,4,,,,,,\n", "");
    assert!(sourceless.contains("f.csv:2 source: 不能为空"), "{sourceless}");
    assert!(refused("2019,accepted,4,,,,,,甲\n", "").contains("in no year"));
    assert!(refused(FUNNELS, "--skip-bad-rows").contains("no row is skipped"));
    assert_eq!(folder.rows("quota_policy WHERE version > 1").await, 0);
}
