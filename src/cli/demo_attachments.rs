//! How does the demonstration get attachments? Its clerk uploads them, as everybody does.

use anyhow::Context as _;
use entity::ids::DossierId;
use futures_util::stream;

use crate::{
    app::App,
    authz::Actor,
    exchange::pdf::{Document, Meta},
    nominations::attachments::{self, Announced},
    shared::hex_sha256,
};

/// A page that says what a real one would show.
fn page(title: &str, text: &str) -> anyhow::Result<Vec<u8>> {
    let digest = hex_sha256(text.as_bytes());
    let mut document = Document::new(Meta { title: title.to_owned(), digest, ..Meta::default() });
    document.paragraph(text);
    Ok(document.render()?)
}

/// Uploads two files into `dossier`, and begins a third that is left half-way.
///
/// # Errors
/// The records failing, or a file that is not taken.
pub(super) async fn fill(app: &App, clerk: &Actor, dossier: DossierId) -> anyhow::Result<()> {
    for (name, title, text) in [
        ("代表性论文-示范.pdf", "示范论文", "本页代替示范项目代表性论文的全文，仅用于演示。"),
        ("提名意见签章页.pdf", "提名意见签章页", "本页代替加盖公章的提名意见，仅用于演示。"),
    ] {
        let bytes = page(title, text)?;
        let announced = announced(name, bytes.len())?;
        let upload = attachments::begin(app, clerk, dossier, announced, None).await?;
        let part = stream::iter([Ok::<_, std::convert::Infallible>(bytes)]);
        attachments::receive(app, clerk, upload, 0, part).await.context(name)?;
    }
    attachments::begin(app, clerk, dossier, announced("引用报告.pdf", 1_000_000)?, None).await?;
    Ok(())
}

fn announced(name: &str, length: usize) -> anyhow::Result<Announced> {
    Ok(Announced {
        length: i64::try_from(length)?,
        name: name.to_owned(),
        media_type: "application/pdf".to_owned(),
        ..Announced::default()
    })
}
