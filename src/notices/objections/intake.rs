//! How does an objection come in? In time, with evidence, once, and with who objects sealed apart.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    ids::ObjectionId,
    vocabulary::{ObjectionKind, ObjectionParty as Party, ObjectionState, Role},
};

use super::{
    held::{self, Happened, Held, OBJECTOR, ObjectionError},
    own,
    record::{Entry, Identity, NewObjection, Window, Wrong, inspect, marked},
    rules::ObjectionRules,
    store::{self, File, Objection},
};
use crate::{
    app::App,
    files::{self, Content},
    notices::publicity,
    notifications::{Kind, To},
    shared::{Bilingual, hex_sha256},
};

/// How long the same form sent again is answered with the same code.
const REPEATED_MINUTES: i64 = 10;
/// Hexadecimal digits of a receipt code: 128 bits.
const CODE_DIGITS: usize = 32;

/// What the objector is given: the number, and the code that follows the case.
#[derive(Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Key.
    pub id: ObjectionId,
    /// Number.
    pub number: String,
    /// When it was received.
    pub received_at: DateTime<Utc>,
    /// The code; none where it was shown too long ago.
    pub code: Option<String>,
}

impl std::fmt::Debug for Receipt {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Receipt").field("number", &self.number).finish_non_exhaustive()
    }
}

/// The digits of a code as somebody typed it.
pub(super) fn digits(code: &str) -> String {
    code.chars().filter(char::is_ascii_hexdigit).map(|one| one.to_ascii_lowercase()).collect()
}

/// What is kept of a code.
pub(super) fn code_digest(code: &str) -> String {
    hex_sha256(format!("objection-receipt:{}", digits(code)).as_bytes())
}

/// The code of a form: as random as its word, and told by nobody who has not the key.
fn code_of(app: &App, token: &str) -> String {
    let code = app.sealer.fingerprint(format!("objection-receipt:{token}").as_bytes());
    code.chars().take(CODE_DIGITS).collect()
}

/// Where who objected is kept: a word that the database alone cannot make of the objection's key.
pub(super) fn place_of(app: &App, id: ObjectionId) -> String {
    app.sealer.fingerprint(format!("objection-identity:{id}").as_bytes())
}

/// The entry that somebody would object to, with whether it is open at `now`.
///
/// # Errors
/// No such entry, an award without objections, the records failing.
pub async fn entry(
    app: &App,
    place: (&str, u32),
    now: DateTime<Utc>,
) -> Result<Entry, ObjectionError> {
    let (database, rules) = (app.database.reader(), ObjectionRules::in_force()?);
    let asked = (now, rules.intake.allows_anonymous);
    let mut entry = store::entry(database, place, asked).await?.ok_or(ObjectionError::NotFound)?;
    if !rules.categories.contains(&entry.category) {
        return Err(ObjectionError::Category);
    }
    // An entry of a publicity that a later one took the place of is over.
    let shown = publicity::shown(database, entry.nomination).await?;
    let is_open = shown.is_some_and(|one| one.publicity == entry.publicity && one.is_open_at(now));
    if !is_open {
        entry.window = Window { closes_at: entry.window.closes_at.min(now), ..entry.window };
    }
    Ok(entry)
}

/// Takes an objection that reached the server at `now`.
///
/// # Errors
/// Not open, too many, faults of what was typed; the records or the store of files failing.
pub async fn file(
    app: &App,
    new: NewObjection,
    now: DateTime<Utc>,
) -> Result<Receipt, ObjectionError> {
    let rules = ObjectionRules::in_force()?;
    let form_digest = hex_sha256(format!("objection-form:{}", new.token).as_bytes());
    let database = app.database.reader();
    if let Some(earlier) = store::by_form(database, &form_digest).await? {
        return Ok(again(app, &earlier, &new.token, now));
    }
    let entry = entry(app, (&new.publicity, new.position), now).await?;
    if !entry.window.is_open() {
        return Err(ObjectionError::NotOpen(entry.window));
    }
    let place = (entry.publicity, entry.nomination);
    let recent = store::received_since(database, place, now - TimeDelta::hours(1)).await?;
    if recent >= rules.intake.most_an_hour {
        return Err(ObjectionError::TooMany);
    }
    let mut faults = new.faults(rules, entry.allows_anonymous);
    if new.token.len() < 16 {
        let what =
            Bilingual::new("请从公示页面重新打开表单", "open the form anew from the publicity");
        faults.push(Wrong::new("token", what));
    }
    let files = match inspect(rules, new.files.clone()) {
        Ok(files) => files,
        Err(wrong) => {
            faults.extend(wrong);
            Vec::new()
        }
    };
    let Some(kind) = new.kind.filter(|_| faults.is_empty()) else {
        return Err(ObjectionError::Wrong(faults));
    };
    let kept = put(app, files).await?;
    keep(app, &new, (kind, &entry, form_digest), (kept, now)).await
}

