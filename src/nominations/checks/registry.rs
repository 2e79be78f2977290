//! Which function decides which rule, and what do they say together?

use super::{
    application, attachments, awarded, dates, experts,
    facts::Facts,
    finding::{Evidence, Finding, Outcome, Said, Verdict},
    form_faults, identity, opinion, papers, people, project, rights,
    rule_book::{Rule, RuleBook, State},
    secrecy,
    sheet::Sheet,
    standing, tables, units,
};
use crate::shared::Bilingual;

type Decide = fn(&Sheet<'_>, &mut Outcome);

/// The decision, or the evidence, of each rule; a rule that is not here is a person's alone.
const DECISIONS: &[(&str, Decide)] = &[
    ("FORM", form_faults::form),
    ("FC-001", standing::right_and_place),
    ("FC-002", standing::publicity),
    ("FC-003", identity::in_two_nominations),
    ("FC-004", awarded::nominated_twice),
    ("FC-005", awarded::already_awarded),
    ("FC-006", awarded::reviewed_last_round),
    ("FC-007", identity::recent_winner),
    ("FC-008", identity::barred),
    ("FC-009", identity::restored),
    ("FC-010", awarded::dispute),
    ("FC-011", application::product_class),
    ("FC-012", secrecy::filed_here),
    ("FC-013", opinion::opinion),
    ("FC-014", project::grade),
    ("FC-015", tables::people_and_units),
    ("FC-016", project::title),
    ("FC-017", project::disciplines),
    ("FC-018", project::acceptance),
    ("FC-019", dates::contradictions),
    ("FC-020", opinion::print_and_file),
    ("FC-021", people::signatures),
    ("FC-022", people::seals),
    ("FC-023", units::registered_names),
    ("FC-024", people::collaboration),
    ("FC-025", people::contributions),
    ("FC-026", attachments::references_and_limits),
    ("FC-027", attachments::listed_and_attached),
    ("FC-028", people::posts),
    ("FC-029", units::organs),
    ("FC-030", experts::experts),
    ("FC-031", standing::in_time),
    ("LC-01", standing::council),
    ("LC-02", standing::confirmations),
    ("LC-03", standing::selection),
    ("FC-N02", papers::old_enough),
    ("FC-N03", identity::recent_winner),
    ("FC-N04", papers::completers_are_authors),
    ("FC-N05", opinion::opinion_page),
    ("FC-N06", people::signatures),
    ("FC-N07", people::seals),
    ("FC-N08", papers::commitment),
    ("FC-N09", papers::foreign_rights),
    ("FC-N10", papers::copies),
    ("FC-N11", papers::citing_copies),
    ("FC-N12", papers::counted_citations),
    ("FC-N13", people::contributions),
    ("FC-N14", papers::consent),
    ("FC-N15", people::collaboration),
    ("FC-N16", opinion::print_and_file),
    ("FC-I01", application::three_years),
    ("FC-I02", rights::core_rights),
    ("FC-I03", rights::first_completers),
    ("FC-I04", rights::consent),
    ("FC-I05", application::certificates),
    ("FC-I06", rights::commitment),
    ("FC-I07", rights::limits),
    ("FC-I08", application::licence),
    ("FC-I09", rights::repeatable),
    ("FC-P01", units::legal_persons),
    ("FC-P02", units::seals),
    ("FC-P03", tables::units),
    ("FC-P04", units::contributions),
    ("FC-P05", application::benefits),
    ("FC-P06", project::popular_work),
    ("FC-P07", tables::team),
    ("FC-P08", tables::major_project),
    ("FC-P09", secrecy::national_security),
    ("FC-P10", units::organs),
];

/// What every rule says of a dossier, in the order of the rules. The same facts give the same findings.
pub fn check(book: &RuleBook, facts: &Facts<'_>) -> Vec<Finding> {
    book.rules.iter().flat_map(|rule| findings(book, rule, facts)).collect()
}

/// Whether nothing stands against handing it in: no rule of weight fails.
pub fn is_submittable(findings: &[Finding]) -> bool {
    !findings.iter().any(Finding::bars)
}

fn findings(book: &RuleBook, rule: &Rule, facts: &Facts<'_>) -> Vec<Finding> {
    if !rule.categories.contains(&facts.form.category) {
        return vec![said_by(rule, Verdict::NotApplicable, idle())];
    }
    if rule.state == State::Off {
        return vec![said_by(rule, Verdict::Off, off(rule))];
    }
    let sheet = Sheet { facts, book, rule };
    let mut outcome = Outcome::default();
    if let Some(decide) = decision(&rule.id) {
        decide(&sheet, &mut outcome);
    }
    weighed(rule, outcome)
}

fn decision(id: &str) -> Option<Decide> {
    DECISIONS.iter().find(|(known, _)| *known == id).map(|(_, decide)| *decide)
}

fn weighed(rule: &Rule, outcome: Outcome) -> Vec<Finding> {
    if outcome.is_idle {
        return vec![said_by(rule, Verdict::NotApplicable, idle())];
    }
    let has_faults = !outcome.faults.is_empty();
    let mut findings: Vec<Finding> =
        outcome.faults.into_iter().map(|said| said_by(rule, Verdict::Fail, said)).collect();
    let doubts = outcome.doubts.into_iter();
    findings.extend(doubts.map(|said| said_by(rule, Verdict::NeedsPerson, said)));
    if !has_faults && rule.level.asks_a_person() {
        findings.push(said_by(rule, Verdict::NeedsPerson, look(rule, outcome.evidence)));
    } else if findings.is_empty() {
        findings.push(said_by(rule, Verdict::Pass, passed(rule, outcome.evidence)));
    }
    findings
}

fn said_by(rule: &Rule, verdict: Verdict, said: Said) -> Finding {
    Finding {
        rule: rule.id.clone(),
        verdict,
        severity: rule.severity,
        what: said.what,
        evidence: said.evidence,
        address: said.address,
        clause: said.clause.unwrap_or_else(|| rule.clause.clone()),
    }
}

fn idle() -> Said {
    let what = Bilingual::new("本提名书不涉及此项", "not a matter of this form");
    Said::of(what, None)
}

fn off(rule: &Rule) -> Said {
    let (zh, en) = (&rule.text.zh, &rule.text.en);
    let what =
        Bilingual::new(format!("本届不审查：{zh}"), format!("not asked in this round: {en}"));
    Said::of(what, None)
}

fn passed(rule: &Rule, evidence: Vec<Evidence>) -> Said {
    let (zh, en) = (&rule.text.zh, &rule.text.en);
    let what = Bilingual::new(format!("未发现：{zh}"), format!("not found: {en}"));
    Said { evidence, ..Said::of(what, None) }
}

fn look(rule: &Rule, evidence: Vec<Evidence>) -> Said {
    let look = rule.look.as_ref().unwrap_or(&rule.text);
    let (zh, en) = (&look.zh, &look.en);
    let what = Bilingual::new(format!("由人核对：{zh}"), format!("a person looks at {en}"));
    let address = evidence.iter().find_map(|one| match one {
        Evidence::Field(address) => Some(address.clone()),
        Evidence::Text(_) => None,
    });
    Said { evidence, ..Said::of(what, address) }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Numbers of the rules that a function decides or gathers evidence for.
    pub(in crate::nominations::checks) fn decided() -> Vec<&'static str> {
        DECISIONS.iter().map(|(id, _)| *id).collect()
    }

    #[test]
    fn every_decision_is_of_a_rule_and_every_rule_that_decides_has_one() {
        let book = RuleBook::shipped().unwrap();
        let decided = decided();
        for id in &decided {
            assert!(book.rule(id).is_some(), "{id}");
        }
        for rule in book.rules.iter().filter(|rule| rule.level.decides()) {
            assert!(decided.contains(&rule.id.as_str()), "{}", rule.id);
        }
    }
}
