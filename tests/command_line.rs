//! Does the program answer at the terminal as its manual says?

use crate::harness::{Fill, Folder};

#[test]
fn every_command_explains_itself() {
    let folder = Folder::bare();
    let mut waiting = vec![String::new()];
    let mut explained = 0;
    while let Some(command) = waiting.pop() {
        let help = folder.laurel(&format!("{command} --help"));
        assert_eq!(help.code, 0, "{command}: {help:?}");
        assert!(help.out.contains("Usage: laurel"), "{command}: {help:?}");
        explained += 1;
        let commands = help.out.split("Commands:\n").nth(1).unwrap_or_default();
        for line in commands.lines().take_while(|line| line.starts_with("  ")) {
            let (name, meaning) = line.trim().split_once(' ').unwrap_or((line.trim(), ""));
            assert!(!meaning.trim().is_empty(), "{command} {name} says nothing of itself");
            if name != "help" {
                waiting.push(format!("{command} {name}"));
            }
        }
    }
    assert!(explained > 12, "{explained} commands found");
    assert!(folder.read("laurel.sqlite").is_none(), "to explain takes no database");
    assert!(folder.laurel("--version").done().out.starts_with("laurel "));
    assert_eq!(folder.laurel("frobnicate").code, 2);
    assert_eq!(folder.laurel("").code, 2);
}

#[test]
fn a_good_database_passes_every_check() {
    let folder = Folder::new(Fill::Round);
    let check = folder.laurel("check").done();
    assert!(check.out.lines().count() >= 4 && !check.out.contains('✗'), "{check:?}");
    let verify = folder.laurel("audit verify").done();
    assert!(verify.out.contains("the chain is whole"), "{verify:?}");
    let reindexed = folder.laurel("reindex").done();
    assert!(reindexed.out.contains("search index rebuilt"), "{reindexed:?}");
}

#[tokio::test]
async fn a_law_that_is_broken_is_named() {
    let folder = Folder::new(Fill::Round);
    let barred = "INSERT INTO assignment (run_id, nomination_id, expert_id, position, score) \
                  SELECT run_id, nomination_id, expert_id, 99, 1 FROM conflict \
                  WHERE severity = 'bar' LIMIT 1";
    assert_eq!(folder.execute(barred).await.unwrap(), 1);
    let check = folder.laurel("check");
    assert_eq!(check.code, 1);
    assert!(check.out.contains("✗ 应回避者未入选"), "{check:?}");
    assert!(check.out.contains("✓ 审计链完整"), "{check:?}");
}

#[tokio::test]
async fn a_match_from_the_terminal_is_stored() {
    let folder = Folder::new(Fill::Round);
    let runs = folder.rows("match_run").await;
    let done = folder.laurel("match --round 2027 --per-nomination 2 --max-load 6").done();
    assert!(done.out.contains("proved optimal"), "{done:?}");
    assert!(done.out.contains("100.000 % of the largest total"), "{done:?}");
    assert_eq!(folder.rows("match_run WHERE state = 'done'").await, runs + 1);
    let fair = "match --round 2027 --per-nomination 2 --max-load 6 --objective floor";
    let fair = folder.laurel(fair).done();
    assert!(fair.out.contains("worst-served nomination") && fair.out.contains('≤'), "{fair:?}");
    let short = folder.laurel("match --round 2027 --per-nomination 15 --max-load 1");
    assert_eq!(short.code, 3, "{short:?}");
    assert!(short.err.contains("missing"), "every shortfall is named: {short:?}");
    for (line, code) in [
        ("match --round 1999", 1),
        ("match --round 2027 --min-load 3 --max-load 2", 1),
        ("match --round 2027 --floor 1", 1),
        ("match", 2),
        ("match --round 2027 --per-nomination 16", 2),
        ("match --round 2027 --max-load 0", 2),
        ("match --round 2027 --seed -1", 2),
    ] {
        assert_eq!(folder.laurel(line).code, code, "{line}");
    }
    assert_eq!(folder.rows("match_run").await, runs + 3);
    assert_eq!(folder.laurel("check").code, 0);
}

#[tokio::test]
async fn an_account_is_made_and_its_password_reset() {
    let folder = Folder::new(Fill::Empty);
    let add = "user add office --role award_office";
    assert_eq!(folder.laurel_hearing(add, "ten letters\n").done().code, 0);
    assert_eq!(folder.rows("account WHERE username = 'office'").await, 1);
    assert_eq!(folder.rows("account WHERE password_hash LIKE '$argon2id$%'").await, 1);
    for (line, password, fault) in [
        (add, "ten letters\n", "is taken"),
        ("user add other --role award_office", "short\n", "ten characters"),
        ("user add other --role award_office", "", "ten characters"),
        ("user add Other --role award_office", "ten letters\n", "3 to 64 of a-z"),
        ("user add other --role society_clerk", "ten letters\n", "needs the society's code"),
        ("user reset nobody", "ten letters\n", "there is no account nobody"),
    ] {
        let said = folder.laurel_hearing(line, password);
        assert!(said.code == 1 && said.err.contains(fault), "{line}: {said:?}");
    }
    assert_eq!(folder.laurel_hearing("user add other --role king", "x\n").code, 2);
    folder.laurel_hearing("user reset office", "eleven letters\n").done();
    assert_eq!(folder.rows("account").await, 1);
    assert_eq!(
        folder.rows("audit_record WHERE action LIKE 'identity.%'").await,
        2,
        "made and reset"
    );
    assert_eq!(folder.laurel("audit verify").code, 0);
}

