//! Which hidden facts are changed, and from whom is each hidden?

use entity::{
    aggregate_row, attendance, ballot, ballot_paper, ballot_roll,
    ids::ReviewPhaseId,
    item_recusal, nomination, opinion_signature, redacted_copy, result_decision, result_fall,
    result_paper, result_release, review_assignment, review_hint, review_meeting, review_phase,
    review_question, review_seat, review_sheet, reviewer_rating,
    vocabulary::{
        AssignmentState, BallotState, DecisionOutcome, OpinionAnswer, ReleaseState,
        ResultPaperKind, ReviewMeetingState,
    },
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, DatabaseConnection, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _, QueryOrder as _, sea_query::Expr,
};
use serde_json::json;

use super::{
    audience::Audience,
    scene::{SOCIETY, Scene},
};

/// Everybody but who runs the reviews.
const OUTSIDE: &[Audience] = &[
    Audience::Public,
    Audience::Nominee,
    Audience::Cast,
    Audience::Society,
    Audience::Reviewer,
    Audience::Member,
];
/// The same without who knows of it as a reviewer, or as a member.
const BUT_REVIEWERS: &[Audience] =
    &[Audience::Public, Audience::Nominee, Audience::Cast, Audience::Society, Audience::Member];
const BUT_MEMBERS: &[Audience] =
    &[Audience::Public, Audience::Nominee, Audience::Cast, Audience::Society, Audience::Reviewer];
/// Everybody: what is given in an open phase, and what is marked in an open ballot.
const ALL_BUT_OWNERS: &[Audience] = &[
    Audience::Public,
    Audience::Nominee,
    Audience::Cast,
    Audience::Society,
    Audience::Member,
    Audience::Office,
];
const EVERYBODY: &[Audience] = &[
    Audience::Public,
    Audience::Nominee,
    Audience::Cast,
    Audience::Society,
    Audience::Reviewer,
    Audience::Member,
    Audience::Office,
];

/// A fact that is hidden from somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fact {
    /// What another reviewer gave.
    OtherPoints,
    /// What was given so far in the phase that is open.
    OpenPoints,
    /// How far a reviewer is.
    Progress,
    /// Who else reviews.
    Reviewers,
    /// What the aggregate points at.
    Hint,
    /// How a review was rated.
    Rating,
    /// Who asked a question.
    Asker,
    /// What is blacked out of a copy that is being made.
    Spans,
    /// What the sheets came to.
    Aggregate,
    /// What a ballot said.
    Tally,
    /// How many voted for what was decided.
    Votes,
    /// Why somebody keeps out of an item.
    Recusal,
    /// Who sits where.
    Seat,
    /// Why somebody wanted to end a nomination.
    Fall,
    /// Why a member dissents.
    Dissent,
    /// Who was there.
    Attendance,
    /// What was marked on papers.
    Marks,
    /// That somebody has cast his paper.
    HasCast,
    /// What a draft decides.
    DraftDecisions,
    /// What stands behind a draft, and what it is called.
    DraftPaper,
    /// That there is a draft.
    NoDraft,
    /// What was decided of the nominations of others.
    OthersOutcome,
    /// What was given to the nomination of an interest.
    WalledPoints,
    /// What that came to.
    WalledAggregate,
}

impl Fact {
    /// While one phase is open and another category is decided.
    pub(super) const OF_PHASES: [Self; 16] = [
        Self::OtherPoints,
        Self::OpenPoints,
        Self::Progress,
        Self::Reviewers,
        Self::Hint,
        Self::Rating,
        Self::Asker,
        Self::Spans,
        Self::Aggregate,
        Self::Tally,
        Self::Votes,
        Self::Recusal,
        Self::Seat,
        Self::Fall,
        Self::Dissent,
        Self::Attendance,
    ];
    /// Once the phase is closed.
    pub(super) const OF_A_CLOSED_PHASE: [Self; 4] =
        [Self::OtherPoints, Self::Aggregate, Self::WalledPoints, Self::WalledAggregate];
    /// While members vote.
    pub(super) const OF_AN_OPEN_BALLOT: [Self; 4] =
        [Self::Marks, Self::HasCast, Self::Recusal, Self::Seat];
    /// While a release is drafted.
    pub(super) const OF_A_DRAFT: [Self; 3] = [Self::Tally, Self::DraftDecisions, Self::DraftPaper];
    /// Once it is made.
    pub(super) const OF_A_RELEASE: [Self; 3] = [Self::Tally, Self::Votes, Self::OthersOutcome];

