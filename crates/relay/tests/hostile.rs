//! What the relay is sent by those who mean it ill. After each, it serves as before.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod common;

use std::time::Duration;

use common::{Client, PATIENCE, Room, World, cell, code, raw, refused, sized};
use futures_util::{SinkExt, StreamExt};
use sitr_wire::frame::Hello;
use sitr_wire::limit::FRAME_MAX_BYTES;
use sitr_wire::ticket::{Difficulty, Policy, Purpose};
use sitr_wire::{CellSize, Code, Refusal, Reply, Request};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

/// All that comes until the connection ends: refusals, and the code that it was closed with.
async fn until_the_end(ws: &mut WebSocketStream<TcpStream>) -> (Vec<Reply>, Option<CloseCode>) {
    let mut replies = Vec::new();
    let end = async {
        loop {
            match ws.next().await {
                Some(Ok(Message::Binary(frame))) => replies.push(Reply::decode(&frame).unwrap().1),
                Some(Ok(Message::Close(frame))) => return frame.map(|frame| frame.code),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return None,
            }
        }
    };
    // Pings keep coming while the relay does not end it.
    let code = timeout(PATIENCE, end).await.expect("the relay did not end it");
    (replies, code)
}

fn hello(versions: Vec<u32>) -> Message {
    Message::Binary(Request::Hello(Hello { versions, nonce: [1; 32] }).encode(0).into())
}

/// Says these messages without a hello; what came back.
async fn says(world: &World, messages: Vec<Message>) -> (Vec<Reply>, Option<CloseCode>) {
    let mut ws = raw(world.address()).await;
    for message in messages {
        // The relay may have ended it already.
        let _ = ws.send(message).await;
    }
    until_the_end(&mut ws).await
}

fn only(code: Code) -> Vec<Reply> {
    vec![Reply::Refused(Refusal::new(code))]
}

#[tokio::test]
async fn frames_that_are_none_end_the_connection() {
    let world = World::new().await;
    let room = Room::new(world.id(), 1);
    let burn = Message::Binary(room.burn().encode(1).into());
    let binary = |bytes: Vec<u8>| Message::Binary(bytes.into());
    let truncated = |of: &Request| {
        let mut frame = of.encode(1);
        frame.truncate(frame.len() / 2);
        binary(frame)
    };
    // W-01
    let malformed = [
        vec![binary(vec![])],
        vec![binary(vec![0xff; 100])],
        // A field that nobody knows, and no body.
        vec![binary(vec![0x9a, 0x06, 0x01, 0x00])],
        vec![truncated(&room.append(&cell(1)))],
        vec![hello(vec![1]), truncated(&room.open(None))],
        // W-04
        vec![hello(vec![1]), hello(vec![1])],
    ];
    for messages in malformed {
        let (mut replies, close) = says(&world, messages).await;
        replies.retain(|reply| !matches!(reply, Reply::Hi(_)));
        assert_eq!((replies, close), (only(Code::Malformed), Some(CloseCode::Policy)));
    }
    // W-04
    for messages in [vec![burn.clone()], vec![hello(vec![])], vec![hello(vec![0, 2, 99])]] {
        let ended = says(&world, messages).await;
        assert_eq!(ended, (only(Code::Version), Some(CloseCode::Policy)));
    }
    // W-01
    for messages in [vec![Message::text("hello")], vec![hello(vec![1]), Message::text("hello")]] {
        let (_, close) = says(&world, messages).await;
        assert_eq!(close, Some(CloseCode::Unsupported));
    }
    world.assert_unharmed().await;
}

#[tokio::test]
async fn every_verb_cut_off_anywhere_is_harmless() {
    // W-01
    let world = World::new().await;
    let room = Room::new(world.id(), 1);
    let verbs = [
        room.open(None),
        room.append(&cell(1)),
        room.close(&cell(1), Some(cell(2).hash())),
        room.read(3),
        room.watch(3),
        room.burn(),
    ];
    for verb in verbs {
        let whole = verb.encode(1);
        let cuts = [1, 2, 3, 5, 9, 34, 36, 68, 70, whole.len() - 1];
        for cut in cuts.into_iter().filter(|cut| *cut < whole.len()) {
            let half = Message::Binary(whole[..cut].to_vec().into());
            let (mut replies, close) = says(&world, vec![hello(vec![1]), half]).await;
            replies.retain(|reply| !matches!(reply, Reply::Hi(_)));
            assert_eq!((replies, close), (only(Code::Malformed), Some(CloseCode::Policy)), "{cut}");
        }
    }
    world.assert_unharmed().await;
}

