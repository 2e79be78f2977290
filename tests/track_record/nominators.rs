//! Does a published table of a past round's nominators come into the record of the societies among them,
//! and is nobody in it left out without a word?

use entity::outcome_fact;
use reqwest::Method;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use serde_json::json;

use super::{FACTS, SOCIETIES, cast, change, figure, head, import, make};
use crate::harness::{Fill, Folder, TestApp, keys};

db_tests! {
    empty: [
        a_society_finds_the_round_in_its_record_and_may_dispute_it,
        a_society_is_known_by_the_name_of_the_time,
    ],
}

const HEADER: &str =
    "nominator,type,cast_code,n_total,n_natural_science,n_tech_invention,n_progress,n_awarded\n";

const NOMINATORS: &str = "示范省,region,,9,1,2,6,\n\
    示范测绘学会,society,X-01,6,2,1,3,2\n\
    示范协会,association,,3,,,,\n\
    示范冶炼学会,,,1,,,1,\n";

/// What the table says of the nominations of X-01 by award.
const SPLIT: &str = "受理 6：自然科学奖 2、技术发明奖 1、科学技术进步奖 3";

/// Imports rows as the nominators of 2019.
fn import_nominators(app: &TestApp, rows: &str) -> crate::harness::Said {
    let file = app.folder().join("nominators.csv");
    std::fs::write(&file, format!("{HEADER}{rows}")).unwrap();
    app.laurel(["import", "nominators", file.to_str().unwrap(), "--round", "2019"])
}

async fn a_society_finds_the_round_in_its_record_and_may_dispute_it(app: &TestApp) {
    import(app, "societies", SOCIETIES).done();
    let said = import_nominators(app, NOMINATORS).done();
    assert_eq!(said.counts(), [2, 0, 0, 2], "{said:?}");
    for left_out in [
        "nominators.csv:2 nominator: “示范省”（region）不是登记的学会",
        "nominators.csv:4 nominator: “示范协会”（association）不是登记的学会",
    ] {
        assert!(said.err.contains(left_out), "{left_out} in {said:?}");
    }
    assert_eq!(import_nominators(app, NOMINATORS).done().counts(), [0, 0, 2, 2]);

    let head = head(app, "X-01").await;
    let record = head.data("/societies/X-01/record").await;
    assert_eq!(keys(&record["rounds"], "year"), ["2019"]);
    let round = &record["rounds"][0];
    assert_eq!((&round["made_of"], &round["quota"]), (&json!("totals"), &json!(null)));
    assert_eq!(figure(&round["figures"], "N1")["count"], 6);
    let awarded = figure(&round["figures"], "I06");
    assert_eq!((&awarded["count"], &awarded["of"]), (&json!(2), &json!(6)));
    assert_eq!(figure(&round["figures"], "I03"), json!(null), "what was submitted is not told");
    let behind = head.data("/societies/X-01/record/facts?round=2019&indicator=N1").await;
    let behind_it = &behind["cases"][0];
    assert_eq!(
        (&behind_it["case_title"], &behind_it["facts"][0]["source"]),
        (&json!(SPLIT), &json!("import/nominators"))
    );
    let totals = outcome_fact::Entity::find()
        .filter(outcome_fact::Column::SocietyCode.eq("X-01"))
        .order_by_asc(outcome_fact::Column::Measure)
        .all(app.app.database.reader())
        .await
        .unwrap();
    let said = |at: usize| (totals[at].measure.as_str(), totals[at].case_title.as_str());
    assert_eq!([said(0), said(1)], [("accepted", SPLIT), ("awarded", "")]);
    let disputed =
        json!({ "round": 2019, "indicator": "N1", "claim": "公布的受理项目为七项，漏计一项。" });
    let path = "/societies/X-01/record/disputes";
    let filed = make(&head, path, "key-of-a-dispute-of-2019", &disputed).await;
    assert_eq!(filed.status, 201, "{}", filed.text);

    what_stands_is_not_written_over(app);
    // So little is known of the round that no quota rests on it.
    let history = laurel::track_record::history(app.app.database.reader()).await.unwrap();
    assert_eq!(history, []);
    let cast = cast(app).await;
    let record = cast.data("/societies/X-02/record").await;
    assert_eq!(figure(&record["rounds"][0]["figures"], "N1")["count"], 1);

    // What was said of the count is not said of the one that corrects it.
    let answer = json!({
        "is_accepted": true, "answer": "经核对公布的名单，确为七项。",
        "corrections": [{ "case_ref": "", "measure": "accepted", "value": 7 }],
    });
    let dispute = filed.json()["data"]["id"].as_str().unwrap().to_owned();
    let path = format!("/record-disputes/{dispute}/answer");
    let answered = change(&cast, (Method::PUT, &path), &json!(1), &answer).await;
    assert_eq!(answered.status, 200, "{}", answered.text);
    let behind = head.data("/societies/X-01/record/facts?round=2019&indicator=N1").await;
    let corrected = &behind["cases"][0];
    assert_eq!(
        (&corrected["facts"][0]["value"], &corrected["case_title"]),
        (&json!(7), &json!(""))
    );
}

