//! Where do people work, and who nominates? Fictional units and learned societies.

use std::collections::BTreeMap;

use crate::societies::{CreditCode, model::Society};
use crate::units::model::Unit;

use super::random::{Chance, happens, pick};
use super::vocabulary::{UnitEntry, UnitKind, Vocabulary};

/// The units, found by field.
pub(super) struct Organisations<'a> {
    entries: &'a [UnitEntry],
    by_field: BTreeMap<&'a str, Vec<usize>>,
    places: BTreeMap<&'a str, usize>,
}

impl<'a> Organisations<'a> {
    pub(super) fn new(vocabulary: &'a Vocabulary) -> Self {
        let entries = &vocabulary.units;
        let mut by_field: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut places = BTreeMap::new();
        for (at, unit) in entries.iter().enumerate() {
            places.insert(unit.name.as_str(), at);
            // Academies employ nobody themselves: their institutes do.
            for field in unit.fields.iter().filter(|_| unit.kind != UnitKind::Academy) {
                by_field.entry(field).or_default().push(at);
            }
        }
        Self { entries, by_field, places }
    }

    pub(super) fn entry(&self, at: usize) -> &'a UnitEntry {
        &self.entries[at]
    }

    /// The units of a field, of which companies are left out where they are not wanted.
    pub(super) fn of_field(&self, field: &str, companies: bool) -> Vec<usize> {
        let all = self.by_field.get(field).map_or(&[][..], Vec::as_slice);
        let wanted = |at: &usize| companies || self.entries[*at].kind != UnitKind::Company;
        all.iter().copied().filter(wanted).collect()
    }

    /// A unit for a researcher of the field: seldom a company.
    pub(super) fn workplace(&self, field: &str, chance: &mut Chance) -> usize {
        let companies = happens(15, chance);
        pick(&self.of_field(field, companies), chance).copied().unwrap_or(0)
    }

    /// The name that somebody writes for a unit: in a few cases an alias.
    pub(super) fn written(&self, at: usize, chance: &mut Chance) -> String {
        let entry = &self.entries[at];
        let alias = if happens(4, chance) { pick(&entry.aliases, chance) } else { None };
        alias.unwrap_or(&entry.name).clone()
    }

    /// The unit above, if any.
    pub(super) fn parent(&self, at: usize) -> Option<usize> {
        let parent = self.entries[at].parent.as_deref()?;
        self.places.get(parent).copied()
    }

    /// Units directly below.
    pub(super) fn children(&self, at: usize) -> Vec<usize> {
        (0..self.entries.len()).filter(|&child| self.parent(child) == Some(at)).collect()
    }

    /// Whether two units are one, or stand under one roof.
    pub(super) fn related(&self, one: usize, other: usize) -> bool {
        let (above_one, above_other) = (self.parent(one), self.parent(other));
        one == other
            || above_one == Some(other)
            || above_other == Some(one)
            || (above_one.is_some() && above_one == above_other)
    }
}

/// The rows of the units file.
pub(super) fn units(vocabulary: &Vocabulary) -> Vec<Unit> {
    let row = |entry: &UnitEntry, alias: Option<&String>| Unit {
        unit: entry.name.clone(),
        alias: alias.cloned(),
        parent: entry.parent.clone(),
    };
    let rows = |entry: &UnitEntry| -> Vec<Unit> {
        if entry.aliases.is_empty() {
            return vec![row(entry, None)];
        }
        entry.aliases.iter().map(|alias| row(entry, Some(alias))).collect()
    };
    vocabulary.units.iter().flat_map(rows).collect()
}

/// The rows of the societies file. The credit codes carry 999999 where the place of registration
/// stands: no such place is in GB/T 2260, so that no code is a real one.
pub(super) fn societies(vocabulary: &Vocabulary) -> Vec<Society> {
    let society = |(at, entry): (usize, &super::vocabulary::SocietyEntry)| {
        let number = i32::try_from(at).unwrap_or(0);
        let place = u32::try_from(at).unwrap_or(0);
        let founded = chrono::NaiveDate::from_ymd_opt(1979 + number % 17, 3 + place % 9, 12);
        // The councils of a few end soon; the others spread over the four years of a term.
        let ends = chrono::NaiveDate::from_ymd_opt(2027 + number % 4, 1 + place % 12, 28);
        Society {
            society_id: entry.code.clone(),
            name: entry.name.clone(),
            name_en: Some(entry.name_en.clone()),
            group: Some(entry.group.clone()),
            status: Some("member".to_owned()),
            credit_code: CreditCode::complete(&format!("5199999950{at:07}"))
                .ok()
                .map(|code| code.as_str().to_owned()),
            registration_no: Some(format!("示范证字第{:04}号", 4001 + at)),
            supervising_body: Some("中国科学技术协会".to_owned()),
            supporting_unit: None,
            founded_on: founded,
            council_term: Some(6 + number % 6),
            council_term_ends: ends,
            members: Some(1_800 + number * 977 % 26_000),
            website: None,
        }
    };
    vocabulary.societies.iter().enumerate().map(society).collect()
}
