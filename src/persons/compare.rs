//! What do two records say, line by line, and where do they agree?

use std::collections::BTreeSet;

use crate::{conflicts::NameMatch, units::UnitRelation};

use super::{
    reading::{Facts, Index, Placed},
    record::{Agreement, Comparison, Spell},
    weigh::{Likeness, likeness},
};

/// Both records side by side: what identifies first.
pub(super) fn compare(index: &Index<'_>, first: usize, second: usize) -> Vec<Comparison> {
    let (one, other) = (&index.facts[first], &index.facts[second]);
    let mut lines = vec![names(one, other)];
    let written = |facts: &Facts<'_>| facts.record.name_en.clone();
    if written(one).is_some() || written(other).is_some() {
        lines.push(line("name_en", (written(one), written(other)), || names(one, other).agreement));
    }
    lines.push(present(index, one, other));
    lines.extend(former(index, one, other));
    let (ours, theirs) = (one.record, other.record);
    if ours.title.is_some() || theirs.title.is_some() {
        let both = (ours.title.clone(), theirs.title.clone());
        lines.push(line("title", both, || same(ours.title == theirs.title)));
    }
    lines.push(line("orcid", (ours.orcid.clone(), theirs.orcid.clone()), || {
        same(one.orcid.is_some() && one.orcid == other.orcid)
    }));
    let mails = |facts: &Facts<'_>| {
        facts
            .record
            .email
            .clone()
            .or_else(|| facts.record.email_domain.as_ref().map(|one| format!("@{one}")))
    };
    lines.push(line("email", (mails(one), mails(other)), || {
        let is_close = one.organisations.iter().any(|own| other.organisations.contains(own))
            || (one.mail_name.is_some() && one.mail_name == other.mail_name);
        match (one.mail.is_some() && one.mail == other.mail, is_close) {
            (true, _) => Agreement::Same,
            (false, true) => Agreement::Close,
            (false, false) => Agreement::Different,
        }
    }));
    if ours.identity_print.is_some() && ours.identity_print == theirs.identity_print {
        // The fingerprints themselves are shown to nobody.
        let shown = Some("＊".to_owned());
        lines.push(line("identity_number", (shown.clone(), shown), || Agreement::Same));
    }
    lines
}

fn line(
    field: &str,
    (first, second): (Option<String>, Option<String>),
    agreement: impl Fn() -> Agreement,
) -> Comparison {
    let is_known = first.is_some() && second.is_some();
    let agreement = if is_known { agreement() } else { Agreement::Unknown };
    Comparison { field: field.to_owned(), first, second, agreement }
}

const fn same(is_same: bool) -> Agreement {
    if is_same { Agreement::Same } else { Agreement::Different }
}

fn names(one: &Facts<'_>, other: &Facts<'_>) -> Comparison {
    let both = (Some(one.record.name.clone()), Some(other.record.name.clone()));
    line("name", both, || match likeness(one, other) {
        Some(Likeness::Written(NameMatch::Han)) => Agreement::Same,
        Some(_) if one.record.name == other.record.name => Agreement::Same,
        Some(_) => Agreement::Close,
        None => Agreement::Different,
    })
}

/// How the closest of two lists of units stand to each other.
fn closest(index: &Index<'_>, ours: &[&Placed<'_>], theirs: &[&Placed<'_>]) -> Agreement {
    let pairs = ours.iter().flat_map(|one| theirs.iter().map(move |other| (one, other)));
    let relations: BTreeSet<UnitRelation> =
        pairs.map(|(one, other)| index.tree.relation(&one.unit, &other.unit)).collect();
    match relations.first() {
        Some(UnitRelation::Same | UnitRelation::Alias) => Agreement::Same,
        Some(UnitRelation::Different) | None => Agreement::Different,
        Some(_) => Agreement::Close,
    }
}

fn written(spell: &Spell) -> String {
    match (spell.from, spell.to) {
        (None, None) => spell.unit.clone(),
        (from, to) => {
            let year = |year: Option<i32>| year.map(|year| year.to_string()).unwrap_or_default();
            format!("{} {}–{}", spell.unit, year(from), year(to))
        }
    }
}

fn present_units<'a>(facts: &'a Facts<'a>) -> Vec<&'a Placed<'a>> {
    let first = facts.record.units.first();
    facts
        .units
        .iter()
        .filter(|placed| first.is_some_and(|first| first.unit == placed.spell.unit))
        .collect()
}

fn present(index: &Index<'_>, one: &Facts<'_>, other: &Facts<'_>) -> Comparison {
    let of = |facts: &Facts<'_>| facts.record.units.first().map(written);
    line("unit", (of(one), of(other)), || {
        closest(index, &present_units(one), &present_units(other))
    })
}

/// The other units of either, held against all units of the other.
fn former(index: &Index<'_>, one: &Facts<'_>, other: &Facts<'_>) -> Option<Comparison> {
    let of = |facts: &Facts<'_>| {
        let rest: Vec<String> = facts.record.units.iter().skip(1).map(written).collect();
        (!rest.is_empty()).then(|| rest.join("；"))
    };
    let both = (of(one), of(other));
    if both == (None, None) {
        return None;
    }
    let (ours, theirs): (Vec<_>, Vec<_>) =
        (one.units.iter().collect(), other.units.iter().collect());
    let is_known = !ours.is_empty() && !theirs.is_empty();
    let agreement = if is_known { closest(index, &ours, &theirs) } else { Agreement::Unknown };
    Some(Comparison { field: "former_units".to_owned(), first: both.0, second: both.1, agreement })
}
