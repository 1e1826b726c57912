//! One thing in a timeline.

use sitr_client_core::state::Delivery;
use sitr_client_core::{MemberId, RoomId};
use sitr_community::Role;
use sitr_content::{Body, Expires, Label, MessageId, Verdict, Wish};

use super::{Direction, PetitionView, PollView};
use crate::view::Said;

/// Why something is folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Why {
    /// Its author warns of it.
    Author,
    /// A moderator warns of it.
    Moderator(MemberId),
    /// This person wants not to meet it unasked.
    Filter,
    /// A moderator has hidden it: it is not opened.
    Hidden(MemberId),
}

/// How something is folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fold {
    /// What it is about: ascending, none twice.
    pub labels: Vec<Label>,
    /// The author's own words on that, or the moderator's reason; may be empty.
    pub note: String,
    /// Why.
    pub why: Why,
}

impl Fold {
    /// Whether it cannot be opened.
    #[must_use]
    pub const fn is_hidden(&self) -> bool {
        matches!(self.why, Why::Hidden(_))
    }
}

/// A note on facts beside a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteView {
    /// The note's own id.
    pub id: MessageId,
    /// Who wrote it.
    pub by: MemberId,
    /// Under which pseudonym.
    pub name: String,
    /// What it says.
    pub verdict: Verdict,
    /// Why.
    pub words: String,
    /// By what.
    pub sources: Vec<String>,
    /// Whether it waits for somebody who may publish it.
    pub draft: bool,
}

/// Something that was said, as it is to be shown now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// Its place in this device's history.
    pub seq: i64,
    /// Its id.
    pub id: MessageId,
    /// The room.
    pub room: RoomId,
    /// Who said it.
    pub from: MemberId,
    /// The pseudonym then.
    pub name: String,
    /// The badge: the author's role in the room's present state; none for who is no member any more.
    pub role: Option<Role>,
    /// The sender's claim, in milliseconds since 1970-01-01 UTC.
    pub at_ms: u64,
    /// What it is.
    pub said: Said,
    /// Its words as they are now; empty while it is folded and was not opened.
    pub text: String,
    /// The direction of its words.
    pub direction: Direction,
    /// Its language tag; empty if nobody said.
    pub language: String,
    /// Whether its author changed it.
    pub edited: bool,
    /// Whether, and why, it is folded.
    pub fold: Option<Fold>,
    /// What its author wishes: a story, no advice, advice, an answer.
    pub wish: Option<Wish>,
    /// The topic that it belongs to.
    pub topic: Option<MessageId>,
    /// The message that it answers.
    pub reply_to: Option<MessageId>,
    /// Reactions and who gave them, in the order of the signs.
    pub reactions: Vec<(String, Vec<MemberId>)>,
    /// Notes on facts.
    pub notes: Vec<NoteView>,
    /// Whether its author marked it as answered.
    pub answered: bool,
    /// When it ends.
    pub ends: Option<Expires>,
    /// Its votes, if it is a poll.
    pub poll: Option<PollView>,
    /// Its signatures, if it is a petition.
    pub petition: Option<PetitionView>,
    /// Everything that was said; an empty text while it is folded and was not opened.
    pub body: Body,
    /// Where it stands.
    pub delivery: Delivery,
}

impl Post {
    /// Whether it is a question that waits for an answer.
    #[must_use]
    pub fn is_open_question(&self) -> bool {
        self.wish == Some(Wish::Question) && !self.answered && self.said != Said::Deleted
    }

    /// A few of its words for a list: none of what is folded.
    #[must_use]
    pub fn preview(&self, most: usize) -> String {
        let shown = if self.fold.is_some() { "" } else { self.text.as_str() };
        shown.chars().filter(|c| !c.is_control()).take(most).collect()
    }
}
