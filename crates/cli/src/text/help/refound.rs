//! Help of founding a room anew.

pub(crate) const REFOUND: &str =
    "Found a room anew whose last admin, moderator and doorkeeper are gone";
pub(crate) const REFOUND_RELAY: &str =
    "Found it at this relay instead of the old one's; several times for several routes to it";
pub(crate) const REFOUND_SURE: &str = "Also if those who keep the room were there a short while ago: I know that they do not come back";
pub(crate) const REFOUND_MORE: &str = "\
Examples:
  sitr room refound Friends
  sitr room refound Friends --sure --relay wss://other.example.org/sitr/v1

It makes another room with the same name, guidelines and settings, of which you are the admin, and
tells the members of the old one there. Each decides whether to come along ('sitr room along'); who
does is let in by your device without asking you, by the key that they have in the old room. Nobody
else is: whoever knocks by a copy of the link waits for you. Roles are not taken along: make somebody
else an admin too. It works while the old room's present mailbox is open; after that nobody can be
told.

What the relay can learn: that mailboxes were opened while somebody posted into another, and that
those who read that one knock one after the other: that the rooms belong together.";
pub(crate) const ALONG: &str = "Come along into a room that a member has founded anew";
pub(crate) const ALONG_OFFER: &str = "The offer, by the beginning of its message's id; needed where several members have founded it anew";
pub(crate) const ALONG_MORE: &str = "\
Examples:
  sitr room along Friends
  sitr room along Friends --offer 01b0084467

You come with the pseudonym and the key that you have in the old room, so that the others know you.
Ask by another way whether whoever founded it is who you think, if you doubt it. The old room stays
readable on this device.

What the relay can learn: that your IP address knocked at an invite and reads one more mailbox.";
