//! A relay that lies in its answers: false acknowledgements, refusals without reason, answers that nobody
//! asked for, frames that are none.

use sitr_client::{Alarm, Role, Standing};
use sitr_e2e::PATIENCE;
use sitr_hostile::liar::{Act, Lie};
use sitr_hostile::lies::{done_but, instead, is_append, is_close, is_watch, refused};
use sitr_hostile::stage::Stage;
use sitr_wire::{Code, Handle, Refusal, Reply, Request};
use tokio_tungstenite::tungstenite::Message;

/// Lies about Bob's appends that cost him nothing but time.
fn about_appends(at: Handle) -> Vec<(&'static str, Lie)> {
    let append = is_append(at);
    vec![
        ("stored elsewhere", done_but(append, |_| vec![Reply::Appended(u64::MAX)])),
        ("stored, and nothing said", done_but(append, |_| vec![])),
        ("stored, and said twice", done_but(append, |reply| vec![reply.clone(), reply])),
        ("stored, and said to be opened", done_but(append, |_| vec![Reply::Opened])),
        ("stored, and said to be burned", done_but(append, |_| vec![Reply::Burned])),
        ("stored, and said to be refused", done_but(append, |_| vec![refused(Code::Signature)])),
        ("stored, and said to be full", done_but(append, |_| vec![refused(Code::Full)])),
        ("stored, and said to be gone", done_but(append, |_| vec![refused(Code::Gone)])),
        ("stored, and said to be closed", done_but(append, |_| vec![refused(Code::Closed)])),
        ("refused as busy", instead(append, || refused(Code::Busy))),
        ("refused as unpaid", instead(append, || refused(Code::Ticket))),
        ("refused as full", instead(append, || refused(Code::Full))),
        ("refused as closed", instead(append, || refused(Code::Closed))),
        (
            "refused by a limit of its own",
            instead(append, || Reply::Refused(Refusal::limit("no_such_limit", u64::MAX, 1))),
        ),
    ]
}

/// Lies about what was asked to be watched.
fn about_watches(at: Handle) -> Vec<(&'static str, Lie)> {
    let watch = is_watch(at);
    let mut codes: Vec<_> =
        [Code::Gone, Code::Malformed, Code::Signature, Code::Busy, Code::Conflict]
            .into_iter()
            .map(|code| (code.name(), instead(watch, move || refused(code))))
            .collect();
    codes.extend([
        ("burned without a key", instead(watch, || Reply::Burned)),
        ("opened", instead(watch, || Reply::Opened)),
        ("appended", instead(watch, || Reply::Appended(3))),
    ]);
    codes
}

fn say(frames: Vec<Message>) -> Lie {
    Lie::of_replies(move |_, number, reply| {
        let mut acts = vec![Act::Tell(number, reply)];
        acts.extend(frames.iter().cloned().map(Act::Say));
        acts
    })
}

fn binary(bytes: Vec<u8>) -> Message {
    Message::Binary(bytes.into())
}

