//! How is each kind of notice worded, and does every template name only facts that there are?

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use chrono::DateTime;
use serde::Deserialize;

use super::notice::Kind;
use crate::shared::{Bilingual, Language, beijing};

const IN_FORCE: &str = include_str!("../../rules/notices/templates.toml");

/// What stands where a notice does not bring a fact.
const ABSENT: &str = "—";

/// When a notice goes by mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Goes {
    /// At once.
    AtOnce,
    /// With the digest of the day.
    Digest,
    /// When a second person releases it.
    Held,
}

/// How one kind of notice is worded and sent.
#[derive(Clone, Debug)]
pub(super) struct Template {
    pub(super) kind: Kind,
    pub(super) family: String,
    pub(super) goes: Goes,
    pub(super) hides: bool,
    pub(super) offsets: Vec<i64>,
    pub(super) subject: Bilingual,
    pub(super) body: Bilingual,
    /// What stands below, where it is not what stands below every other.
    pub(super) footer: Option<Bilingual>,
}

/// Every template, with what digests and footers say.
#[derive(Clone, Debug)]
pub(super) struct Templates {
    pub(super) version: String,
    pub(super) digest_hour: u32,
    pub(super) digest: Digest,
    pub(super) footer: Bilingual,
    by_kind: BTreeMap<Kind, Template>,
}

/// What a digest says around its notices.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Digest {
    pub(super) subject: Bilingual,
    pub(super) opening: Bilingual,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: String,
    digest_hour: u32,
    facts: BTreeSet<String>,
    digest: Digest,
    footer: Bilingual,
    notice: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    kind: String,
    family: String,
    goes: Goes,
    #[serde(default)]
    hides: bool,
    #[serde(default)]
    offsets: Vec<i64>,
    subject: Bilingual,
    body: Bilingual,
    #[serde(default)]
    footer: Option<Bilingual>,
}

/// Why the templates cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// No TOML of the right form.
    #[error("通知模板无法读取 / the templates cannot be read: {0}")]
    Form(String),
    /// A template for no kind, two for one, or none for a kind.
    #[error("通知模板与通知种类不一一对应 / kinds and templates do not match: {0}")]
    Kind(String),
    /// A placeholder that no fact fills.
    #[error(
        "通知模板 {kind} 使用了未知的占位符 / the template {kind} names an unknown placeholder: {name}"
    )]
    Placeholder {
        /// The template.
        kind: String,
        /// What stands between the braces.
        name: String,
    },
    /// A text is empty, a brace stands alone, offsets are not in their order.
    #[error("通知模板 {0} 不完整 / the template {0} is not whole")]
    Broken(String),
    /// A secret link would go another way than in a letter of its own, at once.
    #[error(
        "通知模板 {0} 带有只供收件人本人使用的链接，goes 只能是 at_once / the template {0} brings a link that only its recipient may know: goes must be at_once"
    )]
    Secret(String),
}

/// The names between braces; none where a brace stands alone.
fn placeholders(text: &str) -> Option<Vec<&str>> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, behind) = after.split_once('}')?;
        if before.contains('}') || name.contains('{') {
            return None;
        }
        names.push(name);
        rest = behind;
    }
    (!rest.contains('}')).then_some(names)
}

impl Templates {
    fn parse(text: &str) -> Result<Self, TemplateError> {
        let file: File =
            toml::from_str(text).map_err(|error| TemplateError::Form(error.to_string()))?;
        check("digest", &[&file.digest.subject, &file.digest.opening], &one("count"))?;
        check("footer", &[&file.footer], &one("address"))?;
        if file.digest_hour > 23 {
            return Err(TemplateError::Broken("digest".to_owned()));
        }
        let mut by_kind = BTreeMap::new();
        for entry in file.notice {
            let template = entry.check(&file.facts)?;
            let word = template.kind.as_str();
            if by_kind.insert(template.kind, template).is_some() {
                return Err(TemplateError::Kind(word.to_owned()));
            }
        }
        if let Some(missing) = Kind::ALL.iter().find(|kind| !by_kind.contains_key(kind)) {
            return Err(TemplateError::Kind(missing.as_str().to_owned()));
        }
        Ok(Self {
            version: file.version,
            digest_hour: file.digest_hour,
            digest: file.digest,
            footer: file.footer,
            by_kind,
        })
    }

