//! What does a letter say? Subject and body in the reader's language, in both where that is unknown.

use std::collections::BTreeMap;

use super::{
    model::Kept,
    templates::{Template, Templates, fill},
};
use crate::shared::{Bilingual, Language};

/// A letter's subject and body.
pub(super) type Text = (String, String);

fn link_of(site: &str, link: Option<&str>) -> String {
    format!("{site}{}", link.unwrap_or("/messages"))
}

fn footer(words: &Bilingual, language: Language, address: String) -> String {
    fill(words.get(language), &[("address".to_owned(), address)].into())
}

/// The letter that carries one notice with these facts and this link.
pub(super) fn single(
    templates: &Templates,
    template: &Template,
    (facts, link): (&BTreeMap<String, String>, Option<&str>),
    (site, language): (&str, Language),
) -> Text {
    let (subject, body) = template.worded(facts, language);
    let words = template.footer.as_ref().unwrap_or(&templates.footer);
    let footer = footer(words, language, link_of(site, link));
    (subject, format!("{body}\n\n{footer}\n"))
}

fn digest(
    templates: &Templates,
    notices: &[(&Template, &Kept)],
    (site, language): (&str, Language),
) -> Text {
    let count = [("count".to_owned(), notices.len().to_string())].into();
    let subject = fill(templates.digest.subject.get(language), &count);
    let mut body = vec![fill(templates.digest.opening.get(language), &count)];
    for (number, (template, notice)) in notices.iter().enumerate() {
        let (subject, text) = template.worded(&notice.facts, language);
        let address = link_of(site, notice.link.as_deref());
        body.push(format!("{}. {subject}\n   {text}\n   {address}", number + 1));
    }
    body.push(footer(&templates.footer, language, link_of(site, None)));
    (subject, format!("{}\n", body.join("\n\n")))
}

/// The letter that carries `notices`; none where nothing is left to say.
pub(super) fn worded(
    templates: &Templates,
    notices: &[Kept],
    is_digest: bool,
    (site, language): (&str, Option<Language>),
) -> Option<Text> {
    let standing: Vec<(&Template, &Kept)> = notices
        .iter()
        .filter(|one| !one.is_superseded)
        .filter_map(|one| Some((templates.of(one.kind?)?, one)))
        .collect();
    let &(template, first) = standing.first()?;
    let in_language = |language| {
        if is_digest {
            digest(templates, &standing, (site, language))
        } else {
            let said = (&first.facts, first.link.as_deref());
            single(templates, template, said, (site, language))
        }
    };
    Some(if let Some(language) = language {
        in_language(language)
    } else {
        let (zh, en) = (in_language(Language::Chinese), in_language(Language::English));
        (format!("{} / {}", zh.0, en.0), format!("{}\n----\n\n{}", zh.1, en.1))
    })
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::notifications::{Kind, templates::templates};

    fn kept(kind: Kind, is_superseded: bool) -> Kept {
        Kept {
            id: uuid::Uuid::nil().into(),
            kind: Some(kind),
            account: None,
            recipient: String::new(),
            address: None,
            subject: String::new(),
            caused_by: None,
            facts: [("number".to_owned(), "2027-N-001".to_owned())].into(),
            link: Some("/x".to_owned()),
            created_at: DateTime::UNIX_EPOCH,
            read_at: None,
            is_superseded,
        }
    }

    #[test]
    fn a_letter_is_in_one_language_or_in_both_with_chinese_first() {
        let templates = templates().unwrap();
        let notices = [kept(Kind::Accepted, false)];
        let site = "https://laurel.example.org";
        let (subject, body) =
            worded(templates, &notices, false, (site, Some(Language::English))).unwrap();
        assert_eq!(subject, "Accepted: 2027-N-001 —");
        assert!(body.contains("https://laurel.example.org/x") && !body.contains("受理"), "{body}");
        let (subject, body) = worded(templates, &notices, false, (site, None)).unwrap();
        assert!(subject.starts_with("已受理：2027-N-001") && subject.contains(" / Accepted"));
        assert!(body.find("予以受理").unwrap() < body.find("is accepted").unwrap());
    }

    #[test]
    fn a_letter_to_somebody_without_an_account_does_not_ask_him_to_sign_in() {
        let templates = templates().unwrap();
        let notices = [kept(Kind::NomineeAsked, false)];
        let (_, body) =
            worded(templates, &notices, false, ("https://laurel.example", None)).unwrap();
        let (zh, en) = body.split_once("----").unwrap();
        assert!(zh.contains("无需登录") && !zh.contains("请登录"), "{zh}");
        assert!(en.contains("no signing in") && !en.contains("Please sign in"), "{en}");
        assert!(zh.contains("https://laurel.example/x") && en.contains("https://laurel.example/x"));
    }

    #[test]
    fn a_digest_leaves_out_what_a_newer_notice_stands_for() {
        let templates = templates().unwrap();
        let notices = [
            kept(Kind::CorrectionDue, true),
            kept(Kind::MaterialDue, false),
            kept(Kind::CorrectionDue, false),
        ];
        let with = ("https://laurel.example.org", Some(Language::Chinese));
        let (subject, body) = worded(templates, &notices, true, with).unwrap();
        assert_eq!(subject, "桂冠：2 条通知");
        assert!(body.contains("1. 材料期限提醒") && body.contains("2. 补正期限提醒"), "{body}");
        assert!(worded(templates, &notices[..1], true, with).is_none());
    }
}
