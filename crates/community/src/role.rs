//! What members are, and what each of them may do: one table.

use crate::Act;

/// What a member is in a room. Those not listed in the policy are [`Role::Member`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Role {
    /// New, and speaks in words alone for a while.
    Newcomer = 5,
    /// Speaks and reads.
    Member = 1,
    /// Stands by: speaks in topics that are open to allies.
    Ally = 6,
    /// Goes along with others; answers crisis calls.
    Mentor = 7,
    /// Attested by the admins to know a field.
    Professional = 8,
    /// Keeps the room: admits, removes, sanctions.
    Moderator = 3,
    /// Gives roles and changes the policy.
    Admin = 4,
    /// A device that admits by policy, and nothing else.
    Doorkeeper = 2,
}

/// What the table says of a role and an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grant {
    /// May not.
    No,
    /// May.
    Yes,
    /// May in topics that are open to allies.
    OpenTopics,
}

/// How many invites a role has at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invites {
    /// As many as it wants.
    Any,
    /// So many uses; none for 0.
    Uses(u8),
}

const N: Grant = Grant::No;
const Y: Grant = Grant::Yes;
const O: Grant = Grant::OpenTopics;

/// Rows are acts, columns the roles in the order of [`Role::ALL`].
#[rustfmt::skip]
const TABLE: [(Act, [Grant; 8]); Act::ALL.len()] = [
    //                     newcomer member ally mentor professional moderator admin doorkeeper
    (Act::Leave,          [Y,       Y,     Y,   Y,     Y,           Y,        Y,    Y]),
    (Act::Accept,         [Y,       Y,     Y,   Y,     Y,           Y,        Y,    Y]),
    (Act::Retract,        [Y,       Y,     Y,   Y,     Y,           Y,        Y,    N]),
    (Act::Speak,          [Y,       Y,     O,   Y,     Y,           Y,        Y,    N]),
    (Act::React,          [Y,       Y,     O,   Y,     Y,           Y,        Y,    N]),
    (Act::Share,          [N,       Y,     N,   Y,     Y,           Y,        Y,    N]),
    (Act::Start,          [N,       Y,     N,   Y,     Y,           Y,        Y,    N]),
    (Act::Vote,           [N,       Y,     N,   Y,     Y,           Y,        Y,    N]),
    (Act::AskDirect,      [N,       Y,     N,   Y,     Y,           N,        N,    N]),
    (Act::DraftKnowledge, [N,       N,     N,   Y,     Y,           Y,        Y,    N]),
    (Act::Publish,        [N,       N,     N,   N,     Y,           Y,        Y,    N]),
    (Act::AnswerCrisis,   [N,       N,     N,   Y,     Y,           Y,        Y,    N]),
    (Act::Moderate,       [N,       N,     N,   N,     N,           Y,        Y,    N]),
    (Act::Confide,        [Y,       Y,     Y,   Y,     Y,           Y,        Y,    N]),
    (Act::TellStewards,   [N,       N,     N,   N,     N,           Y,        Y,    Y]),
    (Act::SayGuidelines,  [N,       N,     N,   N,     N,           N,        Y,    N]),
    (Act::Admit,          [N,       N,     N,   N,     N,           Y,        Y,    Y]),
    (Act::Remove,         [N,       N,     N,   N,     N,           Y,        Y,    N]),
    (Act::Sanction,       [N,       N,     N,   N,     N,           Y,        Y,    N]),
    (Act::EndProbation,   [N,       N,     N,   N,     N,           Y,        Y,    N]),
    (Act::Govern,         [N,       N,     N,   N,     N,           N,        Y,    N]),
];

impl Role {
    /// All of them, in the order of the table.
    pub const ALL: [Self; 8] = [
        Self::Newcomer,
        Self::Member,
        Self::Ally,
        Self::Mentor,
        Self::Professional,
        Self::Moderator,
        Self::Admin,
        Self::Doorkeeper,
    ];

    /// What the table says (rules ). What stands nowhere in it is [`Grant::No`].
    #[must_use]
    pub fn grant(self, act: Act) -> Grant {
        let row = TABLE.iter().find(|(of, _)| *of == act).map(|(_, row)| row);
        let column = Self::ALL.iter().position(|role| *role == self);
        row.zip(column).and_then(|(row, column)| row.get(column)).copied().unwrap_or(Grant::No)
    }

    /// Whether the role may do this anywhere in the room.
    #[must_use]
    pub fn may(self, act: Act) -> bool {
        self.grant(act) == Grant::Yes
    }

    /// Whether the role may act on somebody of that role: admins on all, moderators on all but their
    /// peers and admins, others on nobody (rules ).
    #[must_use]
    pub fn is_above(self, other: Self) -> bool {
        match self {
            Self::Admin => true,
            Self::Moderator => !matches!(other, Self::Moderator | Self::Admin),
            _ => false,
        }
    }

    /// Whether the role holds the steward secret, and so can end an epoch.
    #[must_use]
    pub const fn is_steward(self) -> bool {
        matches!(self, Self::Doorkeeper | Self::Moderator | Self::Admin)
    }

    /// How many invites it has.
    #[must_use]
    pub const fn invites(self) -> Invites {
        match self {
            Self::Moderator | Self::Admin => Invites::Any,
            Self::Mentor => Invites::Uses(5),
            Self::Member => Invites::Uses(2),
            Self::Newcomer | Self::Ally | Self::Professional | Self::Doorkeeper => Invites::Uses(0),
        }
    }

    /// Its name on the command line and in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Newcomer => "newcomer",
            Self::Member => "member",
            Self::Ally => "ally",
            Self::Mentor => "mentor",
            Self::Professional => "professional",
            Self::Moderator => "moderator",
            Self::Admin => "admin",
            Self::Doorkeeper => "doorkeeper",
        }
    }

    /// The role of that name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// The role that a byte stands for in a policy.
    #[must_use]
    pub fn of_byte(byte: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|role| *role as u8 == byte)
    }
}
