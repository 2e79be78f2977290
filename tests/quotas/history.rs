//! What became of past rounds, as these tests need it.

use std::fmt::Write as _;

use laurel::{app::App, societies, track_record};

use crate::harness::TestApp;

/// The newest round whose awards are known.
pub(super) const NEWEST: i32 = 2025;

/// Sees to it that the record holds past rounds: those of the demonstration, or else a file of ours,
/// imported as a user would.
pub(super) async fn ensure(app: &TestApp) {
    let rows = track_record::history(app.app.database.reader()).await.unwrap();
    if rows.iter().any(|row| row.count("awarded").unwrap_or_default() > 0) {
        return;
    }
    let registered = societies::all(app.app.database.reader()).await.unwrap();
    let mut text = "society_id,society,group,round,quota,submitted,form_passed,accepted,withdrawn,\
                    first_review_passed,awarded,objections_upheld\n"
        .to_owned();
    for (at, society) in registered.iter().enumerate() {
        let group = society.group.clone().unwrap_or_else(|| "理科".to_owned());
        for round in [2021, 2023, NEWEST] {
            // Some societies pass nearly always, some never, most now and then.
            let quota = 1 + at % 3;
            let passed = quota.min((at + usize::try_from(round).unwrap() / 2) % 4);
            let awarded = passed.saturating_sub(1).max(usize::from(at == 0));
            let passed = passed.max(awarded);
            writeln!(
                text,
                "{},{},{group},{round},{quota},{quota},{quota},{quota},0,{passed},{awarded},0",
                society.society_id, society.name
            )
            .unwrap();
        }
    }
    let file = app.folder().join("history.csv");
    std::fs::write(&file, text).unwrap();
    app.laurel(["import", "history", file.to_str().unwrap()]).done();
}

/// Places of all societies in the newest round.
pub(super) async fn places(app: &App) -> u64 {
    let rows = track_record::history(app.database.reader()).await.unwrap();
    rows.iter().filter(|row| row.round == NEWEST).map(|row| u64::from(row.quota)).sum()
}