fn what_stands_is_not_written_over(app: &TestApp) {
    let other = import_nominators(app, "示范测绘学会,society,,7,,,,\n");
    assert!(other.code == 1 && other.err.contains("accepted stands as 6, not 7"), "{other:?}");
    assert!(other.err.contains("nominators.csv:2 n_total: "), "{other:?}");
    let other = import_nominators(app, "示范测绘学会,society,,6,,,,3\n");
    assert!(other.err.contains("nominators.csv:2 n_awarded: awarded 已记为 2"), "{other:?}");
    // Nor is a part of the round told that is less than what stands of it.
    let history = "society_id,society,group,round,quota,submitted,form_passed,accepted,withdrawn,\
        first_review_passed,awarded,objections_upheld\n\
        X-01,示范测绘学会,工科,2019,2,5,5,,,,,\n";
    let less = import(app, "history", history);
    assert!(less.code == 1 && less.err.contains("accepted = 6 > form_passed = 5"), "{less:?}");
}

async fn a_society_is_known_by_the_name_of_the_time(app: &TestApp) {
    import(app, "societies", SOCIETIES).done();
    // X-02 is called otherwise now; X-03 bears a name today that X-01 bore.
    let renamed = SOCIETIES.replace("示范冶炼", "示范冶金").replace("示范测绘", "示范地理信息");
    import(app, "societies", &format!("{renamed}X-03,示范测绘学会,,工科\n")).done();
    let said = import_nominators(app, "示范冶炼学会,,,1,,,1,\n示范测绘学会,,X-01,6,,,,\n");
    assert_eq!(said.done().counts(), [2, 0, 0, 0]);
    let cast = cast(app).await;
    for (code, accepted) in [("X-01", 6), ("X-02", 1)] {
        let record = cast.data(&format!("/societies/{code}/record")).await;
        assert_eq!(figure(&record["rounds"][0]["figures"], "N1")["count"], accepted, "{code}");
    }
    assert_eq!(cast.data("/societies/X-03/record").await["rounds"], json!([]));
    for (rows, fault) in [
        ("示范测绘学会,,,6,,,,\n", "2 nominator: “示范测绘学会”是 X-01、X-03 的现用名或曾用名"),
        ("示范冶炼学会,,X-03,1,,,,\n", "2 nominator: “示范冶炼学会”的代码 X-03 在登记簿中是"),
        (
            "示范冶炼学会,,,1,,,,\n示范冶金学会,,X-02,1,,,,\n",
            "3 nominator: “示范冶金学会”即 X-02 示范冶金学会，文件中已有该学会的一行",
        ),
    ] {
        let refused = import_nominators(app, rows);
        let is_told = refused.err.contains(&format!("nominators.csv:{fault}"));
        assert!(refused.code == 1 && is_told, "{fault} in {refused:?}");
    }
}

#[tokio::test]
async fn nominators_that_cannot_be_are_refused_with_their_place() {
    let folder = Folder::new(Fill::Empty);
    folder.write("societies.csv", SOCIETIES);
    folder.laurel("import societies societies.csv").done();
    let import = |rows: &str, more: &str| {
        folder.write("n.csv", format!("{HEADER}{rows}"));
        folder.laurel(&format!("import nominators n.csv {more}"))
    };
    let bad = "示范测绘学会,society,X-02,1,,,,\n示范林学会,society,X-09,1,,,,\n示范冶炼学会,society,,-1,,,,\n";
    let refused = import(bad, "--round 2019");
    // Nothing is asked of the register before every cell is right.
    assert!(refused.code == 1 && refused.err.contains("n.csv:4 n_total: “-1”无效"), "{refused:?}");
    let refused = import(&bad.replace("-1", "1"), "--round 2019");
    for place in [
        "n.csv:2 nominator: “示范测绘学会”的代码 X-02 在登记簿中是“示范冶炼学会”",
        "n.csv:3 cast_code: 登记簿中没有代码为“X-09”的学会",
        "nothing was written",
    ] {
        assert!(refused.code == 1 && refused.err.contains(place), "{place} in {refused:?}");
    }
    let more = import("示范测绘学会,society,,2,,,,3\n", "--round 2019");
    assert!(more.err.contains("n.csv:2 n_awarded: 为 3，大于 n_total 的 2"), "{more:?}");
    let twice =
        import("示范测绘学会,society,,2,,,,\n示范测绘学会,society,,2,,,,\n", "--round 2019");
    assert!(twice.err.contains("n.csv:3 nominator: “示范测绘学会”与第 2 行重复"), "{twice:?}");
    let roundless = import(NOMINATORS, "");
    assert!(roundless.code == 1 && roundless.err.contains("--round"), "{roundless:?}");
    assert_eq!(folder.rows("outcome_fact").await, 0);

    let left_out = import(&bad.replace("-1", "1"), "--round 2019 --skip-bad-rows").done();
    assert_eq!(left_out.counts(), [1, 0, 0, 2], "{left_out:?}");
    folder.write("facts.csv", FACTS);
    folder.laurel("import facts facts.csv").done();
    // Two cases were accepted: two are the same, three are not, and no total of awards joins the cases.
    for (row, place) in [(",2,,,,1", "n.csv:2 n_awarded: "), (",3,,,,", "n.csv:2 n_total: ")] {
        let mixed = import(&format!("示范测绘学会,society,{row}\n"), "--round 2025");
        assert!(mixed.code == 1 && mixed.err.contains(place), "{mixed:?}");
    }
    assert!(folder.laurel("export nominators --out out.csv").err.contains("facts"));
}
