//! What the relay must never hold is planted, then looked for wherever the relay keeps, says or sees
//! anything.

use bytes::Bytes;
use sitr_client::{Role, Standing, What};
use sitr_e2e::canary::{self, Canary, files, forms, found, memory};
use sitr_e2e::tap::{Frames, tap};
use sitr_e2e::{Member, RelayProcess};
use sitr_wire::{Reply, Request};

const WORDS: [&str; 8] = [
    "Zamzam-canary-room",
    "Yasmin-canary-one",
    "Qamar-canary-two",
    "Thuraya-canary-three",
    "sunbird canary said",
    "زرزور كناري قال",
    "canary of a knocking note",
    "canary of a refusal",
];

/// A community that does everything once: knocks, refusals, roles, long and short texts, a removal.
async fn live(url: &str) -> (Vec<Member>, sitr_client::RoomId) {
    let (yasmin, qamar) = (Member::new(WORDS[1]), Member::new(WORDS[2]));
    let room = yasmin.founds_at(WORDS[0], url).await;
    let invite = yasmin.invites(&room, 5).await;
    qamar.knocks(&invite.link).await;
    yasmin.admits(&room).await;
    qamar.stands(&room, Standing::Active).await;
    let thuraya = Member::new(WORDS[3]);
    thuraya.client.join(&invite.link, WORDS[3], WORDS[6]).await.unwrap();
    yasmin.sees(&room, |what| matches!(what, What::Knock(knock) if knock.note == WORDS[6])).await;
    let knocks = yasmin.client.knocks(&room).await.unwrap();
    let waiting = knocks.iter().find(|knock| knock.name == WORDS[3]).unwrap();
    yasmin.client.refuse(&room, waiting.id, WORDS[7]).await.unwrap();
    thuraya.stands(&room, Standing::Refused).await;
    yasmin.says(&room, WORDS[4]).await;
    qamar.says(&room, &WORDS[5].repeat(300)).await;
    qamar.hears(&room, WORDS[4]).await;
    let members = yasmin.client.members(&room).await.unwrap();
    let id = members.iter().find(|member| member.name == WORDS[2]).unwrap().id;
    yasmin.client.set_role(&room, id, Role::Moderator).await.unwrap();
    qamar.sees(&room, |what| matches!(what, What::Role(_, _, Role::Moderator))).await;
    yasmin.agrees_with(&qamar, &room).await;
    (vec![yasmin, qamar], room)
}

fn words() -> Vec<Canary> {
    WORDS.iter().flat_map(|word| forms(word, word.as_bytes())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_relay_holds_no_word_no_name_and_no_secret() {
    // P-01
    let relay = RelayProcess::start_with("[tickets]\nkind = \"free\"\n");
    let (url, frames) = tap(&relay.url).await;
    let (members, room) = live(&url).await;
    let mut secrets = words();
    let mut addresses = Vec::new();
    for member in &members {
        let (secret, address) = canary::secrets(member, &room);
        secrets.extend(secret);
        addresses.extend(address);
    }
    let disk = files(relay.data());
    let both = [secrets.clone(), addresses.clone()].concat();
    assert_eq!(found(&disk, &both), [""; 0], "on the relay's disk or in its log");
    assert_eq!(found(&memory(relay.pid()), &secrets), [""; 0], "in the relay's memory");
    let seen =
        [frames.from_clients.lock().unwrap().concat(), frames.from_relay.lock().unwrap().concat()];
    assert_eq!(found(&seen.concat(), &secrets), [""; 0], "in the frames");
    // The search has teeth: it finds what is there.
    let epoch = addresses.iter().any(|(name, bytes)| {
        name == "epoch address" && !found(&seen[0], &[(name.clone(), bytes.clone())]).is_empty()
    });
    assert!(epoch, "the address of the epoch stands in a Watch frame");
    addresses_stand_only_where_they_are_needed(&frames, &addresses);
}

/// Addresses stand in Read and Watch frames, and nowhere else (rule M-02).
fn addresses_stand_only_where_they_are_needed(frames: &Frames, addresses: &[Canary]) {
    for frame in frames.from_clients.lock().unwrap().iter() {
        let (_, request) = Request::decode(&Bytes::from(frame.clone())).unwrap();
        if !matches!(request, Request::Read(_) | Request::Watch(_)) {
            assert_eq!(found(frame, addresses), [""; 0], "M-02");
        }
    }
    let answers = frames.from_relay.lock().unwrap().concat();
    assert_eq!(found(&answers, addresses), [""; 0], "M-02");
}

#[tokio::test(flavor = "multi_thread")]
async fn frames_of_a_kind_have_one_size() {
    // W-05, W-06
    let relay = RelayProcess::start_with("[tickets]\nkind = \"free\"\n");
    let (url, frames) = tap(&relay.url).await;
    live(&url).await;
    let mut pages: Vec<usize> = Vec::new();
    for frame in frames.from_relay.lock().unwrap().iter() {
        if let (_, Reply::Page(page)) = Reply::decode(&Bytes::from(frame.clone())).unwrap() {
            pages.push(page.cell_size.page_bytes());
            assert!(frame.len() >= page.cell_size.page_bytes(), "a page of full length");
        }
    }
    assert!(pages.len() > 5, "pages went by");
    for frame in frames.from_clients.lock().unwrap().iter() {
        if let (_, Request::Append(append)) = Request::decode(&Bytes::from(frame.clone())).unwrap()
        {
            let envelope = frame.len() - append.cell.bytes().len();
            assert!(
                envelope < 160,
                "nothing beside handle, cell, signature and ticket: {envelope}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_person_in_two_rooms_leaves_nothing_in_common() {
    let relay = RelayProcess::start_with("[tickets]\nkind = \"free\"\n");
    let (url_a, frames_a) = tap(&relay.url).await;
    let (url_b, frames_b) = tap(&relay.url).await;
    let yasmin = Member::new(WORDS[1]);
    for (url, text) in [(&url_a, "in one"), (&url_b, "in the other")] {
        let room = yasmin.founds_at(WORDS[0], url).await;
        yasmin.invites(&room, 1).await;
        yasmin.says(&room, text).await;
    }
    // Every run of 20 bytes that clients sent over one connection and over the other as well: longer than
    // what the schema itself repeats, shorter than any key, hash or address.
    let sent = |frames: &Frames| frames.from_clients.lock().unwrap().clone();
    let (a, b) = (sent(&frames_a), sent(&frames_b));
    let runs: std::collections::HashSet<&[u8]> =
        a.iter().flat_map(|frame| frame.windows(20)).collect();
    let common: Vec<_> =
        b.iter().flat_map(|frame| frame.windows(20)).filter(|run| runs.contains(run)).collect();
    assert!(common.is_empty(), "{} runs in common", common.len());
}
