//! What texts does a run have beside the records that the engines share: what the dossiers say at
//! length, and what a language model makes of titles and abstracts?

use entity::ids::DossierId;

use super::{affinity::FullTexts, embeddings, plan::MatchInput, report::DenseState, run::RunError};
use crate::{
    app::App,
    nominations::{self, FieldKind, RoundDossiers},
};

/// Adds the full texts of the dossiers, and the dense vectors, without which the run goes on.
pub(super) async fn add(
    app: &App,
    input: &mut MatchInput,
    round: &RoundDossiers,
) -> Result<(), RunError> {
    input.full_texts = of_round(app, round).await?;
    let folder = app.config.data_dir.join("embeddings");
    let (publications, nominations) = (&input.publications, &input.nominations);
    let dense =
        embeddings::dense_vectors(&app.config.embeddings, &folder, publications, nominations).await;
    (input.dense, input.dense_state) = match dense {
        Ok(None) => (None, DenseState::Off),
        Ok(Some(dense)) => (Some(dense), DenseState::Used),
        Err(error) => {
            tracing::warn!(%error, "matching by terms alone");
            (None, DenseState::Unavailable)
        }
    };
    Ok(())
}

/// The paragraphs of the dossiers of a round, by number of the nomination. Lines, codes and tables of
/// people are left out: they name who and where, not what. A nomination without a dossier has none.
async fn of_round(app: &App, round: &RoundDossiers) -> Result<FullTexts, RunError> {
    let database = app.database.reader();
    let mut texts = FullTexts::new();
    for (number, id) in &round.keys {
        let said = async {
            let Some(dossier) = nominations::find_dossier(database, DossierId(id.0)).await? else {
                return Ok(None);
            };
            let said = nominations::said(app, database, &dossier).await?;
            Ok::<_, nominations::DossierError>(Some((dossier.form, said.content)))
        };
        let said = said.await.map_err(|error| RunError::Broken(error.to_string()))?;
        let Some((form, content)) = said else { continue };
        let paragraphs: Vec<&str> = content
            .places(form)
            .into_iter()
            .filter(|(_, field)| field.kind == FieldKind::LongText)
            .filter_map(|(address, _)| content.get(&address))
            .map(nominations::Value::text)
            .filter(|text| !text.trim().is_empty())
            .collect();
        if !paragraphs.is_empty() {
            texts.insert(number.clone(), paragraphs.join("\n"));
        }
    }
    Ok(texts)
}
