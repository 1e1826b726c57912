//! What is kept beside a room, one value a name.

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum RoomNote {
    /// The last guidelines that were said: encoded.
    Guidelines = 0,
    /// Questions that this device's invites ask: encoded.
    Questions = 1,
    /// The topics of which this person wants to hear nothing: encoded.
    Muted = 2,
    /// The last message that this person has seen: its place, 8 bytes.
    Seen = 3,
    /// Knocks of an hour at which the door closes: encoded.
    RaidLimit = 4,
    /// The rooms that this device lists in this one: encoded.
    Listing = 5,
    /// Whose invites those of members are, and who came by them: encoded.
    Lineage = 6,
    /// What the room's relay said of itself last: encoded.
    Greeting = 7,
    /// Who vouches for whom: encoded.
    Vouches = 8,
    /// The relay that the room moved to and this person has not consented to: encoded.
    Moving = 9,
    /// Relays that the room was at before, the last one first: encoded.
    Former = 10,
    /// Between whom a room is to mediate, and by which invites they come: encoded.
    Mediation = 11,
    /// Members of the room before, who come along into this one: encoded.
    Expected = 12,
    /// The room that this device has founded in the place of this one: its id.
    Anew = 13,
    /// Who is who in the community's first room: encoded.
    Ties = 14,
    /// That this person agreed to show who they are in the room's community: one byte.
    AsMember = 15,
    /// When which device number was given to a further device: encoded.
    Numbers = 16,
}
