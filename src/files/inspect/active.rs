//! Would a PDF do something when it is opened, or does it carry other files? (ISO 32000-1 §12.6, §7.11.4,
//! §12.7.8; PDF/A forbids the same.)

use lopdf::{Dictionary, Document, Object};

use super::names;

/// Keys that stand for something active, whatever they hold.
const KEYS: [&[u8]; 6] =
    [b"JS", b"JavaScript", b"XFA", b"EF", b"EmbeddedFiles", b"RichMediaContent"];

/// Actions, and kinds of annotations and objects, that are not taken.
const WORDS: [&[u8]; 14] = [
    b"JavaScript",
    b"Launch",
    b"ImportData",
    b"SubmitForm",
    b"GoToE",
    b"Rendition",
    b"RichMedia",
    b"RichMediaExecute",
    b"EmbeddedFile",
    b"FileAttachment",
    b"Movie",
    b"Screen",
    b"Sound",
    b"3D",
];

/// Names that stand in no plain file: looked for in the bytes too, as a net below the parser. Short ones
/// are left out, which the bytes of pictures hold by chance.
const RAW: [&[u8]; 6] = [
    b"JavaScript",
    b"EmbeddedFile",
    b"EmbeddedFiles",
    b"RichMedia",
    b"ImportData",
    b"FileAttachment",
];

/// Whether the bytes of a PDF name something active.
pub(super) fn is_named(bytes: &[u8]) -> bool {
    names::holds(bytes, &RAW)
}

/// Whether an object of a document, those in compressed streams included, is active.
pub(super) fn is_active(document: &Document) -> bool {
    is_active_dictionary(&document.trailer) || document.objects.values().any(is_active_object)
}

fn is_active_object(object: &Object) -> bool {
    match object {
        Object::Dictionary(dictionary) => is_active_dictionary(dictionary),
        Object::Stream(stream) => is_active_dictionary(&stream.dict),
        Object::Array(items) => items.iter().any(is_active_object),
        Object::Null
        | Object::Boolean(_)
        | Object::Integer(_)
        | Object::Real(_)
        | Object::Name(_)
        | Object::String(..)
        | Object::Reference(_) => false,
    }
}

/// The parser refuses what is nested deeper than a hundred levels, so that this comes to an end.
fn is_active_dictionary(dictionary: &Dictionary) -> bool {
    dictionary.iter().any(|(key, value)| {
        let is_key = KEYS.contains(&key.as_slice()) && !value.is_null();
        let says = |name: &[u8]| WORDS.contains(&name);
        let is_word = matches!(key.as_slice(), b"S" | b"Subtype" | b"Type")
            && value.as_name().is_ok_and(says);
        is_key || is_word || is_active_object(value)
    })
}