/// Keeps the bytes, and says what they are.
///
/// # Errors
/// A file with a mark of classification, of which no byte is kept; the store of files failing.
pub(super) async fn put(
    app: &App,
    files: Vec<(Content, Vec<u8>)>,
) -> Result<Vec<Content>, ObjectionError> {
    for (number, (_, bytes)) in (1..).zip(&files) {
        if let Some(kind) = files::mark(bytes.clone()).await? {
            let (place, place_en) = (format!("第 {number} 份材料"), format!("file {number}"));
            return Err(ObjectionError::Wrong(vec![marked("files", kind, (&place, &place_en))]));
        }
    }
    let mut kept = Vec::new();
    for (content, bytes) in files {
        app.files.put(&content, bytes).await?;
        kept.push(content);
    }
    Ok(kept)
}

fn again(app: &App, earlier: &Objection, token: &str, now: DateTime<Utc>) -> Receipt {
    let is_fresh = now - earlier.received_at < TimeDelta::minutes(REPEATED_MINUTES);
    Receipt {
        id: earlier.id,
        number: earlier.number.clone(),
        received_at: earlier.received_at,
        code: is_fresh.then(|| code_of(app, token)),
    }
}

async fn keep(
    app: &App,
    new: &NewObjection,
    (kind, entry, form_digest): (ObjectionKind, &Entry, String),
    (files, now): (Vec<Content>, DateTime<Utc>),
) -> Result<Receipt, ObjectionError> {
    let id: ObjectionId = app.ids.next();
    let code = code_of(app, &new.token);
    let word = app.sealer.fingerprint(format!("objection-number:{id}").as_bytes());
    let number: String = "Y".chars().chain(word.chars().take(8)).collect::<String>().to_uppercase();
    let row = Objection {
        is_named: new.identity.is_some(),
        facts: new.facts.trim().to_owned(),
        form_digest: form_digest.clone(),
        receipt_digest: code_digest(&code),
        ..empty(id, entry, (kind, &number, now))
    };
    let tx = app.database.begin_write().await?;
    if !store::insert(&*tx, row.clone()).await? {
        drop(tx);
        let earlier = store::by_form(app.database.reader(), &form_digest).await?;
        let earlier = earlier.ok_or(ObjectionError::Stale)?;
        return Ok(again(app, &earlier, &new.token, now));
    }
    if let Some(identity) = &new.identity {
        seal(app, &tx, (id, identity)).await?;
    }
    let mut held = held::take(tx, row).await?;
    add_files(app, &held, (Party::Objector, files)).await?;
    held.give(app, (Party::Office, "screen"), own::kept(own::SCREEN)).await?;
    held.note(app, Happened { what: "received", by: OBJECTOR, ..Happened::default() }).await?;
    for role in [Role::AwardOffice, Role::AwardAdmin] {
        held.tell(app, (To::Role(role), Kind::ObjectionReceived), None).await?;
    }
    held.close(app).await?;
    Ok(Receipt { id, number, received_at: now, code: Some(code) })
}

fn empty(
    id: ObjectionId,
    entry: &Entry,
    (kind, number, now): (ObjectionKind, &str, DateTime<Utc>),
) -> Objection {
    Objection {
        id,
        nomination_id: entry.nomination,
        publicity_id: entry.publicity,
        number: number.to_owned(),
        kind,
        state: ObjectionState::Received,
        is_named: false,
        facts: String::new(),
        received_at: now,
        form_digest: String::new(),
        receipt_digest: String::new(),
        screened_by: None,
        screened_at: None,
        refusal: None,
        screening_text: None,
        summary: None,
        record: None,
        recorded_by: None,
        recorded_at: None,
        finding: None,
        outcome: None,
        effect: None,
        outcome_text: None,
        proposed_by: None,
        proposed_at: None,
        decided_by: None,
        decided_at: None,
        next_due_at: None,
        version: 0,
    }
}

async fn seal(
    app: &App,
    tx: &crate::persistence::WriteTx,
    (id, identity): (ObjectionId, &Identity),
) -> Result<(), ObjectionError> {
    let place = place_of(app, id);
    let text = serde_json::to_string(identity).unwrap_or_default();
    let sealed = app.sealer.seal(&place, &text)?;
    Ok(store::keep_identity(&**tx, place, sealed).await?)
}

/// Adds files of a party after the last one. A number is all the name that they have.
pub(super) async fn add_files(
    app: &App,
    held: &Held,
    (party, contents): (Party, Vec<Content>),
) -> Result<(), ObjectionError> {
    let now = app.clock.now();
    let last = store::files(&*held.tx, held.case.id).await?.last().map_or(0, |file| file.number);
    for (number, content) in (last + 1..).zip(contents) {
        files::record(&*held.tx, &content, now).await?;
        let row = File {
            id: app.ids.next(),
            objection_id: held.case.id,
            number,
            digest: content.digest,
            media_type: content.media_type.to_owned(),
            size_bytes: i64::try_from(content.size_bytes).unwrap_or(i64::MAX),
            added_at: now,
            party,
        };
        store::add_file(&*held.tx, row).await?;
    }
    Ok(())
}