#[tokio::test]
async fn nobody_reads_by_another_address_or_writes_by_another_relays_name() {
    // M-02, S-01
    let world = World::new().await;
    let mut client = world.client().await;
    let room = Room::new(world.id(), 1);
    client.open(&room).await.unwrap();
    let mut stranger = room.clone();
    stranger.address = sitr_wire::Address::new([99; 32]);
    for request in [stranger.read(0), stranger.watch(0)] {
        assert_eq!(refused(client.ask(&request).await), Refusal::new(Code::NotFound));
    }
    // The right keys, over a statement that names another relay.
    let mut elsewhere = room.clone();
    elsewhere.relay = sitr_wire::RelayId([9; 32]);
    for request in [elsewhere.append(&cell(1)), elsewhere.close(&cell(1), None), elsewhere.burn()] {
        assert_eq!(refused(client.ask(&request).await), Refusal::new(Code::NotFound));
    }
    let Request::Append(mut append) = elsewhere.append(&cell(1)) else { panic!("no append") };
    append.handle = room.handle();
    let answer = client.ask(&Request::Append(append)).await;
    assert_eq!(refused(answer), Refusal::new(Code::Signature));
    world.assert_unharmed().await;
}

#[tokio::test]
async fn a_ticket_pays_once_for_what_it_was_made_for() {
    // T-01, T-03
    let easy = Difficulty { gate_bits: 10, argon_kib: 8, argon_bits: 6 };
    let world = World::with(|config| config.tickets = Policy::Work(easy.clone())).await;
    let mut client = world.client().await;
    let (one, other) = (Room::new(world.id(), 1), Room::new(world.id(), 2));
    let ticket = one.ticket(Purpose::Open, &easy, client.hi.day);
    let old = other.ticket(Purpose::Open, &easy, client.hi.day - 2);
    for unpaid in [other.open(None), other.open(Some(ticket.clone())), other.open(Some(old))] {
        assert_eq!(refused(client.ask(&unpaid).await), Refusal::new(Code::Ticket));
    }
    // Sent again it opens nothing more: what is there already is there.
    for _ in 0..2 {
        assert_eq!(client.ask(&one.open(Some(ticket.clone()))).await, Reply::Opened);
    }
}

#[tokio::test]
async fn messages_larger_than_any_frame_end_the_connection() {
    // W-05
    let world = World::new().await;
    for greeted in [false, true] {
        let mut ws = raw(world.address()).await;
        if greeted {
            ws.send(hello(vec![1])).await.unwrap();
        }
        // It may be cut off before it has sent all of it.
        let _ = ws.send(Message::Binary(vec![0; FRAME_MAX_BYTES + 1].into())).await;
        let (replies, _) = until_the_end(&mut ws).await;
        assert!(replies.iter().all(|reply| matches!(reply, Reply::Hi(_))));
    }
    world.assert_unharmed().await;
}

#[tokio::test]
async fn goodbyes_are_answered_and_breaks_of_the_transport_named() {
    // W-01
    let world = World::new().await;
    for greeted in [false, true] {
        let begun = async || {
            let mut ws = raw(world.address()).await;
            if greeted {
                ws.send(hello(vec![1])).await.unwrap();
                assert!(matches!(ws.next().await, Some(Ok(Message::Binary(_)))));
            }
            ws
        };
        // What waits for an answer is answered, with nothing else said.
        let mut ws = begun().await;
        ws.send(Message::Ping(vec![5; 125].into())).await.unwrap();
        let pong = timeout(PATIENCE, ws.next()).await.expect("a pong").unwrap().unwrap();
        assert_eq!(pong, Message::Pong(vec![5; 125].into()));
        let goodbye = CloseFrame { code: CloseCode::Away, reason: "".into() };
        ws.send(Message::Close(Some(goodbye))).await.unwrap();
        assert_eq!(until_the_end(&mut ws).await.1, Some(CloseCode::Away));
        // An opcode that means nothing, a frame that is not masked, a reserved bit, a ping in two pieces.
        let frames: [&[u8]; 4] = [
            &[0x83, 0x80, 0, 0, 0, 0],
            &[0x82, 0x01, 0],
            &[0xc2, 0x80, 0, 0, 0, 0],
            &[0x09, 0x80, 0, 0, 0, 0],
        ];
        for frame in frames {
            let mut ws = begun().await;
            // What follows is not heard any more, and takes nothing from the answer.
            ws.get_mut().write_all(&[frame, &[0; 4_096]].concat()).await.unwrap();
            assert_eq!(until_the_end(&mut ws).await.1, Some(CloseCode::Protocol), "{frame:?}");
        }
    }
    world.assert_unharmed().await;
}

