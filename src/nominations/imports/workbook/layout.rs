//! Which sheets has the workbook of a form, and what are their headers?

use crate::nominations::{
    dossier::Address,
    forms::{Field, Form, Kind},
};

/// The sheet of the single fields.
pub(super) const FIELDS: &str = "提名书";
/// The sheet of what cells cannot hold.
pub(super) const EXACT: &str = "原文";
/// The sheet of long lists of options.
pub(super) const OPTIONS: &str = "选项";
/// Header of the names of rows.
pub(in super::super) const ROW: &str = "行标识";
/// Headers of the first sheet.
pub(super) const FIELD_HEADERS: [&str; 5] = ["地址", "部分", "栏目", "内容", "说明"];
/// Headers of the last sheet.
pub(super) const EXACT_HEADERS: [&str; 2] = ["地址", "原文（JSON，不要改动）"];
/// The address at which the first sheet names its form.
pub(super) const FORM: &str = "form";
/// The longest name of a sheet.
const LONGEST_NAME: usize = 31;

/// The single fields of a form.
pub(super) fn singles(form: &Form) -> Vec<(Address, &str, &Field)> {
    let fields = form
        .sections
        .iter()
        .flat_map(|section| section.fields.iter().map(move |field| (section, field)));
    fields
        .filter(|(_, field)| field.kind != Kind::Rows)
        .map(|(section, field)| {
            let address = Address::field(&section.code, &field.code);
            (address, section.title.zh.as_str(), field)
        })
        .collect()
}

/// The tables of a form, each with the name of its sheet.
pub(super) fn tables(form: &Form) -> Vec<(Address, String, &Field)> {
    let mut named: Vec<(Address, String, &Field)> = Vec::new();
    for section in &form.sections {
        for field in section.fields.iter().filter(|field| field.kind == Kind::Rows) {
            let is_taken = |name: &str| {
                [FIELDS, EXACT, OPTIONS].contains(&name)
                    || named.iter().any(|(_, other, _)| other == name)
            };
            let plain: String = field
                .label
                .zh
                .chars()
                .map(|one| if "[]:*?/\\'".contains(one) { '、' } else { one })
                .take(LONGEST_NAME - 3)
                .collect();
            let name = (2..1000)
                .map(|count| format!("{plain} {count}"))
                .find(|name| !is_taken(name))
                .filter(|_| is_taken(&plain))
                .unwrap_or(plain);
            named.push((Address::field(&section.code, &field.code), name, field));
        }
    }
    named
}
