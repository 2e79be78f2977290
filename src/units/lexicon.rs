//! Which facts about Chinese organisations does the reading of unit names rest on? The lists of
//! `rules/units/names.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

/// Read once; a constant of the program.
#[expect(clippy::expect_used, reason = "the file is part of the program, and a test reads it")]
static STANDARD: LazyLock<UnitLexicon> = LazyLock::new(|| {
    toml::from_str(include_str!("../../rules/units/names.toml"))
        .expect("rules/units/names.toml is whole")
});

/// The lists by which [`super::names::UnitNamer`] reads a name; each is explained in
/// `rules/units/names.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitLexicon {
    /// Words that stand where there is no unit.
    pub no_unit: Vec<String>,
    /// Pairs replaced anywhere in a name, in order.
    pub replacements: Vec<(String, String)>,
    /// Whole names that are short forms.
    pub short_forms: Vec<(String, String)>,
    /// Pairs replaced at the beginning of a name.
    pub leading: Vec<(String, String)>,
    /// Ministries with institutes that are legal persons.
    pub ministries: Vec<String>,
    /// Universities with a place in brackets that are legal persons of their own.
    pub separate_campuses: Vec<String>,
    /// Endings that make words in brackets an organisation.
    pub organisation_endings: Vec<String>,
    /// Endings of the name of an institute within an academy.
    pub institute_endings: Vec<String>,
    /// Domains of mail providers.
    pub webmail: Vec<String>,
    /// Colleges that are legal persons though named after a university.
    pub independent_colleges: Vec<String>,
}

impl UnitLexicon {
    /// The lists that are built into the program.
    pub fn standard() -> Self {
        STANDARD.clone()
    }

    /// The part of a mail address or domain that names an organisation (`pku.edu.cn` of
    /// `x@math.pku.edu.cn`), or none for mail providers and malformed addresses.
    pub fn mail_organisation(&self, address_or_domain: &str) -> Option<String> {
        const SECOND_LEVEL: &[&str] = &["edu", "ac", "com", "org", "net", "gov", "mil", "co"];
        let folded = address_or_domain.trim().to_ascii_lowercase();
        let domain = folded.rsplit('@').next().unwrap_or_default().trim_matches('.');
        if self.webmail.iter().any(|provider| provider == domain) {
            return None;
        }
        let labels: Vec<&str> = domain.split('.').collect();
        if labels.len() < 2 || labels.iter().any(|label| label.is_empty()) {
            return None;
        }
        let under_country = labels.len() > 2
            && labels[labels.len() - 1].len() == 2
            && SECOND_LEVEL.contains(&labels[labels.len() - 2]);
        let kept = if under_country { 3 } else { 2 };
        let organisation = labels[labels.len() - kept..].join(".");
        // `edu.cn` alone is no organisation.
        let bare = kept == 2 && SECOND_LEVEL.contains(&labels[labels.len() - 2]);
        (!bare && !self.webmail.contains(&organisation)).then_some(organisation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_lists_are_whole() {
        let lexicon = UnitLexicon::standard();
        assert!(lexicon.independent_colleges.len() > 100);
        assert!(lexicon.replacements.iter().all(|(old, new)| old != new));
    }

    #[test]
    fn mail_domains_name_organisations_but_webmail_does_not() {
        let lexicon = UnitLexicon::standard();
        for (address, organisation) in [
            ("a@math.pku.edu.cn", Some("pku.edu.cn")),
            ("PKU.EDU.CN", Some("pku.edu.cn")),
            ("b@ict.ac.cn", Some("ict.ac.cn")),
            ("c@mail.example.com", Some("example.com")),
            ("d@vip.qq.com", None),
            ("e@163.com", None),
            ("f@edu.cn", None),
            ("no address", None),
            ("", None),
        ] {
            assert_eq!(lexicon.mail_organisation(address).as_deref(), organisation, "{address}");
        }
    }
}
