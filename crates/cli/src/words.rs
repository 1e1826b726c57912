//! The language of this process, chosen once, before anything is said.

use std::sync::{LazyLock, OnceLock};

pub(crate) use sitr_client::words::{Group, phrase};
use sitr_client::words::{Language, Phrase, Words};

use crate::args::Global;

static WORDS: OnceLock<Words> = OnceLock::new();

/// A sentence without arguments; it is read when it is first said.
pub(crate) type Line = LazyLock<String>;

/// Sentences without arguments, by their ids.
macro_rules! lines {
    ($($name:ident = $group:ident $id:literal;)*) => {
        $(pub(crate) static $name: $crate::words::Line = $crate::words::Line::new(|| {
            $crate::words::of($crate::words::Group::$group, $id)
        });)*
    };
}
pub(crate) use lines;

/// Where an environment names its language; the first that is set decides, as POSIX has it.
const VARIABLES: [&str; 3] = ["LC_ALL", "LC_MESSAGES", "LANG"];

/// Chooses the language, unless something was said already.
pub(crate) fn speak(global: &Global) {
    let environment =
        || VARIABLES.iter().find_map(|name| std::env::var(name).ok().filter(|it| !it.is_empty()));
    // Programs read fields and codes; the words beside them are the same everywhere.
    let language = match (global.json, global.lang) {
        (true, _) => Language::English,
        (false, Some(told)) => told,
        (false, None) => Language::negotiate(environment().as_deref()),
    };
    let _ = WORDS.set(Words::of(language));
}

/// The words of the chosen language: English if none was.
pub(crate) fn words() -> &'static Words {
    WORDS.get_or_init(|| Words::of(Language::English))
}

/// Says a phrase.
pub(crate) fn say(phrase: &Phrase) -> String {
    words().say(phrase)
}

/// The words for what has a stable name.
pub(crate) fn of(group: Group, name: &str) -> String {
    words().name(group, name)
}

/// The language that a tag means.
pub(crate) fn language(tag: &str) -> Result<Language, String> {
    Language::of_tag(tag).ok_or_else(|| {
        let known: Vec<&str> = Language::ALL.into_iter().map(Language::tag).collect();
        crate::text::wrong_language(&known)
    })
}
