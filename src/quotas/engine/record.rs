//! What does a policy see of a history? Counts by society, round and indicator, laid out densely, so
//! that a score touches neither names nor maps and a history can be drawn again a thousand times.

use super::history::{History, HistoryFault, Member};
use super::indicator::{Indicator, Source};
use super::policy::{Policy, Veto};
use crate::shared::Bilingual;
use crate::track_record::model::HistoryRow;

/// What one indicator counted in one round: `part` of `whole`; of events only `part`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Count {
    /// Cases that count, or events.
    pub part: u32,
    /// All cases; none where the indicator is not known.
    pub whole: u32,
}

/// The rest that is known of a society in a round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Attendance {
    /// Whether there is a row.
    pub is_present: bool,
    /// Places held.
    pub quota: u32,
    /// Places whose use is known.
    pub known_quota: u32,
    /// Places used.
    pub used: u32,
}

/// A society of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Society {
    /// Its code.
    pub id: String,
    /// Its newest name.
    pub name: String,
    /// The place of its group in [`Record::groups`].
    pub group: usize,
    /// The names of those merged into it.
    pub merged: Vec<String>,
}

/// A history as a policy sees it. Societies are in the order of their codes, rounds oldest first.
#[derive(Clone, Debug)]
pub struct Record {
    /// Years.
    pub rounds: Vec<i32>,
    /// Names of groups, sorted.
    pub groups: Vec<String>,
    /// The societies.
    pub societies: Vec<Society>,
    /// What a reader should know of the history.
    pub notes: Vec<Bilingual>,
    width: usize,
    vetoes: usize,
    counts: Vec<Count>,
    attendance: Vec<Attendance>,
    events: Vec<u32>,
}

impl Record {
    /// Lays a history out.
    ///
    /// # Errors
    /// The rows where a part is above its whole.
    pub fn new(history: &History, policy: &Policy) -> Result<Self, Vec<HistoryFault>> {
        history.check(policy)?;
        let mut groups: Vec<String> =
            history.societies.values().map(|member| member.group.clone()).collect();
        groups.sort_unstable();
        groups.dedup();
        let (width, vetoes) = (policy.indicators.len(), policy.vetoes.len());
        let cells = history.societies.len() * history.rounds.len();
        let mut record = Self {
            rounds: history.rounds.clone(),
            societies: history.societies.iter().map(|(id, m)| society(id, m, &groups)).collect(),
            groups,
            notes: history.notes.clone(),
            width,
            vetoes,
            counts: vec![Count::default(); cells * width],
            attendance: vec![Attendance::default(); cells],
            events: vec![0; cells * vetoes],
        };
        let mut reader = Reader::new(policy);
        for (index, member) in history.societies.values().enumerate() {
            for &place in &member.rows {
                let row = &history.rows[place];
                let Ok(round) = history.rounds.binary_search(&row.round) else { continue };
                record.add(index, round, row, &mut reader);
            }
        }
        Ok(record)
    }

    /// A record of one society of this one, in the same rounds and groups.
    pub(super) fn only(&self, society: usize) -> Self {
        let (start, cells) = (self.cell(society, 0), self.rounds.len());
        Self {
            rounds: self.rounds.clone(),
            groups: self.groups.clone(),
            societies: vec![self.societies[society].clone()],
            notes: Vec::new(),
            width: self.width,
            vetoes: self.vetoes,
            counts: self.counts[start * self.width..][..cells * self.width].to_vec(),
            attendance: self.attendance[start..][..cells].to_vec(),
            events: self.events[start * self.vetoes..][..cells * self.vetoes].to_vec(),
        }
    }

    /// Forgets what a society did in a round.
    pub(super) fn clear(&mut self, society: usize, round: usize) {
        let cell = self.cell(society, round);
        self.attendance[cell] = Attendance::default();
        self.counts_mut(society, round).fill(Count::default());
        self.events_mut(society, round).fill(0);
    }

