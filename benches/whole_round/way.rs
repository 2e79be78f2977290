//! In which order does a round go, from the end of the publicity to the places of the next?

use super::{
    circle,
    course::{CATEGORIES, Course, Line, World},
    members, office, reviewers,
};

/// Goes the whole way, and says what each step took.
pub(crate) async fn go<W: World>(course: &Course<W>) -> anyhow::Result<Vec<Line>> {
    let mut lines = Vec::new();
    Box::pin(reviews(course, &mut lines)).await?;
    Box::pin(meetings(course, &mut lines)).await?;
    Box::pin(next(course, &mut lines)).await?;
    Ok(lines)
}

/// From the publicity of what was accepted to the ranks of the remote review.
async fn reviews<W: World>(course: &Course<W>, lines: &mut Vec<Line>) -> anyhow::Result<()> {
    let passed = office::past_publicity(course);
    course.step(lines, "nominations past their publicity", Box::pin(passed)).await?;
    course.step(lines, "panels formed", Box::pin(office::divide(course))).await?;
    let mut closes = None;
    let opened = async {
        closes = Some(office::open_phases(course).await?);
        Ok::<_, anyhow::Error>(CATEGORIES.len())
    };
    course.step(lines, "phases opened", Box::pin(opened)).await?;
    let plan = office::plan(course).await?;
    let invited = office::invite(course, &plan);
    course.step(lines, "invitations sent", Box::pin(invited)).await?;
    let judged = reviewers::judge(course, &plan);
    course.step(lines, "sheets submitted", Box::pin(judged)).await?;
    let Some(closes) = closes else { return Ok(()) };
    let ranked = office::aggregate(course, closes);
    course.step(lines, "nominations ranked", Box::pin(ranked)).await.map(|_| ())
}

/// From the panels to the bundle that anyone computes anew.
async fn meetings<W: World>(course: &Course<W>, lines: &mut Vec<Line>) -> anyhow::Result<()> {
    course.step(lines, "panels held", Box::pin(members::panels(course))).await?;
    let first = circle::first_review(course);
    course.step(lines, "first review released", Box::pin(first)).await?;
    let public = circle::make_public(course);
    course.step(lines, "first review made public", Box::pin(public)).await?;
    course.step(lines, "committees held", Box::pin(members::committees(course))).await?;
    let committee = circle::committee(course);
    course.step(lines, "committees released", Box::pin(committee)).await?;
    course.step(lines, "councils held", Box::pin(members::council(course))).await?;
    course.step(lines, "awards released", Box::pin(circle::awards(course))).await?;
    let bundle = circle::bundle(course);
    course.step(lines, "bytes of the bundle verified", Box::pin(bundle)).await.map(|_| ())
}

/// From the awards to the places of the next round.
async fn next<W: World>(course: &Course<W>, lines: &mut Vec<Line>) -> anyhow::Result<()> {
    course.step(lines, "facts collected", Box::pin(circle::collect(course))).await?;
    let proposed = circle::propose(course);
    course.step(lines, "societies with places", Box::pin(proposed)).await.map(|_| ())
}
