//! Is this receipt, this archive, this assignment or this bundle of results what Laurel gave out, and is it true?
//! Without server, database or network.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context as _, bail};
use clap::Args;

use super::{engine_assign::ScoredRow, terminal};
use crate::{
    exchange::{self, RowPolicy},
    matching::assignment::{Decimal, Objective, PROOF_FORMAT, Proof, Proved},
    nominations::submission::{ARCHIVE_FORMAT, Archive, RECEIPT_FORMAT, Receipt},
    results::bundle::{self, Broken, Checked, FORMAT as RESULTS_FORMAT},
    shared::{Bilingual, hex_sha256},
};

#[derive(Clone, Debug, Args)]
pub(super) struct VerifyArguments {
    /// A receipt, a dossier's archive, the certificate of an assignment, or the bundle of a round's results, as JSON.
    file: PathBuf,
    /// The receipt that an archive belongs to.
    #[arg(long, value_name = "FILE")]
    receipt: Option<PathBuf>,
    /// File with the published public key in base64; without it the key is shown to be compared.
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// The affinities (`nomination_id,expert_id,score`) that an assignment must be made from.
    #[arg(long, value_name = "FILE")]
    affinity: Option<PathBuf>,
}

/// What a document is, by its own word.
#[derive(serde::Deserialize)]
struct Kind {
    format: Option<String>,
    statement: Option<Box<Kind>>,
}

fn read(file: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("{}", file.display()))
}

fn parse<T: serde::de::DeserializeOwned>(file: &Path, text: &str) -> anyhow::Result<T> {
    serde_json::from_str(text)
        .with_context(|| format!("{}: 内容已被改动或不完整 / changed or cut off", file.display()))
}

/// Verifies what was named. The exit code is 1 when it does not hold.
pub(super) fn run(arguments: &VerifyArguments) -> anyhow::Result<ExitCode> {
    let text = read(&arguments.file)?;
    if is_bundle(&text) {
        check_results(&text, arguments.key.as_deref())?;
        return Ok(ExitCode::SUCCESS);
    }
    let kind: Kind = parse(&arguments.file, &text)?;
    let format = kind.format.or(kind.statement.and_then(|inner| inner.format));
    match format.as_deref() {
        Some(RECEIPT_FORMAT) => {
            let receipt: Receipt = parse(&arguments.file, &text)?;
            check_receipt(&receipt, arguments.key.as_ref())?;
        }
        Some(ARCHIVE_FORMAT) => {
            let archive: Archive = parse(&arguments.file, &text)?;
            check_archive(&archive, arguments)?;
        }
        Some(PROOF_FORMAT) => {
            let proof: Proof = parse(&arguments.file, &text)?;
            check_assignment(proof, arguments.affinity.as_deref())?;
        }
        _ => bail!(
            "既不是回执，也不是提名材料存档、指派证书或结果数据包 / neither a receipt nor an archive, no certificate of an assignment and no bundle of results"
        ),
    }
    Ok(ExitCode::SUCCESS)
}

/// Whether the first line says that it is a bundle of results: its second line is another document.
fn is_bundle(text: &str) -> bool {
    let line = text.lines().next().unwrap_or_default();
    let kind: Result<Kind, _> = serde_json::from_str(line);
    kind.is_ok_and(|kind| kind.format.as_deref() == Some(RESULTS_FORMAT))
}

/// Says what was checked, a line a step, up to the first that fails.
fn check_results(text: &str, key: Option<&Path>) -> anyhow::Result<()> {
    let published = key.map(read).transpose()?;
    let said = |steps: &[Bilingual]| {
        for (step, number) in steps.iter().zip(1..) {
            terminal::say(&format!("{number:>3}. {step}"));
        }
    };
    match bundle::check(text.as_bytes(), published.as_deref()) {
        Ok(Checked { round, number, public_key, steps, .. }) => {
            said(&steps);
            terminal::say(&format!(
                "{round} 年度结果数据包（第 {number} 份）成立 / the bundle {number} of the round of {round} holds"
            ));
            if published.is_none() {
                terminal::say(&format!(
                    "请核对签发公钥与公布的一致 / compare this key with the published one: {public_key}"
                ));
            }
            Ok(())
        }
        Err(Broken { step, words, steps }) => {
            said(&steps);
            bail!("{step}: {words}")
        }
    }
}

