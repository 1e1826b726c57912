//! Phrases, said in one language.

use std::fmt;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use crate::isolate::isolated;
use crate::language::Language;
use crate::phrase::{Arg, Group, Phrase};

type Bundle = FluentBundle<FluentResource>;

/// The words of one language.
pub struct Words {
    language: Language,
    own: Bundle,
    /// Says what the language lacks; none for English itself.
    english: Option<Bundle>,
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Words").field("language", &self.language).finish_non_exhaustive()
    }
}

impl Words {
    /// The words of this language.
    #[must_use]
    pub fn of(language: Language) -> Self {
        Self::from_source(language, language.source())
    }

    pub(crate) fn from_source(language: Language, source: &str) -> Self {
        let english = (language != Language::English)
            .then(|| bundle(Language::English, Language::English.source()));
        Self { language, own: bundle(language, source), english }
    }

    /// Which language it is.
    #[must_use]
    pub const fn language(&self) -> Language {
        self.language
    }

    /// Whether a person who speaks the language has reviewed these words.
    #[must_use]
    pub fn is_reviewed(&self) -> bool {
        said(&self.own, self.language, &Phrase::plain("reviewed")).as_deref() == Some("yes")
    }

    /// Ids of the phrases that this language lacks, and that are said in English.
    #[must_use]
    pub fn missing(&self) -> Vec<String> {
        Phrase::ids().filter(|id| !self.own.has_message(id)).collect()
    }

    /// Says a phrase. Whatever others wrote stands isolated in it.
    #[must_use]
    pub fn say(&self, phrase: &Phrase) -> String {
        said(&self.own, self.language, phrase)
            .or_else(|| said(self.english.as_ref()?, Language::English, phrase))
            .unwrap_or_else(|| phrase.id().to_owned())
    }

    /// The word for something that has a stable name for machines: the name itself where there is none.
    #[must_use]
    pub fn name(&self, group: Group, name: &str) -> String {
        Phrase::named(group, name).map_or_else(|| name.to_owned(), |phrase| self.say(&phrase))
    }

    /// An English text of this program, in this language: errors and hints, and reasons that came as text. What
    /// is no phrase of the group stays as it is.
    #[must_use]
    pub fn from_english(&self, group: Group, english: &str) -> String {
        let Some(source) = &self.english else { return english.to_owned() };
        let mut known = group.names().iter().filter_map(|name| Phrase::named(group, name));
        let is_it =
            |phrase: &Phrase| said(source, Language::English, phrase).as_deref() == Some(english);
        known.find(is_it).map_or_else(|| english.to_owned(), |phrase| self.say(&phrase))
    }
}

fn bundle(language: Language, source: &str) -> Bundle {
    let mut bundle = FluentBundle::new_concurrent(vec![language.id()]);
    // Arguments are isolated here and not there: in any language what others wrote, from right to left all.
    bundle.set_use_isolating(false);
    let is_right_to_left = language.is_right_to_left();
    // Of entries that stand twice or do not parse the rest is good; a test finds them.
    let _ = bundle.add_function("CMD", move |typed, _| match typed {
        [FluentValue::String(text)] => turned(text, is_right_to_left).into(),
        _ => FluentValue::Error,
    });
    let resource = match FluentResource::try_new(source.to_owned()) {
        Ok(resource) | Err((resource, _)) => resource,
    };
    let _ = bundle.add_resource(resource);
    bundle
}

/// What is typed or copied, such as a command, keeps its order in a sentence from right to left.
fn turned(text: &str, is_right_to_left: bool) -> String {
    if is_right_to_left { isolated(text) } else { text.to_owned() }
}

/// What a bundle says; none if it lacks the phrase or something that it needs.
fn said(bundle: &Bundle, language: Language, phrase: &Phrase) -> Option<String> {
    let pattern = bundle.get_message(phrase.id())?.value()?;
    let mut args = FluentArgs::new();
    for (name, arg) in phrase.args() {
        match arg {
            Arg::Name(text) => args.set(*name, isolated(text)),
            Arg::Token(text) => args.set(*name, turned(text, language.is_right_to_left())),
            Arg::Key(key) => args.set(*name, *key),
            Arg::Number(number) => args.set(*name, *number),
        }
    }
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned();
    errors.is_empty().then_some(text)
}
