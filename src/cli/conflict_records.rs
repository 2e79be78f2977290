//! From which files do the commands about conflicts read, and how do their records hold together?

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::conflicts::{
    ConflictInput, ConflictPolicy, Decision, Declaration, Grant, PastReview, Patent, PolicyError,
    Similarity, Thesis,
};
use crate::exchange::{self, Faults, RowPolicy, Sheet, WriteFault};
use crate::experts::model::{Affiliation, Expert, Publication};
use crate::nominations::model::{Nomination, Paper, Person};
use crate::units::model::Unit;

/// The files of a round.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct RecordFiles {
    /// The pool (`expert_id,name,unit`, also used: `name_en`, `former_units`, `keywords`, `email`,
    /// `email_domain`, `orcid`).
    #[arg(long, value_name = "FILE")]
    pub(super) experts: PathBuf,
    /// The experts' publications (`publication_id,title,expert_ids`, also used: `year`, `authors`,
    /// `doi`).
    #[arg(long, value_name = "FILE")]
    pub(super) publications: PathBuf,
    /// The nominations (`nomination_id,title`, also used: `abstract`, `keywords`, `category`,
    /// `panel`, `round`, `nominator`, `society_id`, `excluded_experts`).
    #[arg(long, value_name = "FILE")]
    pub(super) nominations: PathBuf,
    /// The people of the nominations (`nomination_id,order,name`, also used: `unit`, `work_unit`,
    /// `email`, `orcid`, `role`).
    #[arg(long, value_name = "FILE")]
    pub(super) people: PathBuf,
    /// Employments with years (`person_ref,unit,from,to`).
    #[arg(long, value_name = "FILE")]
    pub(super) affiliations: Option<PathBuf>,
    /// Papers that the nominations cite (`nomination_id,title,authors,year,doi`).
    #[arg(long, value_name = "FILE")]
    pub(super) papers: Option<PathBuf>,
    /// Aliases and parents of units (`unit,alias,parent`).
    #[arg(long, value_name = "FILE")]
    pub(super) units: Option<PathBuf>,
    /// Declared interests (`declaration_id,expert_id,kind`, also used: `declared_by`,
    /// `nomination_id`, `person`, `unit`, `since`, `until`, `words`).
    #[arg(long, value_name = "FILE")]
    pub(super) declarations: Option<PathBuf>,
    /// Who judged what in earlier rounds (`round,expert_id,nomination_id`).
    #[arg(long, value_name = "FILE")]
    pub(super) past_reviews: Option<PathBuf>,
    /// Theses (`thesis_id,title,student`, also used: `student_id`, `advisers`, `adviser_ids`,
    /// `unit`, `year`).
    #[arg(long, value_name = "FILE")]
    pub(super) theses: Option<PathBuf>,
    /// Funded projects (`grant_id,title`, also used: `nomination_id`, `expert_ids`, `members`,
    /// `from`, `to`).
    #[arg(long, value_name = "FILE")]
    pub(super) grants: Option<PathBuf>,
    /// Patents (`patent_id,title`, also used: `nomination_id`, `expert_ids`, `inventors`, `year`).
    #[arg(long, value_name = "FILE")]
    pub(super) patents: Option<PathBuf>,
    /// How alike nominations are (`nomination_id,other_id,score`).
    #[arg(long, value_name = "FILE")]
    pub(super) similarities: Option<PathBuf>,
    /// Remembered decisions (`decision_id,outcome,expert_id,decided_by,words`, also used:
    /// `nomination_id`, `kind`, `source`, `person`, `agreed_by`, `decided_on`).
    #[arg(long, value_name = "FILE")]
    pub(super) decisions: Option<PathBuf>,
    /// A policy in place of the built-in one (TOML).
    #[arg(long, value_name = "FILE")]
    pub(super) policy: Option<PathBuf>,
    /// Leave bad rows out instead of refusing the file.
    #[arg(long)]
    pub(super) skip_bad_rows: bool,
}

