//! May a fact stand beside those that are there? Totals and cases of one thing would be counted
//! twice, so a society's round has the one or the other.

use std::collections::BTreeMap;

use super::definitions::Definitions;
use crate::shared::Bilingual;

/// Where the facts of one society in one round come from so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Sources {
    /// For each measure, whether it is there as a total.
    by_measure: BTreeMap<String, bool>,
    /// For the measures of nominations together, whether they are there as totals.
    of_nominations: Option<bool>,
}

impl Sources {
    /// Whether a fact of `measure`, a total or of a case, may be added; why not, if not.
    pub(super) fn admits(
        &self,
        definitions: &Definitions,
        measure: &str,
        is_total: bool,
    ) -> Result<(), Bilingual> {
        let of_like = definitions.is_of_nominations(measure).then_some(self.of_nominations);
        let known = self.by_measure.get(measure).copied().or(of_like.flatten());
        if known.is_none_or(|known| known == is_total) {
            return Ok(());
        }
        Err(if is_total {
            Bilingual::new(
                format!("该学会该年度的 {measure} 已有逐案事实，不能再导入合计"),
                format!("{measure} stands by cases in this round; a total cannot be added to it"),
            )
        } else {
            Bilingual::new(
                format!("该学会该年度的 {measure} 已有导入的合计，不能再导入逐案事实"),
                format!("{measure} stands as a total in this round; cases cannot be added to it"),
            )
        })
    }

    /// Notes that such a fact is there.
    pub(super) fn note(&mut self, definitions: &Definitions, measure: &str, is_total: bool) {
        self.by_measure.insert(measure.to_owned(), is_total);
        if definitions.is_of_nominations(measure) {
            self.of_nominations = Some(is_total);
        }
    }

    /// Whether the nominations of the round are known as totals only; none where nothing is known.
    pub(super) fn are_totals(&self) -> Option<bool> {
        self.of_nominations
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::track_record::definitions::SHIPPED;

    #[test]
    fn totals_and_cases_of_nominations_do_not_mix() {
        let definitions = Definitions::parse(SHIPPED).unwrap();
        let mut sources = Sources::default();
        sources.note(&definitions, "quota", true);
        sources.note(&definitions, "submitted", false);
        let may = |measure, is_total| sources.admits(&definitions, measure, is_total).is_ok();
        assert!(may("accepted", false) && may("quota", true) && may("annual_checks_due", true));
        assert!(!may("accepted", true), "another measure of the same nominations");
        assert!(!may("submitted", true) && !may("quota", false));
    }
}
