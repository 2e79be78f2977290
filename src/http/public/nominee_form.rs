//! What stands on the page that asks a nominee, in the words of his language and with what he typed?

use std::collections::BTreeMap;

use askama::Template;

use super::{frame::Frame, nominee::last_day};
use crate::nominations::people::{CONSENT, ForNominee, ReplyFault, Statement};

/// A statement as it is shown.
pub(super) struct StatementItem {
    name: String,
    title: String,
    version: String,
    paragraphs: Vec<String>,
    agree: String,
    is_ticked: bool,
}

/// A row for a relation to a possible reviewer, as it was typed.
pub(super) struct RelationItem {
    place: usize,
    name: String,
    unit: String,
    kinds: Vec<KindItem>,
    note: String,
    faults: Vec<String>,
}

struct KindItem {
    code: &'static str,
    label: String,
    is_chosen: bool,
}

/// The page that asks.
#[derive(Template)]
#[template(path = "nominee/ask.html")]
pub(super) struct AskPage {
    pub(super) frame: Frame,
    /// The dossier changed while the page was read.
    pub(super) is_changed: bool,
    page: ForNominee,
    last_day: String,
    statements: Vec<StatementItem>,
    relations: Vec<RelationItem>,
    has_relations: bool,
    signature: String,
    reason: String,
    faults: Vec<ReplyFault>,
}

impl AskPage {
    /// The page, with what was typed and what is wrong with it. The end of the identity number is never
    /// shown again.
    pub(super) fn new(
        frame: Frame,
        page: ForNominee,
        typed: &BTreeMap<String, String>,
        faults: Vec<ReplyFault>,
    ) -> Self {
        let text = |name: &str| typed.get(name).cloned().unwrap_or_default();
        let statements = CONSENT.statements.iter();
        let rows = 1..=CONSENT.link.relation_rows;
        let relations: Vec<RelationItem> =
            rows.map(|place| relation(&frame, place, typed, &faults)).collect();
        Self {
            last_day: last_day(&frame, page.expires_at),
            statements: statements.map(|one| statement(&frame, &page, one, typed)).collect(),
            has_relations: relations
                .iter()
                .any(|one| !one.name.is_empty() || !one.faults.is_empty()),
            relations,
            signature: text("signature"),
            reason: text("reason"),
            is_changed: false,
            frame,
            page,
            faults,
        }
    }

    /// What is wrong with a field.
    fn fault(&self, field: &str) -> Option<&str> {
        let fault = self.faults.iter().find(|fault| fault.field == field)?;
        Some(self.frame.say(&fault.what.zh, &fault.what.en))
    }
}

fn statement(
    frame: &Frame,
    page: &ForNominee,
    one: &'static Statement,
    typed: &BTreeMap<String, String>,
) -> StatementItem {
    let name = format!("agree_{}", one.code);
    let paragraphs = match frame.say("zh", "en") {
        "zh" => &one.zh,
        _ => &one.en,
    };
    StatementItem {
        title: frame.say(&one.title.zh, &one.title.en).to_owned(),
        version: one.version.clone(),
        paragraphs: paragraphs
            .iter()
            .map(|text| text.replace("{society}", &page.society))
            .collect(),
        agree: frame.say(&one.agree.zh, &one.agree.en).to_owned(),
        is_ticked: typed.contains_key(&name),
        name,
    }
}

fn relation(
    frame: &Frame,
    place: usize,
    typed: &BTreeMap<String, String>,
    faults: &[ReplyFault],
) -> RelationItem {
    let text = |column: &str| {
        typed.get(&format!("relation_{place}_{column}")).cloned().unwrap_or_default()
    };
    let chosen = text("kind");
    let kinds = CONSENT.relations.iter().map(|kind| KindItem {
        code: &kind.code,
        label: frame.say(&kind.zh, &kind.en).to_owned(),
        is_chosen: kind.code == chosen,
    });
    let own = format!("relation_{place}_");
    let of_row = faults.iter().filter(|fault| fault.field.starts_with(&own));
    RelationItem {
        place,
        name: text("name"),
        unit: text("unit"),
        kinds: kinds.collect(),
        note: text("note"),
        faults: of_row.map(|fault| frame.say(&fault.what.zh, &fault.what.en).to_owned()).collect(),
    }
}