    /// The template of a kind.
    pub(super) fn of(&self, kind: Kind) -> Option<&Template> {
        self.by_kind.get(&kind)
    }

    /// Every template.
    pub(super) fn all(&self) -> impl Iterator<Item = &Template> {
        self.by_kind.values()
    }
}

fn one(name: &str) -> BTreeSet<String> {
    BTreeSet::from([name.to_owned()])
}

fn check(kind: &str, texts: &[&Bilingual], facts: &BTreeSet<String>) -> Result<(), TemplateError> {
    for text in texts.iter().flat_map(|text| [&text.zh, &text.en]) {
        let broken = || TemplateError::Broken(kind.to_owned());
        let names = placeholders(text).filter(|_| !text.is_empty()).ok_or_else(broken)?;
        if let Some(name) = names.into_iter().find(|name| !facts.contains(*name)) {
            let (kind, name) = (kind.to_owned(), name.to_owned());
            return Err(TemplateError::Placeholder { kind, name });
        }
    }
    Ok(())
}

impl Entry {
    fn check(self, facts: &BTreeSet<String>) -> Result<Template, TemplateError> {
        check(&self.kind, &[&self.subject, &self.body], facts)?;
        if let Some(footer) = &self.footer {
            check(&self.kind, &[footer], &one("address"))?;
        }
        if self.family.is_empty() || !self.offsets.is_sorted_by(|one, next| one < next) {
            return Err(TemplateError::Broken(self.kind));
        }
        let kind = Kind::of_word(&self.kind).ok_or(TemplateError::Kind(self.kind))?;
        // Collected, reminded of or held, the link would be kept longer than its letter, or shown on a page.
        if kind.brings_secret() && (self.goes != Goes::AtOnce || !self.offsets.is_empty()) {
            return Err(TemplateError::Secret(kind.as_str().to_owned()));
        }
        Ok(Template {
            kind,
            family: self.family,
            goes: self.goes,
            hides: self.hides,
            offsets: self.offsets,
            subject: self.subject,
            body: self.body,
            footer: self.footer,
        })
    }
}

static TEMPLATES: LazyLock<Result<Templates, TemplateError>> =
    LazyLock::new(|| Templates::parse(IN_FORCE));

/// The templates in force.
///
/// # Errors
/// They are not whole, which the start would have said.
pub(super) fn templates() -> Result<&'static Templates, TemplateError> {
    TEMPLATES.as_ref().map_err(Clone::clone)
}

/// Checks the templates in force, at the start.
///
/// # Errors
/// [`TemplateError`].
pub fn check_templates() -> Result<(), TemplateError> {
    templates().map(|_| ())
}

/// A fact as people read it: an instant in Beijing time, everything else as it is.
fn written(fact: &str) -> String {
    DateTime::parse_from_rfc3339(fact)
        .map_or_else(|_| fact.to_owned(), |instant| beijing(instant.to_utc()))
}

/// Fills the placeholders of `text`; a fact is one line, and no placeholder of its own is filled in it.
pub(super) fn fill(text: &str, facts: &BTreeMap<String, String>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, behind)) = after.split_once('}') else {
            filled.push('{');
            rest = after;
            continue;
        };
        let fact = facts.get(name).map_or_else(|| ABSENT.to_owned(), |fact| written(fact));
        filled.extend(fact.chars().map(|one| if one.is_control() { ' ' } else { one }));
        rest = behind;
    }
    filled.push_str(rest);
    filled
}

