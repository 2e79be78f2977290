//! The built front end, inside the binary. A debug build reads it from the folder instead.

pub use rust_embed::EmbeddedFile;
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "dist/"]
#[exclude = ".stamp"]
struct Assets;

/// The file at `path` of the build, if there is one.
pub fn get(path: &str) -> Option<EmbeddedFile> {
    Assets::get(path)
}
