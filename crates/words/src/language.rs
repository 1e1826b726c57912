//! The languages, and which of them a person gets.

use fluent_langneg::{NegotiationStrategy, negotiate_languages};
use unic_langid::LanguageIdentifier;

macro_rules! languages {
    ($($(#[$doc:meta])* $name:ident = $tag:literal, $own:literal;)*) => {
        /// A language that the words are there in.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Language { $($(#[$doc])* $name),* }

        impl Language {
            /// All of them.
            pub const ALL: [Self; 12] = [$(Self::$name),*];

            /// Its tag (BCP 47).
            #[must_use]
            pub const fn tag(self) -> &'static str {
                match self { $(Self::$name => $tag),* }
            }

            /// What those who speak it call it.
            #[must_use]
            pub const fn own_name(self) -> &'static str {
                match self { $(Self::$name => $own),* }
            }

            /// Its words, as they stand in the file.
            pub(crate) const fn source(self) -> &'static str {
                match self { $(Self::$name => include_str!(concat!("../i18n/", $tag, ".ftl"))),* }
            }
        }
    };
}

languages! {
    /// Arabic.
    Arabic = "ar", "العربية";
    /// English, in which all words are written first.
    English = "en", "English";
    /// Italian.
    Italian = "it", "italiano";
    /// French.
    French = "fr", "français";
    /// German.
    German = "de", "Deutsch";
    /// Polish.
    Polish = "pl", "polski";
    /// Turkish.
    Turkish = "tr", "Türkçe";
    /// Portuguese.
    Portuguese = "pt", "português";
    /// Russian.
    Russian = "ru", "русский";
    /// Japanese.
    Japanese = "ja", "日本語";
    /// Chinese, in simplified characters.
    Chinese = "zh", "简体中文";
    /// Spanish.
    Spanish = "es", "español";
}

impl Language {
    /// The first of the wanted languages that is there, else English. Tags may be written as BCP 47 has them
    /// (`pt-BR`), or as environments do (`pt_BR.UTF-8`, `de:en`); what is no tag is passed over.
    #[must_use]
    pub fn negotiate<'a>(wanted: impl IntoIterator<Item = &'a str>) -> Self {
        wanted.into_iter().find_map(Self::of_tag).unwrap_or(Self::English)
    }

    /// The language of a tag, or of the first that is there of several, joined by colons.
    #[must_use]
    pub fn of_tag(tags: &str) -> Option<Self> {
        let wanted: Vec<LanguageIdentifier> = tags.split(':').filter_map(parsed).collect();
        let known: Vec<LanguageIdentifier> = Self::ALL.into_iter().map(Self::id).collect();
        let found = negotiate_languages(&wanted, &known, None, NegotiationStrategy::Filtering);
        let first = found.first()?;
        Self::ALL.into_iter().find(|language| language.id() == **first)
    }

    /// Whether it is written from right to left.
    #[must_use]
    pub const fn is_right_to_left(self) -> bool {
        matches!(self, Self::Arabic)
    }

    pub(crate) fn id(self) -> LanguageIdentifier {
        parsed(self.tag()).unwrap_or_default()
    }
}

/// A tag without the encoding and the variant that environments add.
fn parsed(tag: &str) -> Option<LanguageIdentifier> {
    let tag = tag.trim().split(['.', '@']).next()?.replace('_', "-");
    tag.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_speaks_gets_the_nearest() {
        for (wanted, got) in [
            (&["ar_EG.UTF-8"][..], Language::Arabic),
            (&["pt-BR", "en"], Language::Portuguese),
            (&["zh_CN.UTF-8@pinyin"], Language::Chinese),
            (&["xx", "tr"], Language::Turkish),
            (&["cy:fr:en"], Language::French),
            (&["en_GB.UTF-8", "de"], Language::English),
            (&["C"], Language::English),
            (&["POSIX"], Language::English),
            (&["", "not a tag", "\u{202e}"], Language::English),
            (&[], Language::English),
        ] {
            assert_eq!(Language::negotiate(wanted.iter().copied()), got, "{wanted:?}");
        }
        for language in Language::ALL {
            assert_eq!(Language::negotiate([language.tag()]), language);
        }
    }
}
