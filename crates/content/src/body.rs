//! What is said, read from parts and written as parts.

use crate::own::PREFIX;
use crate::part::{Disposition, Part, Semantics, Shape};
use crate::text::{self, Format, PLAIN, Text};
use crate::{DecodeError, File, Own, limit};

/// What is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Words for everybody in the room, in one language or in several.
    Text(Vec<Text>),
    /// A reaction to the message that it answers, from the palette of the room.
    Reaction(String),
    /// The message that this one replaces is taken back.
    Deleted,
    /// The reaction that this message replaces is taken back.
    Unreacted,
    /// Files, pictures, voice notes, with or without a text.
    Files {
        /// What is said to them.
        caption: Option<Text>,
        /// At least one.
        files: Vec<File>,
    },
    /// A kind of our own, and the language of its words.
    Own(String, Own),
    /// 'Take me out of this room': a steward commits it.
    Leave,
    /// Something for stewards only, sealed under a key that only they hold.
    Stewards(Vec<u8>),
    /// Parts that this version does not know; their text stands for them.
    Other(Part),
}

const LEAVE: &str = "leave";
const STEWARDS: &str = "stewards";

fn single(media: String, content: Vec<u8>) -> Part {
    Part {
        disposition: Disposition::RENDER,
        language: String::new(),
        shape: Shape::Single { media, content },
    }
}

fn ours(name: &str, content: Vec<u8>) -> Part {
    single(format!("{PREFIX}{name}"), content)
}

impl Body {
    /// A plain text.
    #[must_use]
    pub fn text(words: impl Into<String>) -> Self {
        Self::Text(vec![Text::plain(words)])
    }

    /// What is shown where a client has nothing better for it: the words, in the sender's first language.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Text(texts) => texts.first().map(|text| text.words.clone()).unwrap_or_default(),
            Self::Reaction(reaction) => reaction.clone(),
            Self::Files { caption, files } => {
                let caption = caption.iter().map(|text| text.words.as_str());
                let told = files.iter().map(|file| file.description.as_str());
                let all: Vec<&str> = caption.chain(told).filter(|line| !line.is_empty()).collect();
                all.join("\n")
            }
            Self::Own(_, own) => own.words(),
            Self::Other(part) => first_text(part).unwrap_or_default(),
            Self::Deleted | Self::Unreacted | Self::Leave | Self::Stewards(_) => String::new(),
        }
    }

    pub(crate) fn check(&self) -> Result<(), DecodeError> {
        match self {
            Self::Text(texts) => {
                limit::TRANSLATIONS.allows(texts.len())?;
                texts.iter().try_for_each(Text::check)?;
                if texts.is_empty() { Err(DecodeError::Form) } else { Ok(()) }
            }
            Self::Reaction(reaction) => {
                limit::REACTION.allows(reaction.len())?;
                if reaction.is_empty() { Err(DecodeError::Form) } else { Ok(()) }
            }
            Self::Files { caption, files } => {
                limit::FILES.allows(files.len())?;
                caption.iter().try_for_each(Text::check)?;
                files.iter().try_for_each(File::check)?;
                if files.is_empty() { Err(DecodeError::Form) } else { Ok(()) }
            }
            Self::Own(language, own) => {
                limit::LANGUAGE.allows(language.len())?;
                own.check()
            }
            Self::Stewards(sealed) => Ok(limit::SEALED.allows(sealed.len())?),
            Self::Deleted | Self::Unreacted | Self::Leave | Self::Other(_) => Ok(()),
        }
    }

    pub(crate) fn part(&self) -> Part {
        match self {
            Self::Text(texts) => text::part_of(texts),
            Self::Reaction(reaction) => Part {
                disposition: Disposition::REACTION,
                ..single(PLAIN.to_owned(), reaction.clone().into_bytes())
            },
            Self::Deleted => Part { shape: Shape::Null, ..ours("", Vec::new()) },
            Self::Unreacted => Part {
                disposition: Disposition::REACTION,
                language: String::new(),
                shape: Shape::Null,
            },
            Self::Files { caption, files } => {
                let caption = caption.iter().map(Text::part);
                let mut parts: Vec<Part> = caption.chain(files.iter().map(File::part)).collect();
                match parts.pop() {
                    Some(only) if parts.is_empty() => only,
                    last => {
                        parts.extend(last);
                        multi(Semantics::ProcessAll, parts)
                    }
                }
            }
            Self::Own(language, own) => own_part(language, own),
            Self::Leave => ours(LEAVE, Vec::new()),
            Self::Stewards(sealed) => ours(STEWARDS, sealed.clone()),
            Self::Other(part) => part.clone(),
        }
    }

    /// Reads parts. What has the name of a kind of our own and is not wholly that is refused: its words
    /// must be those that its data hold, or two readers would be told two things (rule C-06).
    pub(crate) fn of_part(part: Part) -> Result<Self, DecodeError> {
        if let Some(body) = recognise(&part)? {
            body.check()?;
            if body.part() == part {
                return Ok(body);
            }
        }
        if names_known_kind(&part) { Err(DecodeError::NotCanonical) } else { Ok(Self::Other(part)) }
    }
}

