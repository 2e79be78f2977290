//! Do the engines work on plain files, and say by their exit code how it went?

use crate::harness::Folder;

const EXPERTS: &str = "expert_id,name,unit,keywords\n\
    e1,柳闻樱,云泽大学,高炉冶炼\n\
    e2,欧阳澍,青屿研究院,机器人\n\
    e3,韩予澜,澄江大学,强化学习\n";
const PUBLICATIONS: &str = "publication_id,title,expert_ids,abstract,year,authors\n\
    w1,钒钛磁铁矿的高炉冶炼,e1,高炉冶炼中钒钛矿的还原与渣铁分离,2025,柳闻樱\n\
    w2,机器人的强化学习控制,e2;e3,用强化学习控制多足机器人,2026,欧阳澍;韩予澜\n";
const NOMINATIONS: &str = "nomination_id,title,abstract,category,panel,round\n\
    n1,高炉冶炼钒钛磁铁矿的关键技术,高炉冶炼与渣铁分离,PRO,冶金组,2027\n\
    n2,机器人强化学习理论,机器人的强化学习控制,NAT,信息组,2027\n";
const PEOPLE: &str = "nomination_id,order,name,unit\nn1,1,柳闻樱,云泽大学\nn2,1,沈承峤,启明大学\n";

fn folder() -> Folder {
    let folder = Folder::bare();
    folder.write("experts.csv", EXPERTS);
    folder.write("publications.csv", PUBLICATIONS);
    folder.write("nominations.csv", NOMINATIONS);
    folder.write("people.csv", PEOPLE);
    folder
}

const AFFINITY: &str = "engine affinity --experts experts.csv --publications publications.csv \
                        --nominations nominations.csv --out affinity.csv";
const CONFLICTS: &str = "engine conflicts --experts experts.csv --publications publications.csv \
                         --nominations nominations.csv --people people.csv --out conflicts.csv";
const ASSIGN: &str =
    "engine assign --affinity affinity.csv --experts experts.csv --out assignment.csv";

#[test]
fn three_engines_work_hand_in_hand() {
    let folder = folder();
    folder.laurel(&format!("{AFFINITY} --top 3")).done();
    let affinity = folder.read("affinity.csv").unwrap();
    let best = affinity.lines().find(|line| line.starts_with("n1,")).unwrap();
    assert!(best.starts_with("n1,e1,"), "{affinity}");
    folder.laurel(CONFLICTS).done();
    let conflicts = folder.read("conflicts.csv").unwrap();
    assert!(conflicts.contains("n1,e1,completer,bar"), "{conflicts}");
    let said = folder
        .laurel(&format!("{ASSIGN} --conflicts conflicts.csv --per-nomination 1 --max-load 2"));
    // Whoever completed it may not judge it; without a score nobody else can.
    let assignment = folder.read("assignment.csv").unwrap();
    assert!(!assignment.contains("n1,e1"), "{assignment}\n{said:?}");
    assert!(assignment.contains("\nn2,e"), "{assignment}\n{said:?}");
}

#[test]
fn the_same_files_give_the_same_bytes() {
    let (one, other) = (folder(), folder());
    for folder in [&one, &other] {
        folder.laurel(AFFINITY).done();
        folder.laurel(CONFLICTS).done();
    }
    for file in ["affinity.csv", "conflicts.csv"] {
        assert_eq!(one.read(file), other.read(file), "{file}");
        assert!(one.read(file).unwrap().lines().count() > 1, "{file}");
    }
}

#[test]
fn an_assignment_tells_by_its_exit_code_how_it_went() {
    let folder = folder();
    let scores = "nomination_id,expert_id,score\nn1,e1,0.9\nn1,e2,0.5\nn2,e1,0.8\nn2,e3,0.1\n";
    folder.write("affinity.csv", scores);
    let done = folder.laurel(&format!("{ASSIGN} --per-nomination 1 --max-load 1"));
    assert_eq!(done.code, 0, "{done:?}");
    let best = "nomination_id,expert_id,score\nn1,e2,0.500000\nn2,e1,0.800000\n";
    assert_eq!(folder.read("assignment.csv").as_deref(), Some(best));

    let short = folder.laurel(&format!("{ASSIGN} --per-nomination 2 --max-load 1"));
    assert_eq!(short.code, 3, "{short:?}");
    assert!(short.err.contains("n1") || short.err.contains("n2"), "{short:?}");
    let filled = folder.read("assignment.csv").unwrap();
    assert_eq!(filled.lines().count(), 4, "what can be filled is written: {filled}");

    for (line, code) in [
        (format!("{ASSIGN} --per-nomination 0 --max-load 1"), 2),
        (format!("{ASSIGN} --per-nomination 1"), 2),
        (format!("{ASSIGN} --per-nomination 1 --max-load 1 --min-load 2"), 2),
        (format!("{ASSIGN} --per-nomination 1 --max-load 1 --objective best"), 2),
        (format!("{ASSIGN} --per-nomination 1 --max-load 1 --conflicts absent.csv"), 1),
    ] {
        assert_eq!(folder.laurel(&line).code, code, "{line}");
        assert_eq!(folder.read("assignment.csv").as_ref(), Some(&filled), "{line}");
    }
    folder.write("affinity.csv", scores.replace("0.5", "1.5"));
    let bad = folder.laurel(&format!("{ASSIGN} --per-nomination 1 --max-load 1"));
    assert!(bad.code == 1 && bad.err.contains("affinity.csv:3 score: "), "{bad:?}");
    assert_eq!(folder.read("assignment.csv"), Some(filled), "the file is as it was");
}

#[test]
fn bad_input_of_the_other_engines_leaves_no_output() {
    let folder = folder();
    folder.write("nominations.csv", "title\n炼钢\n");
    for (line, out) in [(AFFINITY, "affinity.csv"), (CONFLICTS, "conflicts.csv")] {
        let said = folder.laurel(line);
        assert!(said.code == 1 && said.err.contains("nomination_id"), "{said:?}");
        assert_eq!(folder.read(out), None);
    }
}

#[test]
fn an_aggregate_of_a_file_of_sheets_is_the_same_wherever_it_is_computed() {
    let seed = "00".repeat(32);
    let line = format!("engine aggregate --scores scores.csv --seed {seed} --out figures.csv");
    let scores = "nomination_id,reviewer_id,novelty,value,effect,material\n\
        n1,r1,90,90,90,90\nn1,r2,80,80,80,80\nn2,r1,70,75,70,70\nn2,r3,70,70,70,70\n";
    let mut found = Vec::new();
    for (folder, mixed) in [(Folder::bare(), false), (Folder::bare(), true)] {
        let mut lines: Vec<&str> = scores.lines().collect();
        if mixed {
            lines[1..].reverse();
        }
        folder.write("scores.csv", lines.join("\n"));
        folder.laurel(&line).done();
        found.push(folder.read("figures.csv").unwrap());
        folder.write("scores.csv", scores.replace("90", "93"));
        let bad = folder.laurel(&line);
        assert!(bad.code == 1 && bad.err.contains("scores.csv:2 novelty: "), "{bad:?}");
        assert_eq!(folder.read("figures.csv").as_ref(), found.last(), "the file is as it was");
        assert_eq!(folder.laurel(&line.replace(&seed, "00")).code, 2);
    }
    assert!(found[0].contains("\nn1,NAT,2,85.00,,85.00,1,"), "{found:?}");
    assert_eq!(found[0], found[1], "whatever the order of the sheets");
}
