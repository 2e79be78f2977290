//! Which nominations are complete? One on each form, in which nothing is missing and against which no rule that is
//! decided by machine stands: for the demonstration, the tests and the measuring of load. No person, unit or right
//! in them exists.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context as _;
use serde::Deserialize;

use crate::{
    exchange::pdf::{Document, Meta},
    nominations::{
        dossier::{Address, Value},
        forms,
    },
    shared::hex_sha256,
};

/// The complete dossiers by name: their category, and of what kind where it has several forms.
static COMPLETE: [(&str, &str); 10] = [
    ("TOP", include_str!("../../rules/demo/complete_top.toml")),
    ("NAT", include_str!("../../rules/demo/complete_nat.toml")),
    ("INV", include_str!("../../rules/demo/complete_inv.toml")),
    ("PRO", include_str!("../../rules/demo/complete_pro.toml")),
    ("PRO_PUBLIC", include_str!("../../rules/demo/complete_pro_public.toml")),
    ("PRO_TEAM", include_str!("../../rules/demo/complete_pro_team.toml")),
    ("PRO_SCIENCE", include_str!("../../rules/demo/complete_pro_science.toml")),
    ("PRO_MAJOR", include_str!("../../rules/demo/complete_pro_major.toml")),
    ("INT_PERSON", include_str!("../../rules/demo/complete_int_person.toml")),
    ("INT_ORGANIZATION", include_str!("../../rules/demo/complete_int_organization.toml")),
];

/// A dossier in which nothing is missing.
#[derive(Clone, Debug)]
pub struct Complete {
    /// Its form.
    pub form: String,
    /// Its values.
    pub values: BTreeMap<Address, Value>,
    /// Its attachments, in the order of their numbers.
    pub attachment: Vec<Handed>,
}

/// An attachment of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Handed {
    /// Its number.
    pub number: u32,
    /// Its name.
    pub name: String,
    /// What it is.
    pub media_type: String,
    /// How many pages it has.
    pub pages: u32,
}

/// A complete dossier as its file has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    form: String,
    /// Name of another that it is like: what stands there stands here, too, where the form has the place and
    /// nothing else is written.
    like: Option<String>,
    values: BTreeMap<Address, Value>,
    #[serde(default)]
    attachment: Vec<Handed>,
}

impl Complete {
    /// The names by which there is a complete dossier.
    pub fn names() -> impl Iterator<Item = &'static str> {
        COMPLETE.iter().map(|(name, _)| *name)
    }

    /// The complete dossier of this name, such as `NAT` or `PRO_TEAM`.
    ///
    /// # Errors
    /// There is none of the name, or its file does not parse.
    pub fn of(name: &str) -> anyhow::Result<Self> {
        let found = COMPLETE.iter().find(|(one, _)| *one == name);
        let (_, text) = found.context("there is no complete dossier of the name")?;
        let written: Written = toml::from_str(text)?;
        if let Some(other) = &written.like {
            return Self::of(other)?.changed(written);
        }
        let Written { form, values, attachment, .. } = written;
        Ok(Self { form, values, attachment })
    }

    /// As this, but on the form and with the values and attachments that are written.
    fn changed(mut self, written: Written) -> anyhow::Result<Self> {
        let form = forms::find(&written.form).context("there is no such form")?;
        self.values.retain(|address, _| address.of(form).is_some());
        self.values.extend(written.values);
        let mut files: BTreeMap<u32, Handed> =
            self.attachment.into_iter().map(|file| (file.number, file)).collect();
        files.extend(written.attachment.into_iter().map(|file| (file.number, file)));
        let attachment = files.into_values().collect();
        Ok(Self { form: written.form, values: self.values, attachment })
    }

    /// The same work by other people, so that both may be nominated in one round: whatever tells people,
    /// papers and rights apart ends in `mark`, which is a number.
    #[must_use]
    pub fn apart(mut self, mark: u32) -> Self {
        for (address, value) in &mut self.values {
            let Value::Text(text) = value else { continue };
            match address.to_string().rsplit('/').next() {
                Some("id_number") => *text = identity_number(mark, text),
                Some("document_number") => text.push_str(&mark.to_string()),
                Some("doi" | "number") => {
                    text.push('.');
                    text.push_str(&mark.to_string());
                }
                _ => {}
            }
        }
        self
    }

    /// The number of the document of the person in this row.
    pub(super) fn document_of(&self, row: &str) -> &str {
        let table = Address::field("completers", "items");
        let number = |column: &str| self.values.get(&table.cell(row, column)).map(Value::text);
        number("id_number").or_else(|| number("document_number")).unwrap_or_default()
    }

    /// Whether its award asks for a publicity before it is nominated (X25 art. 54).
    pub(super) fn is_made_public(&self) -> bool {
        forms::find(&self.form).is_none_or(|form| form.category != "INT")
    }

    /// The units in which it is made public.
    pub(super) fn units(&self) -> Vec<String> {
        let is_unit = |address: &Address| {
            let text = address.to_string();
            text.ends_with("/completing_unit")
                || text.starts_with("units.items/") && text.ends_with("/name")
        };
        let named = self.values.iter().filter(|(address, _)| is_unit(address));
        let units: BTreeSet<String> =
            named.map(|(_, value)| value.text().trim().to_owned()).collect();
        units.into_iter().filter(|unit| !unit.is_empty()).collect()
    }
}

