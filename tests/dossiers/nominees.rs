//! The personal links of nominees: once, for their term, for what was shown, and seen by nobody else.

use entity::vocabulary::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::{
    SOCIETY, begin, clerk, keep,
    marked_told::{refusals, told},
    write,
};
use crate::harness::{Answer, TestApp, Visitor, keys};

db_tests! {
    round: [
        a_nominee_opens_the_link_and_confirms_once,
        a_link_ends_with_its_term_and_with_the_next,
        a_change_of_what_was_confirmed_asks_again_and_no_other_does,
        whoever_refuses_says_why_and_needs_no_number,
        five_wrong_numbers_close_the_link,
        of_two_answers_at_once_one_is_kept,
        another_society_sees_nothing_and_a_submitted_dossier_asks_nobody,
        the_word_of_a_link_is_kept_nowhere,
    ],
}

const NUMBER: &str = "11010519491231002X";
pub(super) const A: &str = "completers.items/a";
const B: &str = "completers.items/b";

/// A dossier with two people; the first has an identity number.
pub(super) async fn two_people(clerk: &Visitor) -> String {
    let path = begin(clerk, "nat-1").await;
    let edits = [
        write("project.title", "界面空位的演化规律", 0),
        write("project.grade", "second", 0),
        write("completers.items", json!(["a", "b"]), 0),
        write(&format!("{A}/name"), "示范甲", 0),
        write(&format!("{A}/id_type"), "id_card", 0),
        write(&format!("{A}/id_number"), NUMBER, 0),
        write(&format!("{A}/work_unit"), "示范金属研究所", 0),
        write(&format!("{A}/contribution"), "提出守恒关系。", 0),
        write(&format!("{B}/name"), "示范乙", 0),
    ];
    keep(clerk, &path, &edits).await;
    path
}

