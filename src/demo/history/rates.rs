//! With what chance does each thing happen to a nomination, given the society's true quality? The
//! stated model, with the published rate behind each number or the mark that it is assumed.

use super::kinds::{Quality, SocietyKind};

/// Chances are whole ten-thousandths.
pub(super) const WHOLE: u32 = 10_000;

/// A chance at the worst, a middling and the best quality; straight lines between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chances {
    /// At quality 0.
    pub worst: u32,
    /// At quality 500: the published base rate, where there is one.
    pub middle: u32,
    /// At quality 1000.
    pub best: u32,
}

impl Chances {
    /// The chance at a quality.
    pub fn at(self, quality: Quality) -> u32 {
        let (from, to, above) = if quality < 500 {
            (self.worst, self.middle, quality)
        } else {
            (self.middle, self.best, quality - 500)
        };
        let (from, to) = (i64::from(from), i64::from(to));
        let value = from + (to - from) * i64::from(above.clamp(0, 500)) / 500;
        u32::try_from(value).unwrap_or(0)
    }
}

/// A thing that happens or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Event {
    /// The formal examination is passed; of those submitted.
    FormPassed,
    /// … without correction; of those passed.
    FormPassedFirst,
    /// Withdrawn before acceptance; of those passed.
    Withdrawn,
    /// Accepted; of those passed and not withdrawn.
    Accepted,
    /// An objection is accepted; of those accepted.
    Objection,
    /// The objection is handled in time; of the objections.
    ObjectionInTime,
    /// The objection is upheld, and the nomination goes no further; of the objections.
    ObjectionUpheld,
    /// Treated as abandoned for want of an answer, and goes no further; of the objections.
    Abandoned,
    /// The first review is passed; of those accepted that go further.
    FirstReviewPassed,
    /// Awarded; of those that passed the first review.
    Awarded,
    /// Awarded at the nominated grade or above; of those awarded.
    GradeKept,
    /// The defence is attended and the nominator's report filed; of the defences.
    DefenceAttended,
    /// Confirmed misconduct; of those submitted.
    Misconduct,
    /// Publicity with all required content and length; of those submitted.
    PublicityComplete,
    /// Submitted a day before the close; of those submitted.
    SubmittedEarly,
    /// Evidence of the selection is complete; of those submitted.
    SelectionComplete,
    /// Still used or cited two rounds after the award, nothing revoked; of those awarded then.
    FollowUpSound,
    /// A complaint about the selection is upheld; of the rounds.
    Complaint,
    /// A fee was charged; of the rounds.
    FeeCharged,
    /// An indicator of the taskbook is met; of six a round.
    TaskMet,
    /// A required disclosure is made; of six a round.
    Disclosed,
    /// An annual check is passed; of two a round.
    AnnualCheckPassed,
}

impl Event {
    /// All events.
    pub const ALL: [Self; 22] = [
        Self::FormPassed,
        Self::FormPassedFirst,
        Self::Withdrawn,
        Self::Accepted,
        Self::Objection,
        Self::ObjectionInTime,
        Self::ObjectionUpheld,
        Self::Abandoned,
        Self::FirstReviewPassed,
        Self::Awarded,
        Self::GradeKept,
        Self::DefenceAttended,
        Self::Misconduct,
        Self::PublicityComplete,
        Self::SubmittedEarly,
        Self::SelectionComplete,
        Self::FollowUpSound,
        Self::Complaint,
        Self::FeeCharged,
        Self::TaskMet,
        Self::Disclosed,
        Self::AnnualCheckPassed,
    ];

    /// Its chances. Published figures: `docs/engines/quota-study.md` names the rounds.
    pub const fn chances(self) -> Chances {
        let [worst, middle, best] = match self {
            // Failed: 1.8 % in 2012, 3.1 % in 2018, 1.1 % in 2020, 0.5 % in 2025.
            Self::FormPassed => [9_300, 9_850, 9_985],
            // Assumed.
            Self::FormPassedFirst | Self::ObjectionInTime => [6_000, 8_500, 9_700],
            // 9 of 1,801 in 2020, 1 of 1,534 in 2025.
            Self::Withdrawn => [150, 40, 5],
            // Assumed: removals after the formal examination are few.
            Self::Accepted => [9_850, 9_960, 9_995],
            // Assumed, as are all that follow on objections.
            Self::Objection => [1_500, 600, 200],
            Self::ObjectionUpheld => [4_500, 2_000, 800],
            Self::Abandoned => [1_200, 150, 10],
            // 28.1 % in 2017, 25.1 % in 2019, 19.8 % in 2025; the spread is assumed.
            Self::FirstReviewPassed => [600, 2_150, 4_600],
            // 296 of 324 in 2019; the spread is assumed.
            Self::Awarded => [8_300, 9_130, 9_700],
            // Assumed, as is all that follows.
            Self::GradeKept => [7_000, 8_800, 9_700],
            Self::DefenceAttended => [8_500, 9_600, 9_950],
            Self::Misconduct => [60, 8, 0],
            Self::PublicityComplete => [6_000, 8_800, 9_850],
            Self::SubmittedEarly => [5_500, 8_000, 9_500],
            Self::SelectionComplete => [4_800, 8_000, 9_700],
            Self::FollowUpSound => [7_500, 9_000, 9_800],
            Self::Complaint => [700, 120, 0],
            Self::FeeCharged => [60, 5, 0],
            Self::TaskMet => [5_000, 8_000, 9_600],
            Self::Disclosed => [4_500, 8_000, 9_800],
            Self::AnnualCheckPassed => [8_500, 9_700, 10_000],
        };
        Chances { worst, middle, best }
    }

