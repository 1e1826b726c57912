//! One person with two devices, over a real relay.

use sitr_client::{Client, CoreError, Error, RoomId, Standing, What};
use sitr_e2e::{Member, RelayProcess, room_of_two};

/// Links a new device of somebody, with the code that it shows.
async fn linked(old: &Client, new: &Client) -> Vec<RoomId> {
    let mut shown = old.link_device(None).await.unwrap();
    let link = shown.link();
    let (followed, met) = tokio::join!(new.follow_device_link(&link), shown.followed());
    met.unwrap();
    let followed = followed.unwrap();
    let code = followed.code().to_owned();
    let (entered, told) = tokio::join!(followed.enter(), shown.confirm(&code));
    let entered = entered.unwrap();
    assert_eq!(told.unwrap(), entered.len());
    entered
}

#[tokio::test(flavor = "multi_thread")]
async fn two_devices_are_one_person_and_either_can_be_lost() {
    //
    let relay = RelayProcess::start();
    let (alice, bob, room) = room_of_two(&relay).await;
    bob.says(&room, "from my phone").await;
    let laptop = Member::new("Bob");
    assert_eq!(linked(&bob.client, &laptop.client).await, [room]);
    laptop.stands(&room, Standing::Active).await;
    laptop.says(&room, "from my laptop").await;
    for member in [&alice, &bob] {
        member.hears(&room, "from my laptop").await;
    }
    bob.says(&room, "and from my phone").await;
    laptop.hears(&room, "and from my phone").await;
    alice.sees(&room, |what| matches!(what, What::DeviceCame(_, name, 1) if name == "Bob")).await;
    let members = alice.client.members(&room).await.unwrap();
    assert_eq!(members.len(), 2, "one person");
    assert_eq!(members.iter().map(|member| member.devices).sum::<u8>(), 3);
    let last = sitr_client::Since::Last;
    let said = bob.client.history(&room, last, 10).await.unwrap();
    assert!(said.iter().all(sitr_client::MessageView::is_mine), "both are his own");

    // The phone is lost, and the laptop goes on.
    laptop.client.remove_device(&room, 0).await.unwrap();
    bob.stands(&room, Standing::Removed).await;
    laptop.says(&room, "my phone is gone").await;
    alice.hears(&room, "my phone is gone").await;
    assert!(!bob.texts(&room).await.contains(&"my phone is gone".to_owned()));

    // A new phone; then the person is removed, with both.
    let phone = Member::new("Bob");
    assert_eq!(linked(&laptop.client, &phone.client).await, [room]);
    phone.stands(&room, Standing::Active).await;
    let id = members.iter().find(|member| member.name == "Bob").unwrap().id;
    alice.client.remove(&room, id).await.unwrap();
    phone.stands(&room, Standing::Removed).await;
    laptop.stands(&room, Standing::Removed).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sent_for_another_code_and_who_is_interrupted_begins_anew() {
    //
    let relay = RelayProcess::start();
    let (alice, bob, room) = room_of_two(&relay).await;
    let laptop = Member::new("Bob");

    let mut shown = bob.client.link_device(None).await.unwrap();
    let link = shown.link();
    let (followed, met) = tokio::join!(laptop.client.follow_device_link(&link), shown.followed());
    met.unwrap();
    let followed = followed.unwrap();
    let wrong: String = followed.code().chars().map(|c| if c == '0' { '1' } else { '0' }).collect();
    let (entered, told) = tokio::join!(followed.enter(), shown.confirm(&wrong));
    assert!(matches!(told, Err(Error::Core(CoreError::DeviceCode))));
    assert!(matches!(entered, Err(Error::Core(CoreError::Expired))), "the mailbox is burned");
    assert!(laptop.client.rooms().await.unwrap().is_empty(), "nothing was sent");
    let again = laptop.client.follow_device_link(&link).await;
    assert!(matches!(again, Err(Error::Core(CoreError::Expired))), "the link has ended");

    // The new device ends between the steps: as if it had never begun.
    let mut shown = bob.client.link_device(None).await.unwrap();
    let link = shown.link();
    let (followed, _) = tokio::join!(laptop.client.follow_device_link(&link), shown.followed());
    drop(followed.unwrap());
    drop(shown);
    let laptop = laptop.restarted();

    // The new device is told and ends; the old one asks for it, and ends before the room has answered.
    alice.client.close().await;
    assert_eq!(linked(&bob.client, &laptop.client).await, [room]);
    let (laptop, bob) = (laptop.restarted(), bob.restarted());
    let alice = alice.restarted();
    for member in [&alice, &bob, &laptop] {
        member.client.connect().await.unwrap();
    }
    laptop.stands(&room, Standing::Active).await;
    laptop.says(&room, "at last").await;
    alice.hears(&room, "at last").await;
}
