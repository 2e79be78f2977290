//! How is a ballot drafted, changed and discarded?

use entity::{
    ids::{AgendaItemId, BallotId, NominationId, ReviewMeetingId, RoundId},
    vocabulary::{BallotState, BallotVariant},
};

use super::{
    caps::Limits,
    law::{Law, number},
    lines::{Asked, Bounds, numbers, unlisted},
    outcome,
    steer::{self, Deed, Steered, held_now, must_be, must_go_on, record},
    store::{self, BallotRow, LineRow, Listed},
};
use crate::{
    app::App,
    authz::{Action, Actor, permit, wall_of},
    awards, idempotency,
    meetings::{
        MeetingBook, MeetingError, book_of,
        model::{Grade, Meeting, Stage},
        tracker,
    },
    persistence::WriteTx,
    reviews::BadField,
    shared::{Bilingual, hex_sha256},
};

/// What a ballot is to be.
#[derive(Clone, Debug)]
pub(super) struct NewBallot {
    /// Code of the category.
    pub(super) category: String,
    pub(super) grade: Option<Grade>,
    pub(super) is_raise: bool,
    /// As the book says where it is none.
    pub(super) variant: Option<BallotVariant>,
    pub(super) items: Vec<AgendaItemId>,
    pub(super) cap: Option<u32>,
    pub(super) places: Option<u32>,
    pub(super) reason: Option<String>,
}

impl NewBallot {
    /// The reason, where one is given in words.
    fn reason(&self) -> Option<&str> {
        const LEAST: usize = 4;
        self.reason.as_deref().map(str::trim).filter(|text| text.chars().count() >= LEAST)
    }
}

/// Drafts a ballot of a meeting.
///
/// # Errors
/// Not granted, no such meeting, or one that is over; a nomination that cannot be listed, a number out of its bounds,
/// the officer walled off, the same request before, the records failing.
pub(super) async fn draft(
    app: &App,
    actor: &Actor,
    (meeting, new): (ReviewMeetingId, &NewBallot),
    key: &idempotency::Key,
) -> Result<BallotId, MeetingError> {
    permit(actor, Action::ManageMeetings)?;
    let tx = app.database.begin_write().await?;
    let held = held_now(app, &tx, meeting).await?;
    let id: BallotId = app.ids.next();
    if !idempotency::keep(&*tx, key, &id.to_string(), app.clock.now()).await? {
        return Err(MeetingError::Repeated);
    }
    must_go_on(&held.meeting)?;
    let fitted = fit(&tx, actor, (&held.meeting, None), new).await?;
    let lines = fitted.lines(id);
    let blank = BallotRow {
        id,
        meeting_id: meeting,
        title: String::new(),
        category: String::new(),
        grade: None,
        is_raise: false,
        variant: BallotVariant::Named,
        turn: 1,
        of_ballot: None,
        cap: 0,
        places: 0,
        law: serde_json::Value::Null,
        state: BallotState::Draft,
        opened_by: None,
        opened_at: None,
        closed_by: None,
        closed_at: None,
        roll_digest: None,
        sealed_key: None,
        tally: None,
        tally_digest: None,
        version: 1,
    };
    store::insert(&*tx, fitted.onto(blank, new)?).await?;
    store::insert_lines(&*tx, lines).await?;
    let digest = fitted.digest();
    let deed = Deed { name: "draft_ballot", digest: Some(digest), reason: new.reason() };
    record(app, &tx, (actor, id), deed).await?;
    tracker::touch(&tx, meeting).await?;
    tx.commit().await?;
    Ok(id)
}

/// Changes a draft.
///
/// # Errors
/// As [`draft`]; another version; no draft, or one that decides a tie: its lines are those of the tie.
pub(super) async fn change(
    app: &App,
    actor: &Actor,
    of: (BallotId, i64),
    new: &NewBallot,
) -> Result<(), MeetingError> {
    permit(actor, Action::ManageMeetings)?;
    let tx = app.database.begin_write().await?;
    let Steered { held, ballot, .. } = steer::steered(app, &tx, actor, of).await?;
    must_be(&ballot, BallotState::Draft)?;
    must_go_on(&held.meeting)?;
    if ballot.of_ballot.is_some() {
        return Err(MeetingError::refused(
            "并列票的再次表决不能更改项目；可以取消后重新发起",
            "a ballot on a tie lists what was tied: discard it and begin it anew instead",
        ));
    }
    let fitted = fit(&tx, actor, (&held.meeting, Some(ballot.id)), new).await?;
    let (id, lines) = (ballot.id, fitted.lines(ballot.id));
    let version = ballot.version + 1;
    store::delete_lines(&*tx, id).await?;
    store::save(&*tx, BallotRow { version, ..fitted.onto(ballot, new)? }).await?;
    store::insert_lines(&*tx, lines).await?;
    let digest = fitted.digest();
    let deed = Deed { name: "change_ballot", digest: Some(digest), reason: new.reason() };
    record(app, &tx, (actor, id), deed).await?;
    tracker::touch(&tx, held.meeting.id).await?;
    tx.commit().await?;
    Ok(())
}

