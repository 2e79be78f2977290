//! By which way does a society nominate in a round, and when may that change?

use entity::vocabulary::{RoundState, Route};

use super::qualification::criteria::Criteria;
use crate::shared::Bilingual;

/// A round, as far as routes care.
#[derive(Clone, Copy, Debug)]
pub(super) struct RoundFacts {
    pub(super) year: i32,
    pub(super) state: RoundState,
}

/// Why a route is not set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RouteRefusal {
    /// The round has begun or is over; the route of a later one may change.
    RoundBegun {
        /// The first round for which it may.
        first: i32,
    },
    /// It nominates like that already.
    Same,
    /// The direct way needs the right to nominate.
    NotQualified,
    /// More rounds ahead than can be seen.
    TooFar {
        /// The last year that may be named.
        last: i32,
    },
}

/// Rounds for which a route may be set ahead, in years.
const AHEAD: i32 = 6;

/// Rounds come every second year.
const EVERY: i32 = 2;

/// The first year whose route may still be set: the first after every round that has begun.
pub(super) fn first_free(rounds: &[RoundFacts], this_year: i32) -> i32 {
    let begun = rounds.iter().filter(|round| round.state != RoundState::Draft);
    begun.map(|round| round.year + 1).max().unwrap_or(this_year)
}

/// The round from which a change would hold: the next that is planned, else two years after the last.
pub(super) fn next_round(rounds: &[RoundFacts], this_year: i32) -> i32 {
    let first = first_free(rounds, this_year);
    let planned = rounds.iter().map(|round| round.year).filter(|year| *year >= first).min();
    let last = rounds.iter().map(|round| round.year).max();
    planned.or_else(|| last.map(|last| last + EVERY)).unwrap_or(first)
}

/// The route that holds in the round of `year`: the latest set for it or before; through CAST where
/// none was.
pub(super) fn route_in(routes: &[(i32, Route)], year: i32) -> Route {
    let set = routes.iter().filter(|(from, _)| *from <= year).max_by_key(|(from, _)| *from);
    set.map_or(Route::ViaCast, |(_, route)| *route)
}

/// May `route` hold from `from_year` on? A society nominates by one way in a round, and changes it
/// only between rounds.
///
/// # Errors
/// The law that forbids it.
pub(super) fn check(
    routes: &[(i32, Route)],
    rounds: &[RoundFacts],
    choice: (Route, i32),
    is_qualified: bool,
    this_year: i32,
) -> Result<(), RouteRefusal> {
    let (route, from_year) = choice;
    let first = first_free(rounds, this_year);
    if from_year < first {
        return Err(RouteRefusal::RoundBegun { first });
    }
    let last = first + AHEAD;
    if from_year > last {
        return Err(RouteRefusal::TooFar { last });
    }
    if route_in(routes, from_year) == route {
        return Err(RouteRefusal::Same);
    }
    if route == Route::Direct && !is_qualified {
        return Err(RouteRefusal::NotQualified);
    }
    Ok(())
}

impl RouteRefusal {
    /// The field, the rule and the sentence.
    pub(super) fn told(self) -> (&'static str, &'static str, Bilingual) {
        match self {
            Self::RoundBegun { first } => (
                "/from_year",
                "round_begun",
                Bilingual::new(
                    format!("该年度已开始；最早可自 {first} 年起变更"),
                    format!("that round has begun; a change may hold from {first}"),
                ),
            ),
            Self::TooFar { last } => (
                "/from_year",
                "too_far",
                Bilingual::new(format!("不得晚于 {last} 年"), format!("not later than {last}")),
            ),
            Self::Same => (
                "/route",
                "same",
                Bilingual::new("届时已是此渠道", "it nominates by this route then already"),
            ),
            Self::NotQualified => (
                "/route",
                "not_qualified",
                Bilingual::new(
                    "直接提名须持有有效的提名资格",
                    "the direct route needs the right to nominate in force",
                ),
            ),
        }
    }
}