fn check_receipt(receipt: &Receipt, key: Option<&PathBuf>) -> anyhow::Result<()> {
    if !receipt.is_sound() {
        bail!("签名不符：回执已被改动 / the signature does not hold: the receipt was changed");
    }
    if let Some(file) = key {
        let published = read(file)?;
        if published.trim() != receipt.public_key {
            bail!("回执不是由该密钥签发的 / the receipt was not signed by this key");
        }
    }
    let said = &receipt.statement;
    terminal::say(&format!(
        "回执有效 / the receipt holds\n  提名号 / number: {}\n  项目名称 / title: {}\n  提名者 / nominator: {}\n  提交时间 / submitted at: {}\n  材料摘要 / digest: {}\n  规则集 / rule set: {} {}",
        said.number,
        said.title,
        said.society,
        said.submitted_at.to_rfc3339(),
        said.digest,
        said.rule_set.name,
        said.rule_set.digest,
    ));
    if let Some(book) = &said.rule_book {
        terminal::say(&format!(
            "  形式审查规则 / rules of the check: {} {}",
            book.name, book.digest
        ));
    }
    if key.is_none() {
        terminal::say(&format!(
            "请核对签发公钥与公布的一致 / compare this key with the published one: {}",
            receipt.public_key
        ));
    }
    Ok(())
}

fn check_archive(archive: &Archive, arguments: &VerifyArguments) -> anyhow::Result<()> {
    for (digest, text) in &archive.files {
        use base64::Engine as _;
        let bytes = base64::engine::general_purpose::STANDARD
            .decode(text)
            .with_context(|| format!("附件 {digest} / attachment {digest}"))?;
        if hex_sha256(&bytes) != *digest {
            bail!("附件 {digest} 已被改动 / the attachment {digest} was changed");
        }
    }
    let digest = archive.digest();
    if let Some(file) = &arguments.receipt {
        let receipt: Receipt = parse(file, &read(file)?)?;
        check_receipt(&receipt, arguments.key.as_ref())?;
        if receipt.statement.digest != digest {
            bail!(
                "存档与回执不符 / the archive is not what the receipt states: {digest} ≠ {}",
                receipt.statement.digest
            );
        }
    }
    terminal::say(&format!(
        "存档完整 / the archive is whole\n  提名号 / number: {}\n  材料摘要 / digest: {digest}",
        archive.number
    ));
    Ok(())
}

fn check_assignment(proof: Proof, affinity: Option<&Path>) -> anyhow::Result<()> {
    if let Some(file) = affinity {
        let read = exchange::read_all::<ScoredRow>(file, RowPolicy::Strict)?;
        proof.is_made_from(
            read.records
                .iter()
                .map(|row| (row.nomination_id.as_str(), row.expert_id.as_str(), row.score.micro())),
        )?;
    }
    let proved = proof.check().context("证书不成立 / the certificate does not hold")?;
    terminal::say(&assignment_told(&proved));
    if affinity.is_some() {
        terminal::say("  候选配对与相关度文件一致 / the candidates are those of the affinity file");
    }
    Ok(())
}

