//! What can be wrong with a file that someone hands in, and how is it said?
//!
//! A fault reads `file:line column: 中文 / English`; a fault of the whole file has no line.

use std::fmt;

use serde::Serialize;
use utoipa::ToSchema;

use crate::{classified::MarkKind, shared::Bilingual};

/// The most faults kept for one file; the rest are only counted.
pub const FAULTS_KEPT: usize = 1_000;

/// The most characters of a user's value that a message repeats.
const EXCERPT_CHARACTERS: usize = 40;

/// One thing wrong with a file, a row or a cell.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The file cannot be opened or read.
    #[error("无法读取文件:{reason} / the file cannot be read: {reason}")]
    Unreadable {
        /// What the operating system says.
        reason: String,
    },
    /// There is not even a header row.
    #[error("文件为空,应有表头行 / the file is empty, a header row is required")]
    EmptyFile,
    /// The text holds a NUL byte.
    #[error("含有空字节(NUL),不是文本文件 / contains a NUL byte, this is not a text file")]
    NulByte,
    /// The bytes do not fit the encoding that the file began with.
    #[error(
        "不是有效的 {encoding} 文本,允许:UTF-8、GB18030、带 BOM 的 UTF-16 / \
         not valid {encoding} text, allowed: UTF-8, GB18030, UTF-16 with a byte order mark"
    )]
    Encoding {
        /// The encoding found at the start of the file.
        encoding: &'static str,
    },
    /// A quoted cell is never closed.
    #[error(
        "从此行开始的引号直到文件末尾仍未闭合 / \
         a quote opened in this row is still open at the end of the file"
    )]
    UnclosedQuote,
    /// One row is larger than a whole row may be; often a quote that was never closed.
    #[error(
        "此行超过 {limit_bytes} 字节,可能引号未闭合 / \
         this row is larger than {limit_bytes} bytes, perhaps a quote is not closed"
    )]
    RowTooLarge {
        /// The limit in bytes.
        limit_bytes: u64,
    },
    /// Required columns are absent.
    #[error(
        "缺少必需的列:{missing};文件中有:{present};允许:{allowed} / \
         required column missing: {missing}; present: {present}; allowed: {allowed}"
    )]
    MissingColumns {
        /// The absent columns.
        missing: String,
        /// The header as found.
        present: String,
        /// Every column of this kind of file.
        allowed: String,
    },
    /// Two header cells mean the same column.
    #[error("表头重复:{first} 与 {second} / duplicate header: {first} and {second}")]
    DuplicateColumn {
        /// The first header cell.
        first: String,
        /// The second one.
        second: String,
    },
    /// The header, or a row of a spreadsheet, is wider than any sheet of ours.
    #[error("列数超过 {limit} / more than {limit} columns")]
    TooManyColumns {
        /// The limit.
        limit: usize,
    },
    /// The row has not as many fields as the header.
    #[error("字段数为 {found},表头为 {expected} / {found} fields, the header has {expected}")]
    FieldCount {
        /// Fields in the header.
        expected: usize,
        /// Fields in this row.
        found: usize,
    },
    /// The file says it is a workbook, and is not.
    #[error("不是 XLSX 工作簿 / not an XLSX workbook")]
    NotWorkbook,
    /// The workbook is encrypted, or of the format before 2007.
    #[error(
        "工作簿已加密或为旧版 XLS 格式,请去除密码并另存为 XLSX / the workbook is encrypted \
         or in the old XLS format, remove the password and save it as XLSX"
    )]
    EncryptedWorkbook,
    /// The workbook carries macros or other active content.
    #[error(
        "工作簿含有宏或活动内容({part}),请另存为不含宏的 XLSX / the workbook contains macros \
         or active content ({part}), save it as XLSX without macros"
    )]
    ActiveContent {
        /// The part of the workbook that holds it.
        part: String,
    },
    /// The file itself is too large.
    #[error("文件超过 {limit_bytes} 字节 / the file is larger than {limit_bytes} bytes")]
    FileTooLarge {
        /// The limit in bytes.
        limit_bytes: u64,
    },
    /// The workbook would unpack to too much: a zip bomb, or nearly one.
    #[error(
        "工作簿解压后过大(疑似压缩炸弹),限制:{limit} / \
         the workbook unpacks to too much (a zip bomb?), limit: {limit}"
    )]
    Inflation {
        /// The limit that was passed, in words.
        limit: String,
    },
    /// The workbook is damaged.
    #[error("工作簿已损坏:{reason} / the workbook is damaged: {reason}")]
    BrokenWorkbook {
        /// What the reader says.
        reason: String,
    },
    /// The cell of a spreadsheet shows an error such as `#N/A`.
    #[error("单元格为错误值 {value} / the cell shows the error {value}")]
    ErrorCell {
        /// The error as shown.
        value: String,
    },
    /// A required cell is empty.
    #[error("不能为空 / must not be empty")]
    Empty,
    /// The cell is larger than any cell may be.
    #[error(
        "单元格为 {found_bytes} 字节,允许:至多 {limit_bytes} 字节 / \
         the cell has {found_bytes} bytes, allowed: at most {limit_bytes} bytes"
    )]
    CellTooLarge {
        /// Size of the cell.
        found_bytes: usize,
        /// The limit.
        limit_bytes: usize,
    },
    /// A text is longer than its field allows.
    #[error("有 {found} 个字符,允许:至多 {limit} / {found} characters, allowed: at most {limit}")]
    TooLong {
        /// Characters found.
        found: usize,
        /// The limit in characters.
        limit: usize,
    },
    /// A list has more items than its field allows.
    #[error("有 {found} 项,允许:至多 {limit} / {found} items, allowed: at most {limit}")]
    TooManyItems {
        /// Items found.
        found: usize,
        /// The limit.
        limit: usize,
    },
    /// The value has not the form that the field demands.
    #[error("“{value}”无效,允许:{allowed_zh} / \"{value}\" is not valid, allowed: {allowed_en}")]
    Invalid {
        /// The value, shortened.
        value: String,
        /// What is allowed, in Chinese.
        allowed_zh: String,
        /// What is allowed, in English.
        allowed_en: String,
    },
    /// The same key stood in an earlier row.
    #[error("“{value}”与第 {first_line} 行重复 / \"{value}\" repeats line {first_line}")]
    Duplicate {
        /// The key, shortened.
        value: String,
        /// Line of the first row with it.
        first_line: u64,
    },
    /// A number of more digits than a spreadsheet keeps.
    #[error(
        "数字超过 15 位，电子表格已将其舍入；请把该列设为文本格式后重新填写 / the number has more \
         than 15 digits and the spreadsheet has rounded it; make the column text and type it again"
    )]
    RoundedNumber,
    /// The text bears a mark of classification.
    #[error("{}", crate::classified::refusal())]
    Classified(MarkKind),
    /// What the caller found wrong, in its own words (such as an unknown reference).
    #[error("{zh} / {en}")]
    Rule {
        /// In Chinese.
        zh: String,
        /// In English.
        en: String,
    },
}