/// Why nothing was written (exit code 1).
#[derive(Debug, thiserror::Error)]
pub(super) enum ConflictsFault {
    /// A file is wrong.
    #[error("{0}")]
    Data(#[from] Faults),
    /// A plain text cannot be read.
    #[error("{path}: 无法读取 / cannot be read: {error}")]
    Unreadable {
        /// The file.
        path: String,
        /// Why not.
        error: io::Error,
    },
    /// The file of the policy cannot be read.
    #[error("{path}: 无法读取回避规则 / the conflict policy cannot be read: {error}")]
    PolicyFile {
        /// The file.
        path: String,
        /// Why not.
        error: io::Error,
    },
    /// The policy is wrong.
    #[error("{path}: {error}")]
    Policy {
        /// The file.
        path: String,
        /// What is wrong.
        error: PolicyError,
    },
    /// The output cannot be written.
    #[error("{0}")]
    Write(#[from] WriteFault),
    /// Standard error cannot be written.
    #[error("无法写出报告 / the report cannot be written: {0}")]
    Report(#[from] io::Error),
}

/// The records of a round, read.
pub(super) struct Records {
    experts: Vec<Expert>,
    publications: Vec<Publication>,
    affiliations: Vec<Affiliation>,
    units: Vec<Unit>,
    nominations: Vec<Nomination>,
    people: Vec<Person>,
    papers: Vec<Paper>,
    declarations: Vec<Declaration>,
    past_reviews: Vec<PastReview>,
    theses: Vec<Thesis>,
    grants: Vec<Grant>,
    patents: Vec<Patent>,
    similarities: Vec<Similarity>,
    decisions: Vec<Decision>,
}

impl Records {
    /// The records as the engine takes them.
    pub(super) fn input(&self) -> ConflictInput<'_> {
        ConflictInput {
            experts: &self.experts,
            publications: &self.publications,
            affiliations: &self.affiliations,
            units: &self.units,
            nominations: &self.nominations,
            people: &self.people,
            papers: &self.papers,
            // No file has a place for them: those of the completers stand in `people`.
            completing_units: &[],
            declarations: &self.declarations,
            past_reviews: &self.past_reviews,
            theses: &self.theses,
            grants: &self.grants,
            patents: &self.patents,
            similarities: &self.similarities,
            decisions: &self.decisions,
        }
    }
}

impl RecordFiles {
    /// The policy of the file, or the built-in one.
    pub(super) fn conflict_policy(&self) -> Result<ConflictPolicy, ConflictsFault> {
        let Some(file) = &self.policy else {
            return Ok(ConflictPolicy::default());
        };
        let path = file.display().to_string();
        match fs::read_to_string(file) {
            Ok(text) => ConflictPolicy::from_toml(&text)
                .map_err(|error| ConflictsFault::Policy { path, error }),
            Err(error) => Err(ConflictsFault::PolicyFile { path, error }),
        }
    }

    /// Reads all files; their warnings go to `report`.
    pub(super) fn read_all(&self, report: &mut dyn Write) -> Result<Records, ConflictsFault> {
        Ok(Records {
            experts: self.read(&self.experts, report)?,
            publications: self.read(&self.publications, report)?,
            nominations: self.read(&self.nominations, report)?,
            people: self.read(&self.people, report)?,
            affiliations: self.read_optional(self.affiliations.as_deref(), report)?,
            papers: self.read_optional(self.papers.as_deref(), report)?,
            units: self.read_optional(self.units.as_deref(), report)?,
            declarations: self.read_optional(self.declarations.as_deref(), report)?,
            past_reviews: self.read_optional(self.past_reviews.as_deref(), report)?,
            theses: self.read_optional(self.theses.as_deref(), report)?,
            grants: self.read_optional(self.grants.as_deref(), report)?,
            patents: self.read_optional(self.patents.as_deref(), report)?,
            similarities: self.read_optional(self.similarities.as_deref(), report)?,
            decisions: self.read_optional(self.decisions.as_deref(), report)?,
        })
    }

    /// The records of a file; its warnings are passed on.
    fn read<S: Sheet>(
        &self,
        path: &Path,
        report: &mut dyn Write,
    ) -> Result<Vec<S>, ConflictsFault> {
        let rows = if self.skip_bad_rows { RowPolicy::SkipBadRows } else { RowPolicy::Strict };
        let outcome = exchange::read_all(path, rows)?;
        for warning in &outcome.summary.warnings {
            writeln!(report, "{warning}")?;
        }
        if outcome.summary.skipped_rows > 0 {
            writeln!(report, "{}", outcome.summary.skipped)?;
        }
        Ok(outcome.records)
    }

    fn read_optional<S: Sheet>(
        &self,
        path: Option<&Path>,
        report: &mut dyn Write,
    ) -> Result<Vec<S>, ConflictsFault> {
        path.map_or_else(|| Ok(Vec::new()), |path| self.read(path, report))
    }
}

/// Says a fault on standard error.
pub(super) fn complain(report: &mut dyn Write, fault: &ConflictsFault) {
    // Nobody is left to tell if standard error is closed; the exit code still says it.
    drop(writeln!(report, "{fault}"));
}

/// Files of a small round, for tests of the commands.
#[cfg(test)]
pub(super) mod trial {
    use super::*;

    const EXPERTS: &str = "expert_id,name,unit\nE1,陆望舒,青松大学\nE2,顾远山,云台大学\n";
    const PUBLICATIONS: &str = "publication_id,title,expert_ids\np1,云雾林水分收支,E1;E2\n";
    const NOMINATIONS: &str = "nomination_id,title,round\nJ1,云雾林观测技术,2027\n";
    const PEOPLE: &str = "nomination_id,order,name,unit,work_unit\nJ1,1,陆望舒,青松大学,青松大学\n";

    pub(in super::super) struct Folder(tempfile::TempDir);

    impl Folder {
        pub(in super::super) fn new() -> Self {
            let folder = Self(tempfile::tempdir().unwrap());
            for (name, text) in [
                ("experts.csv", EXPERTS),
                ("publications.csv", PUBLICATIONS),
                ("nominations.csv", NOMINATIONS),
                ("people.csv", PEOPLE),
            ] {
                folder.write(name, text);
            }
            folder
        }

        pub(in super::super) fn path(&self, name: &str) -> PathBuf {
            self.0.path().join(name)
        }

        pub(in super::super) fn write(&self, name: &str, text: &str) -> PathBuf {
            fs::write(self.path(name), text).unwrap();
            self.path(name)
        }

        pub(in super::super) fn read(&self, name: &str) -> String {
            fs::read_to_string(self.path(name)).unwrap()
        }

        pub(in super::super) fn files(&self) -> RecordFiles {
            RecordFiles {
                experts: self.path("experts.csv"),
                publications: self.path("publications.csv"),
                nominations: self.path("nominations.csv"),
                people: self.path("people.csv"),
                affiliations: None,
                papers: None,
                units: None,
                declarations: None,
                past_reviews: None,
                theses: None,
                grants: None,
                patents: None,
                similarities: None,
                decisions: None,
                policy: None,
                skip_bad_rows: false,
            }
        }
    }
}
