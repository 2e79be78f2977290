//! May a society hand in files of material, and does nobody see them whom they are not for?

use entity::vocabulary::Role;
use serde_json::{Value, json};

use super::{PDF, accept, done, follow, hand_in, object, office, only, publish};
use crate::harness::TestApp;

db_tests! {
    round: [
        what_a_society_hands_in_is_read_by_the_office_and_by_itself,
        what_is_no_material_is_refused_and_nothing_is_answered,
    ],
}

const TEXT: &str = "所述与事实不符，说明和材料如下。";
const OWN_PDF: &[u8] = b"%PDF-1.7\n% material of the nominator\n%%EOF\n";
const OF_NOMINEE: &[u8] = b"%PDF-1.7\n% material of the nominee\n%%EOF\n";

/// Number and party of each file, in their order.
fn parties(files: &Value) -> Vec<(i64, String)> {
    let one = |file: &Value| {
        (file["number"].as_i64().unwrap(), file["party"].as_str().unwrap().to_owned())
    };
    files.as_array().unwrap().iter().map(one).collect()
}

async fn what_a_society_hands_in_is_read_by_the_office_and_by_itself(app: &TestApp) {
    let public = publish(app).await;
    let code = object(app, "1", "a-word-of-the-form-1").await;
    let (staff, _) = office(app).await;
    let id = only(&staff).await;
    done(&staff, &id, "screen", &accept()).await;
    let ask = json!({ "party": "nominee", "what": "请第一候选者提供原始记录" });
    done(&staff, &id, "tasks", &ask).await;
    let society = app.sign_in_of(Role::SocietyHead, Some(&public.society)).await;
    let before = follow(app, &code).await.text;
    let sent = hand_in(&society, &id, ("nominator", TEXT), &[OWN_PDF, PDF]).await;
    assert_eq!(sent.status, 200, "{}", sent.text);
    let sent = hand_in(&society, &id, ("nominee", TEXT), &[OF_NOMINEE]).await;
    assert_eq!(sent.status, 200, "{}", sent.text);
    let seen = sent.json()["data"].clone();
    assert_eq!(seen["files"], 1, "of the evidence the society learns how much there is");
    let own = [(2_i64, "nominator"), (3, "nominator"), (4, "nominee")];
    let own = own.map(|(number, party)| (number, party.to_owned()));
    assert_eq!(parties(&seen["material"]), own);

    let detail = staff.data(&format!("/objections/{id}")).await;
    assert_eq!(parties(&detail["files"])[0], (1, "objector".to_owned()));
    assert_eq!(parties(&detail["files"])[1..], own);
    for (number, bytes) in [(2, OWN_PDF), (4, OF_NOMINEE)] {
        for (visitor, room) in [(&staff, "objections"), (&society, "society-objections")] {
            let file = visitor.get(&format!("/{room}/{id}/files/{number}")).await;
            assert_eq!((file.status, file.text.as_bytes()), (200, bytes), "{room} {number}");
            let name = format!("material-{number}.pdf");
            assert!(file.header("content-disposition").contains(&name), "{name}");
        }
    }
    // The evidence is not the society's, and the material is no other society's nor the objector's.
    let evidence = society.get(&format!("/society-objections/{id}/files/1")).await;
    assert_eq!(evidence.outcome(), (404, "not_found".to_owned()));
    let other = if public.society == "D-A-01" { "D-A-02" } else { "D-A-01" };
    let other = app.sign_in_of(Role::SocietyClerk, Some(other)).await;
    let foreign = other.get(&format!("/society-objections/{id}/files/2")).await;
    assert_eq!(foreign.outcome(), (404, "not_found".to_owned()));
    let count = |page: &str| {
        let (_, rest) = page.split_once("已收到的材料").unwrap();
        rest.split_once("<dd>").unwrap().1.split_once('<').unwrap().0.to_owned()
    };
    let after = follow(app, &code).await.text;
    assert_eq!((count(&before), count(&after)), ("1".to_owned(), "1".to_owned()));
    assert!(!after.contains("所述与事实不符"), "nor what was answered");
}

async fn what_is_no_material_is_refused_and_nothing_is_answered(app: &TestApp) {
    let public = publish(app).await;
    object(app, "1", "a-word-of-the-form-1").await;
    let (staff, _) = office(app).await;
    let id = only(&staff).await;
    done(&staff, &id, "screen", &accept()).await;
    let society = app.sign_in_of(Role::SocietyHead, Some(&public.society)).await;
    let large = vec![b'x'; (5 << 20) + 1];
    for (files, said) in [
        (vec![PDF, b"MZ not a pdf"], "第 2 份"),
        (vec![large.as_slice()], "5 MB"),
        (vec![PDF; 6], "最多 5 份"),
    ] {
        let refused = hand_in(&society, &id, ("nominator", TEXT), &files).await;
        assert_eq!(refused.outcome(), (422, "invalid".to_owned()), "{said}");
        assert!(refused.text.contains(said), "{said}: {}", refused.text);
    }
    let short = hand_in(&society, &id, ("nominator", "短"), &[PDF]).await;
    assert_eq!(short.outcome(), (422, "invalid".to_owned()));
    let marked = hand_in(&society, &id, ("nominator", "密级：机密，说明如下。"), &[PDF]).await;
    assert_eq!(marked.json()["errors"][0]["pointer"], "/text", "{}", marked.text);
    let seen = society.data(&format!("/society-objections/{id}")).await;
    assert_eq!((&seen["material"], &seen["tasks"][0]["standing"]), (&json!([]), &json!("open")));
    assert_eq!(hand_in(&society, &id, ("nominator", TEXT), &[]).await.status, 200, "a text alone");
}
