//! Do the conditions of a form name what is there?

use super::{
    field::{Condition, Field, Kind},
    form::{Form, FormError},
};

/// Checks every condition and every limit by grade.
pub(super) fn check(form: &Form) -> Result<(), FormError> {
    for section in &form.sections {
        for field in &section.fields {
            check_field(form, field, &[])?;
            for column in &field.columns {
                check_field(form, column, &field.columns)?;
            }
        }
    }
    Ok(())
}

fn check_field(form: &Form, field: &Field, row: &[Field]) -> Result<(), FormError> {
    if let Some(by) = &field.most_rows_by {
        named(form, &by.field, row)?;
    }
    let Some(Condition { field: name, is }) = &field.when else {
        return Ok(());
    };
    let on = named(form, name, row)?;
    let may_be = |value: &String| match on.kind {
        Kind::YesNo => value == "yes" || value == "no",
        Kind::Choice | Kind::Choices => on.options.iter().any(|option| option.code == *value),
        _ => false,
    };
    match is.iter().find(|value| !may_be(value)) {
        Some(value) => {
            Err(FormError(format!("{}: {} asks for {name} = {value}", form.id, field.code)))
        }
        None => Ok(()),
    }
}

fn named<'f>(form: &'f Form, name: &str, row: &'f [Field]) -> Result<&'f Field, FormError> {
    let found = match name.split_once('.') {
        Some((section, field)) => form.field(section, field),
        None => row.iter().find(|column| column.code == name),
    };
    found.ok_or_else(|| FormError(format!("{}: there is no {name}", form.id)))
}
