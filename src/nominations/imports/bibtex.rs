//! What does a BibTeX text say? Read by a library, entry by entry and field by field, so that a field that
//! it cannot read stays as it was typed, and so that no text can keep it busy for long.

use std::{
    collections::BTreeSet,
    panic::{AssertUnwindSafe, catch_unwind},
};

use biblatex::{
    Bibliography, ChunksExt as _, Pair, Person, RawBibliography, RawChunk, RawEntry, Spanned,
};

use super::{
    draft::SourceFault,
    source::{Entry, Part},
    words::day,
};
use crate::shared::Bilingual;

/// Deeper braces are no literature; the library would call itself as often.
const MOST_DEPTH: usize = 50;
/// A field of more braces is taken as it was typed: joining its parts takes the square of them.
const MOST_BRACES: usize = 2_000;
/// Longest text of an abbreviation (`@string`), and most of them in a field.
const LONGEST_ABBREVIATION: usize = 1_000;
const MOST_PARTS: usize = 50;
/// Abbreviations that the library knows by itself.
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads every entry.
///
/// # Errors
/// Where the text is no BibTeX: a brace that is never closed, a missing comma.
pub(super) fn entries(text: &str) -> Result<Vec<Entry>, SourceFault> {
    if let Some(at) = too_deep(text) {
        return Err(fault(text, at, "花括号嵌套过深", "braces are nested too deep"));
    }
    let raw = catch_unwind(|| RawBibliography::parse(text))
        .map_err(|_| fault(text, 0, "不是有效的 BibTeX", "is no BibTeX"))?
        .map_err(|error| {
            let en = format!("no BibTeX from here on: {}", error.kind);
            fault(text, error.span.start, "此处起不是有效的 BibTeX", &en)
        })?;
    let abbreviations = abbreviations(&raw);
    Ok(raw.entries.iter().map(|entry| read(text, &entry.v, &abbreviations)).collect())
}

fn line_of(text: &str, at: usize) -> u64 {
    let before = text.as_bytes().get(..at).unwrap_or(text.as_bytes());
    before.iter().map(|byte| u64::from(*byte == b'\n')).sum::<u64>() + 1
}

fn fault(text: &str, at: usize, zh: &str, en: &str) -> SourceFault {
    SourceFault::at(Some(line_of(text, at)), Bilingual::new(zh, en))
}

/// The place where braces are nested deeper than anybody writes.
fn too_deep(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MOST_DEPTH {
            return Some(at);
        }
    }
    None
}

/// Abbreviations by name, those alone that are a short text: one made of others could grow without end.
fn abbreviations<'s>(raw: &RawBibliography<'s>) -> Vec<(&'s str, &'s str)> {
    let plain = raw.abbreviations.iter().filter_map(|pair| match pair.value.v.as_slice() {
        [one] => match one.v {
            RawChunk::Normal(text) if text.len() <= LONGEST_ABBREVIATION => {
                Some((pair.key.v, text))
            }
            _ => None,
        },
        _ => None,
    });
    plain.collect()
}

fn read(text: &str, raw: &RawEntry<'_>, abbreviations: &[(&str, &str)]) -> Entry {
    let mut entry = Entry {
        line: line_of(text, raw.key.span.start),
        name: raw.key.v.to_owned(),
        ..Entry::default()
    };
    let mut seen = BTreeSet::new();
    for pair in &raw.fields {
        let name = pair.key.v.to_lowercase();
        // Of a field that is written twice the last one counts for BibTeX; both are told.
        if !seen.insert(name.clone()) {
            entry.as_typed.push(name.clone());
        }
        let (written, is_read) = field(&name, pair, abbreviations);
        if !is_read {
            entry.as_typed.push(name.clone());
        }
        take(&mut entry, &name, written);
    }
    whole_day(&mut entry, raw);
    entry
}

/// A field as it is said.
enum Written {
    Text(String),
    People(Vec<String>),
}