/// Discards a draft.
///
/// # Errors
/// Not granted, not found, another version, no draft, the officer walled off, the records failing.
pub(super) async fn discard(
    app: &App,
    actor: &Actor,
    of: (BallotId, i64),
) -> Result<(), MeetingError> {
    permit(actor, Action::ManageMeetings)?;
    let tx = app.database.begin_write().await?;
    let Steered { held, ballot, .. } = steer::steered(app, &tx, actor, of).await?;
    must_be(&ballot, BallotState::Draft)?;
    store::delete(&*tx, ballot.id).await?;
    let deed = Deed { name: "discard_ballot", ..Deed::default() };
    record(app, &tx, (actor, ballot.id), deed).await?;
    tracker::touch(&tx, held.meeting.id).await?;
    tx.commit().await?;
    Ok(())
}

/// What a ballot becomes under the rules.
struct Fitted {
    listed: Vec<Listed>,
    law: Law,
    title: String,
    variant: BallotVariant,
}

impl Fitted {
    fn lines(&self, ballot: BallotId) -> Vec<LineRow> {
        let line = |(number, one): (i32, &Listed)| LineRow {
            ballot_id: ballot,
            number,
            item_id: one.item,
            nomination_id: one.nomination,
        };
        (1..).zip(&self.listed).map(line).collect()
    }

    /// The row of a ballot with what it is on.
    fn onto(&self, row: BallotRow, new: &NewBallot) -> Result<BallotRow, MeetingError> {
        Ok(BallotRow {
            title: self.title.clone(),
            category: new.category.clone(),
            grade: new.grade,
            is_raise: new.is_raise,
            variant: self.variant,
            cap: stored(self.law.cap),
            places: stored(self.law.places),
            law: law_as_json(&self.law)?,
            ..row
        })
    }

    /// SHA-256 of what is listed and by what it is counted.
    fn digest(&self) -> String {
        let listed: Vec<String> =
            self.listed.iter().map(|one| one.nomination.to_string()).collect();
        hex_sha256(format!("{:?}\n{}", self.law, listed.join("\n")).as_bytes())
    }
}