/// What a change would do to the society's quota, in words.
pub(super) fn effect(
    from: Route,
    to: Route,
    year: i32,
    rules: &Criteria,
    is_new: bool,
) -> Bilingual {
    let (projects, top, places) =
        (rules.via_cast_projects, rules.via_cast_top, rules.newcomer_places);
    match (from, to) {
        (Route::ViaCast, Route::Direct) if is_new => Bilingual::new(
            format!(
                "自 {year} 年度起由学会直接提名：试行期内名额为 {places} 项；不再经中国科协推荐（此前每年度可推荐 {projects} 项通用项目、{top} 名最高奖人选）。同一年度只能有一个渠道。"
            ),
            format!(
                "From the round of {year} the society nominates by itself, with {places} place(s) while on trial. It no longer recommends through CAST ({projects} general projects and {top} candidates for the highest award a round). A round has one route only."
            ),
        ),
        (Route::ViaCast, Route::Direct) => Bilingual::new(
            format!(
                "自 {year} 年度起由学会直接提名：名额按名额决定另行核定；不再经中国科协推荐（此前每年度可推荐 {projects} 项通用项目、{top} 名最高奖人选）。同一年度只能有一个渠道。"
            ),
            format!(
                "From the round of {year} the society nominates by itself; its places follow from the quota decision. It no longer recommends through CAST ({projects} general projects and {top} candidates for the highest award a round). A round has one route only."
            ),
        ),
        (Route::Direct, Route::ViaCast) => Bilingual::new(
            format!(
                "自 {year} 年度起经中国科协推荐：学会没有自己的名额，原有名额转入机动；每年度可推荐 {projects} 项通用项目、{top} 名最高奖人选，由中国科协在其名额内遴选。同一年度只能有一个渠道。"
            ),
            format!(
                "From the round of {year} the society recommends through CAST: it has no places of its own, and those it had go to the reserve. It may recommend {projects} general projects and {top} candidates for the highest award a round, from which CAST chooses within its quota. A round has one route only."
            ),
        ),
        (Route::Direct, Route::Direct) | (Route::ViaCast, Route::ViaCast) => {
            Bilingual::new("渠道不变，名额不受影响。", "The route stays, and so does the quota.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::societies::qualification::criteria::CRITERIA;

    fn rounds() -> Vec<RoundFacts> {
        vec![
            RoundFacts { year: 2025, state: RoundState::Closed },
            RoundFacts { year: 2027, state: RoundState::Open },
            RoundFacts { year: 2029, state: RoundState::Draft },
        ]
    }

    #[test]
    fn a_route_changes_only_for_rounds_that_have_not_begun() {
        let check = |year, route| check(&[], &rounds(), (route, year), true, 2026);
        for year in [2025, 2027] {
            let begun = RouteRefusal::RoundBegun { first: 2028 };
            assert_eq!(check(year, Route::Direct), Err(begun));
        }
        assert_eq!(check(2029, Route::Direct), Ok(()));
        assert_eq!(check(2029, Route::ViaCast), Err(RouteRefusal::Same));
        assert_eq!(check(2035, Route::Direct), Err(RouteRefusal::TooFar { last: 2034 }));
        assert_eq!(next_round(&rounds(), 2026), 2029);
        assert_eq!(next_round(&rounds()[..2], 2026), 2029);
    }

    #[test]
    fn the_direct_way_needs_the_right() {
        let refused = check(&[], &rounds(), (Route::Direct, 2029), false, 2026);
        assert_eq!(refused, Err(RouteRefusal::NotQualified));
        let back = check(&[(2027, Route::Direct)], &rounds(), (Route::ViaCast, 2029), false, 2026);
        assert_eq!(back, Ok(()));
    }

    #[test]
    fn a_round_has_one_route_the_latest_set() {
        let routes = [(2023, Route::Direct), (2029, Route::ViaCast)];
        let at = |year| route_in(&routes, year);
        assert_eq!([at(2021), at(2023), at(2027)], [Route::ViaCast, Route::Direct, Route::Direct]);
        assert_eq!(at(2029), Route::ViaCast);
    }

    #[test]
    fn the_effect_is_said_in_both_languages() {
        for from in Route::ALL {
            for to in Route::ALL {
                let text = effect(*from, *to, 2029, &CRITERIA, true);
                assert!(text.zh.ends_with('。') && text.en.ends_with('.'), "{text}");
                assert_eq!(from == to, !text.zh.contains("2029"));
            }
        }
    }
}
