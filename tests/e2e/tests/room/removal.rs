//! Who is removed is out the moment the close is durable.

use bytes::Bytes;
use sitr_client::{Role, RoomId, Standing, What};
use sitr_client_core::Store as _;
use sitr_client_core::state::Room;
use sitr_client_store::profile::Profile;
use sitr_client_store::rooms::RoomStore;
use sitr_e2e::raw::Raw;
use sitr_e2e::{Member, PATIENCE, RelayProcess, room_of_two, unlock};
use sitr_wire::{Cell, Code};

/// What a device knows of a room, as somebody who keeps everything would keep it.
fn record(member: &Member, room: &RoomId) -> Room {
    unlock(|unlock| {
        let profile = Profile::open(&member.profile(), unlock).unwrap();
        RoomStore::new(profile.connection()).room(room).unwrap().unwrap()
    })
}

fn cell() -> Cell {
    Cell::new(Bytes::from(vec![7; 2048])).unwrap()
}

async fn remove(admin: &Member, name: &str, room: &RoomId) {
    let members = admin.client.members(room).await.unwrap();
    let id = members.into_iter().find(|member| member.name == name).unwrap().id;
    admin.client.remove(room, id).await.unwrap();
    admin.client.settled(room, PATIENCE).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_member_writes_nothing_and_reads_nothing_more() {
    let relay = RelayProcess::start();
    let (alice, bob, room) = room_of_two(&relay).await;
    bob.says(&room, "before").await;
    let kept = record(&bob, &room).epoch.unwrap();
    remove(&alice, "Bob", &room).await;
    alice.says(&room, "after").await;
    let next = record(&alice, &room).epoch.unwrap();
    let mut raw = Raw::connect(&relay.url).await;
    // The key that was good a moment ago, at the mailbox that has ended.
    for _ in 0..3 {
        let refused = raw.append(&kept.mailbox, &kept.write_seed, &cell()).await.unwrap_err();
        assert_eq!(refused.code, Code::Closed);
    }
    // The same key, and the old address, at the next mailbox, even if its handle were known.
    let refused = raw.append(&next.mailbox, &kept.write_seed, &cell()).await.unwrap_err();
    assert_eq!(refused.code, Code::Signature);
    let refused = raw.page(next.handle, &kept.address, 0).await.unwrap_err();
    assert_eq!(refused.code, Code::NotFound);
    // Nor do the kept keys open what is said there.
    let cells = raw.cells(next.handle, &next.address).await.unwrap();
    assert!(!cells.is_empty());
    for sealed in &cells {
        for handle in [&kept.handle, &next.handle] {
            assert!(sitr_client_core::crypto::cell::open(&kept.seal, handle, sealed).is_none());
        }
    }
    bob.stands(&room, Standing::Removed).await;
    assert_eq!(bob.texts(&room).await, ["before"]);
    assert!(record(&bob, &room).epoch.is_none(), "the keys are gone");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_stewards_second_close_changes_no_honest_client() {
    //
    let relay = RelayProcess::start();
    let (alice, bob, room) = room_of_two(&relay).await;
    let carol = Member::new("Carol");
    let invite = alice.invites(&room, 1).await;
    carol.knocks(&invite.link).await;
    alice.admits(&room).await;
    carol.stands(&room, Standing::Active).await;
    let members = alice.client.members(&room).await.unwrap();
    let id = members.iter().find(|member| member.name == "Bob").unwrap().id;
    alice.client.set_role(&room, id, Role::Moderator).await.unwrap();
    bob.sees(&room, |what| matches!(what, What::Role(_, _, Role::Moderator))).await;
    alice.agrees_with(&bob, &room).await;
    carol.agrees_with(&alice, &room).await;
    let kept = record(&bob, &room);
    remove(&alice, "Bob", &room).await;
    bob.stands(&room, Standing::Removed).await;
    let (epoch, mut raw) = (kept.epoch.unwrap(), Raw::connect(&relay.url).await);
    let cells = raw.cells(epoch.handle, &epoch.address).await.unwrap();
    let winner = cells.last().unwrap().hash();
    let close_seed = epoch.close_seed.unwrap();
    raw.close(epoch.handle, &close_seed, &cell(), Some(winner)).await.unwrap();
    carol.says(&room, "still here").await;
    alice.hears(&room, "still here").await;
    alice.agrees_with(&carol, &room).await;
    let carol = carol.restarted();
    carol.client.connect().await.unwrap();
    alice.says(&room, "and after a restart").await;
    carol.hears(&room, "and after a restart").await;
    alice.agrees_with(&carol, &room).await;
}
