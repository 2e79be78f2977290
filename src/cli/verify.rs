//! Is this receipt or this archive what Laurel gave out? Without server, database or network.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context as _, bail};
use clap::Args;

use super::terminal;
use crate::{
    nominations::submission::{ARCHIVE_FORMAT, Archive, RECEIPT_FORMAT, Receipt},
    shared::hex_sha256,
};

#[derive(Clone, Debug, Args)]
pub(super) struct VerifyArguments {
    /// A receipt, or a dossier's archive, as JSON.
    file: PathBuf,
    /// The receipt that an archive belongs to.
    #[arg(long, value_name = "FILE")]
    receipt: Option<PathBuf>,
    /// File with the published public key in base64; without it the key is shown to be compared.
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
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
        _ => bail!("既不是回执，也不是提名材料存档 / neither a receipt nor an archive"),
    }
    Ok(ExitCode::SUCCESS)
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
