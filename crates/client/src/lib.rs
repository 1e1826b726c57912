//! The SDK: every move of a member as one call, and events as a stream.
//!
//! A [`Client`] is an open profile. It remembers everything in one encrypted database, keeps a connection a
//! room, sends what was written as soon as the relay is reached, and survives being killed at any point.
//! Any number of processes may have one profile open.
//!
//! # A tour
//!
//! Layla founds a room and invites. Whoever calls [`Client::create`] shows the recovery code once.
//!
//! ```no_run
//! use std::{path::Path, time::Duration};
//! use sitr_client::profile::{NewSlot, Passphrase, PassphraseCost};
//! use sitr_client::Client;
//!
//! # async fn layla() -> Result<(), Box<dyn std::error::Error>> {
//! let passphrase = Passphrase::new("three old stairs sing".into()).ok_or("empty")?;
//! let slots = [NewSlot::Passphrase(&passphrase, PassphraseCost::RECOMMENDED)];
//! let (layla, recovery) = Client::create(Path::new("layla"), &slots)?;
//! println!("keep this code on paper: {}", *recovery.reveal());
//!
//! let relay = "ws://127.0.0.1:4480/sitr/v1";
//! let room = layla.create_room("Evening", "Layla", relay).await?;
//! let invite = layla.create_invite(&room, 5, Duration::from_secs(72 * 3600)).await?;
//! println!("{}", invite.link);
//! # Ok(())
//! # }
//! ```
//!
//! Omar knocks. Calling [`Client::join`] again with the same link goes on where it was.
//!
//! ```no_run
//! # use sitr_client::{Client, Standing, What};
//! # async fn omar(omar: Client, link: &str) -> Result<(), sitr_client::Error> {
//! let mut events = omar.events(None).await?;
//! let room = omar.join(link, "Omar", "Layla knows me").await?;
//! while omar.room(&room).await?.standing == Standing::Joining {
//!     events.next().await?; // knocked, and waiting for a steward
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Layla lets him in. What she wants is done with the next commit; [`Client::settled`] waits until nothing of it is
//! left to be sent.
//!
//! ```no_run
//! # use std::time::Duration;
//! # use sitr_client::{Client, RoomId, What};
//! # async fn layla(layla: Client, room: RoomId) -> Result<(), sitr_client::Error> {
//! let mut events = layla.events(Some(0)).await?;
//! loop {
//!     let event = events.next().await?;
//!     if let What::Knock(knock) = event.what {
//!         println!("{} knocks: {}", knock.name, knock.note);
//!         layla.admit(&room, knock.id).await?;
//!         layla.settled(&room, Duration::from_secs(30)).await?;
//!         break;
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! They talk. [`Client::send`] returns as soon as the text is safe on this device; [`MessageView::delivery`] tells how far it
//! has come. [`Client::history`] reads what is there, [`Events`] tells what comes, whichever process received it.
//!
//! ```no_run
//! # use sitr_client::{Client, RoomId, Since, What};
//! # async fn talk(omar: Client, room: RoomId) -> Result<(), sitr_client::Error> {
//! omar.send(&room, "good evening").await?;
//! for message in omar.history(&room, Since::Last, 20).await? {
//!     println!("{}: {}", message.name, message.text);
//! }
//! let mut events = omar.events(None).await?;
//! while let What::Message(message) = events.next().await?.what {
//!     println!("{}: {}", message.name, message.text);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! What must not name its author to the room is said to a few: [`Client::report`], [`Client::whisper`], [`Client::call_for_help`].
//! [`Client::asides`] reads what was said so, and the answers.
//!
//! ```no_run
//! # use sitr_client::{Client, MessageId, RoomId, content::Reason};
//! # async fn report(omar: Client, room: RoomId, message: MessageId) -> Result<(), sitr_client::Error> {
//! omar.report(&room, &[message], Reason::Threat, "it goes on in private", true).await?;
//! for aside in omar.asides(&room, 0, 20).await? {
//!     println!("{}", aside.body.words());
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Roles are given with [`Client::set_role`], members taken out with [`Client::remove`]; who wants to go calls
//! [`Client::leave`]. Two members who read each other the [`safety_digits`] of [`Client::safety_number`] know that nobody
//! stands between them. Names, texts and notes come from others: whoever shows them makes them safe first.
//!
//! Every error has a stable [`Error::code`] and says what to do next in [`Error::hint`]. What a person reads is there in twelve
//! languages: see [`words`].

pub mod care;
mod client;
mod db;
mod error;
mod events;
mod evidence;
mod log;
mod names;
mod net;
mod notice;
mod room;
mod search;
mod strip;
mod timeline;
mod view;
pub mod words;

pub use client::{
    Anew, Aye, Client, Destination, DirectRequest, FOUND_MAX, LinkFollowed, LinkShown, Listed,
    MediationRequest, Motion, Move, Newcomer, Notices, Professional, ResourceView, Rsvps, Since,
    ToPublish, TopicView, Why,
};
pub use error::Error;
pub use events::Events;
pub use evidence::{Evidence, EvidenceError, Proven};
pub use log::{Gap, LABELS, LogEntry, label_name, measure_name, verdict_name};
pub use names::{ID_MARK, look, look_alikes};
pub use net::{NetError, Proxy, ProxyError};
pub use notice::{Notice, NoticeKind};
pub use room::Status;
pub use sitr_client_core::ToAttach;
pub use sitr_client_core::body::{Face, Hello};
pub use sitr_client_core::state::{
    Alarm, Bytes32, Delivery, KnockState, Setting, Standing, Term, To,
};
pub use sitr_client_core::{
    Confiding, CoreError, DeviceView, InviteId, KnockId, MemberId, MemberView, RoomId,
};
pub use sitr_client_core::{GUIDELINES_MAX_BYTES, Mediation, RAID_KNOCKS, Tally, Tied, Vouched};
pub use sitr_client_store::profile;
pub use sitr_community::{
    AgeBand, Ballot, Community, Hours, PALETTE, Persona, Role, Sanction, Settings,
};
pub use sitr_content::{self as content, MessageId, TEXT_MAX_BYTES};
pub use strip::{StripError, stripped};
pub use timeline::{
    Direction, Fold, FoldReason, NoteView, PetitionView, PollView, Post, direction,
};
pub use view::{
    AsideView, InviteView, KnockView, MessageView, RoomEvent, RoomView, Said, What, safety_digits,
    standing_name,
};
