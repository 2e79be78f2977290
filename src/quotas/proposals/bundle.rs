//! With what can anybody compute a proposal anew? The rows, the policy, the command and the digests.

use std::{
    io::{Cursor, Write as _},
    path::{Path, PathBuf},
};

use entity::ids::QuotaProposalId;
use uuid::Uuid;
use zip::{ZipWriter, write::SimpleFileOptions};

use super::{
    super::{policies, sheet::QuotaRow},
    decide::ProposalError,
    print::decision_sheet,
    record::Proposal,
    store,
};
use crate::{
    app::App,
    exchange::{self, Cell, Column, Format, FurtherColumn, Row, Sheet, Style},
    shared::hex_sha256,
    track_record::{model::HistoryRow, sheet::filled_columns},
};

/// A decision as a row of the `decisions` file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DecisionRow {
    /// Code.
    pub society_id: String,
    /// Name.
    pub society: String,
    /// Discipline group.
    pub group: String,
    /// The engine's band.
    pub band: String,
    /// Points in millionths.
    pub score_micro: i64,
    /// Places before.
    pub previous: i64,
    /// Places that the engine proposed.
    pub proposed: i64,
    /// Places decided.
    pub decided: i64,
    /// Why other places were decided.
    pub reason: Option<String>,
    /// The engine's reasons, Chinese.
    pub reasons: Option<String>,
    /// The same, English.
    pub reasons_en: Option<String>,
}

impl Sheet for DecisionRow {
    const KIND: &'static str = "decisions";
    const COLUMNS: &'static [Column] = &[
        Column::required("society_id", "学会代码"),
        Column::required("society", "学会名称"),
        Column::required("group", "学科类别"),
        Column::required("band", "档次"),
        Column::required("score_micro", "得分（百万分之一分）"),
        Column::required("previous", "原名额"),
        Column::required("proposed", "拟定名额"),
        Column::required("decided", "决定名额"),
        Column::optional("reason", "调整理由"),
        Column::optional("reasons", "测算说明"),
        Column::optional("reasons_en", "测算说明（英文）"),
    ];
    const UNIQUE: &'static [&'static str] = &["society_id"];

    fn parse(row: &mut Row<'_>) -> Self {
        Self {
            society_id: row.id("society_id"),
            society: row.line_of_text("society", 300),
            group: row.line_of_text("group", 64),
            band: row.line_of_text("band", 32),
            score_micro: row.integer("score_micro", 0..=100_000_000),
            previous: row.integer("previous", 0..=100_000),
            proposed: row.integer("proposed", 0..=100_000),
            decided: row.integer("decided", 0..=100_000),
            reason: row.optional_text("reason", 4_000),
            reasons: row.optional_text("reasons", 20_000),
            reasons_en: row.optional_text("reasons_en", 20_000),
        }
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::from(&self.society_id),
            Cell::from(&self.society),
            Cell::from(&self.group),
            Cell::from(&self.band),
            Cell::Integer(self.score_micro),
            Cell::Integer(self.previous),
            Cell::Integer(self.proposed),
            Cell::Integer(self.decided),
            Cell::from(&self.reason),
            Cell::from(&self.reasons),
            Cell::from(&self.reasons_en),
        ]
    }
}

/// A file for a reader.
#[derive(Clone, Debug)]
pub struct Bundle {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// A folder that goes with its last name.
struct Work(PathBuf);

impl Work {
    fn make(app: &App) -> std::io::Result<Self> {
        let name: Uuid = app.ids.next();
        let folder = app.config.data_dir.join("work").join(name.to_string());
        std::fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }

    fn written<'r, S: Sheet + 'r>(
        &self,
        name: &str,
        style: Style,
        further: &[FurtherColumn],
        rows: impl IntoIterator<Item = &'r S>,
    ) -> Result<Vec<u8>, ProposalError> {
        let path: &Path = &self.0.join(name);
        exchange::write_all_with(path, style, further, rows).map_err(|error| refused(&error))?;
        std::fs::read(path).map_err(|error| refused(&error))
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!(%error, folder = %self.0.display(), "a work folder stays");
        }
    }
}

fn refused(error: &dyn std::fmt::Display) -> ProposalError {
    ProposalError::Refused(error.to_string())
}

async fn rows(
    app: &App,
    id: QuotaProposalId,
) -> Result<(Vec<DecisionRow>, Vec<QuotaRow>), ProposalError> {
    let all = store::all_explained(app.database.reader(), id).await?;
    let quotas = all.iter().map(|one| QuotaRow::from(&one.outcome)).collect();
    let decisions = all.into_iter().map(|one| DecisionRow {
        society_id: one.decision.society_id,
        society: one.decision.society,
        group: one.decision.group,
        band: one.decision.band,
        score_micro: one.decision.score,
        previous: i64::from(one.decision.previous),
        proposed: i64::from(one.decision.proposed),
        decided: i64::from(one.decision.decided),
        reason: one.decision.reason,
        reasons: Some(one.outcome.reasons.zh),
        reasons_en: Some(one.outcome.reasons.en),
    });
    Ok((decisions.collect(), quotas))
}

