//! What does the table of states look like? A picture with every state and every step between them.

use std::fmt::Write as _;

use entity::vocabulary::NominationState as State;

use super::{
    states::{Awards, Transition, Who, is_terminal, table},
    states_table::name,
};

/// Where each state stands: column and row.
const PLACES: &[(State, i32, i32)] = &[
    (State::Draft, 0, 0),
    (State::InternalReview, 1, 0),
    (State::InternalPublicity, 2, 0),
    (State::CouncilApproved, 3, 0),
    (State::Submitted, 4, 0),
    (State::ReturnAsked, 1, 1),
    (State::Recommended, 2, 1),
    (State::CorrectionRequired, 3, 1),
    (State::FormCheck, 4, 1),
    (State::Rejected, 5, 1),
    (State::Deferred, 0, 2),
    (State::ObjectionInvestigating, 1, 2),
    (State::ObjectionOpen, 2, 2),
    (State::AcceptancePublicity, 3, 2),
    (State::Accepted, 4, 2),
    (State::Abandoned, 0, 3),
    (State::ObjectionResolved, 1, 3),
    (State::UpheldTerminated, 0, 4),
    (State::ObjectionClear, 2, 3),
    (State::NetworkReview, 3, 3),
    (State::NetworkReviewDone, 4, 3),
    (State::PanelReview, 4, 4),
    (State::FirstReviewFailed, 5, 4),
    (State::FirstReviewPublicity, 2, 5),
    (State::FirstReviewPassed, 4, 5),
    (State::CommitteeFailed, 5, 6),
    (State::CommitteeReview, 4, 6),
    (State::CommitteePassed, 3, 6),
    (State::CouncilDecision, 3, 7),
    (State::MostCheck, 2, 7),
    (State::CentralApproval, 1, 7),
    (State::Awarded, 0, 7),
    (State::Revoked, 0, 6),
    (State::NotAwarded, 2, 8),
    (State::Withdrawn, 3, 9),
    (State::Removed, 4, 9),
    (State::Terminated, 5, 9),
];

const WIDTH: i32 = 1250;
const HEIGHT: i32 = 1200;
const BOX: (i32, i32) = (150, 48);
const STEP: (i32, i32) = (205, 106);
const ORIGIN: (i32, i32) = (35, 130);

/// The upper left corner of a state.
fn corner(state: State) -> (i32, i32) {
    let found = PLACES.iter().find(|(one, _, _)| *one == state);
    let (column, row) = found.map_or((0, 0), |(_, column, row)| (*column, *row));
    (ORIGIN.0 + column * STEP.0, ORIGIN.1 + row * STEP.1)
}

const fn colour(who: Who) -> &'static str {
    match who {
        Who::Clerk | Who::Approver | Who::Society | Who::Cast => "#1f4e9c",
        Who::Office => "#5a6475",
        Who::Panel | Who::Committee => "#7a3e9d",
        Who::Council | Who::Ministry | Who::Central => "#a33030",
    }
}

/// The line of a step, from side to side: straight between neighbours, bent around what lies between.
fn path(from: (i32, i32), to: (i32, i32)) -> String {
    let (half_w, half_h) = (BOX.0 / 2, BOX.1 / 2);
    let (fx, fy, tx, ty) = (from.0 + half_w, from.1 + half_h, to.0 + half_w, to.1 + half_h);
    let (dx, dy) = (tx - fx, ty - fy);
    // Two ways between neighbours lie beside each other.
    if dy == 0 && dx.abs() <= STEP.0 {
        let (side, lift) = if dx > 0 { (1, -7) } else { (-1, 7) };
        return format!(
            "M{} {} L{} {}",
            fx + side * half_w,
            fy + lift,
            tx - side * half_w,
            ty + lift
        );
    }
    if dy == 0 {
        let lift = fy - half_h - 34;
        return format!(
            "M{} {} C{} {lift} {} {lift} {} {}",
            fx - 24,
            fy - half_h,
            fx - 40,
            tx + 40,
            tx + 24,
            ty - half_h
        );
    }
    let down = dy.signum();
    if dx == 0 && dy.abs() <= STEP.1 {
        let x = fx + down * 7;
        return format!("M{x} {} L{x} {}", fy + down * half_h, ty - down * half_h);
    }
    if dx == 0 {
        let side = fx + half_w + 34;
        return format!(
            "M{} {} C{side} {fy} {side} {ty} {} {}",
            fx + half_w,
            fy + 8,
            tx + half_w,
            ty - 8
        );
    }
    let across = dx.signum();
    format!(
        "M{} {} C{} {} {} {} {} {}",
        fx + across * half_w / 2,
        fy + down * half_h,
        fx + across * half_w / 2,
        fy + down * (half_h + 44),
        tx - across * half_w / 3,
        ty - down * (half_h + 44),
        tx - across * half_w / 3,
        ty - down * half_h
    )
}

