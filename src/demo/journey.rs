//! How does a complete dossier go its whole way? By the deeds of those who take it: for the demonstration,
//! the tests and the measuring of load.

use anyhow::Context as _;
use chrono::{DateTime, Duration, Utc};
use entity::{
    ids::{AccountId, DossierId, SubmissionId},
    vocabulary::{CouncilBody, NomineeReply, PublicityOutcome, Role},
};
use futures_util::stream;

pub use super::complete::Complete;

use super::complete::paper;
use crate::{
    app::App,
    authz::{Actor, Grant},
    nominations::{
        attachments::{self, Announced, Proof},
        dossier::{self, Address, Edit, NewDossier, Value},
        people::{self, CONSENT, Opened, Reply},
        process::{self, NewDossierResolution, NewPublicity, PublicityEnd},
        submission,
    },
    shared::china_day,
};

/// Who takes a dossier its way, in which round, by which clock.
pub struct Journey<'a> {
    /// What the use cases reach for.
    pub app: &'a App,
    /// Year of the round.
    pub year: i32,
    /// Code of the society.
    pub society: &'a str,
    /// Sets the clock of `app`.
    pub set_clock: &'a (dyn Fn(DateTime<Utc>) + Sync),
    /// The day on which the way ends.
    pub today: DateTime<Utc>,
}

impl Journey<'_> {
    /// Somebody of the society.
    pub fn actor(&self, username: &str, role: Role) -> Actor {
        Actor {
            account: AccountId(uuid::Uuid::nil()),
            username: username.to_owned(),
            grants: vec![Grant { role, society_code: Some(self.society.to_owned()) }],
        }
    }

    fn clerk(&self) -> Actor {
        self.actor("clerk", Role::SocietyClerk)
    }

    fn head(&self) -> Actor {
        self.actor("head", Role::SocietyHead)
    }

    fn days_ago(&self, days: i64) -> DateTime<Utc> {
        let then = self.today - Duration::days(days);
        (self.set_clock)(then);
        then
    }

    /// Writes the dossier with its attachments.
    ///
    /// # Errors
    /// The use cases refuse, the records failing.
    pub async fn write(&self, complete: &Complete) -> anyhow::Result<DossierId> {
        self.days_ago(20);
        let (app, clerk) = (self.app, self.clerk());
        let new =
            NewDossier { society_id: self.society.to_owned(), form_id: complete.form.clone() };
        let id = dossier::create(app, &clerk, self.year, new, None).await?;
        let edit = |(address, value): (&Address, &Value)| Edit {
            address: address.clone(),
            value: Some(value.clone()),
            seen: 0,
            base: Vec::new(),
        };
        let edits: Vec<Edit> = complete.values.iter().map(edit).collect();
        for part in edits.chunks(400) {
            dossier::edit(app, &clerk, id, part, None).await?;
        }
        for file in &complete.attachment {
            let announced = Announced {
                name: file.name.clone(),
                media_type: file.media_type.clone(),
                ..Announced::default()
            };
            upload(app, &clerk, id, (announced, file.bytes()?)).await?;
        }
        Ok(id)
    }

    /// Lets everybody confirm.
    ///
    /// # Errors
    /// The use cases refuse, the records failing.
    pub async fn confirm(&self, id: DossierId, complete: &Complete) -> anyhow::Result<()> {
        for link in people::issue(self.app, &self.clerk(), id, None, None).await? {
            let token = link.token.context("a link without its word")?;
            let Opened::Asks(page) = people::open(self.app, &token).await? else {
                anyhow::bail!("the link of {} does not ask", link.row)
            };
            let number = complete.document_of(&link.row);
            let reply = Reply {
                reply: NomineeReply::Confirmed,
                facts_digest: page.facts.digest,
                agreed: CONSENT.statements.iter().map(|one| one.code.clone()).collect(),
                identity: number.get(number.len().saturating_sub(4)..).unwrap_or("").to_owned(),
                signature: link.name,
                relations: Vec::new(),
                reason: String::new(),
            };
            people::answer(self.app, &token, &reply).await?;
        }
        Ok(())
    }

    /// Takes the dossier through review, publicity and council. Where its award knows no publicity before it is
    /// nominated, the council's word is what the review waits for, and somebody else than who asked writes it down.
    ///
    /// # Errors
    /// The use cases refuse, the records failing.
    pub async fn approve(&self, id: DossierId, complete: &Complete) -> anyhow::Result<()> {
        let (clerk, head) = (self.clerk(), self.head());
        process::request_review(self.app, &clerk, (id, None), None).await?;
        if complete.is_made_public() {
            self.days_ago(13);
            process::pass_review(self.app, &head, (id, None)).await?;
            self.make_public(id, complete).await?;
            self.resolve(&clerk, id).await?;
        } else {
            self.resolve(&head, id).await?;
        }
        self.days_ago(0);
        Ok(())
    }

    /// Shows the dossier for a week, to which nobody objects.
    async fn make_public(&self, id: DossierId, complete: &Complete) -> anyhow::Result<()> {
        let (app, clerk) = (self.app, self.clerk());
        let begun = self.days_ago(12);
        let new = NewPublicity {
            places: vec!["学会网站".to_owned(), "各完成单位公告栏".to_owned()],
            starts_on: china_day(begun),
            ends_on: china_day(begun + Duration::days(7)),
            units: complete.units(),
            missing_units: Vec::new(),
            proofs: Vec::new(),
        };
        process::begin_publicity(app, &clerk, id, new, None).await?;
        self.days_ago(4);
        let end = PublicityEnd {
            outcome: PublicityOutcome::NoObjection,
            objections: Vec::new(),
            is_affected: false,
            proofs: vec![prove_publicity(app, &clerk, id).await?],
        };
        Ok(process::end_publicity(app, &clerk, (id, None), end).await?)
    }

    /// Writes down that the council agreed.
    async fn resolve(&self, by: &Actor, id: DossierId) -> anyhow::Result<()> {
        let met = self.days_ago(3);
        let new = NewDossierResolution {
            dossiers: vec![id.0],
            body: CouncilBody::StandingCouncil,
            held_on: china_day(met),
            members: 31,
            present: 25,
            in_favour: 24,
            against: 0,
            abstained: 1,
            recused: 0,
            minutes: "会议听取了遴选和公示情况，同意提名。（演示数据）".to_owned(),
            minutes_attachment: None,
        };
        process::resolve(self.app, by, self.year, new, None).await?;
        Ok(())
    }

    /// Submits the dossier as it stands.
    ///
    /// # Errors
    /// The use case refuses, the records failing.
    pub async fn submit(&self, id: DossierId) -> anyhow::Result<SubmissionId> {
        let head = self.head();
        let version = dossier::reach(self.app, &head, id).await?.version;
        Ok(submission::submit(self.app, &head, (id, version), None).await?)
    }

    /// Recommends the dossier to CAST as it stands.
    ///
    /// # Errors
    /// The use case refuses, the records failing.
    pub async fn recommend(&self, id: DossierId) -> anyhow::Result<()> {
        let head = self.head();
        let version = dossier::reach(self.app, &head, id).await?.version;
        Ok(submission::recommendation::recommend(self.app, &head, (id, version)).await?)
    }
}

