//! Texts as users paste them: line ends made one, control characters taken out, titles put on
//! one line. A document that held a control character could not be opened again.

use super::Command;
use serde_json::Value;
use std::borrow::Cow;

/// The fields that stand on one line, as records and as field enums name them.
const ONE_LINE: [&str; 8] =
    ["title", "name", "acronym", "code", "Title", "Name", "Acronym", "Code"];

/// Tidies every text of a command. Goes through serde, so that no field is forgotten.
pub(super) fn tidy(command: &Command) -> Cow<'_, Command> {
    let Ok(mut value) = serde_json::to_value(command) else { return Cow::Borrowed(command) };
    if !walk(&mut value, false) {
        return Cow::Borrowed(command);
    }
    // What cannot be read back is left as it is, and refused with its control character.
    serde_json::from_value(value).map_or(Cow::Borrowed(command), Cow::Owned)
}

/// Tidies the texts below a value; gives whether one was changed.
fn walk(value: &mut Value, one_line: bool) -> bool {
    match value {
        Value::String(text) => match tidied(text, one_line) {
            Some(new) => {
                *text = new;
                true
            }
            None => false,
        },
        Value::Array(all) => all.iter_mut().fold(false, |changed, v| walk(v, false) | changed),
        Value::Object(fields) => {
            let keys: Vec<String> =
                fields.keys().filter(|k| tidied(k, true).is_some()).cloned().collect();
            for key in &keys {
                if let (Some(new), Some(value)) = (tidied(key, true), fields.remove(key)) {
                    fields.insert(new, value);
                }
            }
            fields
                .iter_mut()
                .fold(!keys.is_empty(), |changed, (key, value)| changed | field(key, value))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Tidies one field of a record, or one variant of an edit.
fn field(key: &str, value: &mut Value) -> bool {
    match (key, value) {
        // An organisation's own texts: their keys are its own too, and mean nothing here.
        ("ext" | "Ext", Value::Object(texts)) => {
            texts.values_mut().fold(false, |changed, text| walk(text, false) | changed)
        }
        // A level's title and a batch's label stand in a pair.
        ("Level", Value::Array(pair)) => {
            pair.iter_mut().fold(false, |changed, v| walk(v, true) | changed)
        }
        (key, value) => walk(value, ONE_LINE.contains(&key)),
    }
}

/// The text without what does not belong there; `None` where it is as it should be.
fn tidied(text: &str, one_line: bool) -> Option<String> {
    let odd = |c: char| c.is_control() && (one_line || !matches!(c, '\n' | '\t'));
    if !text.contains(odd) {
        return None;
    }
    let text = text.replace("\r\n", "\n");
    let clean = |part: &str| part.chars().filter(|c| !c.is_control()).collect::<String>();
    if one_line {
        let parts = text.split(['\n', '\t']).map(clean);
        let parts = parts.map(|p| p.trim().to_owned()).filter(|p| !p.is_empty());
        return Some(parts.collect::<Vec<_>>().join(" "));
    }
    Some(text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect())
}
