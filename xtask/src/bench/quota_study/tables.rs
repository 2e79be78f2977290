//! Which tables say what the study found?

use std::fmt::Write as _;

use serde_json::Value;

use super::{arms, contenders, name_of, number, percent};

/// All tables, each under its heading.
pub(super) fn all(study: &Value) -> String {
    let mut text = String::new();
    for (title, table) in [
        ("Rank correlation with the true quality", correlations as fn(&Value) -> String),
        ("Wrong moves", wrong_moves),
        ("Right moves", right_moves),
        ("Places gained less places lost for each hundred societies of a kind", kinds),
        ("Coverage of the 80 % interval", coverage),
        ("Speed", speed),
    ] {
        // Writing to a String cannot fail.
        _ = write!(text, "### {title}\n\n{}\n", table(study));
    }
    text
}

fn arm_name(arm: &Value) -> String {
    let size = arm["nominations"].as_u64().map_or("1–4 by size".to_owned(), |n| n.to_string());
    let mix = if arm["has_deceivers"] == true { "all kinds" } else { "no deceivers" };
    format!("{size} | {mix}")
}

const HEAD: &str = "| nominations a round | societies | ";

fn header(columns: &[&str]) -> String {
    let line = "---|".repeat(columns.len() + 2);
    format!("{HEAD}{} |\n|{line}\n", columns.join(" | "))
}

fn by_contender(study: &Value, cell: impl Fn(&Value) -> String) -> String {
    let names: Vec<&str> =
        arms(study).first().map_or(&[][..], contenders).iter().map(name_of).collect();
    let mut table = header(&names);
    for arm in arms(study) {
        let cells: Vec<String> = contenders(arm).iter().map(&cell).collect();
        _ = writeln!(table, "| {} | {} |", arm_name(arm), cells.join(" | "));
    }
    table
}

fn correlations(study: &Value) -> String {
    let cell = |one: &Value| {
        let found = &one["correlation"];
        let [mean, low, high] = ["mean", "low", "high"].map(|key| number(&found[key]));
        format!("{mean:.2} ({low:.2}–{high:.2})")
    };
    format!(
        "Spearman's coefficient: the mean over the histories, and in brackets the fifth and the \
         ninety-fifth of a hundred.\n\n{}",
        by_contender(study, cell)
    )
}

fn wrong_moves(study: &Value) -> String {
    let cell = |one: &Value| {
        let moves = &one["moves"];
        let up = percent(&moves["wrongly_expanded"], &moves["expanded"]);
        let down = percent(&moves["wrongly_shrunk"], &moves["shrunk"]);
        let histories = number(&study["histories"]);
        let each = |key: &str| number(&moves[key]) / histories;
        format!(
            "{up:.1} % of {:.1}, {down:.1} % of {:.1}; grave {:.2}",
            each("expanded"),
            each("shrunk"),
            each("gravely")
        )
    };
    format!(
        "Of the expansions, how many went to a society whose true quality is below the middle; of \
         the shrinkages, how many to one above it; beside each the number of such moves in a \
         history of {} societies. Grave: a clearly weak society expanded or a clearly good one \
         shrunk, in a history.\n\n{}",
        study["societies"],
        by_contender(study, cell)
    )
}

fn right_moves(study: &Value) -> String {
    let cell = |one: &Value| {
        let moves = &one["moves"];
        let good = percent(&moves["good_expanded"], &moves["good"]);
        let weak = percent(&moves["weak_shrunk"], &moves["weak"]);
        format!("{good:.0} %, {weak:.0} %")
    };
    format!(
        "Of the clearly good societies (quality from 0.70), how many gain a place in the one \
         decision; of the clearly weak (up to 0.30), how many lose one.\n\n{}",
        by_contender(study, cell)
    )
}

fn kinds(study: &Value) -> String {
    let mut table = String::from(
        "| kind | nominations a round | our policy | our indicators, last round, unshrunk | raw award rate | awards of the last round |\n|---|---|---|---|---|---|\n",
    );
    let chosen = |arm: &&Value| arm["has_deceivers"] == true;
    for kind in ["good", "improving", "steady", "declining", "weak", "lucky_small", "gaming"] {
        for arm in arms(study).iter().filter(chosen) {
            let size = arm["nominations"].as_u64();
            if !matches!(size, None | Some(2)) {
                continue;
            }
            let size = size.map_or("1–4 by size".to_owned(), |n| n.to_string());
            let cells: Vec<String> = contenders(arm)
                .iter()
                .map(|one| format!("{:+.0}", number(&one["change_by_kind"][kind])))
                .collect();
            _ = writeln!(table, "| {} | {size} | {} |", kind.replace('_', " "), cells.join(" | "));
        }
    }
    table
}

fn coverage(study: &Value) -> String {
    let mut table = header(&[
        "holds the true score of the window",
        "holds the true score as it is now",
        "mean width in points",
    ]);
    for arm in arms(study) {
        let found = &arm["coverage"];
        let share = |key: &str| 100.0 * number(&found[key]);
        _ = writeln!(
            table,
            "| {} | {:.1} % | {:.1} % | {:.1} |",
            arm_name(arm),
            share("over_window"),
            share("as_it_is_now"),
            number(&found["mean_width_points"])
        );
    }
    table
}

fn speed(study: &Value) -> String {
    let speed = &study["speed"];
    format!(
        "{} societies × {} rounds: decided and explained in {:.2} s; {} resamples in {:.1} s, on \
         {} threads.\n",
        speed["societies"],
        speed["rounds"],
        number(&speed["decide_seconds"]),
        speed["resamples"],
        number(&speed["stability_seconds"]),
        speed["threads"]
    )
}