    /// From whom it is hidden.
    pub(super) const fn hidden_from(self) -> &'static [Audience] {
        match self {
            Self::OtherPoints
            | Self::Hint
            | Self::Rating
            | Self::Spans
            | Self::Aggregate
            | Self::Tally
            | Self::Votes
            | Self::Recusal
            | Self::Fall
            | Self::Dissent
            | Self::HasCast
            | Self::DraftDecisions
            | Self::DraftPaper
            | Self::NoDraft
            | Self::Reviewers => OUTSIDE,
            Self::Asker | Self::Progress => BUT_REVIEWERS,
            Self::Seat | Self::Attendance | Self::OthersOutcome => BUT_MEMBERS,
            Self::OpenPoints => ALL_BUT_OWNERS,
            Self::Marks => EVERYBODY,
            Self::WalledPoints | Self::WalledAggregate => &[Audience::Walled],
        }
    }

    /// Makes it another, and says in how many rows it stands.
    pub(super) async fn change(self, scene: &Scene, database: &DatabaseConnection) -> u64 {
        match self {
            Self::OtherPoints
            | Self::OpenPoints
            | Self::Progress
            | Self::Reviewers
            | Self::WalledPoints => of_sheets(self, scene, database).await,
            Self::Hint
            | Self::Rating
            | Self::Asker
            | Self::Spans
            | Self::Aggregate
            | Self::WalledAggregate => of_reviews(self, scene, database).await,
            Self::Recusal | Self::Seat | Self::Dissent | Self::Attendance => {
                of_meetings(self, scene, database).await
            }
            Self::Tally | Self::Marks | Self::HasCast => of_votes(self, scene, database).await,
            Self::Votes
            | Self::Fall
            | Self::DraftDecisions
            | Self::DraftPaper
            | Self::NoDraft
            | Self::OthersOutcome => of_results(self, database).await,
        }
    }
}

/// Points and who gives them.
async fn of_sheets(fact: Fact, scene: &Scene, database: &DatabaseConnection) -> u64 {
    let [decided, open] = scene.phases;
    let (sheet, nomination) = scene.sheet;
    if fact == Fact::Progress {
        let deleted = review_sheet::Entity::delete_by_id(sheet).exec(database).await;
        return deleted.unwrap().rows_affected;
    }
    if fact == Fact::Reviewers {
        let asked = review_assignment::Entity::find()
            .filter(review_assignment::Column::NominationId.eq(nomination))
            .filter(review_assignment::Column::ExpertId.ne(scene.reviewer))
            .filter(review_assignment::Column::State.eq(AssignmentState::Proposed))
            .one(database)
            .await
            .unwrap()
            .unwrap();
        let mut asked = asked.into_active_model();
        asked.expert_id = sea_orm::Set(scene.stranger);
        asked.update(database).await.unwrap();
        return 1;
    }
    if fact == Fact::OpenPoints {
        return points_lower(open, database).await;
    }
    let sheets = review_sheet::Entity::update_many()
        .col_expr(review_sheet::Column::Points, Expr::value(json!({ "novelty": 1 })))
        .col_expr(review_sheet::Column::Total, Expr::value(35));
    let (phase, expert) = (review_sheet::Column::PhaseId, review_sheet::Column::ExpertId);
    let sheets = match fact {
        Fact::OtherPoints => sheets.filter(phase.eq(decided)).filter(expert.ne(scene.reviewer)),
        _ => sheets.filter(review_sheet::Column::NominationId.eq(nomination)),
    };
    sheets.exec(database).await.unwrap().rows_affected
}

/// Every criterion of a phase gets five points less. That opinions lie far apart is what the office may know of an open
/// phase, as it then asks another reviewer; so they lie no farther apart.
async fn points_lower(phase: ReviewPhaseId, database: &DatabaseConnection) -> u64 {
    let sheets = review_sheet::Entity::find().filter(review_sheet::Column::PhaseId.eq(phase));
    let mut changed = 0;
    for sheet in sheets.all(database).await.unwrap() {
        let mut points = sheet.points.clone();
        for value in points.as_object_mut().unwrap().values_mut() {
            *value = json!(value.as_i64().unwrap() - 5);
        }
        let total = sheet.total.map(|total| total - 500);
        let mut sheet = sheet.into_active_model();
        sheet.points = sea_orm::Set(points);
        sheet.total = sea_orm::Set(total);
        sheet.update(database).await.unwrap();
        changed += 1;
    }
    changed
}