/// Reads one field by the library; what it cannot read is given as it was typed, and false.
fn field(name: &str, pair: &Pair<'_>, abbreviations: &[(&str, &str)]) -> (Written, bool) {
    let parts: Vec<Spanned<RawChunk<'_>>> = pair
        .value
        .v
        .iter()
        .map(|part| match part.v {
            RawChunk::Abbreviation(word) => {
                let known = abbreviations.iter().find(|(one, _)| *one == word);
                let is_month = MONTHS.contains(&word.to_lowercase().as_str());
                match known {
                    Some((_, text)) => Spanned::zero(RawChunk::Normal(text)),
                    None if is_month => part.clone(),
                    None => Spanned::zero(RawChunk::Normal(word)),
                }
            }
            RawChunk::Normal(text) => Spanned::zero(RawChunk::Normal(text)),
        })
        .collect();
    let typed = || {
        let texts = parts.iter().map(|part| match part.v {
            RawChunk::Normal(text) | RawChunk::Abbreviation(text) => text,
        });
        texts.collect::<Vec<_>>().concat()
    };
    let braces = typed().bytes().filter(|byte| *byte == b'{').count();
    if parts.len() > MOST_PARTS || braces > MOST_BRACES {
        return (Written::Text(typed()), false);
    }
    let is_people = matches!(name, "author" | "editor");
    let value = Spanned::zero(parts.clone());
    let read = catch_unwind(AssertUnwindSafe(|| evaluate(name, value, is_people)));
    match read {
        Ok(Some(written)) => (written, true),
        _ => (Written::Text(typed()), false),
    }
}

fn evaluate(
    name: &str,
    value: Spanned<Vec<Spanned<RawChunk<'_>>>>,
    is_people: bool,
) -> Option<Written> {
    // An entry of this field alone: no reference to another entry is followed, as they may go in a circle.
    let fields = vec![Pair::new(Spanned::zero(name), value)];
    let entry = RawEntry { key: Spanned::zero("x"), kind: Spanned::zero("misc"), fields };
    let one = RawBibliography {
        preamble: String::new(),
        entries: vec![Spanned::zero(entry)],
        abbreviations: Vec::new(),
    };
    if matches!(name, "crossref" | "xdata") {
        return Some(Written::Text(String::new()));
    }
    let bibliography = Bibliography::from_raw(one).ok()?;
    let chunks = bibliography.get("x")?.get(name)?;
    if is_people {
        let people: Vec<Person> = chunks.parse().ok()?;
        return Some(Written::People(people.iter().map(full_name).collect()));
    }
    Some(Written::Text(chunks.format_verbatim()))
}

