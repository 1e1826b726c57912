//! Every limit of what can be said, named once (rule C-02).
//!
//! Content comes from members, who may be hostile: nothing here is larger than a reader can hold, and a
//! sender asks the same questions before it speaks.

/// One limit: its name and the most that it allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// What is counted, for people and machines.
    pub name: &'static str,
    /// The most there may be.
    pub max: usize,
}

impl Limit {
    const fn new(name: &'static str, max: usize) -> Self {
        Self { name, max }
    }

    /// Asks whether so much is allowed.
    ///
    /// # Errors
    /// The limit itself, if not.
    pub const fn allows(self, count: usize) -> Result<(), Self> {
        if count <= self.max { Ok(()) } else { Err(self) }
    }
}

macro_rules! limits {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $max:expr;)*) => {
        $($(#[$doc])* pub const $name: Limit = Limit::new($text, $max);)*
        /// All of them, as the specification lists them.
        pub const ALL: &[Limit] = &[$($name),*];
    };
}

limits! {
    /// Bytes of one content, encoded.
    CONTENT = "bytes of content", 128 * 1024;
    /// Bytes of one text.
    TEXT = "bytes of text", crate::TEXT_MAX_BYTES;
    /// Languages in which one text is said.
    TRANSLATIONS = "translations", 12;
    /// Bytes of a language tag.
    LANGUAGE = "bytes of a language tag", 64;
    /// Bytes of a reaction.
    REACTION = "bytes of a reaction", 64;
    /// Parts of one content, nested ones too.
    PARTS = "parts", 64;
    /// Levels of parts within parts (MIMI: four).
    PART_DEPTH = "levels of parts", 4;
    /// Extensions of one content.
    EXTENSIONS = "extensions", 16;
    /// Bytes of an extension's key, if it is a text.
    EXTENSION_KEY = "bytes of an extension's key", 255;
    /// Bytes of an extension's value.
    EXTENSION_VALUE = "bytes of an extension", 4095;
    /// Levels of arrays, maps and tags in the extensions, their own map being the first (MIMI: four).
    EXTENSION_DEPTH = "levels of an extension", 4;
    /// Bytes of a media type.
    MEDIA_TYPE = "bytes of a media type", 127;
    /// Labels of a content warning.
    LABELS = "labels of a warning", 8;
    /// Bytes of a title, a question, a name.
    TITLE = "bytes of a title", 256;
    /// Bytes of a note beside something.
    NOTE = "bytes of a note", 1024;
    /// Bytes of a description, a petition, a note of facts.
    WORDS = "bytes of words", 16 * 1024;
    /// Options of a poll.
    OPTIONS = "options", 20;
    /// Sources of a note or a resource.
    SOURCES = "sources", 8;
    /// Languages that a resource exists in.
    LANGUAGES = "languages of a resource", 24;
    /// Rules of the guidelines.
    RULES = "rules", 64;
    /// Tasks of a campaign.
    TASKS = "tasks", 32;
    /// Files of one content.
    FILES = "files", 16;
    /// Bytes of a file's pointer.
    POINTER = "bytes of a pointer", 1024;
    /// Bytes that a payload mailbox can hold (rule X-04).
    FILE = "bytes of a file", 4 * 1024 * 1024;
    /// Bytes that one member seals for others.
    SEALED = "sealed bytes", 16 * 1024;
    /// Seconds until content expires: a year (MIMI).
    EXPIRY = "seconds until it expires", 366 * 86_400;
    /// Messages that a report opens.
    OPENINGS = "messages in a report", 20;
    /// Rooms that one member lists.
    ROOMS = "rooms of a list", 32;
}
