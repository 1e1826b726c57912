//! What can be done in a room: the rows of the role table.

use sitr_content::{Body, Content, Own, Text, holds_link};

/// Something that a role may or may not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// Ask to be taken out.
    Leave,
    /// Accept the guidelines.
    Accept,
    /// Take back what one said oneself.
    Retract,
    /// Text, reply, story, question, own warning, celebration.
    Speak,
    /// A reaction of the palette.
    React,
    /// A link, a picture, a file, a voice note, a room founded anew, anything that this version does not know.
    Share,
    /// Begin a topic, an event, a poll, a petition, a campaign; propose guidelines.
    Start,
    /// Vote and sign.
    Vote,
    /// Ask for a direct message.
    AskDirect,
    /// Write a note on facts or a resource for others to publish.
    DraftKnowledge,
    /// Publish a note on facts or a resource.
    Publish,
    /// Take a crisis call.
    AnswerCrisis,
    /// Warn on another's message, hide it, tell of what was done; list the community's rooms.
    Moderate,
    /// Report, appeal, call for help, answer an invitation, ask for an invite, vouch, mediate: to a few (rule D-05).
    Confide,
    /// Tell the stewards something.
    TellStewards,
    /// Say the guidelines.
    SayGuidelines,
    /// By commit: add who knocks.
    Admit,
    /// By commit: remove.
    Remove,
    /// By commit: slow mode, lock, timeout, ban.
    Sanction,
    /// By commit: newcomer to member and back.
    EndProbation,
    /// By commit: all other roles, and everything else in the policy.
    Govern,
}

impl Act {
    /// All of them, in the order of the table.
    pub const ALL: [Self; 21] = [
        Self::Leave,
        Self::Accept,
        Self::Retract,
        Self::Speak,
        Self::React,
        Self::Share,
        Self::Start,
        Self::Vote,
        Self::AskDirect,
        Self::DraftKnowledge,
        Self::Publish,
        Self::AnswerCrisis,
        Self::Moderate,
        Self::Confide,
        Self::TellStewards,
        Self::SayGuidelines,
        Self::Admit,
        Self::Remove,
        Self::Sanction,
        Self::EndProbation,
        Self::Govern,
    ];

    /// What somebody does who says this.
    #[must_use]
    pub fn of(content: &Content) -> Self {
        let act = match &content.body {
            Body::Leave => Self::Leave,
            Body::Stewards(_) => Self::TellStewards,
            Body::Deleted | Body::Unreacted => Self::Retract,
            Body::Reaction(_) => Self::React,
            Body::Text(_) => Self::Speak,
            Body::Files { .. } | Body::Other(_) => Self::Share,
            Body::Own(_, own) => Self::of_own(own),
        };
        let speaks = matches!(act, Self::Speak | Self::Retract | Self::React);
        if speaks && links(content) { Self::Share } else { act }
    }

    fn of_own(own: &Own) -> Self {
        match own {
            Own::Acceptance(_) => Self::Accept,
            Own::Answered(_) | Own::Celebration(_) => Self::Speak,
            Own::Refounding(_) => Self::Share,
            Own::Topic(_)
            | Own::Event(_)
            | Own::Poll(_)
            | Own::Petition(_)
            | Own::Campaign(_)
            | Own::Proposal(_) => Self::Start,
            Own::Vote(_) | Own::Signature(_) => Self::Vote,
            Own::DirectOffer(_) => Self::AskDirect,
            Own::Note(note) if note.draft => Self::DraftKnowledge,
            Own::Resource(resource) if resource.draft => Self::DraftKnowledge,
            Own::Note(_) | Own::Resource(_) => Self::Publish,
            Own::CrisisAnswer(_) => Self::AnswerCrisis,
            Own::ModerationAct(_) | Own::Rooms(_) => Self::Moderate,
            Own::Guidelines(_) => Self::SayGuidelines,
            Own::Report(_)
            | Own::Appeal(_)
            | Own::CrisisCall(_)
            | Own::InviteRequest(_)
            | Own::DeviceRequest(_)
            | Own::Lineage(_)
            | Own::Vouch(_)
            | Own::MediationOffer(_)
            | Own::Rsvp(_)
            | Own::PlaceTold(_) => Self::Confide,
        }
    }

    /// Whether it must always be possible: whatever the hour, the mood of the room or a timeout.
    #[must_use]
    pub const fn is_always_open(self) -> bool {
        matches!(self, Self::Leave | Self::Accept | Self::Retract | Self::TellStewards)
    }
}

/// Whether any of the words hold a link (rule C-07): in every language, and beside the words too.
fn links(content: &Content) -> bool {
    let beside = content.warning.iter().map(|warning| warning.note.clone());
    let said: Vec<String> = match &content.body {
        Body::Text(texts) => texts.iter().map(|Text { words, .. }| words.clone()).collect(),
        body => vec![body.words()],
    };
    said.into_iter().chain(beside).any(|words| holds_link(&words))
}