/// A name as it is read: family name first without a space where it is Han, else as printed on a paper.
fn full_name(person: &Person) -> String {
    let Person { name, given_name, prefix, suffix, .. } = person;
    let is_han = |text: &str| {
        text.chars().any(|one| ('\u{2e80}'..='\u{9fff}').contains(&one) || one >= '\u{20000}')
    };
    if is_han(name) || is_han(given_name) {
        let order = if is_han(name) && is_han(given_name) { "" } else { " " };
        return format!("{name}{order}{given_name}").trim().to_owned();
    }
    let parts = [given_name, prefix, name, suffix];
    let parts: Vec<&str> =
        parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

fn take(entry: &mut Entry, name: &str, written: Written) {
    let text = match written {
        Written::People(people) if name == "author" => {
            for person in people {
                let part = if person == "others" { Part::MoreAuthors } else { Part::Author };
                entry.say(part, &person);
            }
            return;
        }
        Written::People(people) => people.join("；"),
        Written::Text(text) => text,
    };
    match name {
        "title" => entry.say(Part::Title, &text),
        "author" => entry.say(Part::Author, &text),
        "journal" | "journaltitle" | "booktitle" => entry.say(Part::Venue, &text),
        "publisher" => entry.say(Part::Publisher, &text),
        "date" => {
            if let Some(day) = day(&text) {
                entry.say(Part::Day, &day);
            }
            entry.say(Part::Year, text.split('-').next().unwrap_or_default());
        }
        "year" => entry.say(Part::Year, &text),
        "volume" => entry.say(Part::Volume, &text),
        "number" | "issue" => entry.say(Part::Issue, &text),
        "pages" => entry.say(Part::Pages, &text.replace(['–', '—'], "-")),
        "doi" => entry.say(Part::Doi, &text),
        // Taken together with the year.
        "month" | "day" => {}
        other if !entry.others.iter().any(|one| one == other) => {
            entry.others.push(other.to_owned());
        }
        _ => {}
    }
}

/// Year, month and day that stand in fields of their own.
fn whole_day(entry: &mut Entry, raw: &RawEntry<'_>) {
    let said = |name: &str| {
        let pair = raw.fields.iter().find(|pair| pair.key.v.eq_ignore_ascii_case(name))?;
        match pair.value.v.first()?.v {
            RawChunk::Normal(text) | RawChunk::Abbreviation(text) => {
                Some(text.trim().to_lowercase())
            }
        }
    };
    let (Some(month), Some(of_month)) = (said("month"), said("day")) else { return };
    let named = MONTHS.iter().position(|name| month.starts_with(name));
    let month = named.map_or(month, |at| (at + 1).to_string());
    let day = day(&format!("{}-{month}-{of_month}", entry.get(Part::Year)));
    if let Some(day) = day.filter(|_| entry.get(Part::Day).is_empty()) {
        entry.say(Part::Day, &day);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_read_with_its_escapes_and_names() {
        let text = r#"
@string{nat = "Nature"}
@article{a1,
  author = {M{\"u}ller, J{\'e}r{\^o}me and 张, 三 and 李四 and {The Big Team and Co} and others},
  title = {{Quantum} 态的\LaTeX{}测量 \& 应用},
  journal = nat, year = 2024, month = may, day = 31, volume = 12, number = {3},
  pages = {45--67}, doi = {10.1000/x_1}, abstract = {A}, keywords = {k}
}"#;
        let read = entries(text).unwrap();
        let entry = &read[0];
        assert_eq!(entry.line, 3);
        assert_eq!(
            entry.all(Part::Author),
            ["Jérôme Müller", "张三", "李四", "The Big Team and Co"]
        );
        assert_eq!(entry.all(Part::MoreAuthors), ["others"]);
        assert!(entry.get(Part::Title).contains("态的") && entry.get(Part::Title).contains('&'));
        assert_eq!((entry.get(Part::Venue), entry.get(Part::Pages)), ("Nature", "45-67"));
        assert_eq!((entry.get(Part::Year), entry.get(Part::Day)), ("2024", "2024-05-31"));
        assert_eq!(entry.get(Part::Doi), "10.1000/x_1");
        assert_eq!(entry.others, ["abstract", "keywords"]);
    }

    #[test]
    fn what_the_library_cannot_read_stays_as_it_was_typed() {
        let read = entries("@article{a, title = {costs $5}, journal = unknown}").unwrap();
        assert_eq!(read[0].get(Part::Title), "costs $5");
        assert_eq!(read[0].get(Part::Venue), "unknown");
        assert_eq!(read[0].as_typed, ["title"]);
    }

    #[test]
    fn hostile_text_ends_soon() {
        let circle = "@article{a, crossref={b}, title={A}}\n@article{b, crossref={a}, title={B}}";
        assert_eq!(entries(circle).unwrap().len(), 2);
        let mut laugh = "@string{s0 = \"ha\"}\n".to_owned();
        for at in 1..40 {
            let before = at - 1;
            laugh = format!("{laugh}@string{{s{at} = s{before} # s{before}}}\n");
        }
        laugh.push_str("@article{a, title = s39}");
        assert_eq!(entries(&laugh).unwrap()[0].get(Part::Title), "s39");
        let deep =
            format!("@article{{a, title = {}x{}}}", "{".repeat(100_000), "}".repeat(100_000));
        assert!(entries(&deep).unwrap_err().what.en.contains("deep"));
        let commands = format!("@article{{a, title = {{{}}}}}", "\\a{b}".repeat(50_000));
        assert_eq!(entries(&commands).unwrap()[0].as_typed, ["title"]);
        let cut = "@article{a,\n title = {never closed";
        assert_eq!(entries(cut).unwrap_err().line, Some(2));
        let twice = "@article{a, title={A}}\n@article{a, title={B}}";
        assert_eq!(entries(twice).unwrap().len(), 2, "two entries of one key are two papers");
    }
}