/// Makes links; without rows for everybody who is missing.
async fn links(clerk: &Visitor, path: &str, rows: Option<&[&str]>) -> Vec<Value> {
    let body = rows.map_or_else(|| json!({}), |rows| json!({ "rows": rows }));
    let key = laurel::shared::random_token(12);
    let made = clerk.create(&format!("{path}/nominees/links"), &key, &body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    made.json()["data"].as_array().unwrap().clone()
}

/// Makes a link for one person and says where it leads.
async fn link(clerk: &Visitor, path: &str, row: &str) -> String {
    links(clerk, path, Some(&[row])).await[0]["path"].as_str().unwrap().to_owned()
}

pub(super) async fn open(app: &TestApp, at: &str) -> Answer {
    Answer::of(app.anyone().bare(Method::GET, at).header("accept-language", "zh-CN")).await
}

/// The digest of the facts that a page shows.
fn facts_of(page: &str) -> String {
    let start = page.split_once("name=\"facts\" value=\"").unwrap().1;
    start.split_once('"').unwrap().0.to_owned()
}

const CONFIRM: [(&str, &str); 6] = [
    ("reply", "confirm"),
    ("agree_commitment", "yes"),
    ("agree_nomination", "yes"),
    ("agree_data_notice", "yes"),
    ("identity", "002x"),
    ("signature", "示范甲"),
];

/// Sends the form of a page as a browser does, which is told of no script and follows no redirect.
async fn send(app: &TestApp, at: &str, facts: &str, fields: &[(&str, &str)]) -> Answer {
    let mut body = vec![("facts", facts)];
    body.extend_from_slice(fields);
    post(app, at, &body).await
}

/// Sends the fields of a page, as [`send`].
pub(super) async fn post(app: &TestApp, at: &str, fields: &[(&str, &str)]) -> Answer {
    let request = app
        .anyone()
        .bare(Method::POST, at)
        .header("accept-language", "zh-CN")
        .header("origin", "null")
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(encoded(fields));
    Answer::of(request).await
}

fn encoded(fields: &[(&str, &str)]) -> String {
    let word =
        |text: &str| text.bytes().fold(String::new(), |said, byte| format!("{said}%{byte:02X}"));
    let pairs: Vec<String> =
        fields.iter().map(|(name, text)| format!("{}={}", word(name), word(text))).collect();
    pairs.join("&")
}

/// Opens the link and confirms, with other fields in place of the usual ones.
pub(super) async fn confirm(app: &TestApp, at: &str, other: &[(&str, &str)]) -> Answer {
    let page = open(app, at).await;
    assert_eq!(page.status, 200, "{}", page.text);
    send(app, at, &facts_of(&page.text), &[&CONFIRM, other].concat()).await
}

/// The state of each person.
async fn states(clerk: &Visitor, path: &str) -> Vec<String> {
    keys(&clerk.data(&format!("{path}/nominees")).await["people"], "state")
}

/// Every text of a column, as the database keeps it.
async fn texts_of(app: &TestApp, table: &str, column: &str) -> Vec<String> {
    use sea_orm::ConnectionTrait as _;
    let database = app.app.database.reader();
    let query = format!("select \"{column}\" from \"{table}\" where \"{column}\" is not null");
    let query = sea_orm::Statement::from_string(database.get_database_backend(), query);
    let rows = database.query_all_raw(query).await.unwrap();
    rows.into_iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

#[expect(clippy::too_many_lines, reason = "one way from its beginning to its end")]
async fn a_nominee_opens_the_link_and_confirms_once(app: &TestApp) {
    let clerk = clerk(app).await;
    let path = two_people(&clerk).await;
    assert_eq!(states(&clerk, &path).await, ["not_asked", "not_asked"]);
    let made = links(&clerk, &path, None).await;
    assert_eq!(made.len(), 2);
    assert_eq!(states(&clerk, &path).await, ["asked", "asked"]);
    let at = made[0]["path"].as_str().unwrap();
    let page = open(app, at).await;
    for part in [
        "界面空位的演化规律",
        "二等奖",
        "示范金属研究所",
        "110***************",
        "示范乙",
        "承诺书",
        "个人信息处理告知书",
    ] {
        assert!(page.text.contains(part), "{part}");
    }
    assert!(!page.text.contains("<script") && !page.text.contains("002X"));
    for (header, value) in [
        ("cache-control", "no-store"),
        ("referrer-policy", "no-referrer"),
        ("x-robots-tag", "noindex, nofollow, noarchive"),
    ] {
        assert_eq!(page.header(header), value, "{header}");
    }
    let policy = page.header("content-security-policy");
    assert!(policy.contains("default-src 'none'") && policy.contains("form-action 'self'"));
    let english = Answer::of(app.anyone().bare(Method::GET, &format!("{at}?lang=en"))).await;
    assert!(english.text.contains("<html lang=\"en\">") && english.text.contains("Commitment"));

    // Nothing ticked, nothing signed: told what is missing, and nothing kept.
    let empty = send(app, at, &facts_of(&page.text), &[("reply", "confirm")]).await;
    assert_eq!(empty.status, 422);
    assert!(
        empty.text.contains("href=\"#agree_commitment\"")
            && empty.text.contains("href=\"#signature\"")
    );
    assert_eq!(states(&clerk, &path).await, ["asked", "asked"]);
    let relation = [
        ("relation_2_name", "某评审专家"),
        ("relation_2_unit", "某大学"),
        ("relation_2_kind", "teacher_student"),
    ];
    let kept = confirm(app, at, &relation).await;
    assert_eq!(kept.status, 200, "{}", kept.text);
    assert!(kept.text.contains("您已确认"), "{}", kept.text);
    let board = clerk.data(&format!("{path}/nominees")).await;
    let first = &board["people"][0];
    assert_eq!((&first["state"], &first["relations"]), (&json!("confirmed"), &json!(1)));
    assert!(first["link"]["opened_at"].is_string() && first["link"]["state"] == "used");
    assert_eq!(board["confirmed"], 1);
    assert!(!board.to_string().contains("某评审专家"), "relations are for the award office");
    let id = path.rsplit('/').next().unwrap().parse::<uuid::Uuid>().unwrap();
    let declared =
        laurel::nominations::people::declared_relations(&app.app, id.into()).await.unwrap();
    assert_eq!(declared[0].1[0].name, "某评审专家");
    // The link shows what was answered, and takes no second answer.
    let again = send(
        app,
        at,
        &facts_of(&page.text),
        &[("reply", "refuse"), ("signature", "某"), ("reason", "反悔")],
    )
    .await;
    assert!(again.text.contains("您已确认") && !again.text.contains("反悔"));
    assert_eq!(states(&clerk, &path).await[0], "confirmed");
    assert_eq!(links(&clerk, &path, None).await.len(), 0, "nobody is missing");
}

async fn a_link_ends_with_its_term_and_with_the_next(app: &TestApp) {
    let clerk = clerk(app).await;
    let path = two_people(&clerk).await;
    let first = link(&clerk, &path, "a").await;
    let second = link(&clerk, &path, "a").await;
    let unknown = format!("/nominee/{}", "x".repeat(43));
    let [gone, never] = [open(app, &first).await, open(app, &unknown).await];
    assert_eq!((gone.status, never.status), (404, 404));
    // Word for word the same, but for the link's own address and the nonce.
    let plain = |answer: &Answer, at: &str| {
        let nonce = answer.text.split_once("nonce=\"").unwrap().1.split_once('"').unwrap().0;
        answer.text.replace(at, "").replace(nonce, "")
    };
    assert_eq!(plain(&gone, &first), plain(&never, &unknown));
    let answer = confirm(app, &second, &[]).await;
    assert!(answer.text.contains("您已确认"));

    let third = link(&clerk, &path, "b").await;
    let expires_at =
        clerk.data(&format!("{path}/nominees")).await["people"][1]["link"]["expires_at"]
            .as_str()
            .unwrap()
            .parse::<chrono::DateTime<chrono::Utc>>()
            .unwrap();
    let page = open(app, &third).await;
    let facts = facts_of(&page.text);
    app.clock.advance(
        expires_at - laurel::shared::Clock::now(&app.clock) - chrono::Duration::seconds(1),
    );
    assert_eq!(open(app, &third).await.status, 200, "to the last second");
    app.clock.advance(chrono::Duration::seconds(1));
    assert_eq!(open(app, &third).await.status, 404);
    let late = [&CONFIRM[..5], &[("signature", "示范乙")]].concat();
    assert_eq!(send(app, &third, &facts, &late).await.status, 404, "late by a second");
    // The session of the clerk has ended long ago.
    let clerk = super::clerk(app).await;
    let board = clerk.data(&format!("{path}/nominees")).await;
    assert_eq!(board["people"][1]["link"]["state"], "expired");
    assert_eq!(keys(&board["people"], "state"), ["confirmed", "not_asked"]);
    let fourth = link(&clerk, &path, "b").await;
    let revoke = format!("{path}/nominees/b/revoke");
    assert_eq!(clerk.post(&revoke, &json!({})).await.status, 200);
    assert_eq!(clerk.post(&revoke, &json!({})).await.outcome(), (409, "conflict".to_owned()));
    assert_eq!(open(app, &fourth).await.status, 404);
}

async fn a_change_of_what_was_confirmed_asks_again_and_no_other_does(app: &TestApp) {
    let clerk = clerk(app).await;
    let path = two_people(&clerk).await;
    let made = links(&clerk, &path, None).await;
    let at = |place: usize| made[place]["path"].as_str().unwrap();
    confirm(app, at(0), &[]).await;
    confirm(app, at(1), &[("signature", "示范乙")]).await;
    assert_eq!(states(&clerk, &path).await, ["confirmed", "confirmed"]);
    // Somebody else's unrelated field.
    keep(&clerk, &path, &[write(&format!("{B}/contribution"), "别人的贡献。", 0)]).await;
    assert_eq!(states(&clerk, &path).await, ["confirmed", "outdated"]);
    assert!(open(app, at(1)).await.text.contains("此后提名材料有变动"));
    // What was changed back was confirmed as it stands.
    let seen = clerk.data(&path).await["fields"][format!("{B}/contribution")]["version"].clone();
    keep(
        &clerk,
        &path,
        &[json!({ "address": format!("{B}/contribution"), "value": null, "seen": seen })],
    )
    .await;
    assert_eq!(states(&clerk, &path).await, ["confirmed", "confirmed"]);
    // The order is everybody's.
    let reorder = json!({ "address": "completers.items", "value": ["b", "a"], "seen": 2, "base": ["a", "b"] });
    keep(&clerk, &path, &[reorder]).await;
    assert_eq!(states(&clerk, &path).await, ["outdated", "outdated"]);
    let again = links(&clerk, &path, None).await;
    assert_eq!(keys(&json!(again), "row"), ["b", "a"]);
    // A change while the page is read: nothing is kept, and the page shows what stands now.
    let at = again[1]["path"].as_str().unwrap();
    let page = open(app, at).await;
    keep(&clerk, &path, &[write("project.grade", "first", 2)]).await;
    let met = send(app, at, &facts_of(&page.text), &CONFIRM).await;
    assert_eq!(met.status, 409);
    assert!(met.text.contains("材料刚刚有变动") && met.text.contains("一等奖"));
    assert_eq!(states(&clerk, &path).await, ["asked", "asked"]);
    assert_eq!(send(app, at, &facts_of(&met.text), &CONFIRM).await.status, 200);
    assert_eq!(states(&clerk, &path).await, ["asked", "confirmed"]);
}

async fn whoever_refuses_says_why_and_needs_no_number(app: &TestApp) {
    let clerk = clerk(app).await;
    let path = two_people(&clerk).await;
    let at = link(&clerk, &path, "a").await;
    let facts = facts_of(&open(app, &at).await.text);
    let hostile = "<script>alert(1)</script>\"'&";
    let silent = send(app, &at, &facts, &[("reply", "refuse"), ("signature", hostile)]).await;
    assert_eq!(silent.status, 422);
    assert!(
        !silent.text.contains("<script") && silent.text.contains("&#60;script"),
        "{}",
        silent.text
    );
    let long = "长".repeat(1_001);
    let wordy = [("reply", "refuse"), ("signature", "甲"), ("reason", long.as_str())];
    assert_eq!(send(app, &at, &facts, &wordy).await.status, 422);
    let huge = "长".repeat(30_000);
    let wordy = [("reply", "refuse"), ("signature", "甲"), ("reason", huge.as_str())];
    assert_eq!(send(app, &at, &facts, &wordy).await.status, 413);
    let marked = [("reply", "refuse"), ("signature", "甲"), ("reason", "密级：机密，见附件")];
    let marked = send(app, &at, &facts, &marked).await;
    assert!(marked.status == 422 && marked.text.contains("国家秘密标志"), "{}", marked.text);
    // The heads of the society through which it came learn of it, and nobody the word of the link.
    let head = app.sign_in_of(Role::SocietyHead, Some(SOCIETY)).await;
    let refused = refusals(app).await.pop().unwrap();
    let reason = refused.reason.unwrap();
    assert!(reason.starts_with("POST /nominee/{token}; nomination "), "{reason}");
    assert!(reason.ends_with("; reason secret") && refused.actor == "nominee", "{reason}");
    let token = at.rsplit('/').next().unwrap();
    assert!(
        token.len() > 10 && !format!("{reason}{}", refused.subject).contains(token),
        "{reason}"
    );
    assert_eq!(told(&head).await.len(), 1);
    for fields in [&[][..], &[("reply", "perhaps")], &[("facts[]", "x"), ("reply", "")]] {
        let answer = send(app, &at, &facts, fields).await;
        assert!(answer.text.contains("请核对的事实"), "the page asks on");
    }
    let refuse = [("reply", "refuse"), ("signature", hostile), ("reason", hostile)];
    let kept = send(app, &at, &facts, &refuse).await;
    assert!(kept.text.contains("您已拒绝") && !kept.text.contains("<script"), "{}", kept.text);
    let board = clerk.data(&format!("{path}/nominees")).await;
    let first = &board["people"][0];
    assert_eq!((&first["state"], &first["refusal_reason"]), (&json!("refused"), &json!(hostile)));
    // A refusal waits for a person: nobody is asked again by the way.
    assert_eq!(keys(&json!(links(&clerk, &path, None).await), "row"), ["b"]);
    let again = link(&clerk, &path, "a").await;
    confirm(app, &again, &[]).await;
    assert_eq!(states(&clerk, &path).await[0], "confirmed", "the later answer stands");
    // A page of somebody else cannot send the form.
    let foreign = app.anyone().bare(Method::POST, &again).header("origin", "https://example.org");
    assert_eq!(Answer::of(foreign.body("reply=refuse")).await.status, 403);
    let foreign = app.anyone().bare(Method::POST, &again).header("origin", "null");
    let foreign = foreign.header("sec-fetch-site", "cross-site").body("reply=refuse");
    assert_eq!(Answer::of(foreign).await.status, 403);
}

async fn five_wrong_numbers_close_the_link(app: &TestApp) {
    let clerk = clerk(app).await;
    let path = two_people(&clerk).await;
    let at = link(&clerk, &path, "a").await;
    let facts = facts_of(&open(app, &at).await.text);
    let wrong = [&CONFIRM[..4], &[("signature", "示范甲"), ("identity", "1234")]].concat();
    // What is incomplete tells nothing of the number, and costs no try.
    let unsigned = [&CONFIRM[..4], &[("identity", "1234")]].concat();
    assert!(!send(app, &at, &facts, &unsigned).await.text.contains("不符"));
    let tries = (0..4).map(|_| send(app, &at, &facts, &wrong));
    for answer in futures_util::future::join_all(tries).await {
        assert_eq!(answer.status, 422);
        assert!(answer.text.contains("不符") && !answer.text.contains("value=\"1234\""));
    }
    let last = send(app, &at, &facts, &wrong).await;
    assert!(last.status == 404 && last.text.contains("输错五次"), "{}", last.text);
    assert_eq!(send(app, &at, &facts, &CONFIRM).await.status, 404, "even with the right number");
    assert_eq!(open(app, &at).await.status, 404);
    let board = clerk.data(&format!("{path}/nominees")).await;
    assert_eq!(board["people"][0]["state"], "not_asked");
    assert_eq!(board["people"][0]["link"]["state"], "closed");
    let at = link(&clerk, &path, "a").await;
    assert_eq!(confirm(app, &at, &[]).await.status, 200, "a new link begins anew");
}

async fn of_two_answers_at_once_one_is_kept(app: &TestApp) {
    let clerk = clerk(app).await;
    let path = two_people(&clerk).await;
    let at = link(&clerk, &path, "a").await;
    let facts = facts_of(&open(app, &at).await.text);
    let refuse = [("reply", "refuse"), ("signature", "示范甲"), ("reason", "排序不符")];
    let before = texts_of(app, "nominee_answer", "signature").await.len();
    let answers: [&[(&str, &str)]; 4] = [&CONFIRM, &refuse, &CONFIRM, &refuse];
    let answers = answers.iter().map(|fields| send(app, &at, &facts, fields));
    let shown: Vec<bool> = futures_util::future::join_all(answers)
        .await
        .iter()
        .map(|answer| answer.text.contains("您已确认"))
        .collect();
    assert_eq!(texts_of(app, "nominee_answer", "signature").await.len(), before + 1);
    let is_confirmed = states(&clerk, &path).await[0] == "confirmed";
    assert_eq!(shown, [is_confirmed; 4], "everybody is shown what is kept");
    // An answer and a new link at once: one comes first, and nobody waits for ever.
    let at = link(&clerk, &path, "b").await;
    let facts = facts_of(&open(app, &at).await.text);
    let refuse = [("reply", "refuse"), ("signature", "示范乙"), ("reason", "排序不符")];
    let asks = links(&clerk, &path, Some(&["b"]));
    let (_, answer) = futures_util::future::join(asks, send(app, &at, &facts, &refuse)).await;
    assert!(matches!(answer.status, 200 | 404), "{}", answer.text);
}

async fn another_society_sees_nothing_and_a_submitted_dossier_asks_nobody(app: &TestApp) {
    let clerk = clerk(app).await;
    let path = two_people(&clerk).await;
    let at = link(&clerk, &path, "a").await;
    let other = app.sign_in_of(Role::SocietyClerk, Some("D-A-01")).await;
    let board = format!("{path}/nominees");
    let not_found = (404, "not_found".to_owned());
    assert_eq!(other.get(&board).await.outcome(), not_found);
    let asked = other.create(&format!("{board}/links"), "key-of-the-other", &json!({})).await;
    assert_eq!(asked.outcome(), not_found);
    assert_eq!(other.post(&format!("{board}/a/revoke"), &json!({})).await.outcome(), not_found);
    assert_eq!(app.anyone().get(&board).await.status, 401);
    for role in [Role::AwardOffice, Role::Cast, Role::Supervisor, Role::Reviewer] {
        assert_eq!(app.sign_in(role).await.get(&board).await.status, 403, "{role:?}");
    }
    // What no link can be made for.
    for (rows, pointer) in [(json!(["a", "zz"]), "/rows/1"), (json!([]), "/rows")] {
        let key = laurel::shared::random_token(12);
        let made = clerk.create(&format!("{board}/links"), &key, &json!({ "rows": rows })).await;
        assert_eq!(made.status, 422, "{}", made.text);
        assert_eq!(made.json()["errors"][0]["pointer"], pointer);
    }
    for bad in [json!({ "rows": "a" }), json!({ "rows": [1] }), json!({ "who": ["a"] })] {
        let made = clerk.create(&format!("{board}/links"), "key-of-the-bad", &bad).await;
        assert_eq!(made.status, 400, "{bad}");
    }
    keep(&clerk, &path, &[write(&format!("{B}/name"), " ", 2)]).await;
    let made =
        clerk.create(&format!("{board}/links"), "key-of-the-bare", &json!({ "rows": ["b"] })).await;
    assert_eq!(made.json()["errors"][0]["code"], "incomplete", "no name yet");
    // Once it is submitted, nothing is asked and nothing is answered.
    let facts = facts_of(&open(app, &at).await.text);
    submit(app, &path).await;
    assert_eq!(open(app, &at).await.status, 404);
    assert_eq!(send(app, &at, &facts, &CONFIRM).await.status, 404);
    let made = clerk.create(&format!("{board}/links"), "key-of-the-late", &json!({})).await;
    assert_eq!(made.outcome(), (409, "conflict".to_owned()));
    assert_eq!(clerk.data(&board).await["may_ask"], false);
}

/// Puts a dossier into the state of the submitted ones.
pub(super) async fn submit(app: &TestApp, path: &str) {
    use entity::{dossier, vocabulary::NominationState};
    use sea_orm::{ActiveModelTrait as _, ActiveValue::Set};
    let id: uuid::Uuid = path.rsplit('/').next().unwrap().parse().unwrap();
    let row = dossier::ActiveModel {
        id: Set(id.into()),
        state: Set(NominationState::Submitted),
        ..Default::default()
    };
    row.update(app.app.database.reader()).await.unwrap();
}

async fn the_word_of_a_link_is_kept_nowhere(app: &TestApp) {
    let clerk = clerk(app).await;
    let path = two_people(&clerk).await;
    let board = format!("{path}/nominees/links");
    let body = json!({ "rows": ["a"] });
    let made = clerk.create(&board, "key-of-the-link", &body).await.json();
    let again = clerk.create(&board, "key-of-the-link", &body).await;
    assert_eq!(again.status, 201, "{}", again.text);
    let repeated = &again.json()["data"][0];
    assert_eq!((&repeated["row"], &repeated["path"]), (&json!("a"), &Value::Null), "told once");
    let at = made["data"][0]["path"].as_str().unwrap();
    let relation = [("relation_1_name", "某评审专家"), ("relation_1_kind", "relative")];
    let kept = confirm(app, at, &relation).await;
    assert_eq!(kept.status, 200, "the repetition revoked nothing");
    let token = at.rsplit('/').next().unwrap();
    assert_eq!(token.len(), 43);
    for (table, column) in [
        ("nominee_link", "token_digest"),
        ("nominee_answer", "statements"),
        ("nominee_answer", "relations"),
        ("idempotency_record", "reply"),
        ("audit_record", "subject"),
        ("audit_record", "actor"),
    ] {
        let texts = texts_of(app, table, column).await;
        let tells = |text: &String| text.contains(token) || text.contains("某评审专家");
        assert!(!texts.is_empty() && !texts.iter().any(tells), "{table}.{column}");
    }
    let actions = texts_of(app, "audit_record", "action").await;
    for action in ["issue_nominee_link", "open_nominee_link", "confirm_nomination"] {
        assert!(actions.contains(&format!("nominations.{action}")), "{action}");
    }
}
