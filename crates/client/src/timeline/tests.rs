use sitr_client_core::state::Delivery;
use sitr_client_core::{MemberId, RoomId};
use sitr_content::{
    Answered, Label, Measure, ModerationAct, Note, Own, Person, Poll, Verdict, Vote, Warning, Wish,
};

use super::*;

const OMAR: MemberId = MemberId([1; 8]);
const LAYLA: MemberId = MemberId([2; 8]);

/// A room's messages, written down as they come.
#[derive(Default)]
struct Said(Vec<Message>);

impl Said {
    fn add(&mut self, from: MemberId, content: Content) -> MessageId {
        let number = u8::try_from(self.0.len()).unwrap();
        let mut id = MessageId([number; 32]);
        id.0[0] = 1; // the hash algorithm (C-04)
        self.0.push(Message {
            seq: i64::from(number) + 1,
            room: RoomId([9; 32]),
            id,
            from,
            name: "somebody".to_owned(),
            at_ms: content.at_ms,
            content: sitr_content::encode(&content),
            delivery: Delivery::Received,
            cell: None,
            manner: sitr_client_core::state::Manner::Room,
            franked: None,
        });
        id
    }

    fn posts(&self, lens: &Lens) -> Vec<Post> {
        timeline(&self.0, lens)
    }

    fn only(&self) -> Post {
        let mut posts = self.posts(&Lens::default());
        assert_eq!(posts.len(), 1, "{posts:?}");
        posts.remove(0)
    }
}

fn said(body: Body) -> Content {
    Content::new([0; 16], 1_000, body)
}

fn own(own: impl Into<Own>) -> Content {
    said(Body::Own(String::new(), own.into()))
}

fn act(measure: Measure, message: MessageId) -> Content {
    own(ModerationAct {
        number: 1,
        previous: None,
        measure,
        person: Some(Person([1; 32])),
        message: Some(message),
        rule: 1,
        until_day: 0,
        reason: "rule one".to_owned(),
    })
}

#[test]
fn changes_and_reactions_stand_with_their_message() {
    let mut room = Said::default();
    let first = room.add(OMAR, said(Body::text("firts")));
    let reaction = |sign: &str| {
        let content = said(Body::Reaction(sign.to_owned()));
        Content { reply_to: Some(first), ..content }
    };
    room.add(LAYLA, reaction("🙏"));
    room.add(LAYLA, reaction("🙏"));
    room.add(OMAR, Content { replaces: Some(first), ..said(Body::text("first")) });
    // Nobody changes another's words, even where this device kept the attempt.
    room.add(LAYLA, Content { replaces: Some(first), ..said(Body::text("hers")) });
    let post = room.only();
    assert_eq!((post.text.as_str(), post.edited), ("first", true));
    assert_eq!(post.reactions, [("🙏".to_owned(), vec![LAYLA])]);
}

#[test]
fn what_is_warned_of_is_folded_and_nowhere_else() {
    let mut room = Said::default();
    let warning = Warning { labels: vec![Label::Abuse], note: "my father".to_owned() };
    let id = room.add(OMAR, Content { warning: Some(warning), ..said(Body::text("canary")) });
    let post = room.only();
    assert_eq!(post.fold.as_ref().unwrap().why, FoldReason::Author);
    assert!(!format!("{post:?}").contains("canary"));
    assert_eq!(post.preview(80), "");
    let opened = room.posts(&Lens { opens: true, ..Lens::default() }).remove(0);
    assert_eq!(opened.text, "canary");
    assert_eq!(opened.preview(80), "", "a list shows nothing of it all the same");
    room.add(LAYLA, act(Measure::Fold(vec![Label::War]), id));
    let fold = room.only().fold.unwrap();
    assert_eq!(fold.labels, [Label::Abuse, Label::War]);
}

#[test]
fn moderators_fold_hide_and_restore() {
    let mut room = Said::default();
    let id = room.add(OMAR, said(Body::text("canary")));
    room.add(LAYLA, act(Measure::Fold(vec![Label::War]), id));
    assert_eq!(room.only().fold.unwrap().why, FoldReason::Moderator(LAYLA));
    room.add(LAYLA, act(Measure::Hide, id));
    let hidden = room.posts(&Lens { opens: true, ..Lens::default() }).remove(0);
    assert!(hidden.fold.as_ref().unwrap().is_hidden());
    assert!(!format!("{hidden:?}").contains("canary"));
    room.add(LAYLA, act(Measure::Restore, id));
    assert_eq!(room.only().text, "canary");
}

#[test]
fn filters_are_this_persons_own() {
    let mut room = Said::default();
    room.add(OMAR, said(Body::text("عن الحَرْب")));
    let lens = Lens { filters: vec!["الحرب".to_owned()], ..Lens::default() };
    assert_eq!(room.posts(&lens).remove(0).fold.unwrap().why, FoldReason::Filter);
    assert!(room.only().fold.is_none());
}

