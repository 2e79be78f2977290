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
    assert_eq!(folder.rows("match_run WHERE state = 'done'").await, runs + 1);
    let short = folder.laurel("match --round 2027 --per-nomination 15 --max-load 1");
    assert_eq!(short.code, 3, "{short:?}");
    assert!(short.err.contains("missing"), "every shortfall is named: {short:?}");
    for (line, code) in [
        ("match --round 1999", 1),
        ("match --round 2027 --min-load 3 --max-load 2", 1),
        ("match", 2),
        ("match --round 2027 --per-nomination 16", 2),
        ("match --round 2027 --max-load 0", 2),
        ("match --round 2027 --seed -1", 2),
    ] {
        assert_eq!(folder.laurel(line).code, code, "{line}");
    }
    assert_eq!(folder.rows("match_run").await, runs + 2);
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
