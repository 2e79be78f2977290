//! Does what somebody sends bear a mark of classification? Then it goes no further: nothing of it is stored,
//! logged or said again (保守国家秘密法 arts 29, 31).

use axum::{
    Extension,
    response::{IntoResponseParts, Response, ResponseParts},
};
use serde_json::Value;

use super::{
    json::Object,
    problem::{ApiError, ProblemCode},
};
use crate::classified::{MarkKind, Sender, Sighting, kind_of, refusal};

/// Fields whose texts are never read here: what they hold is compared with a digest and kept nowhere.
const SECRETS: [&str; 1] = ["password"];
/// Places beyond these of one request say nothing new.
const MOST_PLACES: usize = 50;

/// The marks for which something was refused: they go with the answer as far as the roof, which takes them
/// out and tells of them.
#[derive(Clone, Debug)]
pub struct Marks {
    /// The marks.
    pub seen: Vec<Sighting>,
    /// What the text was meant for, as kind and key, where the address does not say.
    pub target: Option<(&'static str, String)>,
    /// Who sent it, where the session does not say.
    pub by: Option<Sender>,
}

impl Marks {
    /// Marks in what the address says.
    pub const fn of(seen: Vec<Sighting>) -> Self {
        Self { seen, target: None, by: None }
    }

    /// Lets them go with an answer, if there are any.
    pub fn put_into(self, response: &mut Response) {
        if !self.seen.is_empty() {
            response.extensions_mut().insert(self);
        }
    }
}

impl IntoResponseParts for Marks {
    type Error = std::convert::Infallible;

    fn into_response_parts(self, parts: ResponseParts) -> Result<ResponseParts, Self::Error> {
        if self.seen.is_empty() { Ok(parts) } else { Extension(self).into_response_parts(parts) }
    }
}

/// Lets pass texts without a mark of classification that stand beside a JSON body: parameters, parts of a
/// form. Each is given with its JSON pointer.
///
/// # Errors
/// [`ProblemCode::Invalid`] with the place of every text that bears a mark.
pub fn refuse_marked(texts: &[(&str, &str)]) -> Result<(), ApiError> {
    let marked =
        texts.iter().filter_map(|(place, text)| Some(((*place).to_owned(), kind_of(text)?)));
    refuse(marked.collect())
}

/// Lets pass a JSON body none of whose texts bears a mark of classification.
pub(super) fn refuse_marked_body(body: &Object) -> Result<(), ApiError> {
    let mut places = Vec::new();
    look_through(body, "", &mut places);
    refuse(places)
}

fn refuse(places: Places) -> Result<(), ApiError> {
    if places.is_empty() {
        return Ok(());
    }
    let what = refusal();
    let problem = ApiError::new(ProblemCode::Invalid).detail(what.zh.clone(), what.en.clone());
    let problem = problem.sighted(places.iter().map(|(place, kind)| Sighting::at(place, *kind)));
    let at = |problem: ApiError, (place, _): (String, MarkKind)| {
        problem.field(&place, "classified", what.clone())
    };
    Err(places.into_iter().fold(problem, at))
}

/// Where marks stand, and of which kind each is.
type Places = Vec<(String, MarkKind)>;

fn look_through(object: &Object, place: &str, places: &mut Places) {
    for (name, value) in object {
        if SECRETS.contains(&name.as_str()) {
            continue;
        }
        if let Some(kind) = kind_of(name) {
            // The name is not to be said again: its object stands for it, once.
            if places.last().is_none_or(|(last, _)| last != place) && places.len() < MOST_PLACES {
                places.push((place.to_owned(), kind));
            }
            continue;
        }
        let escaped = name.replace('~', "~0").replace('/', "~1");
        look_at(value, &format!("{place}/{escaped}"), places);
    }
}

fn look_at(value: &Value, place: &str, places: &mut Places) {
    if places.len() >= MOST_PLACES {
        return;
    }
    match value {
        Value::String(text) => {
            places.extend(kind_of(text).map(|kind| (place.to_owned(), kind)));
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                look_at(item, &format!("{place}/{index}"), places);
            }
        }
        Value::Object(object) => look_through(object, place, places),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn places(body: &Value) -> Vec<String> {
        match refuse_marked_body(body.as_object().unwrap()) {
            Ok(()) => Vec::new(),
            Err(problem) => {
                assert_eq!(problem.code, ProblemCode::Invalid);
                assert!(!format!("{problem:?}").contains("示范"), "{problem:?}");
                assert_eq!(problem.marks.len(), problem.errors.len(), "each is told to the roof");
                problem.errors.into_iter().map(|(place, _, _)| place).collect()
            }
        }
    }

    #[test]
    fn a_mark_is_found_wherever_it_stands_and_told_by_its_place() {
        let mark = "密级：机密，示范";
        let body = json!({
            "reason": mark,
            "rows": [{ "a/b": "公开" }, { "a/b": mark }, [mark]],
            "by": { "示范★密级：秘密": 1 },
            "count": 1,
            "password": mark,
        });
        assert_eq!(places(&body), ["/by", "/reason", "/rows/1/a~1b", "/rows/2/0"]);
        assert_eq!(places(&json!({ "reason": "不涉及国家秘密", "none": null })), [""; 0]);
        assert_eq!(places(&json!({ "rows": vec![mark; 1_000] })).len(), MOST_PLACES);
        let names: Object = (0..100).map(|at| (format!("{mark}{at}"), json!(1))).collect();
        assert_eq!(places(&Value::Object(names.clone())), [""]);
        assert_eq!(places(&json!({ "rows": vec![names; 100] })).len(), MOST_PLACES);
    }

    #[test]
    fn a_text_beside_a_body_is_told_by_its_place() {
        assert!(refuse_marked(&[("/name", "清单.csv")]).is_ok());
        let refused = refuse_marked(&[("/name", "清单.csv"), ("/reason", "绝密★")]).unwrap_err();
        assert_eq!(refused.errors.len(), 1);
        assert_eq!((&*refused.errors[0].0, &*refused.errors[0].1), ("/reason", "classified"));
        assert_eq!(*refused.marks, [Sighting::at("/reason", MarkKind::TopSecret)]);
    }
}