#[test]
fn only_who_asked_marks_a_question_as_answered() {
    let mut room = Said::default();
    let wish = Some(Wish::Question);
    let id = room.add(OMAR, Content { wish, ..said(Body::text("how?")) });
    let answered = |yes| {
        let by = Vec::new();
        Content { reply_to: Some(id), ..own(Answered { answered: yes, by }) }
    };
    room.add(LAYLA, answered(true));
    assert!(room.only().is_open_question());
    room.add(OMAR, answered(true));
    assert!(!room.only().is_open_question());
    room.add(OMAR, answered(false));
    assert!(room.only().is_open_question());
}

#[test]
fn a_member_has_one_vote_and_small_numbers_are_not_shown() {
    let mut room = Said::default();
    let poll = |hidden_below| {
        own(Poll {
            question: "Shall we?".to_owned(),
            options: vec!["yes".to_owned(), "no".to_owned()],
            choices: 1,
            closes_at: 2,
            secret: false,
            hidden_below,
        })
    };
    let id = room.add(OMAR, poll(2));
    let vote = |choices: Vec<u8>, at_ms| Content { at_ms, ..own(Vote { poll: id, choices }) };
    room.add(OMAR, vote(vec![0], 1_000));
    assert_eq!(room.only().poll.unwrap().counts, None);
    room.add(OMAR, vote(vec![1], 1_000));
    room.add(LAYLA, vote(vec![1], 1_000));
    assert_eq!(room.only().poll.unwrap().counts, Some(vec![0, 2]));
    // Too many choices, none of the options, too late: counted as nothing.
    for late in [vote(vec![0, 1], 1_000), vote(vec![7], 1_000), vote(vec![0], 2_000)] {
        room.add(LAYLA, late);
        assert_eq!(room.only().poll.unwrap().voters, 1);
    }
}

#[test]
fn notes_stand_beside_and_what_has_ended_is_gone() {
    let mut room = Said::default();
    let id = room.add(OMAR, Content { expires: Some(Expires::At(10)), ..said(Body::text("x")) });
    let note =
        Note { verdict: Verdict::Wrong, words: "no".to_owned(), sources: Vec::new(), draft: false };
    room.add(LAYLA, Content { reply_to: Some(id), ..own(note) });
    assert_eq!(room.only().notes.len(), 1);
    assert_eq!(room.posts(&Lens { now_ms: 10_000, ..Lens::default() }), []);
}

/// What search and a page of the timeline rest on: of all that was said, a post needs itself and what the index
/// says to be about it, and nothing of it comes before the post.
#[test]
fn what_is_about_a_post_is_known_and_comes_after_it() {
    let mut room = Said::default();
    let first = room.add(OMAR, said(Body::text("firts")));
    let poll = Poll {
        question: "When?".to_owned(),
        options: vec!["now".to_owned(), "later".to_owned()],
        choices: 1,
        closes_at: 0,
        secret: false,
        hidden_below: 0,
    };
    let poll = room.add(OMAR, own(poll));
    let question =
        room.add(LAYLA, Content { wish: Some(Wish::Question), ..said(Body::text("who?")) });
    room.add(LAYLA, Content { reply_to: Some(first), ..said(Body::Reaction("🙏".to_owned())) });
    room.add(OMAR, Content { replaces: Some(first), ..said(Body::text("first")) });
    room.add(LAYLA, own(Vote { poll, choices: vec![1] }));
    room.add(OMAR, Content { reply_to: Some(question), ..said(Body::text("me")) });
    room.add(
        LAYLA,
        Content { reply_to: Some(question), ..own(Answered { answered: true, by: Vec::new() }) },
    );
    room.add(OMAR, act(Measure::Fold(vec![Label::Other]), question));
    room.add(OMAR, act(Measure::Hide, poll));

    let posts = room.posts(&Lens::default());
    assert_eq!(posts.len(), 4);
    for post in &posts {
        let of_it =
            room.0.iter().filter(|one| one.id == post.id || indexed(one).1 == Some(post.id));
        let of_it: Vec<Message> = of_it.cloned().collect();
        assert!(of_it.iter().all(|one| one.seq >= post.seq));
        assert_eq!(timeline(&of_it, &Lens::default()), std::slice::from_ref(post));
        let tail: Vec<Message> = room.0.iter().filter(|one| one.seq >= post.seq).cloned().collect();
        assert_eq!(&timeline(&tail, &Lens::default())[0], post);
    }
    assert_eq!(indexed(&room.0[4]), ("first".to_owned(), Some(first)));
    assert_eq!(indexed(&room.0[3]).0, "", "signs of feeling are not searched");
}