fn draw_step(picture: &mut String, one: &Transition) {
    let dashes = match one.awards {
        Awards::Every | Awards::TopAndThree => "",
        Awards::Three => " stroke-dasharray=\"7 3\"",
        Awards::TopAndInt | Awards::Int => " stroke-dasharray=\"2 4\"",
    };
    let line = path(corner(one.from), corner(one.to));
    let colour = colour(one.who);
    let marker = colour.trim_start_matches('#');
    let guards = one.guards.iter().map(|guard| guard.zh()).collect::<Vec<_>>().join("；");
    // Writing to a String cannot fail.
    _ = writeln!(
        picture,
        "<path d=\"{line}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.6\"{dashes} \
         marker-end=\"url(#a{marker})\"><title>{} → {}（{}；{}）{guards}</title></path>",
        name(one.from).0,
        name(one.to).0,
        one.who.zh(),
        one.clause,
    );
}

fn draw_state(picture: &mut String, state: State) {
    let (x, y) = corner(state);
    let (zh, en) = name(state);
    let (fill, stroke) = if state == State::Awarded {
        ("#e4f3e6", "#2f7d3b")
    } else if is_terminal(state) {
        ("#f6e7e5", "#a33030")
    } else if table().iter().any(|one| one.from == state && one.to == State::Withdrawn) {
        ("#ffffff", "#5a6475")
    } else {
        ("#eaf0fa", "#1f4e9c")
    };
    _ = writeln!(
        picture,
        "<rect x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{}\" rx=\"7\" fill=\"{fill}\" \
         stroke=\"{stroke}\" stroke-width=\"1.4\"/>\n<text x=\"{}\" y=\"{}\" class=\"zh\">{zh}</text>\
         <text x=\"{}\" y=\"{}\" class=\"en\">{en}</text>",
        BOX.0,
        BOX.1,
        x + BOX.0 / 2,
        y + 21,
        x + BOX.0 / 2,
        y + 38,
    );
}

const LEGEND: &[(&str, &str)] = &[
    ("#1f4e9c", "学会、中国科协 society, CAST"),
    ("#5a6475", "奖励办公室 award office"),
    ("#7a3e9d", "评审组、评审委员会 reviews"),
    ("#a33030", "奖励委员会及以上 council and above"),
];

fn draw_legend(picture: &mut String) {
    for ((colour, words), place) in LEGEND.iter().zip(0..) {
        let x = ORIGIN.0 + place * 290;
        _ = writeln!(
            picture,
            "<path d=\"M{x} 58 h28\" stroke=\"{colour}\" stroke-width=\"2.4\"/>\
             <text x=\"{}\" y=\"62\" class=\"note\">{words}</text>",
            x + 36
        );
    }
    let notes = [
        (
            84,
            "长虚线：仅自然、发明、进步奖（三大奖）；点线：仅最高奖、国际合作奖。\
             Dashed: NAT, INV, PRO only; dotted: TOP, INT only.",
        ),
        (
            HEIGHT - 40,
            "白底状态（已提交至奖种评审通过）均可撤回；受理后可按第 66 条不提交评审或终止，线未画出。",
        ),
        (
            HEIGHT - 20,
            "From every state in white a nomination may be withdrawn, and from acceptance on removed \
             or terminated; those lines are not drawn.",
        ),
    ];
    for (y, words) in notes {
        let x = ORIGIN.0;
        _ = writeln!(picture, "<text x=\"{x}\" y=\"{y}\" class=\"note\">{words}</text>");
    }
}

/// `docs/states.svg`.
pub fn as_picture() -> String {
    let mut picture = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" \
         width=\"{WIDTH}\" height=\"{HEIGHT}\" role=\"img\" aria-label=\"提名的状态 / states of a nomination\">\n\
         <style>text{{font-family:'Noto Sans CJK SC','Noto Sans SC','PingFang SC','Microsoft YaHei',\
         sans-serif;fill:#1b2433}}.zh{{font-size:15px;text-anchor:middle}}\
         .en{{font-size:11px;text-anchor:middle;fill:#4a5568}}.note{{font-size:13px}}\
         .head{{font-size:20px;font-weight:600}}</style>\n\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#ffffff\"/>\n<defs>"
    );
    for (colour, _) in LEGEND {
        let id = colour.trim_start_matches('#');
        _ = write!(
            picture,
            "<marker id=\"a{id}\" viewBox=\"0 0 8 8\" refX=\"7.5\" refY=\"4\" markerWidth=\"6.5\" \
             markerHeight=\"6.5\" orient=\"auto\"><path d=\"M0 0 L8 4 L0 8 z\" fill=\"{colour}\"/></marker>"
        );
    }
    _ = writeln!(
        picture,
        "</defs>\n<text x=\"{}\" y=\"34\" class=\"head\">提名的状态 States of a nomination</text>",
        ORIGIN.0
    );
    draw_legend(&mut picture);
    let ends = [State::Withdrawn, State::Removed, State::Terminated];
    for one in table().iter().filter(|one| !ends.contains(&one.to)) {
        draw_step(&mut picture, one);
    }
    for state in State::ALL {
        draw_state(&mut picture, *state);
    }
    picture.push_str("</svg>\n");
    picture
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_a_place_of_its_own() {
        let mut places: Vec<_> = State::ALL.iter().map(|&state| corner(state)).collect();
        assert_eq!(PLACES.len(), State::ALL.len());
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), State::ALL.len());
        let picture = as_picture();
        assert!(State::ALL.iter().all(|&state| picture.contains(name(state).0)));
    }
}