impl Problem {
    /// A value of the wrong form, with what is allowed in both languages.
    pub fn invalid(
        value: &str,
        allowed_zh: impl Into<String>,
        allowed_en: impl Into<String>,
    ) -> Self {
        Self::Invalid {
            value: excerpt(value),
            allowed_zh: allowed_zh.into(),
            allowed_en: allowed_en.into(),
        }
    }
}

/// A word for programs: of which kind is a fault?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FaultCode {
    /// Nothing of it may be stored.
    Classified,
    /// Anything else.
    Invalid,
}

impl FaultCode {
    /// The word, as it is serialised.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Classified => "classified",
            Self::Invalid => "invalid",
        }
    }
}

impl Problem {
    /// The word for programs.
    pub const fn code(&self) -> FaultCode {
        if self.mark().is_some() { FaultCode::Classified } else { FaultCode::Invalid }
    }

    /// The kind of the mark of classification that was found.
    pub const fn mark(&self) -> Option<MarkKind> {
        if let Self::Classified(kind) = self { Some(*kind) } else { None }
    }

    /// The problem in both languages.
    pub fn told(&self) -> Bilingual {
        if let Self::Rule { zh, en } = self {
            return Bilingual::new(zh, en);
        }
        // What a value says stands in both halves, so that the separator in the middle is ours.
        let text = self.to_string();
        let places: Vec<usize> = text.match_indices(" / ").map(|(at, _)| at).collect();
        let halves = places.get(places.len() / 2).and_then(|at| text.split_at_checked(*at));
        match halves {
            Some((zh, en)) => Bilingual::new(zh, en.trim_start_matches(" / ")),
            None => Bilingual::new(text.as_str(), text.as_str()),
        }
    }
}

/// A problem and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file as the caller named it.
    pub file: String,
    /// Line in the file (row in a workbook) from 1; none for the whole file.
    pub line: Option<u64>,
    /// The column, by our name for it or by its header; none for a whole row.
    pub column: Option<String>,
    /// What is wrong.
    pub problem: Problem,
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.file)?;
        if let Some(line) = self.line {
            write!(out, ":{line}")?;
        }
        if let Some(column) = &self.column {
            write!(out, " {column}")?;
        }
        write!(out, ": {}", self.problem)
    }
}

