//! The face that a room shows to who stands at its door, and what is said there.

use minicbor::{Decode, Encode};
use sitr_content::{Body, Content, Digest, Guidelines};

use crate::ids::RoomId;

/// Questions that a room asks at its door.
pub const QUESTIONS_MAX: usize = 5;
/// Bytes of a question, and of an answer.
pub const QUESTION_MAX_BYTES: usize = 512;

/// What a card shows beside the room's name (rule A-30).
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Face {
    /// What newcomers are asked.
    #[n(0)]
    pub questions: Vec<String>,
    /// What they are to keep.
    #[n(1)]
    pub guidelines: Option<Guidelines>,
    /// The first room of the community that it belongs to: who knocks shows which of its members they are (rule
    /// J-16).
    #[n(2)]
    pub community: Option<RoomId>,
}

impl Face {
    /// Whether it can be shown: it comes from whoever made the link.
    #[must_use]
    pub fn is_sane(&self) -> bool {
        let said = self.guidelines.clone().map(|text| Body::Own(String::new(), text.into()));
        let guidelines = said.is_none_or(|body| Content::new([0; 16], 0, body).check().is_ok());
        are_sane(&self.questions) && guidelines
    }

    /// Whether there is nothing to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.questions.is_empty() && self.guidelines.is_none() && self.community.is_none()
    }
}

/// Whether questions, or answers to them, are few and short.
pub(crate) fn are_sane(lines: &[String]) -> bool {
    lines.len() <= QUESTIONS_MAX && lines.iter().all(|line| line.len() <= QUESTION_MAX_BYTES)
}

/// What a newcomer says at the door.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hello {
    /// A word to the stewards; may be empty.
    pub note: String,
    /// Answers to the card's questions, in their order.
    pub answers: Vec<String>,
    /// The guidelines that the newcomer accepts; none leaves it for later.
    pub accepts: Option<Digest>,
    /// Whether to show those who keep the room which member of its community one is, where the card asks for it.
    pub as_member: bool,
}

impl Hello {
    /// A word to the stewards and nothing else.
    #[must_use]
    pub fn note(note: &str) -> Self {
        Self { note: note.to_owned(), ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_face_is_small() {
        //
        let with = |count: usize, length: usize| Face {
            questions: vec!["?".repeat(length); count],
            guidelines: None,
            community: None,
        };
        assert!(with(QUESTIONS_MAX, QUESTION_MAX_BYTES).is_sane());
        assert!(!with(QUESTIONS_MAX + 1, 1).is_sane());
        assert!(!with(1, QUESTION_MAX_BYTES + 1).is_sane());
        let rules = |count: usize| Face {
            questions: Vec::new(),
            guidelines: Some(Guidelines {
                texts: [("en".to_owned(), vec!["be kind".to_owned(); count])].into(),
            }),
            community: Some(RoomId([7; 32])),
        };
        assert!(rules(1).is_sane() && !rules(65).is_sane() && !rules(0).is_sane());
        let bytes = crate::body::encode(&rules(1));
        assert_eq!(crate::body::decode(&bytes), Some(rules(1)));
    }
}
