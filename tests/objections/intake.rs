//! Is an objection taken in time, with evidence, once, and is nothing lost where it is not?

use chrono::Duration;
use entity::vocabulary::NominationState;

use super::{
    EMAIL, FACTS, NAME, PDF, code_in, follow, named, office, only, publish, queue, send_form,
    set_clock, state_of,
};
use crate::harness::TestApp;

db_tests! {
    round: [
        an_objection_is_received_with_a_code_that_follows_it,
        the_last_second_is_in_time_and_the_next_is_late_with_the_rule,
        what_is_wrong_is_said_and_what_was_typed_stays,
        there_is_no_form_for_what_is_not_public,
        a_round_may_take_no_objections_without_a_name,
        those_with_a_name_stand_before_the_others_of_the_same_end,
    ],
}

const TOKEN: &str = "a-word-of-the-form-1";

async fn an_objection_is_received_with_a_code_that_follows_it(app: &TestApp) {
    let public = publish(app).await;
    let page = super::Answer::of(app.anyone().bare(
        reqwest::Method::GET,
        &format!("/public/objections/new?publicity={}&entry=1&lang=en", super::PUBLICITY),
    ))
    .await;
    assert_eq!(page.status, 200);
    assert!(
        page.text.contains("Object to what is made public") && page.text.contains("name=\"token\"")
    );
    assert!(page.text.len() < 30_000, "{} bytes", page.text.len());
    assert_eq!(page.header("cache-control"), "no-store");

    let sent =
        send_form(&app.anyone(), "/public/objections", &named("1", TOKEN), &[PDF, PDF]).await;
    assert_eq!(sent.status, 200, "{}", sent.text);
    let code = code_in(&sent.text);
    assert_eq!(code.replace('-', "").len(), 32);
    assert!(!sent.text.contains(NAME));
    // The same form again is the same objection, with the same code while it is fresh.
    let again = send_form(&app.anyone(), "/public/objections", &named("1", TOKEN), &[PDF]).await;
    assert_eq!(code_in(&again.text), code);
    assert_eq!(state_of(app, public.nominations[0]).await, NominationState::ObjectionOpen);
    let (office, _) = office(app).await;
    let id = only(&office).await;
    let detail = office.data(&format!("/objections/{id}")).await;
    assert_eq!((&detail["state"], &detail["is_named"]), (&"received".into(), &true.into()));
    assert_eq!(detail["facts"], FACTS);
    assert_eq!(detail["files"].as_array().unwrap().len(), 2);
    assert!(!detail.to_string().contains(NAME));
    let file = office.get(&format!("/objections/{id}/files/2")).await;
    assert_eq!((file.status, file.text.as_bytes()), (200, PDF));
    assert!(file.header("content-disposition").contains("evidence-2.pdf"));

    let case = follow(app, &code).await;
    assert_eq!(case.status, 200);
    assert!(case.text.contains("待审查") && !case.text.contains(NAME));
    let wrong = follow(app, "0000-0000-0000-0000-0000-0000-0000-0000").await;
    assert_eq!(wrong.status, 404);
    app.clock.advance(Duration::minutes(11));
    let late = send_form(&app.anyone(), "/public/objections", &named("1", TOKEN), &[PDF]).await;
    assert!(late.status == 200 && !late.text.contains("class=\"receipt\""), "shown once");
}

async fn the_last_second_is_in_time_and_the_next_is_late_with_the_rule(app: &TestApp) {
    let public = publish(app).await;
    set_clock(app, public.closes_at);
    let late = send_form(&app.anyone(), "/public/objections", &named("1", TOKEN), &[PDF]).await;
    assert_eq!(late.status, 409);
    for said in ["第六十七条", "逾期", FACTS, EMAIL, &laurel::shared::beijing(public.closes_at)]
    {
        assert!(late.text.contains(said), "{said}: {}", late.text);
    }
    app.clock.advance(Duration::seconds(1));
    let later =
        send_form(&app.anyone(), "/public/objections?lang=en", &named("1", TOKEN), &[PDF]).await;
    assert!(later.status == 409 && later.text.contains("art. 67"), "{}", later.text);
    app.clock.advance(Duration::seconds(-2));
    let in_time = send_form(&app.anyone(), "/public/objections", &named("1", TOKEN), &[PDF]).await;
    assert_eq!(in_time.status, 200, "{}", in_time.text);
}

