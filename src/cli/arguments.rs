//! What can be typed?

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use entity::vocabulary::NominationState;

use super::{
    engine_affinity::AffinityArguments, engine_aggregate::AggregateArguments,
    engine_assign::AssignArguments, engine_check_names::CheckNamesArguments,
    engine_check_reviews::CheckReviewsArguments, engine_conflicts::ConflictsArguments,
    engine_panels::PanelsArguments, engine_quota::QuotaArguments, engine_tally::TallyArguments,
    verify::VerifyArguments,
};

/// Laurel (桂冠): the portal for the national science and technology awards.
#[derive(Clone, Debug, Parser)]
#[command(name = "laurel", version, about, propagate_version = true)]
pub(super) struct Arguments {
    /// Settings file (default: laurel.toml in the working folder, if there is one).
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// Folder of the embedded database, the index and the files (also `LAUREL_DATA_DIR`).
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) data_dir: Option<PathBuf>,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Clone, Debug, Subcommand)]
pub(super) enum Command {
    /// Serve the portal.
    Serve(ServeArguments),
    /// Make a fictional round in a folder of its own and serve it.
    Demo(DemoArguments),
    /// Bring the database schema up to date.
    Migrate,
    /// Add an account or reset a password.
    #[command(subcommand)]
    User(UserCommand),
    /// Rebuild the search index from the records.
    Reindex,
    /// Check the laws that hold over the whole database.
    Check,
    /// Import a file (CSV or XLSX).
    Import(ImportArguments),
    /// Export records (CSV, XLSX or JSON by the ending of the file).
    Export(ExportArguments),
    /// Match experts to the nominations of a round, and store the result.
    Match(MatchArguments),
    /// Run an engine on plain files, without server or database.
    #[command(subcommand)]
    Engine(Box<EngineCommand>),
    /// Verify a receipt, a dossier's archive or an assignment, without server, database or network.
    Verify(VerifyArguments),
    /// The audit chain.
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Print the OpenAPI document.
    Openapi,
    /// Print the table of states of a nomination.
    States {
        /// As a page (Markdown) or as a picture (SVG).
        #[arg(value_enum)]
        form: StatesForm,
    },
}

/// How the table of states is printed.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum StatesForm {
    /// Markdown.
    Page,
    /// SVG.
    Picture,
}

#[derive(Clone, Debug, Args)]
pub(super) struct ServeArguments {
    /// Address to listen on.
    #[arg(long)]
    pub(super) host: Option<String>,
    /// Port to listen on.
    #[arg(long)]
    pub(super) port: Option<u16>,
}

/// How large the demonstration is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum DemoScale {
    /// As large as the published round of 2025.
    Full,
    /// A few dozen nominations, for tests.
    Small,
}

#[derive(Clone, Debug, Args)]
pub(super) struct DemoArguments {
    /// Port to listen on.
    #[arg(long)]
    pub(super) port: Option<u16>,
    /// Make the round, and stop.
    #[arg(long)]
    pub(super) no_serve: bool,
    /// Serve the round that this folder holds from an earlier time, with the sign-ins of then.
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["no_serve", "size", "accounts_out", "reviewer_accounts"])]
    pub(super) again: Option<PathBuf>,
    /// Size of the round.
    #[arg(long, value_enum, default_value_t = DemoScale::Full)]
    pub(super) size: DemoScale,
    /// Write the sign-ins to a file too, as JSON.
    #[arg(long, value_name = "FILE")]
    pub(super) accounts_out: Option<PathBuf>,
    /// Give every expert of the pool an account too, and write these sign-ins to a file by the expert's number, as
    /// JSON.
    #[arg(long, value_name = "FILE")]
    pub(super) reviewer_accounts: Option<PathBuf>,
    /// Run the clock ahead by the whole number of days that this file holds, or hold it at the instant
    /// (RFC 3339) that it names, now and whenever it changes.
    #[arg(long, value_name = "FILE")]
    pub(super) ahead_file: Option<PathBuf>,
}

#[derive(Clone, Debug, Subcommand)]
pub(super) enum UserCommand {
    /// Add an account; the password is read from standard input.
    Add(UserAddArguments),
    /// Set a new password, read from standard input.
    Reset {
        /// User name.
        username: String,
    },
}

#[derive(Clone, Debug, Args)]
pub(super) struct UserAddArguments {
    /// User name: 3 to 64 of a-z 0-9 . _ -
    pub(super) username: String,
    /// Name to show.
    #[arg(long)]
    pub(super) display_name: Option<String>,
    /// Role, such as `award_office`; may be given several times.
    #[arg(long = "role", required = true, value_parser = parse_role)]
    pub(super) roles: Vec<entity::vocabulary::Role>,
    /// Code of the society, for a society's roles.
    #[arg(long)]
    pub(super) society: Option<String>,
}

fn words<T: Copy>(all: &[T], word: impl Fn(T) -> &'static str) -> String {
    all.iter().map(|&one| word(one)).collect::<Vec<_>>().join(", ")
}

fn parse_role(text: &str) -> Result<entity::vocabulary::Role, String> {
    use entity::vocabulary::Role;
    text.parse().map_err(|_| format!("允许 / allowed: {}", words(Role::ALL, Role::as_str)))
}