fn multi(semantics: Semantics, parts: Vec<Part>) -> Part {
    Part {
        disposition: Disposition::RENDER,
        language: String::new(),
        shape: Shape::Multi(semantics, parts),
    }
}

fn own_part(language: &str, own: &Own) -> Part {
    let language = language.to_owned();
    let data = Part { language: language.clone(), ..ours(own.name(), own.encode()) };
    let words = own.words();
    if words.is_empty() {
        return data;
    }
    let words = Text { language, format: Format::Plain, words };
    multi(Semantics::ChooseOne, vec![data, words.part()])
}

fn recognise(part: &Part) -> Result<Option<Body>, DecodeError> {
    Ok(match &part.shape {
        Shape::Null if part.disposition == Disposition::REACTION => Some(Body::Unreacted),
        Shape::Null => Some(Body::Deleted),
        Shape::Single { content, .. } if part.disposition == Disposition::REACTION => {
            String::from_utf8(content.clone()).ok().map(Body::Reaction)
        }
        Shape::Single { media, content } => match media.strip_prefix(PREFIX) {
            Some(name) => recognise_own(part, name, content)?,
            None => Text::of_part(part).map(|text| Body::Text(vec![text])),
        },
        Shape::External(_) => {
            File::of_part(part).map(|file| Body::Files { caption: None, files: vec![file] })
        }
        Shape::Multi(Semantics::ChooseOne, parts) => match parts.first().map(|part| &part.shape) {
            Some(Shape::Single { media, content }) if media.starts_with(PREFIX) => {
                let name = media.strip_prefix(PREFIX).unwrap_or_default();
                let first = parts.first().unwrap_or(part);
                recognise_own(first, name, content)?
            }
            _ => text::translations(parts).map(Body::Text),
        },
        Shape::Multi(Semantics::ProcessAll, parts) => {
            let caption = parts.first().and_then(Text::of_part);
            let files = parts.iter().skip(usize::from(caption.is_some()));
            let files: Option<Vec<File>> = files.map(File::of_part).collect();
            files.map(|files| Body::Files { caption, files })
        }
        Shape::Multi(Semantics::SingleUnit, _) => None,
    })
}

fn recognise_own(part: &Part, name: &str, content: &[u8]) -> Result<Option<Body>, DecodeError> {
    match name {
        LEAVE => Ok(Some(Body::Leave)),
        STEWARDS => Ok(Some(Body::Stewards(content.to_vec()))),
        name => {
            let own = Own::decode(name, content).transpose()?;
            Ok(own.map(|own| Body::Own(part.language.clone(), own)))
        }
    }
}

fn names_known_kind(part: &Part) -> bool {
    let media = match &part.shape {
        Shape::Null => return false,
        Shape::Multi(_, parts) => return parts.iter().any(names_known_kind),
        Shape::Single { media, .. } => media,
        Shape::External(external) => &external.media,
    };
    let name = media.strip_prefix(PREFIX);
    name.is_some_and(|name| [LEAVE, STEWARDS].contains(&name) || Own::NAMES.contains(&name))
}

/// The first text among parts, depth first.
fn first_text(part: &Part) -> Option<String> {
    match &part.shape {
        Shape::Single { media, content } => {
            Format::of_media(media)?;
            String::from_utf8(content.clone()).ok()
        }
        Shape::Multi(_, parts) => parts.iter().find_map(first_text),
        Shape::External(external) => Some(external.description.clone()),
        Shape::Null => None,
    }
    .filter(|words| !words.is_empty())
}
