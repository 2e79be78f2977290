//! Which stretches of a dossier name somebody? A proposal: an officer says what is left out.

use super::find::{Found, Search};
use crate::nominations::{CopyText, Hidden, Span};

/// A stretch of a field, as it is kept.
fn span(field: &str, found: Found) -> Span {
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span {
        field: field.to_owned(),
        from: place(found.from),
        to: place(found.to),
        why: found.why.as_str().to_owned(),
    }
}

/// What may name somebody in the texts of a nomination, field by field.
pub(super) fn propose(texts: &[CopyText], hidden: &Hidden) -> Vec<Span> {
    let search = Search::of_likely(hidden);
    let of_text = |one: &CopyText| -> Vec<Span> {
        search.find(&one.text).into_iter().map(|found| span(&one.address, found)).collect()
    };
    texts.iter().flat_map(of_text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{nominations::without, shared::Bilingual};

    #[test]
    fn what_is_proposed_leaves_no_name() {
        let text = |address: &str, text: &str| CopyText {
            address: address.to_owned(),
            label: Bilingual::default(),
            text: text.to_owned(),
        };
        let texts = [
            text("summary.text", "示范甲在示范大学完成，Jia S. F. 参加。"),
            text("project.title", "示范材料的合成"),
        ];
        let hidden = Hidden {
            people: ["示范甲".to_owned(), "Jia S F".to_owned()].into(),
            units: ["示范大学".to_owned()].into(),
            leads: std::collections::BTreeSet::new(),
        };
        let spans = propose(&texts, &hidden);
        assert!(spans.iter().all(|span| span.field == "summary.text"), "{spans:?}");
        let left: Vec<String> =
            texts.iter().map(|one| without(&one.address, &one.text, &spans)).collect();
        assert_eq!(left, ["███在███完成，███. 参加。", "示范材料的合成"]);
    }
}
