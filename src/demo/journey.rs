//! How does a complete dossier go its whole way? By the deeds of those who take it: for the demonstration,
//! the tests and the measuring of load. No person, unit or right in it exists.

use std::collections::BTreeMap;

use anyhow::Context as _;
use chrono::{DateTime, Duration, Utc};
use entity::{
    ids::{AccountId, DossierId, SubmissionId},
    vocabulary::{CouncilBody, NomineeReply, PublicityOutcome, Role},
};
use futures_util::stream;
use serde::Deserialize;

use crate::{
    app::App,
    authz::{Actor, Grant},
    exchange::pdf::{Document, Meta},
    nominations::{
        attachments::{self, Announced},
        dossier::{self, Address, Edit, NewDossier, Value},
        people::{self, CONSENT, Opened, Reply},
        process::{self, NewDossierResolution, NewPublicity, PublicityEnd},
        submission,
    },
    shared::{china_day, hex_sha256},
};

/// The complete dossiers, by category.
const COMPLETE: [(&str, &str); 3] = [
    ("NAT", include_str!("../../rules/demo/complete_nat.toml")),
    ("INV", include_str!("../../rules/demo/complete_inv.toml")),
    ("PRO", include_str!("../../rules/demo/complete_pro.toml")),
];

/// A dossier in which nothing is missing.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Complete {
    /// Its form.
    pub form: String,
    /// Its values.
    pub values: BTreeMap<Address, Value>,
    /// Its attachments, by number.
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
    /// What it is for.
    pub category: String,
    /// How many pages it has.
    pub pages: u32,
}

impl Complete {
    /// The complete dossier of `NAT`, `INV` or `PRO`.
    ///
    /// # Errors
    /// There is none of the category, or its file does not parse.
    pub fn of(category: &str) -> anyhow::Result<Self> {
        let found = COMPLETE.iter().find(|(one, _)| *one == category);
        let (_, text) = found.context("there is no complete dossier of the category")?;
        Ok(toml::from_str(text)?)
    }

    /// The same work by other people, so that both may be nominated in one round: whatever tells people,
    /// papers and rights apart ends in `mark`, which is a number.
    #[must_use]
    pub fn apart(mut self, mark: u32) -> Self {
        for (address, value) in &mut self.values {
            let Value::Text(text) = value else { continue };
            match address.to_string().rsplit('/').next() {
                Some("id_number") => *text = identity_number(mark, text),
                Some("doi" | "number") => {
                    text.push('.');
                    text.push_str(&mark.to_string());
                }
                _ => {}
            }
        }
        self
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
        let digest = hex_sha256(self.name.as_bytes());
        let mut document =
            Document::new(Meta { title: self.name.clone(), digest, ..Meta::default() });
        for page in 1..=self.pages {
            document.heading(format!("{} {page}", self.name));
            document.paragraph("本页代替真实的证明材料，仅用于演示。");
            if page < self.pages {
                document.turn();
            }
        }
        Ok(document.render()?)
    }
}

/// A grey pattern, so that the page is not blank.
fn picture(mark: u32) -> anyhow::Result<Vec<u8>> {
    let at = |x: u32, y: u32| image::Luma([u8::try_from((x * mark + y * 7) % 251).unwrap_or(0)]);
    let picture = image::GrayImage::from_fn(827, 1169, at);
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Jpeg)?;
    Ok(bytes.into_inner())
}

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
            let bytes = file.bytes()?;
            let announced = Announced {
                length: i64::try_from(bytes.len())?,
                name: file.name.clone(),
                media_type: file.media_type.clone(),
                ..Announced::default()
            };
            let upload = attachments::begin(app, &clerk, id, announced, None).await?;
            let part = stream::iter([Ok::<_, std::convert::Infallible>(bytes)]);
            attachments::receive(app, &clerk, upload, 0, part)
                .await
                .with_context(|| file.name.clone())?;
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
            let address = format!("completers.items/{}/id_number", link.row).parse()?;
            let number = complete.values.get(&address).map_or("", Value::text);
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

    /// Takes the dossier through review, publicity and council.
    ///
    /// # Errors
    /// The use cases refuse, the records failing.
    pub async fn approve(&self, id: DossierId, complete: &Complete) -> anyhow::Result<()> {
        let (app, clerk, head) = (self.app, self.clerk(), self.head());
        process::request_review(app, &clerk, (id, None), None).await?;
        self.days_ago(13);
        process::pass_review(app, &head, (id, None)).await?;
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
            proofs: Vec::new(),
        };
        process::end_publicity(app, &clerk, (id, None), end).await?;
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
        process::resolve(app, &clerk, self.year, new, None).await?;
        self.days_ago(0);
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

impl Complete {
    /// The units in which it is made public.
    fn units(&self) -> Vec<String> {
        let is_unit = |address: &Address| {
            let text = address.to_string();
            text.ends_with("/completing_unit")
                || text.starts_with("units.items/") && text.ends_with("/name")
        };
        let named = self.values.iter().filter(|(address, _)| is_unit(address));
        let units: std::collections::BTreeSet<String> =
            named.map(|(_, value)| value.text().trim().to_owned()).collect();
        units.into_iter().filter(|unit| !unit.is_empty()).collect()
    }
}
