//! A room's history as it is to be shown: changes and deletions are done, reactions stand beside what they
//! answer, what is warned of is folded. Everything is data; nothing is drawn here.

mod direction;
mod poll;
mod post;

pub use direction::{Direction, direction};
pub use poll::{PetitionView, PollView};
pub use post::{Fold, NoteView, Post, Why as FoldReason};

use std::collections::{BTreeMap, BTreeSet};

use sitr_client_core::MemberId;
use sitr_client_core::state::{Delivery, Manner, Message};
use sitr_community::Role;
use sitr_content::{Body, Content, Digest, Expires, Label, Measure, MessageId, Own};

use crate::search::folded;
use crate::view::Said;

/// What a timeline is made with, beside the messages.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lens {
    /// The present roles of the present members.
    pub(crate) roles: BTreeMap<MemberId, Role>,
    /// Labels and words that this person wants folded.
    pub(crate) filters: Vec<String>,
    /// The time, in milliseconds since 1970-01-01 UTC.
    pub(crate) now_ms: u64,
    /// Whether folded words are given all the same: the person opened them.
    pub(crate) opens: bool,
}

struct Heard<'a> {
    message: &'a Message,
    content: Content,
}

/// Makes the timeline of one room, oldest first.
pub(crate) fn timeline(messages: &[Message], lens: &Lens) -> Vec<Post> {
    let heard: Vec<Heard<'_>> = messages
        .iter()
        .filter_map(|message| {
            let content = sitr_content::decode(&message.content).ok()?;
            Some(Heard { message, content })
        })
        .collect();
    let mut about = About::default();
    heard.iter().filter(|one| one.message.delivery != Delivery::Failed).for_each(|one| {
        about.learn(one);
    });
    heard.iter().filter_map(|one| post(one, &about, lens)).collect()
}

/// What was said about other messages.
#[derive(Default)]
struct About<'a> {
    /// The author's own newer words, the newest last.
    edits: BTreeMap<MessageId, &'a Content>,
    authors: BTreeMap<MessageId, MemberId>,
    reactions: BTreeMap<MessageId, BTreeMap<String, BTreeSet<MemberId>>>,
    notes: BTreeMap<MessageId, Vec<NoteView>>,
    answered: BTreeMap<MessageId, bool>,
    measures: BTreeMap<MessageId, (Measure, MemberId, String)>,
    votes: BTreeMap<MessageId, BTreeMap<MemberId, (u64, Vec<u8>)>>,
    /// Votes that only the author of the poll has.
    ballots: BTreeMap<MessageId, BTreeMap<MemberId, (u64, Vec<u8>)>>,
    signatures: BTreeMap<MessageId, BTreeMap<MemberId, Digest>>,
}

impl<'a> About<'a> {
    fn learn(&mut self, one: &'a Heard<'_>) {
        let (from, content) = (one.message.from, &one.content);
        if let Manner::Aside(_) = &one.message.manner {
            if let Body::Own(_, Own::Vote(vote)) = &content.body {
                let ballot = (one.message.at_ms, vote.choices.clone());
                self.ballots.entry(vote.poll).or_default().insert(from, ballot);
            }
            return;
        }
        self.authors.insert(one.message.id, from);
        if let Some(old) = content.replaces {
            // an author's own; this device may learn only later whose the old one was.
            if matches!(content.body, Body::Text(_) | Body::Files { .. })
                && self.authors.get(&old) == Some(&from)
            {
                self.edits.insert(old, content);
            }
            return;
        }
        match (&content.body, content.reply_to) {
            (Body::Reaction(reaction), Some(to)) => {
                let all = self.reactions.entry(to).or_default();
                all.entry(reaction.clone()).or_default().insert(from);
            }
            (Body::Own(_, own), to) => self.learn_own(from, one, own, to),
            _ => {}
        }
    }

    fn learn_own(
        &mut self,
        from: MemberId,
        one: &'a Heard<'_>,
        own: &'a Own,
        to: Option<MessageId>,
    ) {
        match (own, to) {
            (Own::Note(note), Some(to)) => {
                let view = NoteView {
                    id: one.message.id,
                    by: from,
                    name: one.message.name.clone(),
                    verdict: note.verdict,
                    words: note.words.clone(),
                    sources: note.sources.clone(),
                    draft: note.draft,
                };
                self.notes.entry(to).or_default().push(view);
            }
            // Only who asked says that it is answered.
            (Own::Answered(answered), Some(to)) if self.authors.get(&to) == Some(&from) => {
                self.answered.insert(to, answered.answered);
            }
            (Own::ModerationAct(act), _) => {
                if let (true, Some(on)) = (act.measure.is_on_message(), act.message) {
                    let entry = (act.measure.clone(), from, act.reason.clone());
                    self.measures.insert(on, entry);
                }
            }
            (Own::Vote(vote), _) => {
                let ballot = (one.message.at_ms, vote.choices.clone());
                self.votes.entry(vote.poll).or_default().insert(from, ballot);
            }
            (Own::Signature(signature), _) => {
                let signed = self.signatures.entry(signature.petition).or_default();
                signed.entry(from).or_insert(signature.text);
            }
            _ => {}
        }
    }
}

