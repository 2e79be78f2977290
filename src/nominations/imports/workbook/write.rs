//! How is a dossier, or the empty form, written into a workbook?

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, Format, FormatAlign, FormatBorder, Formula,
    Workbook, Worksheet, XlsxError,
};

use super::{
    exact::{cell_of, parts_of},
    layout::{EXACT, EXACT_HEADERS, FIELD_HEADERS, FIELDS, FORM, OPTIONS, ROW, singles, tables},
};
use crate::nominations::{
    dossier::{Address, Content, Value},
    forms::{Field, Form, Kind},
};

/// Rows of a table that are made ready for writing in the template.
const READY_ROWS: u32 = 500;
/// The longest list that a cell's choice may hold by itself.
const LONGEST_CHOICE: usize = 250;

struct Look {
    head: Format,
    text: Format,
    minor: Format,
}

impl Look {
    fn new() -> Self {
        let base = || Format::new().set_align(FormatAlign::Top).set_text_wrap();
        Self {
            head: base()
                .set_bold()
                .set_background_color(Color::RGB(0x00E8_EDF3))
                .set_border_bottom(FormatBorder::Thin),
            // As text, so that a number of eighteen digits or a leading zero stays.
            text: base().set_num_format("@"),
            minor: base().set_font_color(Color::RGB(0x0060_6A76)).set_num_format("@"),
        }
    }
}

/// The workbook of a form with what `content` says; of personal data only what `content` has.
///
/// # Errors
/// The library refusing.
pub(in super::super) fn write(form: &Form, content: &Content) -> Result<Vec<u8>, XlsxError> {
    let look = Look::new();
    let mut book = Workbook::new();
    let mut kept = Kept::default();
    let mut options = Vec::new();
    fields(book.add_worksheet(), &look, form, content, &mut kept, &mut options)?;
    for (address, name, table) in tables(form) {
        let sheet = book.add_worksheet();
        sheet.set_name(&name)?;
        rows(sheet, &look, (&address, table), content, &mut kept, &mut options)?;
    }
    let sheet = book.add_worksheet();
    sheet.set_name(EXACT)?;
    exact(sheet, &look, &kept)?;
    let sheet = book.add_worksheet();
    sheet.set_name(OPTIONS)?.set_hidden(true);
    for (list, column) in options.iter().zip(0_u16..) {
        for (word, row) in list.iter().zip(0_u32..) {
            sheet.write_string(row, column, word)?;
        }
    }
    book.save_to_buffer()
}

/// Values that no cell holds as they are, by address.
#[derive(Default)]
struct Kept(Vec<(String, Vec<String>)>);

impl Kept {
    /// The text of a value's cell; empty where the value stands in the last sheet.
    fn cell(&mut self, address: &Address, field: &Field, value: Option<&Value>) -> String {
        let Some(value) = value.filter(|value| !value.is_blank()) else { return String::new() };
        cell_of(field, value).unwrap_or_else(|| {
            self.0.push((address.to_string(), parts_of(value)));
            String::new()
        })
    }
}