#[tokio::test]
async fn requests_without_right_are_refused_one_by_one() {
    let world = World::new().await;
    let mut client = world.client().await;
    let room = Room::new(world.id(), 1);
    // M-01, M-02
    assert_eq!(code(client.append(&room, &cell(1)).await), Code::NotFound);
    assert_eq!(code(client.close(&room, &cell(1)).await), Code::NotFound);
    assert_eq!(code(client.burn(&room).await), Code::NotFound);
    client.open(&room).await.unwrap();
    // S-02
    let mut forger = room.clone();
    std::mem::swap(&mut forger.write, &mut forger.close);
    assert_eq!(code(client.append(&forger, &cell(1)).await), Code::Signature);
    assert_eq!(code(client.close(&forger, &cell(1)).await), Code::Signature);
    forger.burn = forger.write.clone();
    assert_eq!(code(client.burn(&forger).await), Code::Signature);
    // M-12
    let kept = Room::of(world.id(), 2, |mailbox| mailbox.burn_key = None);
    client.open(&kept).await.unwrap();
    assert_eq!(code(client.burn(&kept).await), Code::Signature);
    // W-05
    assert_eq!(code(client.append(&room, &sized(1, CellSize::K16)).await), Code::Size);
    assert_eq!(code(client.close(&room, &sized(1, CellSize::K256)).await), Code::Size);
    // M-06
    let small = Room::of(world.id(), 3, |mailbox| mailbox.capacity = 1);
    client.open(&small).await.unwrap();
    client.append(&small, &cell(1)).await.unwrap();
    assert_eq!(code(client.append(&small, &cell(2)).await), Code::Full);
    assert_eq!(client.close(&small, &cell(2)).await, Ok(1));
    // L-06
    let large = Room::of(world.id(), 4, |mailbox| mailbox.capacity = 65_536);
    let refusal = client.open(&large).await.unwrap_err();
    assert_eq!(refusal, Refusal::limit("max_capacity", 8192, 0));
    // The same connection goes on.
    assert_eq!(client.append(&room, &cell(1)).await, Ok(0));
    world.assert_unharmed().await;
}

#[tokio::test]
async fn floods_meet_their_limit_and_harm_nobody_else() {
    let world = World::with(|config| {
        config.limits.appends_per_minute = 3;
        config.limits.opens_per_minute = 4;
        config.limits.closes_per_hour = 2;
        config.limits.watches = 2;
        config.limits.requests_in_flight = 2;
    })
    .await;
    let mut client = world.client().await;
    let rooms: Vec<_> = (1..=4).map(|number| Room::new(world.id(), number)).collect();
    for room in &rooms {
        client.open(room).await.unwrap();
    }
    let named = |refusal: Refusal| refusal.limit.unwrap().0;
    // L-03
    assert_eq!(named(client.open(&rooms[0]).await.unwrap_err()), "opens_per_minute");
    // L-01
    for number in 0..3 {
        client.append(&rooms[0], &cell(number)).await.unwrap();
    }
    let refusal = client.append(&rooms[0], &cell(9)).await.unwrap_err();
    assert_eq!(refusal, Refusal::limit("appends_per_minute", 3, 60));
    assert_eq!(client.append(&rooms[1], &cell(9)).await, Ok(0));
    // L-02
    client.close(&rooms[0], &cell(50)).await.unwrap();
    assert_eq!(code(client.close(&rooms[0], &cell(51)).await), Code::Conflict);
    assert_eq!(named(client.close(&rooms[0], &cell(52)).await.unwrap_err()), "closes_per_hour");
    // L-05
    client.watch(&rooms[1]).await;
    client.watch(&rooms[2]).await;
    let refusal = refused(client.ask(&rooms[3].watch(0)).await);
    assert_eq!(refusal, Refusal::limit("watches", 2, 0));
    // L-04: each request has one answer, in order or refused.
    let mut numbers = Vec::new();
    for _ in 0..200 {
        numbers.push(client.send(&rooms[1].append(&cell(9))).await);
    }
    for number in numbers {
        match client.next(number).await {
            Reply::Appended(0) => {}
            other => assert_eq!(refused(other), Refusal::limit("requests_in_flight", 2, 1)),
        }
    }
    world.clock.pass(60);
    client.open(&rooms[1]).await.unwrap();
    world.assert_unharmed().await;
}