fn parse_state(text: &str) -> Result<NominationState, String> {
    let allowed = || words(NominationState::ALL, NominationState::as_str);
    text.parse().map_err(|_| format!("允许 / allowed: {}", allowed()))
}

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Kind {
    Societies,
    Disciplines,
    Units,
    Experts,
    Affiliations,
    Publications,
    Nominations,
    People,
    Papers,
    /// Funded projects with their members.
    Grants,
    /// Patents with their inventors.
    Patents,
    /// Theses with their advisers.
    Theses,
    /// Import only: a whole nomination in the workbook of its form.
    Dossiers,
    /// Import only: the integrity register, a sanction or bar each.
    Bars,
    /// Facts of the track record, a measure of a case each.
    Facts,
    /// The track record in counts, a society in a round each.
    History,
    /// Import only: the nominators of a past round, with how many of theirs were accepted.
    Nominators,
    /// Import only: published counts by stage, from which a policy's base rates follow.
    Funnels,
    /// Export only: conflicts of the latest match run.
    Conflicts,
    /// Export only: affinities of the latest match run.
    Affinity,
    /// Export only: assignments of the latest match run.
    Assignments,
    /// Export only: the awards of a round that are public.
    Results,
}

#[derive(Clone, Debug, Args)]
pub(super) struct ImportArguments {
    /// Kind of file.
    #[arg(value_enum)]
    pub(super) kind: Kind,
    /// The file.
    pub(super) file: PathBuf,
    /// Year of the round: for nominations, people, papers, grants and patents (made when there is none),
    /// and nominators.
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1900..=2999))]
    pub(super) round: Option<i32>,
    /// Code of the society, for dossiers.
    #[arg(long, value_name = "CODE")]
    pub(super) society: Option<String>,
    /// State in which new nominations begin.
    #[arg(long, default_value = "accepted", value_parser = parse_state)]
    pub(super) state: NominationState,
    /// Say what would change, and change nothing.
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Leave bad rows out instead of refusing the file.
    #[arg(long)]
    pub(super) skip_bad_rows: bool,
}

#[derive(Clone, Debug, Args)]
pub(super) struct ExportArguments {
    /// Kind of records.
    #[arg(value_enum)]
    pub(super) kind: Kind,
    /// File to write; .csv, .xlsx or .json.
    #[arg(long)]
    pub(super) out: PathBuf,
    /// Year of the round (default: the newest).
    #[arg(long, value_name = "YEAR")]
    pub(super) round: Option<i32>,
}

#[derive(Clone, Debug, Args)]
pub(super) struct MatchArguments {
    /// Year of the round.
    #[arg(long, value_name = "YEAR")]
    pub(super) round: i32,
    /// Experts for each nomination.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=15))]
    pub(super) per_nomination: u32,
    /// Most nominations for one expert.
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub(super) max_load: u32,
    /// Fewest nominations for one expert.
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=100))]
    pub(super) min_load: u32,
    /// Most experts of one unit on a nomination (0: no bound).
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(0..=15))]
    pub(super) max_per_unit: u32,
    /// At most N experts of one group on a nomination, such as `university=2`; university, system or
    /// region, repeatable.
    #[arg(long, value_name = "GROUP=N", value_parser = super::matching::family)]
    pub(super) max_per_group: Vec<crate::matching::FamilyRule>,
    /// Each expert of one group above N costs a price in affinity, such as `region=2:0.05`; unit,
    /// university, system or region, repeatable.
    #[arg(long, value_name = "GROUP=N:PRICE", value_parser = super::matching::mix)]
    pub(super) mix: Vec<crate::matching::MixRule>,
    /// Each nomination gets the experts of its panel alone, by the division of the round that stands.
    #[arg(long)]
    pub(super) within_panels: bool,
    /// No expert is assigned with a lower affinity than this.
    #[arg(long, value_name = "SCORE", default_value_t = 0.0)]
    pub(super) least_score: f64,
    /// How much late or poorly rated reviews of earlier rounds count against an expert, 0 to 0.05 of affinity.
    #[arg(long, value_name = "WEIGHT", value_parser = super::matching::record_weight)]
    pub(super) record_weight: Option<f64>,
    /// What to be best at.
    #[arg(long, value_enum, default_value_t = Aim::Sum)]
    pub(super) objective: Aim,
    /// Sum of affinities that every nomination should reach (floor only; as high as can be without it).
    #[arg(long, value_name = "TOTAL")]
    pub(super) floor: Option<f64>,
    /// No pair more likely than this (random only).
    #[arg(long, default_value_t = 0.5)]
    pub(super) max_probability: f64,
    /// Seed of the draw, to repeat one; drawn from the operating system without it.
    #[arg(long, value_parser = clap::value_parser!(i64).range(0..=9_007_199_254_740_991))]
    pub(super) seed: Option<i64>,
}

/// What a match is best at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Aim {
    /// Largest total affinity.
    Sum,
    /// Worst-served nomination first, the next worst after it.
    Leximin,
    /// Worst-served nomination as high as can be (or at --floor), then the largest total.
    Floor,
    /// Drawn by lot.
    Random,
}

#[derive(Clone, Debug, Subcommand)]
pub(super) enum EngineCommand {
    /// Who knows this subject? Scores experts for nominations.
    Affinity(AffinityArguments),
    /// Who must keep out? Finds conflicts of interest.
    Conflicts(ConflictsArguments),
    /// May these people be invited? Checks a list of names.
    CheckNames(CheckNamesArguments),
    /// Who judges what? Assigns experts to nominations.
    Assign(AssignArguments),
    /// Who sits together? Divides nominations into panels and seats experts.
    Panels(PanelsArguments),
    /// Who may nominate how many? Proposes quotas.
    Quota(QuotaArguments),
    /// Does a book of reviews hide what it says it hides?
    CheckReviews(CheckReviewsArguments),
    /// What do the sheets of reviewers say together? Figures, ranks and their intervals.
    Aggregate(AggregateArguments),
    /// What do the papers of a ballot say together? Counts them by a written law.
    Tally(TallyArguments),
}

#[derive(Clone, Copy, Debug, Subcommand)]
pub(super) enum AuditCommand {
    /// Verify the audit chain.
    Verify,
}
