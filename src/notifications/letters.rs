//! What does a letter say? Subject and body in the reader's language, in both where that is unknown.

use super::{
    model::Kept,
    templates::{Template, Templates, fill},
};
use crate::shared::Language;

/// A letter's subject and body.
pub(super) type Text = (String, String);

fn link_of(site: &str, link: Option<&str>) -> String {
    format!("{site}{}", link.unwrap_or("/messages"))
}

fn footer(templates: &Templates, language: Language, address: String) -> String {
    fill(templates.footer.get(language), &[("address".to_owned(), address)].into())
}

fn single(
    templates: &Templates,
    template: &Template,
    notice: &Kept,
    (site, language): (&str, Language),
) -> Text {
    let (subject, body) = template.worded(&notice.facts, language);
    let footer = footer(templates, language, link_of(site, notice.link.as_deref()));
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
    body.push(footer(templates, language, link_of(site, None)));
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
            single(templates, template, first, (site, language))
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
