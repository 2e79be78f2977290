//! Is an objection taken in time, with evidence, once, and is nothing lost where it is not?

use chrono::Duration;
use entity::vocabulary::{NominationState, Role};
use laurel::exchange::pdf::{Document, Meta};

use super::{
    EMAIL, FACTS, NAME, PDF, code_in, follow, named, object, office, only, publish, queue,
    send_form, set_clock, state_of,
};
use crate::{
    dossiers::marked_told::{refusals, told},
    harness::{TestApp, walk::every_row},
};

db_tests! {
    round: [
        an_objection_is_received_with_a_code_that_follows_it,
        the_last_second_is_in_time_and_the_next_is_late_with_the_rule,
        what_is_wrong_is_said_and_what_was_typed_stays,
        a_form_that_breaks_off_does_nothing_and_says_so,
        what_bears_a_mark_of_classification_is_not_taken,
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
    // The nomination shows nothing of what nobody screened yet: its society sees where it stands.
    assert_eq!(state_of(app, public.nominations[0]).await, NominationState::AcceptancePublicity);
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

async fn a_form_that_breaks_off_does_nothing_and_says_so(app: &TestApp) {
    publish(app).await;
    let code = object(app, "1", TOKEN).await;
    let deed = [("code", code.as_str()), ("version", "1"), ("deed", "withdraw"), ("text", "误会")];
    for (path, fields) in [
        ("/public/objections", named("2", "a-word-of-the-form-2")),
        ("/public/objections/follow", deed.to_vec()),
    ] {
        let mut body = super::form_body(&fields, &[]);
        body.truncate(body.len() - super::BOUNDARY.len() - 8);
        let form = format!("multipart/form-data; boundary={}", super::BOUNDARY);
        let request = app.anyone().bare(reqwest::Method::POST, path).header("content-type", form);
        let refused = super::Answer::of(request.body(body)).await;
        assert_eq!(refused.status, 422, "{path}: {}", refused.text);
        assert!(refused.text.contains("上传中断"), "{path}: {}", refused.text);
    }
    let (office, _) = office(app).await;
    let rows = queue(&office).await;
    assert_eq!((rows.len(), &rows[0]["state"]), (1, &"received".into()));
}

/// A file of evidence with a mark of classification on its page.
fn marked_pdf() -> Vec<u8> {
    let mut document = Document::new(Meta { title: "证明".to_owned(), ..Meta::default() });
    document.paragraph("机密★10年");
    document.render().unwrap()
}

async fn what_bears_a_mark_of_classification_is_not_taken(app: &TestApp) {
    let public = publish(app).await;
    let admin = app.sign_in(Role::AwardAdmin).await;
    let head = app.sign_in_of(Role::SocietyHead, Some(&public.society)).await;
    let (anyone, turn_to) = (app.anyone(), "保密行政管理部门");
    let earlier = refusals(app).await.len();
    let rows = every_row(app).await.len();
    for (field, text) in [
        ("facts", "密级：机密。第三项创新点的背景见附件，请核实。"),
        ("telephone", "010-12345678 绝密★"),
    ] {
        let fields = [named("1", TOKEN), vec![(field, text)]].concat();
        let refused = send_form(&anyone, "/public/objections", &fields, &[PDF]).await;
        let is_told = refused.status == 422 && refused.text.contains(turn_to);
        assert!(is_told, "{field}: {}", refused.text);
    }
    let (fields, marked) = (named("1", TOKEN), marked_pdf());
    let path = "/public/objections?lang=en";
    let refused = send_form(&anyone, path, &fields, &[PDF, marked.as_slice()]).await;
    for said in ["file 2 bears a mark", "local secrecy administration"] {
        assert!(refused.status == 422 && refused.text.contains(said), "{}", refused.text);
    }
    assert_eq!(every_row(app).await.len(), rows, "nothing is kept");
    // Of what comes without an account one refusal a minute is written down at a place, and nobody's name.
    let first = refusals(app).await.split_off(earlier);
    assert_eq!(first.len(), 1, "{first:?}");
    let reason = first[0].reason.as_deref().unwrap();
    assert!(reason.starts_with("POST /public/objections; nomination "), "{reason}");
    assert!(reason.ends_with("; /facts secret"), "{reason}");
    assert_eq!(first[0].subject, format!("refusal/nomination/{}", public.nominations[0]));
    assert_eq!(first[0].actor, "anyone");
    assert_eq!((told(&admin).await.len(), told(&head).await.len()), (1, 0));
    app.clock.advance(Duration::minutes(2));

    let code = object(app, "1", TOKEN).await;
    let case = follow(app, &code).await.text;
    let (_, version) = case.split_once("name=\"version\" value=\"").unwrap();
    let (version, _) = version.split_once('"').unwrap();
    let rows = every_row(app).await.len();
    for deed in ["add", "withdraw"] {
        let text = "密级：机密，补充如下";
        let fields =
            [("code", code.as_str()), ("version", version), ("deed", deed), ("text", text)];
        let refused = send_form(&anyone, "/public/objections/follow", &fields, &[]).await;
        let is_told = refused.status == 422 && refused.text.contains(turn_to);
        assert!(is_told, "{deed}: {}", refused.text);
    }
    assert_eq!(every_row(app).await.len(), rows, "nothing is kept");
    let second = refusals(app).await.split_off(earlier + 1);
    assert_eq!(second.len(), 1, "{second:?}");
    assert!(second[0].reason.as_deref().unwrap().starts_with("POST /public/objections/follow; "));
    assert_eq!(told(&admin).await.len(), 1, "once a day");
    for (table, row) in every_row(app).await {
        assert!(
            !row.contains("第三项创新点的背景") && !row.contains("密级：机密，补充如下"),
            "{table}"
        );
        let is_told = table == "audit_record" || table == "notice";
        assert!(!(is_told && (row.contains(NAME) || row.contains(EMAIL))), "{table}");
    }
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

async fn a_round_may_take_no_objections_without_a_name(app: &TestApp) {
    publish(app).await;
    let form = format!("/public/objections/new?publicity={}&entry=1", super::PUBLICITY);
    let get = async || super::Answer::of(app.anyone().bare(reqwest::Method::GET, &form)).await;
    assert!(get().await.text.contains("匿名提出"));
    let strict = |rules: &str| format!("{rules}\n[objections]\nallows_anonymous = false\n");
    crate::dossiers::rebind(app, strict).await;
    let page = get().await.text;
    assert!(page.contains("本届只受理实名异议") && !page.contains("匿名提出"), "{page}");
    let sent = send_form(&app.anyone(), "/public/objections", &anonymous(TOKEN), &[PDF]).await;
    assert_eq!(sent.status, 422, "{}", sent.text);
    assert!(sent.text.contains("本届不接受匿名异议") && sent.text.contains(FACTS));
    let (office, _) = office(app).await;
    let rules = office.data("/rounds/2027/rules").await;
    let mut switches = rules["switches"].as_array().unwrap().iter();
    let anonymous = switches.find(|one| one["code"] == "anonymous_objections").unwrap();
    assert_eq!(anonymous["is_on"], false);
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
