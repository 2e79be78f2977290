//! Is every number of the record the sum of its cases?

use entity::vocabulary::Role;
use serde_json::{Value, json};

use super::{FACTS, SOCIETIES, cast, figure, fill, head};
use crate::harness::{TestApp, keys};

db_tests! {
    empty: [
        a_record_is_the_sum_of_its_cases,
        every_figure_drills_down_to_its_cases,
        what_is_asked_wrongly_is_refused,
        totals_and_cases_tell_the_same,
    ],
}

async fn a_record_is_the_sum_of_its_cases(app: &TestApp) {
    fill(app);
    let head = head(app, "X-01").await;
    let record = head.data("/societies/X-01/record").await;
    assert_eq!(record["society"], "示范测绘学会");
    assert_eq!((&record["may_dispute"], &record["is_suspended"]), (&json!(true), &json!(false)));
    assert_eq!(keys(&record["rounds"], "year"), ["2025", "2023"]);
    assert_eq!(keys(&record["indicators"], "id").len(), 26);
    let newest = &record["rounds"][0];
    assert_eq!((&newest["quota"], &newest["made_of"]), (&json!(4), &json!("cases")));
    let of = |figures: &Value, id: &str| {
        let figure = figure(figures, id);
        (figure["count"].clone(), figure["of"].clone(), figure["rate_ppm"].clone())
    };
    let figures = &newest["figures"];
    assert_eq!(of(figures, "I01"), (json!(2), json!(3), json!(666_666)));
    assert_eq!(of(figures, "I05"), (json!(1), json!(2), json!(500_000)));
    assert_eq!(of(figures, "I15"), (json!(3), json!(4), json!(750_000)));
    assert_eq!(of(figures, "I12"), (json!(0), Value::Null, Value::Null));
    // Nothing was recorded of defences: that is not zero.
    assert_eq!(figure(figures, "I16"), Value::Null);
    // Few cases say little: half of two may be anything from a fifth to four fifths.
    let first_review = figure(figures, "I05");
    let end = |name: &str| first_review[name].as_u64().unwrap();
    assert!(end("low_ppm") < 200_000 && end("high_ppm") > 800_000, "{first_review}");
    assert_eq!(end("all_ppm"), 666_666, "two of three of both societies");
    let window = &record["window"];
    assert_eq!(keys(&json!([window]), "rounds"), ["[2025,2023]"]);
    assert_eq!(of(&window["figures"], "I05"), (json!(1), json!(3), json!(333_333)));
}

async fn every_figure_drills_down_to_its_cases(app: &TestApp) {
    fill(app);
    let cast = cast(app).await;
    let path = "/societies/X-01/record/facts?round=2025&indicator=I05";
    let behind = cast.data(path).await;
    assert_eq!(keys(&behind["sums"], "measure"), ["first_review_passed", "accepted"]);
    assert_eq!(keys(&behind["sums"], "sum"), ["1", "2"]);
    assert_eq!(keys(&behind["cases"], "case_ref"), ["F25-1", "F25-2", "F25-3"]);
    let record = cast.data("/societies/X-01/record").await;
    for round in record["rounds"].as_array().unwrap() {
        for figure in round["figures"].as_array().unwrap() {
            let id = figure["indicator"].as_str().unwrap();
            let path =
                format!("/societies/X-01/record/facts?round={}&indicator={id}", round["year"]);
            let behind = cast.data(&path).await;
            let sum_of = |measure: &Value| -> u64 {
                let cases = behind["cases"].as_array().unwrap().iter();
                let facts = cases.flat_map(|case| case["facts"].as_array().unwrap());
                facts
                    .filter(|fact| fact["measure"] == *measure)
                    .map(|fact| fact["value"].as_u64().unwrap())
                    .sum()
            };
            let sums = behind["sums"].as_array().unwrap();
            assert_eq!(figure["count"], sum_of(&sums[0]["measure"]), "{path}");
            if let Some(denominator) = sums.get(1) {
                assert_eq!(figure["of"], sum_of(&denominator["measure"]), "{path}");
            }
        }
    }
    let by_measure = cast.data("/societies/X-01/record/facts?round=2025&measure=quota").await;
    assert_eq!(by_measure["cases"][0]["facts"][0]["value"], 4);
}

async fn what_is_asked_wrongly_is_refused(app: &TestApp) {
    fill(app);
    let cast = cast(app).await;
    let facts = "/societies/X-01/record/facts";
    for (path, status) in [
        (format!("{facts}?round=2025"), 400),
        (format!("{facts}?round=2025&indicator=I05&measure=accepted"), 400),
        (format!("{facts}?indicator=I05"), 400),
        (format!("{facts}?round=2025&indicator=I99"), 422),
        ("/societies/Z-09/record".to_owned(), 404),
        ("/societies/Z-09/record/facts?round=2025&indicator=I05".to_owned(), 404),
        ("/record-disputes?state=lost".to_owned(), 400),
        ("/integrity-events?state=lost".to_owned(), 400),
    ] {
        assert_eq!(cast.get(&path).await.outcome().0, status, "{path}");
    }
    let empty = cast.data(&format!("{facts}?round=1999&indicator=I05")).await;
    assert_eq!(empty["cases"], json!([]));
}

/// The history that goes out of the cases comes in elsewhere as totals, and the figures are the same.
async fn totals_and_cases_tell_the_same(app: &TestApp) {
    fill(app);
    let office = app.sign_in(Role::AwardOffice).await;
    let by_cases = office.data("/societies/X-01/record").await;
    let history = app.folder().join("history.csv");
    app.laurel(["export", "history", "--out", history.to_str().unwrap()]).done();
    // The same file into the same records says nothing new, though they hold cases.
    let same = app.laurel(["import", "history", history.to_str().unwrap()]).done();
    assert_eq!(same.counts(), [0, 0, 3, 0], "{same:?}");

    let other = crate::harness::Folder::new(crate::harness::Fill::Empty);
    other.write("societies.csv", SOCIETIES);
    other.write("history.csv", std::fs::read_to_string(&history).unwrap());
    other.laurel("import societies societies.csv").done();
    assert_eq!(other.laurel("import history history.csv").done().counts(), [3, 0, 0, 0]);
    assert_eq!(other.laurel("import history history.csv").done().counts(), [0, 0, 3, 0]);
    other.laurel("export history --out again.csv").done();
    assert_eq!(other.read("again.csv"), std::fs::read_to_string(&history).ok());
    other.write("facts.csv", FACTS);
    let mixed = other.laurel("import facts facts.csv");
    assert!(mixed.code == 1 && mixed.err.contains("cases cannot be added to it"), "{mixed:?}");
    assert_eq!(other.rows("outcome_fact WHERE case_ref <> ''").await, 0);
    assert_eq!(figure(&by_cases["rounds"][0]["figures"], "I05")["of"], 2);
}