    /// Adds one row; the rows of merged societies add up.
    pub(super) fn add(
        &mut self,
        society: usize,
        round: usize,
        row: &HistoryRow,
        reader: &mut Reader<'_>,
    ) {
        reader.read(row);
        let known = &reader.known;
        let counts = self.counts_mut(society, round).iter_mut();
        for (count, (part, whole)) in counts.zip(&reader.indicators) {
            let (part, whole) = match whole {
                Some(whole) => known[*part].zip(known[*whole]).unwrap_or_default(),
                None => (known[*part].unwrap_or_default(), 0),
            };
            count.part += part;
            count.whole += whole;
        }
        let events = self.events_mut(society, round).iter_mut();
        for (event, (measure, less)) in events.zip(&reader.vetoes) {
            let taken = less.map_or(Some(0), |less| known[less]);
            *event += known[*measure].zip(taken).map_or(0, |(all, less)| all.saturating_sub(less));
        }
        let cell = self.cell(society, round);
        let attendance = &mut self.attendance[cell];
        attendance.is_present = true;
        attendance.quota += row.quota;
        if let Some(used) = known[reader.submitted] {
            attendance.known_quota += row.quota;
            attendance.used += used;
        }
    }

    fn cell(&self, society: usize, round: usize) -> usize {
        society * self.rounds.len() + round
    }

    /// How many indicators there are.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The counts of a society in a round, one for each indicator of the policy.
    pub fn counts(&self, society: usize, round: usize) -> &[Count] {
        &self.counts[self.cell(society, round) * self.width..][..self.width]
    }

    /// By indicator, in how many rounds of how many societies there is a case of it.
    pub(super) fn cells_with_cases(&self) -> Vec<u32> {
        let mut cells = vec![0; self.width];
        for counts in self.counts.chunks_exact(self.width.max(1)) {
            for (cell, count) in cells.iter_mut().zip(counts) {
                *cell += u32::from(count.whole > 0);
            }
        }
        cells
    }

    /// The same, to be drawn again.
    pub fn counts_mut(&mut self, society: usize, round: usize) -> &mut [Count] {
        let start = self.cell(society, round) * self.width;
        &mut self.counts[start..][..self.width]
    }

    /// The events of a society in a round, one count for each veto of the policy.
    pub fn events(&self, society: usize, round: usize) -> &[u32] {
        &self.events[self.cell(society, round) * self.vetoes..][..self.vetoes]
    }

    /// The same, to be drawn again.
    pub fn events_mut(&mut self, society: usize, round: usize) -> &mut [u32] {
        let start = self.cell(society, round) * self.vetoes;
        &mut self.events[start..][..self.vetoes]
    }

    /// Quota and use of a society in a round.
    pub fn attendance(&self, society: usize, round: usize) -> Attendance {
        self.attendance[self.cell(society, round)]
    }
}

fn society(id: &str, member: &Member, groups: &[String]) -> Society {
    Society {
        id: id.to_owned(),
        name: member.name.clone(),
        group: groups.binary_search(&member.group).unwrap_or_default(),
        merged: member.merged.clone(),
    }
}

/// Finds the measures of each indicator and veto in the rows of a history.
pub(super) struct Reader<'p> {
    /// Sorted.
    names: Vec<&'p str>,
    /// The counts of the row read last, by name.
    known: Vec<Option<u32>>,
    indicators: Vec<(usize, Option<usize>)>,
    vetoes: Vec<(usize, Option<usize>)>,
    submitted: usize,
}

impl<'p> Reader<'p> {
    pub(super) fn new(policy: &'p Policy) -> Self {
        let names = policy.measures();
        let place = |name: &str| names.binary_search(&name).unwrap_or_default();
        let indicator = |indicator: &Indicator| match &indicator.source {
            Source::Rate { numerator, denominator, .. } => {
                (place(numerator), Some(place(denominator)))
            }
            Source::Events { measure, .. } => (place(measure), None),
        };
        let veto = |veto: &Veto| (place(&veto.measure), veto.less.as_deref().map(place));
        Self {
            known: vec![None; names.len()],
            indicators: policy.indicators.iter().map(indicator).collect(),
            vetoes: policy.vetoes.iter().map(veto).collect(),
            submitted: place("submitted"),
            names,
        }
    }

    /// Takes the counts out of a row; row and names are both sorted.
    fn read(&mut self, row: &HistoryRow) {
        let mut counts = row.counts.iter().peekable();
        for (name, known) in self.names.iter().zip(&mut self.known) {
            while counts.next_if(|(measure, _)| measure.as_str() < *name).is_some() {}
            *known = counts.next_if(|(measure, _)| measure == name).map(|(_, count)| *count);
        }
    }
}