/// A number as the tables keep it.
pub(super) fn stored(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// A law as the tables keep it.
///
/// # Errors
/// It cannot be written, which none of its parts allows.
pub(super) fn law_as_json(law: &Law) -> Result<serde_json::Value, MeetingError> {
    serde_json::to_value(law).map_err(|error| MeetingError::Inside(error.to_string()))
}

/// By what a ballot of a meeting is counted, as the book has it now; none where the book says nothing of it.
pub(super) fn law_now(
    book: &MeetingBook,
    (stage, category, grade): (Stage, &str, Option<Grade>),
    (cap, places): (u32, u32),
) -> Option<Law> {
    Some(Law {
        quorum: book.quorum,
        threshold: book.threshold(stage, category, grade)?,
        cap,
        places,
        recused_counts: book.recused_counts_in_denominator,
        at_quorum: book.recused_at_quorum,
        most_turns: book.most_turns,
        last_tie: book.last_tie,
    })
}

/// What the book of the results says of numbers and grades, for a round.
///
/// # Errors
/// The records failing; a text that cannot be read.
pub(super) async fn limits(tx: &WriteTx, round: RoundId) -> Result<Limits, MeetingError> {
    let text = awards::book_text(&**tx, round, "results").await?;
    Ok(Limits::of_book(text.as_deref())?)
}

/// The agenda's items that are to be listed, each with what speaks against it.
async fn chosen(
    tx: &WriteTx,
    actor: &Actor,
    (meeting, own): (&Meeting, Option<BallotId>),
    (new, limits): (&NewBallot, &Limits),
) -> Result<Vec<Listed>, MeetingError> {
    let agenda = store::listed(&**tx, meeting.id).await?;
    let wall = wall_of(&**tx, actor).await?;
    // Before anything is said of it.
    if agenda.iter().any(|one| new.items.contains(&one.item) && wall.hides(one.nomination)) {
        return Err(MeetingError::Walled);
    }
    let taken = voted_on(tx, (meeting, own), new.grade).await?;
    let asked = Asked {
        category: &new.category,
        grade: new.grade,
        is_raise: new.is_raise,
        grades: limits.grades,
    };
    let (mut listed, mut faults) = (Vec::new(), Vec::new());
    for (at, item) in new.items.iter().enumerate() {
        let place = format!("/items/{at}");
        let Some(one) = agenda.iter().find(|one| one.item == *item) else {
            let words = Bilingual::new("议程中没有该项目", "no such item on the agenda");
            faults.push(BadField::new(place, "unknown", words));
            continue;
        };
        let is_twice = new.items.iter().take(at).any(|other| other == item);
        if is_twice || taken.contains(&one.nomination) {
            let words = Bilingual::new(
                format!("“{}”已列入同一等级的表决", one.title),
                format!("“{}” is listed for this grade already", one.title),
            );
            faults.push(BadField::new(place, "listed", words));
        } else if let Some((code, words)) = unlisted(&asked, one) {
            faults.push(BadField::new(place, code, words));
        }
        listed.push(one.clone());
    }
    if faults.is_empty() { Ok(listed) } else { Err(MeetingError::Invalid(faults)) }
}

/// The nominations on which other ballots of the meeting vote, or voted, for a grade.
async fn voted_on(
    tx: &WriteTx,
    (meeting, own): (&Meeting, Option<BallotId>),
    grade: Option<Grade>,
) -> Result<Vec<NominationId>, MeetingError> {
    let mut taken = Vec::new();
    for ballot in store::of_meeting(&**tx, meeting.id).await? {
        let counts = ballot.state != BallotState::Void && Some(ballot.id) != own;
        if counts && ballot.grade == grade {
            let lines = store::lines(&**tx, ballot.id).await?;
            taken.extend(lines.into_iter().map(|line| line.nomination_id));
        }
    }
    Ok(taken)
}

/// Looks whether a ballot may be drafted as it is asked for.
async fn fit(
    tx: &WriteTx,
    actor: &Actor,
    of: (&Meeting, Option<BallotId>),
    new: &NewBallot,
) -> Result<Fitted, MeetingError> {
    let meeting = of.0;
    if meeting.category.as_ref().is_some_and(|category| *category != new.category) {
        let (zh, en) = ("该会议不审这一奖种", "the meeting is not for this category");
        return Err(MeetingError::field("/category", "category", zh, en));
    }
    let book = book_of(&**tx, meeting.round).await?;
    let limits = limits(tx, meeting.round).await?;
    let listed = chosen(tx, actor, of, (new, &limits)).await?;
    let lines = number(listed.len());
    let most_places = most_places(tx, meeting, (new, &limits)).await?.unwrap_or(lines);
    if most_places == 0 {
        return Err(full());
    }
    let usual = book.cap(meeting.stage, new.grade, lines);
    let bounds = Bounds { lines, usual, most_places };
    let (cap, places) = numbers((new.cap, new.places), bounds, new.reason().is_some())
        .map_err(MeetingError::Invalid)?;
    let on = (meeting.stage, new.category.as_str(), new.grade);
    let law = law_now(&book, on, (cap, places)).ok_or_else(|| {
        let (zh, en) =
            ("规则没有该奖种和等级的表决", "the rules have no vote on this category and grade");
        MeetingError::field("/grade", "no_threshold", zh, en)
    })?;
    let title = title(tx, meeting.round, new).await?;
    Ok(Fitted { listed, law, title, variant: new.variant.unwrap_or(book.variant) })
}

/// No place is left of the numbers of article 9.
pub(super) fn full() -> MeetingError {
    MeetingError::refused(
        "该奖种和等级的授奖数已满（X25 第九条）",
        "no further award may be made of this category and grade (X25 art. 9)",
    )
}

/// How many lines of a ballot of the council may pass; none at the other points of the way, which award nothing.
async fn most_places(
    tx: &WriteTx,
    meeting: &Meeting,
    (new, limits): (&NewBallot, &Limits),
) -> Result<Option<u32>, MeetingError> {
    if meeting.stage != Stage::Council {
        return Ok(None);
    }
    let ballots = store::of_round(&**tx, meeting.round, Some(Stage::Council)).await?;
    let ballots: Vec<BallotRow> = ballots.into_iter().map(|(_, ballot)| ballot).collect();
    let standing = outcome::standing(&store::counted(&**tx, &ballots).await?);
    Ok(Some(limits.places(&standing, &new.category, (new.grade, new.is_raise))))
}

/// What a ballot is called, in the words of its round.
async fn title(tx: &WriteTx, round: RoundId, new: &NewBallot) -> Result<String, MeetingError> {
    let categories = awards::categories(&**tx, round).await?;
    let category = categories.into_iter().find(|one| one.code == new.category);
    let category = category.map_or_else(|| new.category.clone(), |one| one.name);
    let grade = match new.grade {
        Some(Grade::Special) => "特等奖",
        Some(Grade::First) => "一等奖",
        Some(Grade::Second) => "二等奖",
        None => "",
    };
    let raise = if new.is_raise { "（提高等级）" } else { "" };
    Ok(format!("{category}{grade}{raise}"))
}
