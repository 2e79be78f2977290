//! Where do the facts of the rule check come from?

use entity::{
    ids::{QuotaCounterId, RoundId},
    vocabulary::WithdrawalState,
};
use sea_orm::{ConnectionTrait, DbErr};

use super::{
    super::{
        errors::SubmissionError,
        gather::{Gathered, Ground, place_subject},
        keys,
    },
    registered, shared, withdrawals_of,
};
use crate::{
    app::App,
    awards::{self, Round},
    disciplines,
    nominations::{
        attachments, barred, checks,
        dossier::{Content, Reached},
        people, process,
    },
    quotas,
    shared::china_day,
    track_record,
};

impl Ground {
    /// Reads it.
    ///
    /// # Errors
    /// No such round, the records failing.
    pub(in super::super) async fn of(
        app: &App,
        database: &impl ConnectionTrait,
        round: RoundId,
    ) -> Result<Self, SubmissionError> {
        let rounds = awards::list_rounds(database).await?;
        let (own, others): (Vec<Round>, Vec<Round>) =
            rounds.into_iter().partition(|one| one.id == round);
        let round = own.into_iter().next().ok_or(SubmissionError::NOT_FOUND)?;
        let today = china_day(app.clock.now());
        Ok(Self {
            earlier: others.into_iter().filter(|one| one.year < round.year).collect(),
            timetable: awards::timetable(database, round.id).await?,
            societies: track_record::rights_on(database, today, round.year).await?,
            counters: quotas::counters_of(database, round.year).await?,
            book: checks::of_round(database, round.id).await?,
            round,
        })
    }
}

impl Gathered {
    /// Reads it.
    ///
    /// # Errors
    /// The records failing.
    pub(in super::super) async fn of(
        app: &App,
        database: &impl ConnectionTrait,
        known: &Reached,
        content: Content,
    ) -> Result<Self, SubmissionError> {
        let fingerprint = |text: &str| app.sealer.fingerprint(text.as_bytes());
        let identities = keys::identities(&content, keys::COMPLETERS, &fingerprint);
        let experts = keys::identities(&content, keys::EXPERTS, &fingerprint);
        let keys = keys::keys(&content, &identities);
        let asked = &keys | &keys::expert_keys(&content, &experts);
        let integrity = barred::about(database, keys::barred_keys(&content, &identities)).await?;
        let society = known.society.as_str();
        let handed_in = super::newest(database, known.id).await?.filter(|_| known.is_handed_in());
        Ok(Self {
            at: handed_in.map_or_else(|| app.clock.now(), |one| one.at),
            attachments: attachments::of_dossier(database, known.id).await?,
            confirmations: people::confirmations(app, database, known.id).await?,
            process: process::of_dossier(database, known.id)
                .await?
                .ok_or(SubmissionError::NOT_FOUND)?,
            selection: process::selection_summary(database, known.id).await?,
            shared: shared(database, known.id, &asked).await?,
            units: registered(database, keys::unit_keys(&content)).await?,
            unknown_disciplines: disciplines::unknown(database, content.disciplines(known.form))
                .await?,
            window: awards::window(database, known.round, society, Some(known.id)).await?,
            kept_places: kept_places(database, known).await?,
            integrity,
            experts,
            documents: keys::documents(&content, keys::COMPLETERS),
            identities,
            keys,
            content,
        })
    }
}

/// The counters in which a dossier takes a place that was taken back to be submitted again; none for any other.
async fn kept_places(
    database: &impl ConnectionTrait,
    known: &Reached,
) -> Result<Vec<QuotaCounterId>, SubmissionError> {
    let newest = withdrawals_of(database, known.id).await?.into_iter().next();
    let is_to_be_replaced =
        newest.is_some_and(|one| one.state == WithdrawalState::Granted && one.is_replacement);
    if !is_to_be_replaced {
        return Ok(Vec::new());
    }
    let rounds = awards::list_rounds(database).await?;
    let year = rounds.iter().find(|round| round.id == known.round).map_or(0, |round| round.year);
    let subject = place_subject(known.id);
    let taken = quotas::reservations(database, year, &subject).await?;
    Ok(taken.into_iter().map(|(_, counter)| counter).collect())
}

/// The records failing, as this room says it.
impl From<DbErr> for SubmissionError {
    fn from(error: DbErr) -> Self {
        Self::Dossier(error.into())
    }
}