/// What else reviews know.
async fn of_reviews(fact: Fact, scene: &Scene, database: &DatabaseConnection) -> u64 {
    let done = match fact {
        Fact::Hint => {
            review_hint::Entity::update_many()
                .col_expr(review_hint::Column::Figures, Expr::value(json!({ "spread": 1 })))
                .col_expr(review_hint::Column::Note, Expr::value("另一种处理"))
                .exec(database)
                .await
        }
        Fact::Rating => {
            reviewer_rating::Entity::update_many()
                .col_expr(reviewer_rating::Column::Grade, Expr::value(1))
                .exec(database)
                .await
        }
        Fact::Asker => {
            review_question::Entity::update_many()
                .col_expr(review_question::Column::AssignmentId, Expr::value(scene.others_review.0))
                .exec(database)
                .await
        }
        Fact::Spans => {
            let spans = json!([{ "kind": "text", "text": "另一处" }]);
            redacted_copy::Entity::update_many()
                .col_expr(redacted_copy::Column::Spans, Expr::value(spans))
                .exec(database)
                .await
        }
        _ => {
            let rows = aggregate_row::Entity::update_many()
                .col_expr(aggregate_row::Column::Raw, Expr::value(1))
                .col_expr(aggregate_row::Column::Used, Expr::value(1))
                .col_expr(aggregate_row::Column::Rank, Expr::value(7));
            let is_walled = fact == Fact::WalledAggregate;
            let own = aggregate_row::Column::NominationId.eq(scene.sheet.1);
            let rows = if is_walled { rows.filter(own) } else { rows };
            rows.exec(database).await
        }
    };
    done.unwrap().rows_affected
}

/// Who sits, comes, keeps out and dissents.
async fn of_meetings(fact: Fact, scene: &Scene, database: &DatabaseConnection) -> u64 {
    let done = match fact {
        Fact::Recusal => {
            item_recusal::Entity::update_many()
                .col_expr(item_recusal::Column::SealedReason, Expr::value("x"))
                .exec(database)
                .await
        }
        Fact::Seat => {
            review_seat::Entity::update_many()
                .col_expr(review_seat::Column::Name, Expr::value("某某某"))
                .filter(review_seat::Column::BodyId.eq(scene.panel))
                .filter(review_seat::Column::Id.ne(scene.own_seat))
                .exec(database)
                .await
        }
        Fact::Dissent => {
            opinion_signature::Entity::update_many()
                .col_expr(opinion_signature::Column::SealedWords, Expr::value("x"))
                .filter(opinion_signature::Column::Answer.eq(OpinionAnswer::Dissent))
                .exec(database)
                .await
        }
        _ => {
            let closed = review_meeting::Entity::find()
                .filter(review_meeting::Column::State.eq(ReviewMeetingState::Closed))
                .order_by_asc(review_meeting::Column::Id)
                .one(database)
                .await
                .unwrap()
                .unwrap();
            let deleted = attendance::Entity::delete_many()
                .filter(attendance::Column::MeetingId.eq(closed.id))
                .exec(database)
                .await;
            return deleted.unwrap().rows_affected;
        }
    };
    done.unwrap().rows_affected
}

/// Ballots and papers.
async fn of_votes(fact: Fact, scene: &Scene, database: &DatabaseConnection) -> u64 {
    let done = match fact {
        Fact::Tally => return without_votes(database).await,
        Fact::Marks => {
            ballot_paper::Entity::update_many()
                .col_expr(ballot_paper::Column::SealedMarks, Expr::value("x"))
                .filter(ballot_paper::Column::BallotId.eq(open_ballot(database).await))
                .exec(database)
                .await
        }
        _ => return others_cast(scene, database).await,
    };
    done.unwrap().rows_affected
}

/// Nobody voted for anything that was counted.
async fn without_votes(database: &DatabaseConnection) -> u64 {
    let closed = ballot::Entity::find().filter(ballot::Column::State.eq(BallotState::Closed));
    let mut changed = 0;
    for row in closed.all(database).await.unwrap() {
        let mut tally = row.tally.clone().unwrap();
        for line in tally["rows"].as_array_mut().unwrap() {
            line["votes"] = json!(0);
        }
        let done = ballot::Entity::update_many()
            .col_expr(ballot::Column::Tally, Expr::value(tally))
            .col_expr(ballot::Column::TallyDigest, Expr::value("0".repeat(64)))
            .filter(ballot::Column::Id.eq(row.id))
            .exec(database)
            .await;
        changed += done.unwrap().rows_affected;
    }
    changed
}