/// What is no answer at all.
fn about_frames() -> Vec<(&'static str, Lie)> {
    let unasked = |reply: Reply| binary(reply.encode(1 << 40));
    let half = Reply::Refused(Refusal::limit("watches", 64, 60)).encode(5);
    vec![
        ("an empty frame", say(vec![binary(vec![])])),
        ("noise", say(vec![binary(vec![0xff; 3000])])),
        ("half a frame", say(vec![binary(half[..half.len() / 2].to_vec())])),
        ("a text", say(vec![Message::text("hello")])),
        ("a frame larger than any", say(vec![binary(vec![0; 300 * 1024])])),
        ("an answer that nobody asked for", say(vec![unasked(Reply::Appended(1))])),
        ("a flood of refusals", say(vec![unasked(refused(Code::Busy)); 2000])),
        ("a flood of pings", say(vec![Message::Ping(vec![1; 100].into()); 2000])),
        ("the end after every frame", Lie::of_replies(|_, _, _| vec![Act::HangUp])),
        (
            "a second hi",
            Lie::of_replies(|_, _, reply| vec![Act::Tell(1, reply.clone()), Act::Tell(0, reply)]),
        ),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn no_lie_about_an_append_loses_or_doubles_what_was_said() {
    // R-15, O-01
    let mut stage = Stage::set().await;
    for (name, lie) in about_appends(stage.mailbox()) {
        stage.survives(name, lie, false, &[]).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_lie_about_a_watch_leads_astray() {
    //
    let mut stage = Stage::set().await;
    for (name, lie) in about_watches(stage.mailbox()) {
        stage.survives(name, lie, true, &[]).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_frame_harms() {
    // W-01, W-05
    let mut stage = Stage::set().await;
    for (name, lie) in about_frames() {
        stage.survives(name, lie, true, &[]).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_and_not_stored_is_said_again() {
    //
    let mut stage = Stage::set().await;
    let lie = instead(is_append(stage.mailbox()), || Reply::Appended(2));
    stage.liar.lies(lie);
    stage.bob_writes().await;
    stage.bob.client.settled(&stage.room, PATIENCE).await.expect("he believes it");
    stage.liar.is_honest();
    assert_eq!(stage.alice.texts(&stage.room).await, [""; 0]);
    stage.alice_rolls().await;
    stage.agree("acknowledged and not stored").await;
    assert_eq!(stage.alarms().await, [Alarm::RelayForgets]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_message_is_shown_as_failed_and_the_next_one_goes() {
    let stage = Stage::set().await;
    for code in [Code::Signature, Code::Malformed, Code::Size, Code::Gone, Code::Version] {
        stage.liar.lies(instead(is_append(stage.mailbox()), move || refused(code)));
        let id = stage.bob.client.send(&stage.room, "never").await.unwrap();
        stage.liar.has_lied(1).await;
        stage.bob.client.settled(&stage.room, PATIENCE).await.unwrap();
        let delivery = stage.bob.client.delivery(&stage.room, id).await.unwrap();
        assert_eq!(delivery, Some(sitr_client::Delivery::Failed), "{}", code.name());
        stage.liar.is_honest();
        stage.bob.says(&stage.room, code.name()).await;
        stage.alice.hears(&stage.room, code.name()).await;
    }
    assert!(!stage.alice.texts(&stage.room).await.contains(&"never".to_owned()));
}

/// Bob is a steward.
async fn with_steward() -> Stage {
    let stage = Stage::set().await;
    let members = stage.alice.client.members(&stage.room).await.unwrap();
    let bob = members.iter().find(|member| member.name == "Bob").unwrap().id;
    stage.alice.client.set_role(&stage.room, bob, Role::Moderator).await.unwrap();
    stage.alice.client.settled(&stage.room, PATIENCE).await.unwrap();
    stage.bob.agrees_with(&stage.alice, &stage.room).await;
    stage
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lie_about_a_close_ends_in_one_room() {
    // R-15, M-09
    let mut stage = with_steward().await;
    let about = |handle| {
        let close = is_close(handle);
        vec![
            ("acknowledged and not stored", instead(close, || Reply::Closed(7))),
            ("stored and said to be refused", done_but(close, |_| vec![refused(Code::Signature)])),
            ("stored and said to conflict", done_but(close, |_| vec![refused(Code::Conflict)])),
            ("stored elsewhere", done_but(close, |_| vec![Reply::Closed(u64::MAX)])),
            ("stored and nothing said", done_but(close, |_| vec![])),
            ("refused", instead(close, || refused(Code::Conflict))),
        ]
    };
    for at in 0..about(stage.mailbox()).len() {
        let (name, lie) = about(stage.mailbox()).remove(at);
        let epoch = stage.alice.client.epoch_authenticator(&stage.room).await.unwrap().0;
        stage.liar.lies(lie);
        stage.bob.client.renew_keys(&stage.room).await.unwrap();
        stage.liar.has_lied(1).await;
        stage.liar.is_honest();
        stage.liar.cut();
        stage.agree(name).await;
        stage.bob.client.settled(&stage.room, PATIENCE).await.expect(name);
        stage.agree(name).await;
        let now = stage.alice.client.epoch_authenticator(&stage.room).await.unwrap().0;
        assert_eq!(now, epoch + 1, "{name}");
        assert_eq!(stage.alarms().await, [], "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_told_that_the_room_is_gone_comes_back_by_itself() {
    //
    let mut stage = Stage::set().await;
    let lie = instead(is_watch(stage.mailbox()), || refused(Code::NotFound));
    stage.alice_says().await;
    stage.liar.lies(lie);
    stage.bob_writes().await;
    stage.alice.hears(&stage.room, "bob 2").await;
    stage.liar.cut();
    stage.bob.stands(&stage.room, Standing::Stuck).await;
    assert_eq!(stage.alarms().await, [Alarm::Stuck]);
    stage.liar.is_honest();
    stage.bob.stands(&stage.room, Standing::Active).await;
    stage.agree("back").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailbox_that_is_never_there_is_not_opened_without_end() {
    //
    let mut stage = Stage::set().await;
    let (present, mut opens) = (stage.mailbox(), 0);
    stage.liar.lies(Lie::of_requests(move |number, request| match request {
        Request::Open(_) => {
            opens += 1;
            assert!(opens < 20, "a device that believes it asks without end");
            vec![Act::Tell(number, Reply::Opened)]
        }
        Request::Watch(watch) if watch.handle != present => {
            vec![Act::Tell(number, refused(Code::NotFound))]
        }
        other => vec![Act::Ask(number, other)],
    }));
    stage.alice_rolls().await;
    stage.liar.has_lied(8).await;
    stage.liar.is_honest();
    stage.agree("never there").await;
}