fn fields(
    sheet: &mut Worksheet,
    look: &Look,
    form: &Form,
    content: &Content,
    kept: &mut Kept,
    options: &mut Vec<Vec<String>>,
) -> Result<(), XlsxError> {
    sheet.set_name(FIELDS)?;
    for (header, place) in FIELD_HEADERS.iter().zip(0_u16..) {
        sheet.write_string_with_format(0, place, *header, &look.head)?;
    }
    for (width, place) in [26, 16, 28, 70, 60].into_iter().zip(0_u16..) {
        sheet.set_column_width(place, width)?;
    }
    sheet.write_string_with_format(1, 0, FORM, &look.minor)?;
    sheet.write_string_with_format(1, 2, &form.title.zh, &look.text)?;
    sheet.write_string_with_format(1, 3, &form.id, &look.text)?;
    for ((address, section, field), row) in singles(form).into_iter().zip(2_u32..) {
        sheet.write_string_with_format(row, 0, address.to_string(), &look.minor)?;
        sheet.write_string_with_format(row, 1, section, &look.minor)?;
        sheet.write_string_with_format(row, 2, label(field), &look.text)?;
        let text = kept.cell(&address, field, content.get(&address));
        write_text(sheet, row, 3, &text, &look.text)?;
        sheet.write_string_with_format(row, 4, help(field), &look.minor)?;
        choose(sheet, (row, row), 3, field, options)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

fn rows(
    sheet: &mut Worksheet,
    look: &Look,
    (address, table): (&Address, &Field),
    content: &Content,
    kept: &mut Kept,
    options: &mut Vec<Vec<String>>,
) -> Result<(), XlsxError> {
    sheet.write_string_with_format(0, 0, ROW, &look.head)?;
    sheet.set_column_width(0, 10)?;
    sheet.set_column_format(0, &look.minor)?;
    for (column, place) in table.columns.iter().zip(1_u16..) {
        sheet.set_column_width(place, if column.kind == Kind::LongText { 60 } else { 18 })?;
        sheet.set_column_format(place, &look.text)?;
        sheet.write_string_with_format(0, place, label(column), &look.head)?;
        choose(sheet, (1, READY_ROWS), place, column, options)?;
    }
    for (name, at) in content.get(address).map_or(&[][..], Value::list).iter().zip(1_u32..) {
        sheet.write_string_with_format(at, 0, name, &look.minor)?;
        for (column, place) in table.columns.iter().zip(1_u16..) {
            let address = address.cell(name, &column.code);
            let text = kept.cell(&address, column, content.get(&address));
            write_text(sheet, at, place, &text, &look.text)?;
        }
    }
    sheet.set_freeze_panes(1, 2)?;
    Ok(())
}

/// As a string in any case: a text that looks like a formula stays a text.
fn write_text(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    text: &str,
    look: &Format,
) -> Result<(), XlsxError> {
    if text.is_empty() {
        sheet.write_blank(row, column, look)?;
    } else {
        sheet.write_string_with_format(row, column, text, look)?;
    }
    Ok(())
}

fn exact(sheet: &mut Worksheet, look: &Look, kept: &Kept) -> Result<(), XlsxError> {
    for (header, place) in EXACT_HEADERS.iter().zip(0_u16..) {
        sheet.write_string_with_format(0, place, *header, &look.head)?;
    }
    sheet.set_column_width(0, 40)?;
    sheet.set_column_width(1, 100)?;
    let lines =
        kept.0.iter().flat_map(|(address, parts)| parts.iter().map(move |part| (address, part)));
    for ((address, part), row) in lines.zip(1_u32..) {
        sheet.write_string_with_format(row, 0, address, &look.minor)?;
        sheet.write_string_with_format(row, 1, part, &look.minor)?;
    }
    Ok(())
}

fn label(field: &Field) -> String {
    let mark = if field.required { " *" } else { "" };
    format!("{}{mark}", field.label.zh)
}

/// What to write: the help of the form, its limit, and how several options stand in a cell.
fn help(field: &Field) -> String {
    let mut parts: Vec<String> = field.help.iter().map(|help| help.zh.clone()).collect();
    parts.extend(field.most_chars.map(|most| format!("至多 {most} 字（含符号）。")));
    let options: Vec<&str> = field.options.iter().map(|option| option.zh.as_str()).collect();
    match field.kind {
        Kind::Choices => parts.push(format!("可选：{}；多项以分号隔开。", options.join("；"))),
        Kind::Date => parts.push("日期，如 2024-05-31。".to_owned()),
        Kind::File | Kind::Files => {
            parts.push("填附件编号；附件在提名材料中上传。".to_owned());
        }
        _ => {}
    }
    parts.join("")
}

/// Lets a cell be chosen from the options of its field; another word is warned of, and kept.
fn choose(
    sheet: &mut Worksheet,
    (first, last): (u32, u32),
    column: u16,
    field: &Field,
    options: &mut Vec<Vec<String>>,
) -> Result<(), XlsxError> {
    let words: Vec<String> = match field.kind {
        Kind::Choice => field.options.iter().map(|option| option.zh.clone()).collect(),
        Kind::YesNo => vec!["是".to_owned(), "否".to_owned()],
        _ => return Ok(()),
    };
    let length: usize = words.iter().map(|word| word.encode_utf16().count() + 1).sum();
    let is_plain = length <= LONGEST_CHOICE && words.iter().all(|word| !word.contains([',', '"']));
    let rule = DataValidation::new();
    let rule = if is_plain {
        rule.allow_list_strings(&words)?
    } else {
        let known = options.iter().position(|list| *list == words);
        let place = known.unwrap_or(options.len());
        if known.is_none() {
            options.push(words.clone());
        }
        let letters =
            rust_xlsxwriter::column_number_to_name(u16::try_from(place).unwrap_or(u16::MAX));
        let formula = format!("='{OPTIONS}'!${letters}$1:${letters}${}", words.len());
        rule.allow_list_formula(Formula::new(formula))
    };
    let rule = rule.set_error_style(DataValidationErrorStyle::Warning);
    sheet.add_data_validation(first, column, last, column, &rule)?;
    Ok(())
}
