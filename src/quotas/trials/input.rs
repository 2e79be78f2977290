//! Where does a trial take its history and its policy from?

use std::collections::BTreeSet;

use entity::ids::QuotaPolicyId;
use uuid::Uuid;

use super::{
    super::{
        engine::{EngineError, History, HistoryFault, Policy, PolicyError},
        policies,
    },
    settled::Settled,
    trial::Trial,
    views::TrialPolicyView,
};
use crate::{
    app::App,
    shared::{china_day, hex_sha256},
    societies::{self, Lapse, SocietyStanding},
    track_record,
};

/// Under which measure of a policy a lapse of the register counts, for as long as it lasts.
const LAPSES: [(Lapse, &str); 3] = [
    (Lapse::AnnualCheck, "annual_check_failed"),
    (Lapse::Grade, "grade_cancelled"),
    (Lapse::Register, "deregistered"),
];

/// Why nothing could be tried.
#[derive(Debug, thiserror::Error)]
pub enum TrialError {
    /// There is no such policy.
    #[error("没有该政策 / no such policy")]
    NoPolicy,
    /// Neither a stored policy nor a text is named.
    #[error("须指明政策 / name a policy")]
    NothingNamed,
    /// The text is no policy.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// The record contradicts itself.
    #[error("提名业绩数据有矛盾 / the track record contradicts itself: {0:?}")]
    History(Vec<HistoryFault>),
    /// The engine refuses.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The computation broke off.
    #[error("计算中断 / the computation broke off: {0}")]
    Broken(String),
    /// The records could not be read.
    #[error(transparent)]
    Store(#[from] sea_orm::DbErr),
}

/// Which policy is meant: a stored one, or a text that may be an edited one.
#[derive(Clone, Copy, Debug)]
pub struct Meant<'a> {
    /// Key of a stored policy.
    pub id: Option<Uuid>,
    /// A text; it goes before the key.
    pub text: Option<&'a str>,
    /// Places in all.
    pub total: u32,
    /// How many of the newest rounds count; none for as many as the policy says.
    pub rounds: Option<u32>,
}

/// The rounds that decisions rest on, from the track record, with the societies that have newly
/// obtained the right to nominate, and what the register says today of those that have lost it or
/// have something to mend.
///
/// # Errors
/// The records failing.
pub async fn settled(app: &App) -> Result<Settled, TrialError> {
    let definitions = track_record::Definitions::shipped()
        .map_err(|error| TrialError::Broken(error.to_string()))?;
    let database = app.database.reader();
    let rows = track_record::history(database).await?;
    let settled = Settled::of(rows, &|measure| definitions.is_of_nominations(measure));
    let today = china_day(app.clock.now());
    let year = settled.newest().unwrap_or_default();
    let standings = societies::standings(database, today, year).await?;
    Ok(registered(settled, standings))
}

/// What the register says, in the rows of the newest round.
fn registered(settled: Settled, standings: Vec<SocietyStanding>) -> Settled {
    let codes = |is_so: &dyn Fn(&SocietyStanding) -> bool| -> BTreeSet<String> {
        let found = standings.iter().filter(|one| is_so(one));
        found.map(|one| one.society_id.clone()).collect()
    };
    let lost = codes(&SocietyStanding::has_lost_right);
    let lapsed = LAPSES.map(|(lapse, measure)| {
        (measure, codes(&|one: &SocietyStanding| one.lapses.contains(&lapse)))
    });
    let qualified = standings.into_iter().filter(|one| one.qualification.is_in_force());
    let newcomers = qualified.filter_map(|one| Some((one.society_id, one.name, one.group?)));
    let settled = settled.with_newcomers(newcomers).without_dead_ends().without_right(&lost);
    lapsed.iter().fold(settled, |settled, (measure, codes)| settled.noting(measure, codes))
}

/// The history that decisions rest on.
///
/// # Errors
/// The record contradicts itself, the records failing.
pub async fn history(app: &App) -> Result<History, TrialError> {
    History::new(settled(app).await?.rows).map_err(TrialError::History)
}

/// The trial that is meant.
///
/// # Errors
/// No such policy, a text that is none, the records failing.
pub async fn trial(app: &App, meant: &Meant<'_>) -> Result<Trial, TrialError> {
    let stored = match meant.id {
        Some(id) => Some(
            policies::find(app.database.reader(), QuotaPolicyId(id))
                .await?
                .ok_or(TrialError::NoPolicy)?,
        ),
        None => None,
    };
    let (id, text, policy) = match (meant.text, &stored) {
        (Some(text), _) => {
            let is_stored = stored.as_ref().is_some_and(|stored| stored.content == text);
            (meant.id.filter(|_| is_stored), text, Policy::parse(text)?)
        }
        (None, Some(stored)) => (meant.id, stored.content.as_str(), stored.policy.clone()),
        (None, None) => return Err(TrialError::NothingNamed),
    };
    let shown = TrialPolicyView {
        id,
        name: policy.id.clone(),
        title: policy.title.zh.clone(),
        title_en: policy.title.en.clone(),
        digest: hex_sha256(text.as_bytes()),
    };
    Ok(Trial { shown, policy, total: meant.total }.within(meant.rounds))
}

/// Computes beside the server's own work.
///
/// # Errors
/// The engine's, and the computation breaking off.
pub async fn compute<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, EngineError> + Send + 'static,
) -> Result<T, TrialError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| TrialError::Broken(error.to_string()))?
        .map_err(TrialError::Engine)
}
