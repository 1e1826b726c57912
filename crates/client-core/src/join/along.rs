//! Coming along into a room that a member has founded anew.

use sitr_content::Digest;

use crate::body::{Card, Hello, Link};
use crate::core::Core;
use crate::error::CoreError;
use crate::ids::RoomId;
use crate::state::Standing;
use crate::store::Store;

impl<S: Store> Core<'_, S> {
    /// Knocks at the room that was founded in the place of `from`, with the persona that this member has there: by
    /// it the founder knows who comes (rules J-08, J-12). Guidelines that were accepted there are accepted here.
    ///
    /// # Errors
    /// [`CoreError::Card`] if the link leads elsewhere than the offer says; [`CoreError::AlreadyMember`] where this
    /// device is in that room.
    pub fn knock_along(
        &mut self,
        from: &RoomId,
        anew: &RoomId,
        link: &Link,
        card: &Card,
    ) -> Result<RoomId, CoreError> {
        if card.room != *anew || card.room == *from {
            return Err(CoreError::Card); // J-13
        }
        let before = self.room(from)?;
        let standing = self.store.room(&card.room)?.map(|room| room.standing);
        match standing {
            Some(Standing::Active | Standing::Leaving | Standing::Moving) => {
                return Err(CoreError::AlreadyMember);
            }
            Some(Standing::Joining) => {
                self.resume_knock(anew)?;
                return Ok(*anew);
            }
            _ => {}
        }
        let mut me = self.new_me(&before.me.name()?)?.instead_of(&before.me); // J-12
        // Greater than that of any device that came before.
        me.serial = self.now_ms;
        let shown = card.face.as_ref().and_then(|face| face.guidelines.as_ref());
        let shown = shown.map(sitr_content::Guidelines::hash);
        let accepted = before.accepts.map(|hash| Digest(hash.0));
        let hello = Hello { accepts: shown.filter(|_| shown == accepted), ..Hello::default() };
        self.knock_as(me, link, card, &hello)
    }
}