impl Template {
    /// Subject and body for one reader.
    pub(super) fn worded(
        &self,
        facts: &BTreeMap<String, String>,
        language: Language,
    ) -> (String, String) {
        (fill(self.subject.get(language), facts), fill(self.body.get(language), facts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn the_templates_in_force_are_whole_and_decisions_wait_for_a_second_person() {
        let templates = Templates::parse(IN_FORCE).unwrap();
        for kind in [Kind::Accepted, Kind::NotAccepted, Kind::ObjectionDecided] {
            assert_eq!(templates.of(kind).unwrap().goes, Goes::Held, "{kind:?}");
        }
        // Two kinds of reminder must not take each other's place.
        let reminders: Vec<&Template> =
            templates.all().filter(|one| !one.offsets.is_empty()).collect();
        let families: BTreeSet<&str> = templates
            .all()
            .filter(|one| one.offsets.is_empty())
            .chain(reminders.iter().copied())
            .filter(|one| !one.offsets.is_empty())
            .map(|one| one.family.as_str())
            .collect();
        assert_eq!(families.len(), reminders.len());
    }

    #[test]
    fn a_template_that_names_an_unknown_placeholder_is_refused() {
        let error = Templates::parse(&IN_FORCE.replacen("{number}", "{salary}", 1)).unwrap_err();
        let (kind, name) = ("correction_asked".to_owned(), "salary".to_owned());
        assert_eq!(error, TemplateError::Placeholder { kind, name });
        let broken = Templates::parse(&IN_FORCE.replacen("{number}", "{number", 1)).unwrap_err();
        assert!(
            matches!(broken, TemplateError::Broken(_) | TemplateError::Placeholder { .. }),
            "{broken}"
        );
        let doubled = IN_FORCE.replacen("\"not_accepted\"", "\"accepted\"", 1);
        let doubled = Templates::parse(&doubled).unwrap_err();
        assert_eq!(doubled, TemplateError::Kind("accepted".to_owned()));
        let unknown = IN_FORCE.replacen("\"not_accepted\"", "\"promoted\"", 1);
        let unknown = Templates::parse(&unknown).unwrap_err();
        assert_eq!(unknown, TemplateError::Kind("promoted".to_owned()));
        let footer = IN_FORCE.replacen("转发）：\\n{address}", "转发）：\\n{title}", 1);
        let (kind, name) = ("nominee_asked".to_owned(), "title".to_owned());
        let unknown = Templates::parse(&footer).unwrap_err();
        assert_eq!(unknown, TemplateError::Placeholder { kind, name });
        assert_eq!(placeholders("a}b"), None);
    }

    #[test]
    fn a_template_that_brings_a_secret_link_goes_by_mail_at_once_and_no_other_way() {
        let own = "family = \"nominee_asked\"\ngoes = \"at_once\"";
        assert!(IN_FORCE.contains(own));
        for goes in ["\"digest\"", "\"held\"", "\"at_once\"\noffsets = [-24]"] {
            let other = format!("family = \"nominee_asked\"\ngoes = {goes}");
            let error = Templates::parse(&IN_FORCE.replacen(own, &other, 1)).unwrap_err();
            assert_eq!(error, TemplateError::Secret("nominee_asked".to_owned()), "{goes}");
            let told = error.to_string();
            assert!(told.contains("只能是 at_once") && told.contains("must be at_once"), "{told}");
        }
    }

    #[test]
    fn placeholders_are_found_between_braces() {
        assert_eq!(placeholders("a}b"), None);
        assert_eq!(placeholders("{a}{b}"), Some(vec!["a", "b"]));
    }

    #[test]
    fn a_fact_is_one_line_and_is_not_filled_again() {
        let facts = facts(&[("a", "x\r\nBcc: y"), ("b", "{a}")]);
        assert_eq!(fill("{a}|{b}|{c}", &facts), "x  Bcc: y|{a}|—");
    }

    #[test]
    fn an_instant_is_written_in_beijing_time() {
        let facts = facts(&[("until", "2027-03-03T16:00:00+00:00"), ("number", "2027-N-001")]);
        assert_eq!(fill("{number}: {until}", &facts), "2027-N-001: 2027-03-04 00:00:00");
    }
}