/// Hands in a file.
async fn upload(
    app: &App,
    clerk: &Actor,
    id: DossierId,
    (announced, bytes): (Announced, Vec<u8>),
) -> anyhow::Result<()> {
    let name = announced.name.clone();
    let announced = Announced { length: i64::try_from(bytes.len())?, ..announced };
    let upload = attachments::begin(app, clerk, id, announced, None).await?;
    let part = stream::iter([Ok::<_, std::convert::Infallible>(bytes)]);
    attachments::receive(app, clerk, upload, 0, part).await.context(name)?;
    Ok(())
}

/// Hands in what proves the publicity of a dossier, and says its number.
///
/// # Errors
/// The use cases refuse, the records failing.
pub async fn prove_publicity(app: &App, clerk: &Actor, id: DossierId) -> anyhow::Result<String> {
    let title = format!("公示情况证明（{}）", china_day(app.clock.now()));
    let announced = Announced {
        name: format!("{title}.pdf"),
        media_type: "application/pdf".to_owned(),
        proves: Some(Proof::Publicity),
        ..Announced::default()
    };
    upload(app, clerk, id, (announced, paper(&title, 1)?)).await?;
    let files = attachments::of_dossier(app.database.reader(), id).await?;
    let newest = files.iter().map(|file| file.number).max();
    Ok(newest.context("the file is not there")?.to_string())
}