    /// What a gaming society polishes: the rates that a naive table shows.
    const fn is_polished(self) -> bool {
        matches!(
            self,
            Self::FormPassed
                | Self::FormPassedFirst
                | Self::Withdrawn
                | Self::Accepted
                | Self::FirstReviewPassed
                | Self::Awarded
                | Self::GradeKept
                | Self::DefenceAttended
                | Self::SubmittedEarly
        )
    }
}

/// As what quality a gaming society shows itself, and how it treats what is not counted.
const POLISHED: Quality = 800;
const NEGLECTED: Quality = 60;

/// How far a society's chance of one event may lie from its quality: no society is alike in
/// everything.
pub(super) const UNEVENNESS: Quality = 120;

/// By how much the first review is milder or harder in a discipline group, in ten-thousandths: the
/// categories passed 21.1 %, 21.3 % and 18.9 % in 2025, and the groups nominate for them unevenly.
pub(super) const GROUP_SHIFTS: [(&str, i32); 5] =
    [("理科", 100), ("工科", 0), ("农科", -100), ("医科", -50), ("交叉学科", 50)];

/// The chances of one society in one round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SocietyChances {
    chances: [u32; Event::ALL.len()],
}

impl SocietyChances {
    /// The chances of a society of a kind and quality; `unevenness` as drawn for it.
    pub(super) fn new(
        kind: SocietyKind,
        quality: Quality,
        group: &str,
        unevenness: &[Quality; Event::ALL.len()],
    ) -> Self {
        let shift = GROUP_SHIFTS.iter().find(|(name, _)| *name == group).map_or(0, |one| one.1);
        let mut chances = [0; Event::ALL.len()];
        for (at, event) in Event::ALL.into_iter().enumerate() {
            let quality = match (kind, event.is_polished()) {
                (SocietyKind::Gaming, true) => POLISHED,
                (SocietyKind::Gaming, false) => NEGLECTED,
                _ => quality,
            };
            let shown = (quality + unevenness[at]).clamp(0, 1000);
            let chance = event.chances().at(shown);
            chances[at] = match event {
                Event::FirstReviewPassed => chance.saturating_add_signed(shift),
                _ => chance,
            };
        }
        Self { chances }
    }

    /// The chance of an event, in ten-thousandths.
    pub fn of(&self, event: Event) -> u32 {
        self.chances[event as usize]
    }

    /// How often a measure is expected for each of its base (a nomination submitted, or an item
    /// due), in billionths; none where the measure is an event count of a round.
    pub fn expected(&self, measure: &str) -> Option<i64> {
        const UNIT: i64 = 1_000_000_000;
        let times = |base: i64, event: Event| base * i64::from(self.of(event)) / i64::from(WHOLE);
        let but = |base: i64, event: Event| base - times(base, event);
        let passed = times(UNIT, Event::FormPassed);
        let accepted = times(but(passed, Event::Withdrawn), Event::Accepted);
        let objections = times(accepted, Event::Objection);
        let upheld = times(objections, Event::ObjectionUpheld);
        let abandoned = times(objections - upheld, Event::Abandoned);
        let reviewed = times(accepted - upheld - abandoned, Event::FirstReviewPassed);
        let awarded = times(reviewed, Event::Awarded);
        Some(match measure {
            "submitted" | "followups_due" | "taskbook_due" | "disclosures_due"
            | "annual_checks_due" => UNIT,
            "form_passed" => passed,
            "form_passed_first" => times(passed, Event::FormPassedFirst),
            "withdrawn" => times(passed, Event::Withdrawn),
            "accepted" => accepted,
            "objections_accepted" | "objections_due" => objections,
            "objections_in_time" => times(objections, Event::ObjectionInTime),
            "objections_upheld" => upheld,
            "abandoned" => abandoned,
            "first_review_passed" | "defences_due" => reviewed,
            "defences_attended" => times(reviewed, Event::DefenceAttended),
            "awarded" => awarded,
            "grade_kept" => times(awarded, Event::GradeKept),
            "misconduct" => times(UNIT, Event::Misconduct),
            "publicity_complete" => times(UNIT, Event::PublicityComplete),
            "submitted_early" => times(UNIT, Event::SubmittedEarly),
            "selection_complete" => times(UNIT, Event::SelectionComplete),
            "followups_sound" => times(UNIT, Event::FollowUpSound),
            "taskbook_met" => times(UNIT, Event::TaskMet),
            "disclosures_made" => times(UNIT, Event::Disclosed),
            "annual_checks_passed" => times(UNIT, Event::AnnualCheckPassed),
            _ => return None,
        })
    }
}