/// What the certificate of an assignment shows, line by line.
fn assignment_told(proved: &Proved) -> String {
    let (nominations, experts, pairs) = proved.size;
    let Proved { filled, demand, .. } = proved;
    let (total, bound) = (Decimal(proved.total), Decimal(proved.bound));
    let mut lines = vec![
        "指派证书成立：逐对核验，未用求解器 / the certificate holds: every pair was checked, without the solver".to_owned(),
        format!("  规模 / size: {nominations} 项提名 / nominations, {experts} 名专家 / experts, {pairs} 个候选配对 / candidate pairs"),
        format!("  名额 / places: {filled} / {demand}"),
        format!("  总分 / total: {total}"),
    ];
    if proved.unmet > 0 {
        lines.push(format!("  最少任务数尚差 / below the least loads: {}", proved.unmet));
    }
    lines.push(match proved.objective {
        Objective::Sum => {
            format!("  已证明最优：没有方案超过 / proved optimal: no plan exceeds {bound}")
        }
        Objective::Leximin | Objective::Floor { .. } => format!(
            "  照顾最弱：为此固定 {held} 对，其余已证明最优；没有方案的总分超过 {bound} / worst-served first: {held} pairs are held for it, the rest is proved optimal; no total exceeds {bound}",
            held = proved.held,
        ),
        Objective::Random { max_probability, seed } => format!(
            "  抽签：期望总分已证明最优，为 {bound}；概率不超过 {part}/{whole}，按种子 {seed} 重抽结果相同 / drawn by lot: the expected total is proved optimal, {bound}; no pair is likelier than {part}/{whole}, and seed {seed} draws the same pairs",
            part = max_probability.numerator(),
            whole = max_probability.denominator(),
        ),
    });
    if let Some((smallest, most)) = proved.floor {
        let (smallest, most) = (Decimal(smallest), Decimal(most));
        lines.push(format!("  最弱的提名 / worst-served nomination: {smallest} (≤ {most})"));
    }
    if let Some((places, own)) = proved.plan {
        let behind = Decimal(proved.bound - own);
        lines.push(format!(
            "  人工调整后的方案守全部规则：{places} 个名额，总分 {own}，较最优少 {behind} / the plan that people made of it keeps every rule: {places} places, total {own}, {behind} below the optimum",
            own = Decimal(own),
        ));
    }
    lines.push(format!("  配对摘要 / digest of the pairs: {}", proved.pairs_digest));
    lines.push(format!("  证书摘要 / digest of the certificate: {}", proved.digest));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::assignment::{
        Draft, Expert, Instance, Nomination, Score, ScoredPair, solve,
    };

    /// Two nominations that want one expert each, and a certificate of whom they get.
    fn written(folder: &Path, objective: Objective) -> PathBuf {
        let nomination = |id: &str| Nomination { id: id.to_owned(), demand: 1 };
        let expert = |id: &str| Expert { id: id.to_owned(), min_load: 0, max_load: 1, unit: None };
        let pair = |(nomination, expert, micro)| ScoredPair {
            nomination,
            expert,
            score: Score::from_micro(micro).unwrap(),
        };
        let pairs = [(0, 0, 950_000), (0, 1, 500_000), (1, 0, 900_000), (1, 1, 250_000)];
        let instance = Instance::new(Draft {
            nominations: vec![nomination("p1"), nomination("p2")],
            experts: vec![expert("e1"), expert("e2")],
            pairs: pairs.into_iter().map(pair).collect(),
            ..Draft::default()
        })
        .unwrap();
        let file = folder.join("certificate.json");
        let proof = Proof::of(&instance, &solve(&instance, objective));
        std::fs::write(&file, proof.to_json()).unwrap();
        file
    }

    fn verified(file: &Path, affinity: Option<PathBuf>) -> Result<(), String> {
        let file = file.to_path_buf();
        let arguments = VerifyArguments { file, receipt: None, key: None, affinity };
        run(&arguments).map(drop).map_err(|error| format!("{error:#}"))
    }

    #[test]
    fn a_certificate_of_an_assignment_is_a_kind_of_file_too() {
        let folder = tempfile::tempdir().unwrap();
        let max_probability = crate::matching::assignment::Probability::new(1, 2).unwrap();
        for objective in [
            Objective::Leximin,
            Objective::Floor { wanted: None },
            Objective::Random { max_probability, seed: 7 },
            Objective::Sum,
        ] {
            let file = written(folder.path(), objective);
            assert_eq!(verified(&file, None), Ok(()), "{objective:?}");
        }
        let file = written(folder.path(), Objective::Sum);
        let text = std::fs::read_to_string(&file).unwrap();
        for (old, new, fault) in [
            ("950000", "950001", "the file was changed"),
            ("\"demand\":1", "\"demand\":2", "the file was changed"),
            ("\"unit\":\"1e-6\",", "", "changed or cut off"),
            ("certificate/1", "certificate/2", "neither a receipt"),
        ] {
            assert!(text.contains(old), "{text}");
            std::fs::write(&file, text.replacen(old, new, 1)).unwrap();
            let said = verified(&file, None).unwrap_err();
            assert!(said.contains(fault), "{old}: {said}");
        }
    }

    #[test]
    fn its_candidates_are_held_against_the_affinities() {
        let folder = tempfile::tempdir().unwrap();
        let file = written(folder.path(), Objective::Sum);
        let affinity = folder.path().join("affinity.csv");
        let rows = "nomination_id,expert_id,score\np2,e1,0.9\np1,e1,0.95\np1,e2,0.5\np2,e2,.25\n";
        std::fs::write(&affinity, rows).unwrap();
        assert_eq!(verified(&file, Some(affinity.clone())), Ok(()));
        std::fs::write(&affinity, rows.replace("0.95", "0.96")).unwrap();
        let said = verified(&file, Some(affinity)).unwrap_err();
        assert!(said.contains("not those of the file: p1, e1"), "{said}");
    }

    #[test]
    fn what_is_told_names_the_total_and_what_nothing_exceeds() {
        let folder = tempfile::tempdir().unwrap();
        let text = std::fs::read_to_string(written(folder.path(), Objective::Sum)).unwrap();
        let proof: Proof = serde_json::from_str(&text).unwrap();
        let plan = [("p1".to_owned(), "e1".to_owned()), ("p2".to_owned(), "e2".to_owned())];
        let told = assignment_told(&proof.beside(plan.into()).check().unwrap());
        for part in [
            "places: 2 / 2",
            "total: 1.400000",
            "no plan exceeds 1.400000",
            "2 places, total 1.200000, 0.200000 below the optimum",
        ] {
            assert!(told.contains(part), "{part}: {told}");
        }
    }
}
