//! Which tables are there, and how is all that they hold carried to another database?

use laurel::persistence::insert_all;
use sea_orm::{
    ActiveModelTrait, DatabaseConnection, EntityTrait, IdenStatic as _, IntoActiveModel,
    Iterable as _,
};

/// What a test asks of every table.
pub(crate) trait Visit {
    /// Looks at one table.
    async fn table<E>(&mut self)
    where
        E: EntityTrait,
        E::Model: IntoActiveModel<E::ActiveModel>,
        E::ActiveModel: ActiveModelTrait<Entity = E> + Send;
}

/// Visits every table, owners before what they own.
#[expect(clippy::too_many_lines, reason = "one line for each table")]
pub(crate) async fn every_table(visit: &mut impl Visit) {
    macro_rules! visit {
        ($($table:ident),+ $(,)?) => { $(visit.table::<entity::$table::Entity>().await;)+ };
    }
    visit![
        account,
        role_grant,
        session,
        sign_in_attempt,
        society,
        society_officer,
        society_contact,
        society_check,
        society_grade,
        society_event,
        society_route,
        society_charter,
        stored_file,
        qualification,
        qualification_item,
        qualification_file,
        qualification_step,
        discipline,
        unit,
        unit_alias,
        rule_set,
        round,
        form_text,
        round_form,
        round_rule_book,
        round_conflict_policy,
        dossier,
        dossier_value,
        dossier_change,
        dossier_salt,
        submission,
        submitted_key,
        withdrawal,
        nominee_link,
        nominee_answer,
        attachment,
        upload,
        dossier_step,
        round_timetable,
        deadline_extension,
        internal_publicity,
        dossier_resolution,
        resolved_dossier,
        selection_call,
        selection_candidate,
        selection_expert,
        selection_link,
        selection_score,
        dossier_origin,
        category,
        nomination,
        nomination_person,
        nomination_unit,
        nomination_paper,
        nomination_step,
        examination,
        examination_verdict,
        examination_correction,
        examination_batch,
        dossier_unlock,
        integrity_record,
        reuse_sketch,
        reuse_key,
        reuse_run,
        reuse_finding,
        publicity,
        publicity_entry,
        publicity_correction,
        objection,
        objection_file,
        objection_identity,
        objection_identity_request,
        objection_task,
        objection_event,
        notice,
        notice_mail,
        template_preview,
        reminder,
        mail_address,
        calendar_token,
        expert,
        affiliation,
        publication,
        authorship,
        shared_work,
        shared_work_expert,
        match_run,
        expert_group,
        match_certificate,
        panel_division,
        affinity,
        conflict,
        assignment,
        assignment_plan,
        plan_pair,
        plan_change,
        review_assignment,
        reviewer_account,
        reviewer_commitment,
        person_link,
        person_link_step,
        recusal_decision,
        recusal_declaration,
        recusal_alert,
        recusal_check,
        recusal_scan,
        decision_book,
        review_phase,
        review_phase_item,
        review_sheet,
        review_mark,
        review_question,
        redacted_copy,
        aggregate_run,
        aggregate_row,
        review_hint,
        reviewer_rating,
        reviewer_standing,
        review_body,
        review_seat,
        review_meeting,
        agenda_item,
        attendance,
        item_recusal,
        defence_file,
        opinion,
        opinion_signature,
        ballot,
        ballot_line,
        ballot_roll,
        ballot_paper,
        paper_entry,
        ballot_recount,
        result_release,
        result_decision,
        result_paper,
        result_fall,
        result_bundle,
        outcome_fact,
        record_merger,
        record_dispute,
        integrity_event,
        quota_policy,
        quota_scenario,
        quota_proposal,
        quota_decision,
        quota_appeal,
        quota_counter,
        quota_reservation,
        quota_give_back,
        quota_entry,
        job,
        idempotency_record,
        audit_record,
        taskbook,
        taskbook_report,
        council_resolution,
        taskbook_signature,
        stage_item,
        supervision_meeting,
        action_item,
        assessment,
        assessment_finding,
        disclosure,
        library_entry,
    ];
}

/// Copies the rows of every table into tables that hold none of them.
pub(super) async fn copy_all(from: &DatabaseConnection, to: &DatabaseConnection) {
    struct Copy<'a>(&'a DatabaseConnection, &'a DatabaseConnection);
    impl Visit for Copy<'_> {
        async fn table<E>(&mut self)
        where
            E: EntityTrait,
            E::Model: IntoActiveModel<E::ActiveModel>,
            E::ActiveModel: ActiveModelTrait<Entity = E> + Send,
        {
            let rows = E::find().all(self.0).await.unwrap();
            let rows = rows.into_iter().map(|row| row.into_active_model().reset_all()).collect();
            insert_all(self.1, rows).await.unwrap();
        }
    }
    every_table(&mut Copy(from, to)).await;
}

/// Every table with its columns as the entities know them, sorted.
pub(crate) async fn table_names() -> Vec<(String, Vec<String>)> {
    struct Names(Vec<(String, Vec<String>)>);
    impl Visit for Names {
        async fn table<E>(&mut self)
        where
            E: EntityTrait,
            E::Model: IntoActiveModel<E::ActiveModel>,
            E::ActiveModel: ActiveModelTrait<Entity = E> + Send,
        {
            let mut columns: Vec<String> =
                E::Column::iter().map(|column| column.as_str().to_owned()).collect();
            columns.sort();
            self.0.push((E::default().table_name().to_owned(), columns));
        }
    }
    let mut names = Names(Vec::new());
    every_table(&mut names).await;
    names.0.sort();
    names.0
}