#[tokio::test]
async fn a_closed_watch_makes_room_for_a_new_one() {
    // L-05
    let world = World::with(|config| config.limits.watches = 1).await;
    let mut client = world.client().await;
    let rooms: Vec<_> = (1..=3).map(|number| Room::new(world.id(), number)).collect();
    for room in &rooms {
        client.open(room).await.unwrap();
        let (watch, _) = client.watch(room).await;
        client.close(room, &cell(1)).await.unwrap();
        assert!(matches!(client.next(watch).await, Reply::Cell { last: true, .. }));
        assert!(matches!(client.next(watch).await, Reply::End(_)));
    }
}

#[tokio::test]
async fn connections_beyond_the_cap_are_turned_away() {
    // L-07
    let world = World::with(|config| {
        config.bounds.connections = 2;
        // Who is taken in is not turned away for its silence.
        config.bounds.hello = 100 * PATIENCE;
    })
    .await;
    let mut first = world.client().await;
    let second = world.client().await;
    let mut third = TcpStream::connect(world.address()).await.unwrap();
    let mut nothing = Vec::new();
    let ended = timeout(PATIENCE, third.read_to_end(&mut nothing)).await;
    assert!(matches!(ended, Ok(Ok(0) | Err(_))), "the third is not turned away");
    first.open(&Room::new(world.id(), 1)).await.unwrap();
    drop(second);
    // A place becomes free once the relay has seen that the second has left.
    loop {
        let stream = TcpStream::connect(world.address()).await.unwrap();
        let url = format!("ws://{}{}", world.address(), sitr_relay::PATH);
        if let Ok((ws, _)) = tokio_tungstenite::client_async(url, stream).await {
            Client::hello(ws).await;
            return;
        }
        tokio::task::yield_now().await;
    }
}

/// Reads until the relay ends it: nothing else ends this.
async fn ended_by_the_relay(mut stream: TcpStream) {
    let mut bytes = Vec::new();
    let end = timeout(PATIENCE, stream.read_to_end(&mut bytes)).await;
    // A reset is an end too.
    let _ = end.expect("the relay did not end it");
}

#[tokio::test]
async fn who_is_slow_to_say_hello_is_dropped() {
    // L-09
    let quick = Duration::from_millis(200);
    let world = World::with(|config| config.bounds.hello = quick).await;
    let silent = TcpStream::connect(world.address()).await.unwrap();
    let mut half = TcpStream::connect(world.address()).await.unwrap();
    half.write_all(b"GET /sitr/v1 HTTP/1.1\r\nHost: x\r\nUpgr").await.unwrap();
    let upgraded = raw(world.address()).await.into_inner();
    ended_by_the_relay(silent).await;
    ended_by_the_relay(half).await;
    ended_by_the_relay(upgraded).await;
    world.assert_unharmed().await;
}

#[tokio::test]
async fn who_answers_no_ping_is_dropped() {
    // L-10
    let quick = Duration::from_millis(200);
    let world = World::with(|config| config.bounds.ping = quick).await;
    let client = world.client().await;
    ended_by_the_relay(client.ws.into_inner()).await;
    world.assert_unharmed().await;
}

#[tokio::test]
async fn who_takes_nothing_is_dropped() {
    // L-11
    let quick = Duration::from_millis(200);
    let world = World::with(|config| config.bounds.stall = quick).await;
    let room = Room::of(world.id(), 1, |mailbox| mailbox.cell_size = CellSize::K256);
    let mut author = world.client().await;
    author.open(&room).await.unwrap();
    author.append(&room, &sized(1, CellSize::K256)).await.unwrap();
    let mut greedy = world.client().await;
    // Asks for far more than sockets hold and reads none of it, until its own requests fail.
    let flood = async {
        while greedy.ws.send(Message::Binary(room.read(0).encode(1).into())).await.is_ok() {}
    };
    timeout(PATIENCE, flood).await.expect("it was not dropped");
    world.assert_unharmed().await;
}

#[tokio::test]
async fn other_paths_and_other_protocols_are_refused() {
    let world = World::new().await;
    let asked = |request: &'static str| async move {
        let mut stream = TcpStream::connect(world.address()).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = [0; 12];
        let _ = timeout(PATIENCE, stream.read_exact(&mut answer)).await.expect("a hang");
        (world, String::from_utf8_lossy(&answer).into_owned())
    };
    let upgrade = "GET /other HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
                   Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
    let (world, answer) = asked(upgrade).await;
    assert_eq!(answer, "HTTP/1.1 404");
    world.assert_unharmed().await;
}