async fn what_is_wrong_is_said_and_what_was_typed_stays(app: &TestApp) {
    publish(app).await;
    let mut fields = named("1", TOKEN);
    fields.retain(|(name, _)| *name != "kind");
    let faulty = send_form(&app.anyone(), "/public/objections", &fields, &[b"MZ not a pdf"]).await;
    assert_eq!(faulty.status, 422);
    for said in ["请选择异议类型", "第 1 份", FACTS, NAME, EMAIL] {
        assert!(faulty.text.contains(said), "{said}");
    }
    let large = vec![b'x'; 6 << 20];
    let large = send_form(&app.anyone(), "/public/objections", &named("1", TOKEN), &[&large]).await;
    assert!(large.status == 422 && large.text.contains("5 MB") && large.text.contains(FACTS));
    let none = send_form(&app.anyone(), "/public/objections", &named("1", TOKEN), &[]).await;
    assert!(none.status == 422 && none.text.contains("第六十八条"), "{}", none.text);
    let hostile = [named("1", TOKEN), vec![("facts", "<script>alert(1)</script>")]].concat();
    let hostile = send_form(&app.anyone(), "/public/objections", &hostile, &[]).await;
    assert!(!hostile.text.contains("<script>"), "{}", hostile.text);
    let (office, _) = office(app).await;
    assert_eq!(queue(&office).await.len(), 0, "nothing was kept");
    // Six an hour, then it is refused with what was typed.
    for number in 0..6 {
        let token = format!("a-word-of-the-form-of-many-{number}");
        let sent =
            send_form(&app.anyone(), "/public/objections", &named("1", &token), &[PDF]).await;
        assert_eq!(sent.status, 200);
    }
    let many = send_form(
        &app.anyone(),
        "/public/objections",
        &named("1", "yet-another-word-of-it"),
        &[PDF],
    )
    .await;
    assert!(many.status == 429 && many.text.contains(FACTS));
    app.clock.advance(Duration::minutes(61));
    let later = send_form(
        &app.anyone(),
        "/public/objections",
        &named("1", "yet-another-word-of-it"),
        &[PDF],
    )
    .await;
    assert_eq!(later.status, 200);
}

async fn there_is_no_form_for_what_is_not_public(app: &TestApp) {
    let public = publish(app).await;
    let count = public.nominations.len();
    for query in [
        "publicity=2027-nothing&entry=1".to_owned(),
        format!("publicity={}&entry={}", super::PUBLICITY, count + 1),
        format!("publicity={}", super::PUBLICITY),
        String::new(),
    ] {
        let path = format!("/public/objections/new?{query}");
        let page = super::Answer::of(app.anyone().bare(reqwest::Method::GET, &path)).await;
        assert_eq!(page.status, 404, "{query}");
    }
    let absent =
        send_form(&app.anyone(), "/public/objections", &named("9999", TOKEN), &[PDF]).await;
    assert_eq!(absent.status, 404);
    set_clock(app, public.closes_at);
    let path = format!("/public/objections/new?publicity={}&entry=1", super::PUBLICITY);
    let over = super::Answer::of(app.anyone().bare(reqwest::Method::GET, &path)).await;
    assert!(over.status == 409 && over.text.contains("第六十七条"), "{}", over.text);
}

/// The fields of an objection without a name.
fn anonymous(token: &str) -> Vec<(&str, &str)> {
    let mut fields = named("1", token);
    fields.retain(|(name, _)| !["named", "name", "unit", "telephone", "email"].contains(name));
    fields.push(("named", "no"));
    fields
}

/// Binds the round to rules that ask for a name.
async fn ask_for_names(app: &TestApp) {
    use entity::{round, rule_set};
    use sea_orm::{
        ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, EntityTrait as _,
        IntoActiveModel as _, QueryFilter as _,
    };
    let database = app.app.database.reader();
    let of = round::Column::Year.eq(laurel::demo::DEMO_ROUND);
    let of = round::Entity::find().filter(of).one(database).await.unwrap().unwrap();
    let bound = rule_set::Entity::find_by_id(of.rule_set_id).one(database).await.unwrap().unwrap();
    let strict = rule_set::Model {
        id: app.app.ids.next(),
        digest: "strict".to_owned(),
        content: format!("{}\n[objections]\nallows_anonymous = false\n", bound.content),
        ..bound
    };
    let id = strict.id;
    strict.into_active_model().reset_all().insert(database).await.unwrap();
    let mut of = of.into_active_model();
    of.rule_set_id = Set(id);
    of.update(database).await.unwrap();
}

async fn a_round_may_take_no_objections_without_a_name(app: &TestApp) {
    publish(app).await;
    let form = format!("/public/objections/new?publicity={}&entry=1", super::PUBLICITY);
    let get = async || super::Answer::of(app.anyone().bare(reqwest::Method::GET, &form)).await;
    assert!(get().await.text.contains("匿名提出"));
    ask_for_names(app).await;
    let page = get().await.text;
    assert!(page.contains("本届只受理实名异议") && !page.contains("匿名提出"), "{page}");
    let sent = send_form(&app.anyone(), "/public/objections", &anonymous(TOKEN), &[PDF]).await;
    assert_eq!(sent.status, 422, "{}", sent.text);
    assert!(sent.text.contains("本届不接受匿名异议") && sent.text.contains(FACTS));
    let (office, _) = office(app).await;
    assert_eq!(queue(&office).await.len(), 0);
    let sent = send_form(&app.anyone(), "/public/objections", &named("1", TOKEN), &[PDF]).await;
    assert_eq!(sent.status, 200, "{}", sent.text);
}

async fn those_with_a_name_stand_before_the_others_of_the_same_end(app: &TestApp) {
    publish(app).await;
    for fields in
        [anonymous(TOKEN), named("1", "another-word-of-it"), anonymous("a-third-word-of-it")]
    {
        let sent = send_form(&app.anyone(), "/public/objections", &fields, &[PDF]).await;
        assert_eq!(sent.status, 200, "{}", sent.text);
    }
    let (office, _) = office(app).await;
    let rows = queue(&office).await;
    assert_eq!(rows[0]["next_due_at"], rows[2]["next_due_at"]);
    let named: Vec<_> = rows.iter().map(|row| &row["is_named"]).collect();
    assert_eq!(named, [true, false, false]);
}