#[test]
fn a_wrong_setting_stops_the_start_and_is_named() {
    let folder = Folder::bare();
    folder.write("laurel.toml", "[http]\nprot = 80\n");
    let wrong = folder.laurel("migrate");
    assert!(wrong.code == 1 && wrong.err.contains("prot"), "{wrong:?}");
    folder.write("laurel.toml", "[session]\nidle_minutes = 0\n");
    let wrong = folder.laurel("migrate");
    assert!(wrong.code == 1 && wrong.err.contains("session.idle_minutes"), "{wrong:?}");
    let absent = folder.laurel("--config absent.toml migrate");
    assert!(absent.code == 1 && absent.err.contains("absent.toml"), "{absent:?}");
    folder.write("laurel.toml", "[session]\nidle_minutes = 5\n");
    assert_eq!(folder.laurel("migrate").code, 0);
}

#[test]
fn the_document_of_the_interface_is_printed() {
    let printed = Folder::bare().laurel("openapi").done();
    let document: serde_json::Value = serde_json::from_str(&printed.out).unwrap();
    assert_eq!(document, serde_json::to_value(laurel::http::open_api()).unwrap());
}

#[test]
fn an_assignment_is_checked_from_its_certificate_alone() {
    let folder = Folder::bare();
    let affinity = "nomination_id,expert_id,score\n\
        p1,e1,0.95\np1,e2,0.5\np2,e1,0.9\np2,e2,0.25\np2,e3,0.1234567\n";
    folder.write("affinity.csv", affinity);
    let asked =
        "engine assign --affinity affinity.csv --per-nomination 1 --max-load 1 --out out.csv";
    for objective in ["leximin", "floor", "random --max-probability 0.9 --seed 7", "sum"] {
        let line = format!("{asked} --certificate proof.json --objective {objective}");
        let assigned = folder.laurel(&line);
        assert!(matches!(assigned.code, 0 | 3), "{objective}: {assigned:?}");
        let told = folder.laurel("verify proof.json --affinity affinity.csv").done();
        assert!(told.out.contains("the certificate holds"), "{objective}: {told:?}");
    }
    let proof = folder.read("proof.json").unwrap();
    let told = folder.laurel("verify proof.json").done();
    assert!(told.out.contains("no plan exceeds 1.400000"), "{told:?}");
    folder.write("other.csv", affinity.replace("0.95", "0.94"));
    let other = folder.laurel("verify proof.json --affinity other.csv");
    assert!(other.code == 1 && other.err.contains("p1, e1"), "{other:?}");
    for (changed, fault) in [
        (proof.replacen("950000", "950001", 1), "the file was changed"),
        (proof.replacen("\"p1\"", "\"p9\"", 1), "the file was changed"),
        (proof.replacen("\"experts\"", "\"people\"", 1), "changed or cut off"),
        ("{}".to_owned(), "neither a receipt"),
    ] {
        folder.write("proof.json", changed);
        let refused = folder.laurel("verify proof.json");
        assert!(refused.code == 1 && refused.err.contains(fault), "{refused:?}");
    }
    assert!(folder.read("laurel.sqlite").is_none(), "to verify takes no database");
}

#[test]
fn a_finished_round_is_scanned_from_files() {
    let folder = Folder::bare();
    folder.write("experts.csv", "expert_id,name,unit\nE1,陆望舒,青松大学\nE2,顾远山,云台大学\n");
    folder.write("publications.csv", "publication_id,title,expert_ids\np1,云雾林水分收支,E2\n");
    folder.write("nominations.csv", "nomination_id,title,round\nJ1,云雾林观测技术,2027\n");
    folder.write(
        "people.csv",
        "nomination_id,order,name,unit,work_unit\nJ1,1,陆望舒,青松大学,青松大学\n",
    );
    folder.write("judged.csv", "nomination_id,expert_id\nJ1,E1\nJ1,E2\n");
    let files = "--experts experts.csv --publications publications.csv \
                 --nominations nominations.csv --people people.csv";
    let scanned =
        folder.laurel(&format!("engine conflicts {files} --scan judged.csv --out found.csv"));
    let scanned = scanned.done();
    assert!(scanned.err.contains("of 2 reviews, 1 in spite"), "{scanned:?}");
    let found = folder.read("found.csv").unwrap();
    let mut lines = found.lines();
    assert_eq!(
        lines.next(),
        Some(
            "nomination_id,expert_id,kind,severity,confidence,evidence,assigned_on,recorded_on,was_known"
        )
    );
    let first = lines.next().unwrap();
    assert!(first.starts_with("J1,E1,completer,bar,") && first.contains("陆望舒"), "{first}");
    assert!(lines.all(|line| line.starts_with("J1,E1,")), "{found}");
    folder.write("judged.csv", "nomination_id,expert_id\nJ7,E1\n");
    let stranger =
        folder.laurel(&format!("engine conflicts {files} --scan judged.csv --out x.csv"));
    assert!(stranger.code == 1 && stranger.err.contains("judged.csv:2"), "{stranger:?}");
}
