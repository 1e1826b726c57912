//! `languages`: in which languages this program speaks, and which of them a person has reviewed.

use serde_json::json;
use sitr_client::words::{Language, Words};

use crate::fail::Failure;
use crate::out::Out;
use crate::text;

/// Lists them; no profile is needed.
pub(crate) fn list(out: Out) -> Result<(), Failure> {
    for language in Language::ALL {
        let words = Words::of(language);
        let object = json!({
            "language": language.tag(),
            "name": language.own_name(),
            "reviewed": words.is_reviewed(),
            "missing": words.missing(),
        });
        let line = text::language(language, words.is_reviewed(), words.missing().len());
        out.result(&object, &line)?;
    }
    Ok(())
}
