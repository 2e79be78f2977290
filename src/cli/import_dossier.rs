//! `laurel import dossiers FILE`: how does a workbook or an archive become a dossier, whole or not at all?

use std::process::ExitCode;

use anyhow::Context as _;
use entity::{ids::AccountId, vocabulary::Role};

use super::{
    accounts::OPERATOR,
    arguments::ImportArguments,
    import_marks::{checked_name, tell},
    terminal,
};
use crate::{
    app::App,
    authz::{Actor, Grant},
    nominations::{
        imports::{ImportError, Place, file_workbook},
        submission::{SubmissionError, restore},
    },
};

/// Carries the command out and says what happened.
///
/// # Errors
/// The file cannot be read, round or society are missing, the records failing.
pub(super) async fn command(app: &App, arguments: &ImportArguments) -> anyhow::Result<ExitCode> {
    let year = arguments.round.context("请用 --round 指明年度 / name the round with --round")?;
    let society = arguments
        .society
        .clone()
        .context("请用 --society 指明学会代码 / name the society with --society")?;
    anyhow::ensure!(
        !arguments.dry_run && !arguments.skip_bad_rows,
        "提名材料不支持试运行和跳过错行 / dossiers take neither --dry-run nor --skip-bad-rows"
    );
    let bytes = tokio::fs::read(&arguments.file).await.context("the file")?;
    let name = checked_name(app, arguments).await?;
    let operator = Actor {
        account: AccountId(uuid::Uuid::nil()),
        username: OPERATOR.to_owned(),
        grants: vec![Grant { role: Role::SocietyClerk, society_code: Some(society.clone()) }],
    };
    if bytes.first() == Some(&b'{') {
        return take_archive(app, &operator, year, (arguments, &bytes)).await;
    }
    match file_workbook(app, &operator, (year, &society), (&name, bytes), None).await {
        Ok(filed) => {
            for note in &filed.notes {
                terminal::complain(&format!("提示 / note: {}: {}", note.sheet, note.what));
            }
            terminal::say(&format!(
                "已建立提名材料 {}：{} 项内容，摘要 {} / dossier {} made: {} values, digest {}",
                filed.number, filed.values, filed.digest, filed.number, filed.values, filed.digest
            ));
            Ok(ExitCode::SUCCESS)
        }
        Err(ImportError::Faults(places)) => Ok(refuse(app, arguments, &places).await),
        Err(error) => Err(error.into()),
    }
}

async fn take_archive(
    app: &App,
    operator: &Actor,
    year: i32,
    (arguments, bytes): (&ImportArguments, &[u8]),
) -> anyhow::Result<ExitCode> {
    let archive = serde_json::from_slice(bytes)
        .with_context(|| format!("{}: 不是提名材料存档 / no archive", arguments.file.display()))?;
    match restore(app, operator, year, &archive, None).await {
        Ok(made) => {
            let (number, digest) = (&made.number, &made.digest);
            let (zh, en) = if made.is_same {
                ("与存档相同", "the same as the archive's")
            } else {
                ("编号已被占用，与存档不同", "the number was taken: not the archive's")
            };
            terminal::say(&format!(
                "已建立提名材料 {number}，摘要 {digest}（{zh}） / dossier {number} made, digest {digest} ({en})"
            ));
            Ok(ExitCode::SUCCESS)
        }
        Err(SubmissionError::Archive(places)) => Ok(refuse(app, arguments, &places).await),
        Err(error) => Err(error.into()),
    }
}

async fn refuse(app: &App, arguments: &ImportArguments, places: &[Place]) -> ExitCode {
    tell(app, arguments, places.iter().filter_map(Place::sighting).collect()).await;
    for place in places {
        terminal::complain(&format!("{} {}: {}", arguments.file.display(), place.at, place.what));
    }
    terminal::complain("未写入任何数据 / nothing was written");
    ExitCode::from(1)
}
