//! Words, in one language or in several.

use crate::part::{Disposition, Part, Semantics, Shape};
use crate::{DecodeError, limit, part};

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// As it stands.
    Plain,
    /// Markdown without HTML and without links made of bare addresses; may be shown as it stands.
    Markdown,
}

pub(crate) const PLAIN: &str = "text/plain;charset=utf-8";
const MARKDOWN: &str = "text/markdown;variant=GFM-MIMI";

impl Format {
    pub(crate) fn of_media(media: &str) -> Option<Self> {
        match media {
            PLAIN => Some(Self::Plain),
            MARKDOWN => Some(Self::Markdown),
            _ => None,
        }
    }

    const fn media(self) -> &'static str {
        match self {
            Self::Plain => PLAIN,
            Self::Markdown => MARKDOWN,
        }
    }
}

/// One text in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Its language tag (BCP 47); empty if nobody said.
    pub language: String,
    /// How it is written.
    pub format: Format,
    /// What it says, at most [`crate::TEXT_MAX_BYTES`].
    pub words: String,
}

impl Text {
    /// A plain text of no said language.
    #[must_use]
    pub fn plain(words: impl Into<String>) -> Self {
        Self { language: String::new(), format: Format::Plain, words: words.into() }
    }

    pub(crate) fn check(&self) -> Result<(), DecodeError> {
        limit::TEXT.allows(self.words.len())?; // C-02
        limit::LANGUAGE.allows(self.language.len())?;
        if part::is_language(&self.language) { Ok(()) } else { Err(DecodeError::Form) }
    }

    pub(crate) fn part(&self) -> Part {
        Part {
            disposition: Disposition::RENDER,
            language: self.language.clone(),
            shape: Shape::Single {
                media: self.format.media().to_owned(),
                content: self.words.clone().into_bytes(),
            },
        }
    }

    pub(crate) fn of_part(part: &Part) -> Option<Self> {
        let Shape::Single { media, content } = &part.shape else { return None };
        let format = Format::of_media(media)?;
        let words = String::from_utf8(content.clone()).ok()?;
        Some(Self { language: part.language.clone(), format, words })
    }
}

/// The same words in several languages: the reader is shown one of them and can see them all.
pub(crate) fn translations(parts: &[Part]) -> Option<Vec<Text>> {
    let texts: Vec<Text> = parts.iter().map(Text::of_part).collect::<Option<_>>()?;
    let distinct = texts.iter().enumerate().all(|(at, text)| {
        !text.language.is_empty()
            && texts.iter().take(at).all(|before| before.language != text.language)
    });
    distinct.then_some(texts)
}

/// Translations as parts: one of them is chosen.
pub(crate) fn part_of(texts: &[Text]) -> Part {
    match texts {
        [only] => only.part(),
        several => Part {
            disposition: Disposition::RENDER,
            language: String::new(),
            shape: Shape::Multi(Semantics::ChooseOne, several.iter().map(Text::part).collect()),
        },
    }
}

/// Whether words hold a link, as every client reads it (rule C-07): `://`, `www.`, or a target in
/// Markdown. Clients make links of nothing else.
#[must_use]
pub fn holds_link(words: &str) -> bool {
    let words = words.to_lowercase();
    ["://", "www.", "](", "]:", "mailto:"].iter().any(|sign| words.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::holds_link;

    #[test]
    fn links_are_what_clients_make_links_of() {
        // C-07
        for link in ["see HTTPS://x.example", "WWW.x.example", "[x](y)", "[x]: y", "mailto:a@b"] {
            assert!(holds_link(link), "{link}");
        }
        for words in ["no: link", "x.example", "a (b) [c]", ""] {
            assert!(!holds_link(words), "{words}");
        }
    }
}