/// What an index has to know of a message: the words by which it is found, and the message that it says something
/// about. [`About::learn`] reads nothing of one that is about no message.
pub(crate) fn indexed(message: &Message) -> (String, Option<MessageId>) {
    let Ok(content) = sitr_content::decode(&message.content) else {
        return (String::new(), None);
    };
    let about = match (&content.body, content.reply_to) {
        _ if content.replaces.is_some() => content.replaces,
        (Body::Own(_, Own::Vote(vote)), _) => Some(vote.poll),
        (Body::Own(_, Own::Signature(signature)), _) => Some(signature.petition),
        (Body::Own(_, Own::ModerationAct(act)), _) => act.message,
        (Body::Reaction(_) | Body::Own(_, Own::Note(_) | Own::Answered(_)), to) => to,
        _ => None,
    };
    let is_shown = message.manner == Manner::Room && stands_alone(&content.body);
    let words = if is_shown { folded(&content.body.words()) } else { String::new() };
    (words, about.filter(|about| *about != message.id))
}

/// Kinds that have no place of their own: they are told by what they are about, or by the log.
const fn stands_alone(body: &Body) -> bool {
    match body {
        Body::Reaction(_) | Body::Unreacted | Body::Leave | Body::Stewards(_) => false,
        Body::Own(_, own) => !matches!(
            own,
            Own::Note(_)
                | Own::Answered(_)
                | Own::ModerationAct(_)
                | Own::Vote(_)
                | Own::Signature(_)
                | Own::Acceptance(_)
                | Own::CrisisAnswer(_)
                | Own::DirectOffer(_)
                | Own::Rooms(_)
        ),
        Body::Text(_) | Body::Files { .. } | Body::Deleted | Body::Other(_) => true,
    }
}

fn post(one: &Heard<'_>, about: &About<'_>, lens: &Lens) -> Option<Post> {
    let (message, first) = (one.message, &one.content);
    let id = message.id;
    // What was taken back holds the content that took it back; every other change stands with its message.
    let taken_back = first.body == Body::Deleted && first.replaces == Some(id);
    if message.manner != Manner::Room
        || !stands_alone(&first.body)
        || (first.replaces.is_some() && !taken_back)
    {
        return None;
    }
    let ended = |ends| matches!(ends, Expires::At(at) if u64::from(at) * 1000 <= lens.now_ms);
    if first.expires.is_some_and(ended) {
        return None;
    }
    let content = about.edits.get(&id).copied().unwrap_or(first);
    let words = if taken_back { String::new() } else { content.body.words() };
    let fold = if taken_back { None } else { fold_of(&id, content, &words, about, lens) };
    let is_open = fold.is_none() || (lens.opens && !fold.as_ref().is_some_and(Fold::is_hidden));
    let language = match &content.body {
        Body::Text(texts) => texts.first().map(|text| text.language.clone()).unwrap_or_default(),
        Body::Own(language, _) => language.clone(),
        _ => String::new(),
    };
    let poll = match &content.body {
        Body::Own(_, Own::Poll(poll)) if poll.secret => {
            let view = PollView::of(poll, about.ballots.get(&id), lens.now_ms);
            Some(if message.delivery == Delivery::Received { view.uncounted() } else { view })
        }
        Body::Own(_, Own::Poll(poll)) => {
            Some(PollView::of(poll, about.votes.get(&id), lens.now_ms))
        }
        _ => None,
    };
    let petition = match &content.body {
        Body::Own(_, Own::Petition(petition)) => {
            Some(PetitionView::of(petition, about.signatures.get(&id)))
        }
        _ => None,
    };
    Some(Post {
        seq: message.seq,
        id,
        room: message.room,
        from: message.from,
        name: message.name.clone(),
        role: lens.roles.get(&message.from).copied(),
        at_ms: message.at_ms,
        said: if taken_back { Said::Deleted } else { Said::of(first, &id)? },
        direction: direction(&words),
        language,
        text: if is_open { words } else { String::new() },
        edited: about.edits.contains_key(&id),
        fold,
        wish: content.wish,
        topic: first.topic,
        reply_to: first.reply_to,
        reactions: reactions(about.reactions.get(&id)),
        notes: about.notes.get(&id).cloned().unwrap_or_default(),
        answered: about.answered.get(&id).copied().unwrap_or(false),
        ends: first.expires,
        poll,
        petition,
        body: if is_open { content.body.clone() } else { Body::text("") },
        delivery: message.delivery,
    })
}

/// In the order of their signs: nobody is ranked by what others feel.
fn reactions(all: Option<&BTreeMap<String, BTreeSet<MemberId>>>) -> Vec<(String, Vec<MemberId>)> {
    let all = all.into_iter().flatten();
    all.map(|(sign, who)| (sign.clone(), who.iter().copied().collect())).collect()
}

fn fold_of(
    id: &MessageId,
    content: &Content,
    words: &str,
    about: &About<'_>,
    lens: &Lens,
) -> Option<Fold> {
    let author = content.warning.as_ref();
    let mut labels: Vec<Label> = author.map(|warning| warning.labels.clone()).unwrap_or_default();
    let note = author.map(|warning| warning.note.clone()).unwrap_or_default();
    let mut why = author.map(|_| post::Why::Author);
    match about.measures.get(id) {
        Some((Measure::Hide, by, reason)) => {
            return Some(Fold { labels, note: reason.clone(), why: post::Why::Hidden(*by) });
        }
        Some((Measure::Fold(more), by, _)) => {
            labels.extend(more);
            labels.sort_unstable();
            labels.dedup();
            why = why.or(Some(post::Why::Moderator(*by)));
        }
        _ => {}
    }
    let filtered = || {
        let small = folded(words);
        lens.filters.iter().find(|filter| {
            let by_label = labels.iter().any(|label| crate::log::label_name(*label) == **filter);
            by_label || (!filter.is_empty() && small.contains(&folded(filter)))
        })
    };
    let why = why.or_else(|| filtered().map(|_| post::Why::Filter))?;
    Some(Fold { labels, note, why })
}

#[cfg(test)]
mod tests;
