//! Is the dossier declared free of state secrets, and does it bear no mark of any (FC-012, FC-P09)?

use super::{finding::Outcome, sheet::Sheet};
use crate::{
    classified::screen,
    nominations::dossier::{Address, Value},
};

/// FC-012: declared free of secrets, and no mark anywhere.
pub(super) fn filed_here(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    if sheet.has("declarations", "not_classified")
        && !sheet.says_yes("declarations", "not_classified")
    {
        outcome.fail(
            Address::field("declarations", "not_classified"),
            "未声明不含涉密和敏感内容。涉密项目不得通过本系统填报",
            "it is not declared to be free of classified content; such work may not be filed here",
        );
    }
    for (address, value) in &sheet.facts.content.0 {
        let texts: Vec<&str> = match value {
            Value::Text(text) => vec![text.as_str()],
            Value::List(words) => words.iter().map(String::as_str).collect(),
        };
        for mark in texts.iter().flat_map(|text| screen(text)) {
            let said = &mark.text;
            if mark.is_sure {
                outcome.fail(
                    address.clone(),
                    format!("出现密级标志“{said}”。请立即停止填报并与保密部门联系"),
                    format!("there is the mark \"{said}\"; stop and talk to the office of secrecy"),
                );
            } else {
                outcome.note(address.clone());
                outcome.remark(format!("出现“{said}”"), format!("there is \"{said}\""));
            }
        }
    }
    for file in &sheet.facts.files {
        for mark in &file.marks {
            let number = file.number;
            outcome.fail(
                None,
                format!("附件 {number} 出现密级标志“{mark}”。请立即停止填报并与保密部门联系"),
                format!("attachment {number} bears the mark \"{mark}\"; stop and talk to the office of secrecy"),
            );
        }
    }
}

/// FC-P09: a defence project is declared free of secrets, and a person looks at it all the same.
pub(super) fn national_security(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    if !matches!(sheet.text("project", "panel_kind"), "defence" | "security") {
        return;
    }
    let at = Address::field("project", "panel_kind");
    if sheet.says_yes("declarations", "not_classified") {
        outcome.doubt(
            at,
            "国防工程，请核对是否确不涉密",
            "a defence project; look whether it is indeed not classified",
        );
    } else {
        outcome.fail(
            at,
            "国家安全类涉密项目不得经互联网填报，应由有关部门另行提名",
            "classified work of national security may not be filed by way of the internet",
        );
    }
}
