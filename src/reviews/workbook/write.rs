//! How does a reviewer's queue become a workbook?

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationRule, Format, FormatAlign, FormatBorder,
    ProtectionOptions, Workbook, Worksheet, XlsxError,
};

use crate::reviews::{
    CommentRule, CommentWord, CriterionKind, CriterionRule, SheetRule, scoring::Draft,
};

/// The sheet that is filled in.
pub(super) const SHEET: &str = "评分";
/// Header of what ties a row to its assignment and the version that went out.
pub(super) const TOKEN: &str = "行标识（不要改动）";
/// Headers of what is only read.
const FIXED: [&str; 3] = ["编号", "项目名称", "状态"];
/// Columns before the first criterion.
const BEFORE: u16 = 4;

/// A row to be written.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// What ties it to its assignment.
    pub(super) token: String,
    /// Number or alias.
    pub(super) number: String,
    /// Project name.
    pub(super) title: String,
    /// Whether it is submitted, and not to be changed.
    pub(super) is_submitted: bool,
    /// What it says.
    pub(super) draft: Draft,
}

/// Header of the points, or the choice, of a criterion.
pub(super) fn header(one: &CriterionRule) -> String {
    match one.kind {
        CriterionKind::Points => format!("{}（0–{}，{} 分一档）", one.label.zh, one.most, one.step),
        CriterionKind::Choice => one.label.zh.clone(),
    }
}

/// Header of the reasons of a criterion.
pub(super) fn reason_header(one: &CriterionRule) -> String {
    format!("{}：理由", one.label.zh)
}

/// Whether a criterion may ask for a reason.
pub(super) fn has_reason(one: &CriterionRule) -> bool {
    one.comment != CommentRule::Word(CommentWord::Never)
}

struct Look {
    head: Format,
    fixed: Format,
    open: Format,
}

impl Look {
    fn new() -> Self {
        let base = || Format::new().set_align(FormatAlign::Top).set_text_wrap();
        Self {
            head: base()
                .set_bold()
                .set_background_color(Color::RGB(0x00E8_EDF3))
                .set_border_bottom(FormatBorder::Thin),
            fixed: base().set_font_color(Color::RGB(0x0060_6A76)).set_num_format("@"),
            open: base().set_unlocked(),
        }
    }
}

/// The workbook of the sheets of one phase: what is judged may be written, everything else is locked.
///
/// # Errors
/// The library refusing.
pub(super) fn write(rule: &SheetRule, lines: &[Line]) -> Result<Vec<u8>, XlsxError> {
    let look = Look::new();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(SHEET)?;
    heads(sheet, &look, rule)?;
    for (line, row) in lines.iter().zip(1_u32..) {
        fixed(sheet, &look, row, line)?;
        let mut column = BEFORE;
        for one in &rule.criteria {
            column = criterion(sheet, &look, (row, column), (one, line))?;
        }
    }
    sheet.set_freeze_panes(1, BEFORE)?;
    sheet.protect_with_options(&ProtectionOptions {
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::default()
    });
    book.save_to_buffer()
}

fn heads(sheet: &mut Worksheet, look: &Look, rule: &SheetRule) -> Result<(), XlsxError> {
    sheet.write_string_with_format(0, 0, TOKEN, &look.head)?;
    sheet.set_column_hidden(0)?;
    for ((header, width), column) in FIXED.iter().zip([16, 44, 10]).zip(1_u16..) {
        sheet.write_string_with_format(0, column, *header, &look.head)?;
        sheet.set_column_width(column, width)?;
    }
    let mut column = BEFORE;
    for one in &rule.criteria {
        sheet.write_string_with_format(0, column, header(one), &look.head)?;
        sheet.set_column_width(column, 14)?;
        column += 1;
        if has_reason(one) {
            sheet.write_string_with_format(0, column, reason_header(one), &look.head)?;
            sheet.set_column_width(column, 40)?;
            column += 1;
        }
    }
    Ok(())
}

fn fixed(sheet: &mut Worksheet, look: &Look, row: u32, line: &Line) -> Result<(), XlsxError> {
    let state = if line.is_submitted { "已提交" } else { "未提交" };
    let cells = [line.token.as_str(), line.number.as_str(), line.title.as_str(), state];
    for (text, column) in cells.into_iter().zip(0_u16..) {
        // As a string in any case: a text that looks like a formula stays a text.
        sheet.write_string_with_format(row, column, text, &look.fixed)?;
    }
    Ok(())
}

/// Writes what stands at a criterion, and says at which column the next begins.
fn criterion(
    sheet: &mut Worksheet,
    look: &Look,
    (row, column): (u32, u16),
    (one, line): (&CriterionRule, &Line),
) -> Result<u16, XlsxError> {
    let look = if line.is_submitted { &look.fixed } else { &look.open };
    sheet.write_blank(row, column, look)?;
    match one.kind {
        CriterionKind::Points => {
            if let Some(given) = line.draft.points.get(&one.code) {
                sheet.write_number_with_format(row, column, f64::from(*given), look)?;
            }
        }
        CriterionKind::Choice => {
            let chosen = line.draft.choices.get(&one.code);
            let option = one.options.iter().find(|option| Some(&option.code) == chosen);
            if let Some(option) = option {
                sheet.write_string_with_format(row, column, &option.zh, look)?;
            }
        }
    }
    if !line.is_submitted {
        sheet.add_data_validation(row, column, row, column, &allowed(one)?)?;
    }
    if !has_reason(one) {
        return Ok(column + 1);
    }
    match line.draft.comments.get(&one.code) {
        Some(text) => sheet.write_string_with_format(row, column + 1, text, look)?,
        None => sheet.write_blank(row, column + 1, look)?,
    };
    Ok(column + 2)
}

/// What a cell takes.
fn allowed(one: &CriterionRule) -> Result<DataValidation, XlsxError> {
    match one.kind {
        CriterionKind::Points => {
            let most = i32::try_from(one.most).unwrap_or(i32::MAX);
            let rule = DataValidation::new()
                .allow_whole_number(DataValidationRule::Between(0, most))
                .set_error_message(format!("0–{most}，{} 分一档", one.step))?;
            Ok(rule)
        }
        CriterionKind::Choice => {
            let words: Vec<&str> = one.options.iter().map(|option| option.zh.as_str()).collect();
            DataValidation::new().allow_list_strings(&words)
        }
    }
}