/// All the faults of one file: the first [`FAULTS_KEPT`] in full, the others counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// The faults kept, in the order of the file.
    pub kept: Vec<Fault>,
    /// How many there were in all.
    pub total: u64,
}

impl Faults {
    /// Adds a fault; keeps it while there is room.
    pub fn push(&mut self, fault: Fault) {
        self.total += 1;
        if self.kept.len() < FAULTS_KEPT {
            self.kept.push(fault);
        }
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.total == 0
    }
}

impl From<Fault> for Faults {
    fn from(fault: Fault) -> Self {
        Self { kept: vec![fault], total: 1 }
    }
}

impl std::error::Error for Faults {}

impl fmt::Display for Faults {
    /// One fault a line, without a newline at the end.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.kept.iter().enumerate() {
            if index > 0 {
                writeln!(out)?;
            }
            write!(out, "{fault}")?;
        }
        let unseen = self.total.saturating_sub(self.kept.len() as u64);
        if unseen > 0 {
            write!(out, "\n另有 {unseen} 处错误 / and {unseen} more")?;
        }
        Ok(())
    }
}

/// Something a reader should know that refuses nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Warning {
    /// Columns that this kind of file does not have.
    #[error("{file}: 已忽略未知的列:{columns} / unknown columns ignored: {columns}")]
    UnknownColumns {
        /// The file.
        file: String,
        /// Their headers.
        columns: String,
    },
    /// Control characters in text, read as spaces.
    #[error(
        "{file}: {column} 列有 {cells} 处含控制字符,已按空格读入 / \
         {column}: control characters in {cells} places read as spaces"
    )]
    ControlCharacters {
        /// The file.
        file: String,
        /// The column.
        column: String,
        /// In how many texts.
        cells: u64,
    },
    /// Items of a list of hints that are none, left out.
    #[error(
        "{file}: {column} 列有 {cells} 项无效,已略去 / \
         {column}: {cells} items are not valid and were left out"
    )]
    ItemsLeftOut {
        /// The file.
        file: String,
        /// The column.
        column: String,
        /// How many items.
        cells: u64,
    },
    /// The workbook has other sheets, which are not read.
    #[error(
        "{file}: 只读取第一个工作表“{sheet}”,忽略其余 {others} 个 / \
         only the first sheet \"{sheet}\" is read, {others} more ignored"
    )]
    OtherSheets {
        /// The file.
        file: String,
        /// The sheet that is read.
        sheet: String,
        /// How many are not.
        others: usize,
    },
}

/// Shortens a value for a message and makes control characters visible, so that no file can
/// write to a terminal.
pub fn excerpt(value: &str) -> String {
    let mut shown = String::new();
    let mut characters = value.chars();
    for character in characters.by_ref().take(EXCERPT_CHARACTERS) {
        if character.is_control() {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    if characters.next().is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_names_file_line_and_column() {
        let fault = Fault {
            file: "experts.csv".to_owned(),
            line: Some(12),
            column: Some("name".to_owned()),
            problem: Problem::Empty,
        };
        assert_eq!(fault.to_string(), "experts.csv:12 name: 不能为空 / must not be empty");
    }

    #[test]
    fn an_excerpt_is_short_and_shows_control_characters() {
        assert_eq!(excerpt("a\u{1b}[2J"), "a\\u{1b}[2J");
        assert_eq!(excerpt(&"长".repeat(41)), format!("{}…", "长".repeat(40)));
        assert_eq!(excerpt(&"长".repeat(40)), "长".repeat(40));
    }

    #[test]
    fn a_mark_of_classification_is_told_in_both_languages_and_by_its_own_word() {
        let marked = Problem::Classified(MarkKind::Secret);
        assert_eq!(marked.told(), crate::classified::refusal());
        assert_eq!(marked.code(), FaultCode::Classified);
        assert_eq!(Problem::Empty.code(), FaultCode::Invalid);
    }

    #[test]
    fn faults_beyond_the_limit_are_counted() {
        let mut faults = Faults::default();
        for line in 0..1_003 {
            faults.push(Fault {
                file: "f".to_owned(),
                line: Some(line),
                column: None,
                problem: Problem::Empty,
            });
        }
        assert_eq!((faults.kept.len(), faults.total), (1_000, 1_003));
        assert!(faults.to_string().ends_with("另有 3 处错误 / and 3 more"));
    }
}