/// As many have cast their papers, but others: how many is for everybody in the hall.
async fn others_cast(scene: &Scene, database: &DatabaseConnection) -> u64 {
    let roll = ballot_roll::Entity::find()
        .filter(ballot_roll::Column::BallotId.eq(open_ballot(database).await))
        .filter(ballot_roll::Column::SeatId.ne(scene.own_seat))
        .order_by_asc(ballot_roll::Column::SeatId)
        .all(database)
        .await
        .unwrap();
    let mut changed = 0;
    for has_cast in [true, false] {
        let row = roll.iter().find(|row| row.has_cast == has_cast).unwrap();
        let done = ballot_roll::Entity::update_many()
            .col_expr(ballot_roll::Column::HasCast, Expr::value(!has_cast))
            .filter(ballot_roll::Column::BallotId.eq(row.ballot_id))
            .filter(ballot_roll::Column::SeatId.eq(row.seat_id))
            .exec(database)
            .await;
        changed += done.unwrap().rows_affected;
    }
    changed
}

async fn open_ballot(database: &DatabaseConnection) -> entity::ids::BallotId {
    let open = ballot::Entity::find().filter(ballot::Column::State.eq(BallotState::Open));
    open.one(database).await.unwrap().unwrap().id
}

/// Decisions, and what stands behind them.
async fn of_results(fact: Fact, database: &DatabaseConnection) -> u64 {
    let decisions = result_decision::Entity::update_many();
    let done = match fact {
        Fact::Votes => {
            decisions
                .col_expr(result_decision::Column::Votes, Expr::value(1))
                .col_expr(result_decision::Column::Present, Expr::value(99))
                .exec(database)
                .await
        }
        Fact::Fall => {
            result_fall::Entity::update_many()
                .col_expr(result_fall::Column::Reason, Expr::value("另一个理由"))
                .exec(database)
                .await
        }
        Fact::DraftDecisions => {
            decisions
                .col_expr(result_decision::Column::Outcome, Expr::value(DecisionOutcome::PutOff))
                .filter(result_decision::Column::IsFinal.eq(false))
                .exec(database)
                .await
        }
        Fact::OthersOutcome => {
            let others = of_others(database).await;
            decisions
                .col_expr(result_decision::Column::Outcome, Expr::value(DecisionOutcome::PutOff))
                .filter(result_decision::Column::NominationId.is_in(others))
                .exec(database)
                .await
        }
        _ => return of_draft(fact, database).await,
    };
    done.unwrap().rows_affected
}

/// The nominations of other societies, and of no society, whose panel decided.
async fn of_others(database: &DatabaseConnection) -> Vec<entity::ids::NominationId> {
    let phases = review_phase::Entity::find().all(database).await.unwrap();
    let round = phases.first().unwrap().round_id;
    let all = nomination::Entity::find()
        .filter(nomination::Column::RoundId.eq(round))
        .filter(nomination::Column::Category.eq("PRO"))
        .all(database)
        .await
        .unwrap();
    let is_other =
        |row: &nomination::Model| row.society_code.as_deref().is_none_or(|code| code != SOCIETY);
    all.into_iter().filter(is_other).map(|row| row.id).collect()
}

/// The draft of a release: a document behind it, or that there is one at all.
async fn of_draft(fact: Fact, database: &DatabaseConnection) -> u64 {
    let draft = result_release::Entity::find()
        .filter(result_release::Column::State.eq(ReleaseState::Draft))
        .one(database)
        .await
        .unwrap()
        .unwrap();
    if fact == Fact::NoDraft {
        let decisions = result_decision::Entity::delete_many()
            .filter(result_decision::Column::ReleaseId.eq(draft.id))
            .exec(database)
            .await;
        result_release::Entity::delete_by_id(draft.id).exec(database).await.unwrap();
        return decisions.unwrap().rows_affected;
    }
    let paper = result_paper::Model {
        id: entity::ids::ResultPaperId(draft.id.0),
        release_id: draft.id,
        kind: ResultPaperKind::Ministry,
        document_number: "示例〔2025〕9 号".to_owned(),
        dated: draft.drafted_at.date_naive(),
        text: "不同意其中一项".to_owned(),
        file_digest: None,
        entered_by: "tests".to_owned(),
        entered_at: draft.drafted_at,
        confirmed_by: None,
        confirmed_at: None,
        version: 1,
    };
    paper.into_active_model().reset_all().insert(database).await.unwrap();
    let titled = result_release::Entity::update_many()
        .col_expr(result_release::Column::Title, Expr::value("另一个标题"))
        .filter(result_release::Column::Id.eq(draft.id));
    titled.exec(database).await.unwrap().rows_affected
}