/// The decisions as a workbook.
///
/// # Errors
/// No such proposal, the records or the files failing.
pub async fn sheet(app: &App, id: QuotaProposalId) -> Result<Bundle, ProposalError> {
    let database = app.database.reader();
    let proposal = store::find(database, id).await?.ok_or(ProposalError::NotFound)?;
    let (decisions, _) = rows(app, id).await?;
    let work = Work::make(app).map_err(|error| refused(&error))?;
    let style = Style::for_people(Format::Xlsx);
    let bytes =
        tokio::task::block_in_place(|| work.written("decisions.xlsx", style, &[], &decisions))?;
    Ok(Bundle { name: format!("quota-{}.xlsx", proposal.year), bytes })
}

/// The decisions as a sheet of paper.
///
/// # Errors
/// No such proposal, the records or the printing failing.
pub async fn printed(app: &App, id: QuotaProposalId) -> Result<Bundle, ProposalError> {
    let database = app.database.reader();
    let proposal = store::find(database, id).await?.ok_or(ProposalError::NotFound)?;
    let policy = policies::find(database, proposal.policy).await?.ok_or(ProposalError::NotFound)?;
    let decisions = store::decisions(database, id).await?;
    let title = policy.policy.title.zh;
    let bytes = tokio::task::block_in_place(|| decision_sheet(&proposal, &title, &decisions))
        .map_err(|error| refused(&error))?;
    Ok(Bundle { name: format!("quota-{}.pdf", proposal.year), bytes })
}

/// Everything that the proposal rests on and led to, with the command that computes it anew.
///
/// # Errors
/// No such proposal, the records or the files failing.
pub async fn bundle(app: &App, id: QuotaProposalId) -> Result<Bundle, ProposalError> {
    let database = app.database.reader();
    let proposal = store::find(database, id).await?.ok_or(ProposalError::NotFound)?;
    let policy = policies::find(database, proposal.policy).await?.ok_or(ProposalError::NotFound)?;
    let history: Vec<HistoryRow> = store::history(database, id).await?;
    let (decisions, quotas) = rows(app, id).await?;
    let work = Work::make(app).map_err(|error| refused(&error))?;
    let plain = Style::plain(Format::Csv);
    let files = tokio::task::block_in_place(|| {
        let further = filled_columns(&history);
        Ok::<_, ProposalError>(vec![
            ("history.csv", work.written("history.csv", plain, &further, &history)?),
            ("policy.toml", policy.content.into_bytes()),
            ("quota.csv", work.written("quota.csv", plain, &[], &quotas)?),
            ("decisions.csv", work.written("decisions.csv", plain, &[], &decisions)?),
        ])
    })?;
    let bytes = zipped(&proposal, files).map_err(|error| refused(&error))?;
    Ok(Bundle { name: format!("quota-{}.zip", proposal.year), bytes })
}

fn zipped(proposal: &Proposal, mut files: Vec<(&str, Vec<u8>)>) -> zip::result::ZipResult<Vec<u8>> {
    let sums: Vec<String> =
        files.iter().map(|(name, bytes)| format!("{}  {name}\n", hex_sha256(bytes))).collect();
    files.push(("SHA256SUMS", sums.concat().into_bytes()));
    files.push(("README.md", readme(proposal).into_bytes()));
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name, SimpleFileOptions::default())?;
        zip.write_all(&bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

fn readme(proposal: &Proposal) -> String {
    let Proposal { year, total, held, engine_version, input_digest, output_digest, .. } = proposal;
    format!(
        "# {year} 年度提名限额测算包 / Quotas of round {year}\n\n\
         重新测算并逐字节核对 / compute anew and compare byte by byte:\n\n\
         ```sh\n\
         sha256sum -c SHA256SUMS\n\
         laurel engine quota --history history.csv --policy policy.toml --total {total} --out again.csv\n\
         cmp quota.csv again.csv\n\
         ```\n\n\
         - 总名额 / total: {total}；机动 / kept back: {held}\n\
         - 引擎版本 / engine version: {engine_version}\n\
         - 输入摘要 / input digest: {input_digest}\n\
         - 结果摘要 / output digest: {output_digest}\n\n\
         `quota.csv` 是引擎的测算结果，`decisions.csv` 是人员审定后的名额及理由。\n\
         `quota.csv` is what the engine proposes, `decisions.csv` what people decided, with reasons.\n"
    )
}
