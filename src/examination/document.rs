//! What does the notice of acceptance, or of refusal, look like on paper (受理通知书、不予受理通知书)?

use chrono::{DateTime, Utc};
use entity::{ids::ExaminationId, vocabulary::ExaminationStanding as Standing};

use super::{
    errors::ExaminationError,
    model::Examination,
    society::{Objected, objected},
    store,
};
use crate::{
    app::App,
    awards,
    exchange::pdf::{Document, Meta},
    nominations::{Place, check_book_of, place},
    shared::{Language, beijing, hex_sha256},
};

/// What is told of a notice to everybody who has its digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedNotice {
    /// Number of a nomination that was accepted; what was not accepted is named to nobody.
    pub accepted: Option<String>,
    /// When it was decided.
    pub issued_at: DateTime<Utc>,
}

/// The notice that bears a digest.
///
/// # Errors
/// The records failing.
pub async fn issued(app: &App, digest: &str) -> Result<Option<IssuedNotice>, ExaminationError> {
    let tx = app.database.begin_read().await?;
    let Some(one) = store::of_notice(&*tx, digest).await? else { return Ok(None) };
    let Some(issued_at) = one.decided_at else { return Ok(None) };
    let place = place(&tx, one.nomination).await?.ok_or(ExaminationError::NotFound)?;
    let accepted = (one.standing == Standing::Accepted).then_some(place.number);
    Ok(Some(IssuedNotice { accepted, issued_at }))
}

/// The digest that a notice bears. The key of the examination, which only its parties see, is in it: nobody
/// learns by guessing whether a number was accepted.
pub(super) fn digest_of(
    one: &Examination,
    number: &str,
    failed: &[Objected],
) -> Result<String, serde_json::Error> {
    let id = one.id.to_string();
    let said = (id, number, one.standing.as_str(), one.decided_at, failed);
    Ok(hex_sha256(&serde_json::to_vec(&said)?))
}

/// The notice of a decided examination. Who may ask is the caller's to know.
///
/// # Errors
/// It is not decided, the records or the press failing.
pub(super) async fn notice(
    app: &App,
    (id, language): (ExaminationId, Language),
) -> Result<Vec<u8>, ExaminationError> {
    let inside = app.press.enter()?;
    let tx = app.database.begin_read().await?;
    let one = store::find(&*tx, id).await?.ok_or(ExaminationError::NotFound)?;
    if !matches!(one.standing, Standing::Accepted | Standing::Refused) {
        return Err(ExaminationError::NotFound);
    }
    let place = place(&tx, one.nomination).await?.ok_or(ExaminationError::NotFound)?;
    let rounds = awards::list_rounds(&*tx).await?;
    let year = rounds.iter().find(|round| round.id == one.round).map_or(0, |round| round.year);
    let given = store::verdicts_of(&*tx, (one.id, one.attempt)).await?;
    let book = check_book_of(&*tx, one.round).await?;
    drop(tx);
    let failed = objected(book, &one, &given);
    // The press keeps a document under the digest of all that it is made from.
    let said = digest_of(&one, &place.number, &failed)?;
    let made_from = (said, &one.notice_digest, place.title.as_str(), language == Language::English);
    let kept = hex_sha256(&serde_json::to_vec(&made_from)?);
    let work = move || {
        set(&one, &place, (year, language), &failed).render().map_err(ExaminationError::from)
    };
    app.press.make(inside, Some(&kept), work).await
}

fn set(
    one: &Examination,
    place: &Place,
    (year, language): (i32, Language),
    failed: &[Objected],
) -> Document {
    let say = |zh: &str, en: &str| match language {
        Language::Chinese => zh.to_owned(),
        Language::English => en.to_owned(),
    };
    let is_accepted = one.standing == Standing::Accepted;
    let title = if is_accepted {
        say("形式审查受理通知书", "Notice of acceptance")
    } else {
        say("形式审查不予受理通知书", "Notice of non-acceptance")
    };
    let mut document = Document::new(Meta {
        number: place.number.clone(),
        title,
        issuer: say(
            "国家科学技术奖励工作办公室",
            "National Office for Science and Technology Awards",
        ),
        // What was decided before digests were kept bears none, rather than one that nobody knows.
        digest: one.notice_digest.clone().unwrap_or_default(),
        language,
        made_at: one.decided_at,
        ..Meta::default()
    });
    document.facts([
        (say("年度", "Round"), year.to_string()),
        (say("提名号", "Number"), place.number.clone()),
        (say("项目名称", "Project"), place.title.clone()),
        (say("奖种", "Award"), place.category.clone()),
        (
            say("结论时间（北京时间）", "Decided (Beijing time)"),
            one.decided_at.map(beijing).unwrap_or_default(),
        ),
    ]);
    document.paragraph(if is_accepted {
        say(
            "经形式审查，该提名符合《国家科学技术奖励条例》及其实施细则规定的提名条件，予以受理（实施细则第六十四条）。受理项目将按规定公示。",
            "The formal examination found that the nomination meets the conditions of the Regulations and of the Rules for their implementation; it is accepted (art. 64 of the Rules), and will be made public.",
        )
    } else {
        say(
            "经形式审查，该提名有下列不符合提名条件的情形，不予受理（实施细则第六十四条）。每一项均经两名以上审查人员确认。",
            "The formal examination found the following against the nomination; it is not accepted (art. 64 of the Rules). Each was confirmed by two examiners at least.",
        )
    });
    for (at, one) in (1..).zip(failed) {
        document.heading(format!("{at}. {} {}", one.rule, one.text.get(language)));
        let mut facts = vec![
            (say("依据", "Clause"), one.clause.clone()),
            (say("理由", "Reason"), one.reason.clone()),
        ];
        facts.extend(one.fix.clone().map(|fix| (say("如何改正", "What mends it"), fix)));
        document.facts(facts);
    }
    if !is_accepted {
        document.note(say(
            "对本通知有异议的，可由提名者在收到之日起向奖励办公室书面提出，由未参加本次审查的人员复核。",
            "Whoever disagrees may write to the office through the nominator; others than those who examined look at it again.",
        ));
    }
    document
}
