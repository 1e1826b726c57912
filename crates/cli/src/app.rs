//! What the commands share: an open profile, a way to show things, patience.

use std::time::Duration;

use sitr_client::{
    Client, InviteId, InviteView, KnockId, KnockView, MemberView, RoomId, RoomView, Standing,
};

use crate::fail::Failure;
use crate::named::{self, Named};
use crate::out::Out;
use crate::text::Kind;

/// How long the other rooms of a profile may hold a command up.
const OTHERS_PATIENCE: Duration = Duration::from_secs(5);

/// An open profile, with how to show what is in it.
pub(crate) struct App {
    pub(crate) client: Client,
    pub(crate) out: Out,
    pub(crate) patience: Duration,
}

impl Named for RoomView {
    fn id(&self) -> String {
        self.id.to_hex()
    }
    fn name(&self) -> &str {
        &self.name
    }
}

impl Named for MemberView {
    fn id(&self) -> String {
        self.id.to_hex()
    }
    fn name(&self) -> &str {
        &self.name
    }
}

impl Named for KnockView {
    fn id(&self) -> String {
        self.id.to_hex()
    }
    fn name(&self) -> &str {
        &self.name
    }
}

impl Named for InviteView {
    fn id(&self) -> String {
        self.id.to_hex()
    }
    fn name(&self) -> &str {
        ""
    }
}

impl App {
    /// The room that was meant. Among rooms of one name, one that is over does not stand in the way of one
    /// that is not.
    pub(crate) async fn room(&self, typed: &str) -> Result<RoomView, Failure> {
        let rooms = self.client.rooms().await?;
        let living = rooms.iter().filter(|room| is_living(room.standing)).cloned();
        match named::find(Kind::Room, typed, living) {
            Err(Failure::Unknown { .. }) => named::find(Kind::Room, typed, rooms),
            found => found,
        }
    }

    /// The member that was meant.
    pub(crate) async fn member(&self, room: &RoomId, typed: &str) -> Result<MemberView, Failure> {
        named::find(Kind::Member, typed, self.client.members(room).await?)
    }

    /// The invite that was meant.
    pub(crate) async fn invite(&self, room: &RoomId, typed: &str) -> Result<InviteView, Failure> {
        named::find(Kind::Invite, typed, self.client.invites(room).await?)
    }

    /// The knock that was meant: of those that wait, if any is called so.
    pub(crate) async fn knock(&self, room: &RoomId, typed: &str) -> Result<KnockView, Failure> {
        let knocks = self.client.knocks(room).await?;
        let waiting = knocks.iter().filter(|knock| is_waiting(knock)).cloned();
        match named::find(Kind::Knock, typed, waiting) {
            Err(Failure::Unknown { .. }) => named::find(Kind::Knock, typed, knocks),
            found => found,
        }
    }

    /// How this knock stands now.
    pub(crate) async fn knock_again(
        &self,
        room: &RoomId,
        id: KnockId,
    ) -> Result<Option<KnockView>, Failure> {
        Ok(self.client.knocks(room).await?.into_iter().find(|knock| knock.id == id))
    }

    /// How this invite stands now.
    pub(crate) async fn invite_again(
        &self,
        room: &RoomId,
        id: InviteId,
    ) -> Result<Option<InviteView>, Failure> {
        Ok(self.client.invites(room).await?.into_iter().find(|invite| invite.id == id))
    }

    /// Connects all rooms, and waits until everything that the relay has of this one is here, and what
    /// that asks of this device is done, such as taking somebody off the list who leaves.
    pub(crate) async fn current(&self, room: &RoomId) -> Result<(), Failure> {
        self.client.connect().await?;
        self.client.caught_up(room, self.patience).await?;
        self.settled(room).await
    }

    /// Waits until nothing of a room is left to be sent.
    pub(crate) async fn settled(&self, room: &RoomId) -> Result<(), Failure> {
        Ok(self.client.settled(room, self.patience).await?)
    }

    /// Lets the other rooms send what waits in their outboxes and hear answers to their knocks, if their
    /// relays are there and quick; what is not done now is done another time.
    pub(crate) async fn others(&self, but: Option<&RoomId>) -> Result<(), Failure> {
        let patience = self.patience.min(OTHERS_PATIENCE);
        let deadline = tokio::time::Instant::now() + patience;
        for room in self.client.rooms().await? {
            if Some(&room.id) == but || !is_living(room.standing) {
                continue;
            }
            let left = deadline.saturating_duration_since(tokio::time::Instant::now());
            if self.client.settled(&room.id, left).await.is_ok() {
                let left = deadline.saturating_duration_since(tokio::time::Instant::now());
                let _ = self.client.caught_up(&room.id, left).await;
            }
        }
        Ok(())
    }
}

/// Whether a room can still change.
pub(crate) fn is_living(standing: Standing) -> bool {
    use Standing::{Active, Joining, Leaving, Moving};
    matches!(standing, Active | Joining | Leaving | Moving)
}

/// Whether nobody has answered a knock.
pub(crate) fn is_waiting(knock: &KnockView) -> bool {
    knock.state == sitr_client::KnockState::Waiting
}