/// An identity number of a region that was never given out, with its check digit (GB 11643).
fn identity_number(mark: u32, like: &str) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let born: String = like.chars().skip(6).take(8).collect();
    let region = 990_000 + mark / 1000;
    let body = format!("{region}{born}{:03}", mark % 1000);
    let digits = body.chars().filter_map(|one| one.to_digit(10));
    let sum: u32 = digits.zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    let check = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    let place = usize::try_from(sum % 11).unwrap_or(0);
    format!("{body}{}", check.get(place).copied().unwrap_or('1'))
}

impl Handed {
    /// A file of its kind, with a page that says what a real one would show.
    ///
    /// # Errors
    /// The page cannot be made.
    pub fn bytes(&self) -> anyhow::Result<Vec<u8>> {
        if self.media_type == "image/jpeg" {
            return picture(self.number);
        }
        paper(&self.name, self.pages)
    }
}

/// A document of so many pages, each with its title.
///
/// # Errors
/// The document cannot be made.
pub fn paper(title: &str, pages: u32) -> anyhow::Result<Vec<u8>> {
    let digest = hex_sha256(title.as_bytes());
    let meta = Meta { title: title.to_owned(), digest, ..Meta::default() };
    let mut document = Document::new(meta);
    for page in 1..=pages {
        document.heading(format!("{title} {page}"));
        document.paragraph("本页代替真实的证明材料，仅用于演示。");
        if page < pages {
            document.turn();
        }
    }
    Ok(document.render()?)
}

/// A grey pattern, so that the page is not blank.
fn picture(mark: u32) -> anyhow::Result<Vec<u8>> {
    let at = |x: u32, y: u32| image::Luma([u8::try_from((x * mark + y * 7) % 251).unwrap_or(0)]);
    let picture = image::GrayImage::from_fn(827, 1169, at);
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Jpeg)?;
    Ok(bytes.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_that_ships_has_a_complete_dossier() {
        let written: BTreeSet<String> =
            Complete::names().map(|name| Complete::of(name).unwrap().form).collect();
        let shipped: BTreeSet<String> =
            forms::shipped().iter().map(|form| form.id.clone()).collect();
        assert_eq!(written, shipped);
        assert_eq!(Complete::names().count(), shipped.len());
        assert!(Complete::of("XYZ").is_err());
    }

    #[test]
    fn every_value_has_its_place_and_every_file_its_number() {
        for name in Complete::names() {
            let complete = Complete::of(name).unwrap();
            let form = forms::find(&complete.form).unwrap();
            for (address, value) in &complete.values {
                let fits = address.of(form).is_some_and(|field| value.fits(field.kind));
                assert!(fits, "{name}: {address}");
                let rows = complete.values.get(&address.table()).map_or(&[][..], Value::list);
                let stands = address.row().is_none_or(|row| rows.iter().any(|one| one == row));
                assert!(stands, "{name}: {address} is in no row of its table");
            }
            // They are numbered as they are handed in.
            let numbers: Vec<u32> = complete.attachment.iter().map(|file| file.number).collect();
            let count = u32::try_from(numbers.len()).unwrap();
            assert_eq!(numbers, (1..=count).collect::<Vec<_>>(), "{name}");
        }
    }

    #[test]
    fn one_that_is_like_another_says_the_rest_as_that_does() {
        let (base, science) = (Complete::of("PRO").unwrap(), Complete::of("PRO_SCIENCE").unwrap());
        let at = |one: &Complete, address: &str| {
            one.values.get(&address.parse().unwrap()).map(|value| value.text().to_owned())
        };
        let sex = "completers.items/p2/sex";
        assert_eq!(at(&science, sex), at(&base, sex));
        assert_ne!(at(&science, "project.title"), at(&base, "project.title"));
        assert_eq!(at(&science, "application.product_class"), None, "its form asks for none");
        assert!(at(&base, "application.product_class").is_some());
        let name = |one: &Complete| one.attachment[4].name.clone();
        assert_ne!(name(&science), name(&base), "a file gives way to that of its number");
    }

    #[test]
    fn people_of_every_document_are_told_apart() {
        for (name, column) in [("TOP", "id_number"), ("INT_PERSON", "document_number")] {
            let of = |mark| Complete::of(name).unwrap().apart(mark);
            let (one, other) = (of(41), of(42));
            let address: Address = format!("completers.items/p1/{column}").parse().unwrap();
            assert_eq!(one.document_of("p1"), one.values[&address].text());
            assert_ne!(one.document_of("p1"), other.document_of("p1"), "{name}");
        }
    }
}
