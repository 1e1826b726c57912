//! Sentences about what members decide together and where they find each other.

use crate::safe::{line, name};
use crate::words::{Group, lines, of, phrase, say};

lines! {
    VOTED = Said "vote-stands";
    PROPOSED = Said "proposed";
    NO_MOTIONS = Said "no-motions";
    NO_ROOMS = Said "none-listed";
    LISTED = Said "listed";
    TIED = Said "tied";
    UNTIED = Said "untied";
    DROPPED = Said "unlisted";
    INVITE_ASKED = Said "invite-asked";
    NO_EVENT = Error "no-event";
    RSVP = Said "rsvp";
    NO_PETITION = Error "no-petition";
    ASKED_ALONE = Said "asked-alone";
    NO_CALL = Error "no-call";
    NO_RESOURCE = Error "no-resource";
    EXPORTED = Said "exported";
    NOT_HELD = Error "not-held";
    CANCELLED = Said "cancelled";
    TOO_LATE = Error "too-late";
    NO_WISH = Error "no-wish";
    NO_PROFESSIONALS = Said "no-professionals";
}

pub(crate) fn renewed(count: usize) -> String {
    say(&phrase::directory_renewed(u64::try_from(count).unwrap_or(u64::MAX)))
}

/// How the votes on a proposal stand.
pub(crate) struct Motion<'a> {
    pub(crate) id: &'a str,
    pub(crate) by: &'a str,
    pub(crate) words: &'a str,
    pub(crate) ayes: u32,
    pub(crate) electors: u32,
    pub(crate) is_mine: bool,
    pub(crate) is_present: bool,
}

pub(crate) fn motion(motion: &Motion<'_>) -> String {
    let id: String = motion.id.chars().take(12).collect();
    let mark = |is: bool, what| match is {
        true => format!("  ({})", of(Group::Said, what)),
        false => String::new(),
    };
    let mine = mark(motion.is_mine, "you-too");
    let present = mark(motion.is_present, "rules-of-room");
    let votes = say(&phrase::motion_votes(motion.ayes.into(), motion.electors.into()));
    format!("{id}  {votes}{mine}{present}  {}: {}", name(motion.by), line(motion.words))
}

pub(crate) fn listed(room: &str, words: &str, languages: &str, by: &str) -> String {
    let languages =
        if languages.is_empty() { String::new() } else { format!("  [{}]", line(languages)) };
    let by = say(&phrase::directory_listed_by(&line(by)));
    format!("{}{languages}  {}  ({by})", name(room), line(words))
}

pub(crate) fn held(number: i64) -> String {
    say(&phrase::message_held(&number.to_string(), &format!("sitr cancel {number}")))
}

pub(crate) fn answers(yes: u32, maybe: u32, no: u32) -> String {
    say(&phrase::event_answers(yes, maybe, no))
}

pub(crate) fn told(count: usize) -> String {
    say(&phrase::place_told(u64::try_from(count).unwrap_or(u64::MAX)))
}

pub(crate) fn place(place: Option<&str>) -> String {
    match place {
        Some("") => of(Group::Said, "place-online"),
        Some(place) => line(place),
        None => of(Group::Said, "place-unknown"),
    }
}

pub(crate) fn request(id: &str, who: &str) -> String {
    let id: String = id.chars().take(12).collect();
    format!("{id}  {}", say(&phrase::direct_asks(&line(who))))
}

pub(crate) fn accepted(word: &str) -> String {
    if word.is_empty() { of(Group::Said, "on-your-way") } else { line(word) }
}

/// A resource, for a line.
pub(crate) struct Resource<'a> {
    pub(crate) id: &'a str,
    pub(crate) title: &'a str,
    pub(crate) version: u32,
    pub(crate) by: &'a str,
    pub(crate) reviewed: &'a str,
    pub(crate) draft: bool,
    pub(crate) words: &'a str,
}

pub(crate) fn resource(resource: &Resource<'_>) -> String {
    let id: String = resource.id.chars().take(8).collect();
    let draft = match resource.draft {
        true => format!("  ({})", of(Group::Mark, "draft")),
        false => String::new(),
    };
    let reviewed = match resource.reviewed {
        "" => of(Group::Said, "not-checked"),
        day => say(&phrase::resource_checked(day)),
    };
    let version = say(&phrase::resource_version(resource.version));
    let by = say(&phrase::resource_by(&line(resource.by)));
    let head = format!("{id}  {} ({version}, {reviewed}){draft}", name(resource.title));
    format!("{head}  {by}: {}", line(resource.words))
}

/// Somebody with the badge of a professional, with the titles of what they keep in the library.
pub(crate) fn professional(who: &str, mark: &str, id: &str, titles: &[&str]) -> String {
    let titles: Vec<String> = titles.iter().map(|title| name(title)).collect();
    let role = of(Group::Role, "professional");
    format!("{}{mark}  {role}  {id}  {}", name(who), titles.join(", "))
}

pub(crate) fn proven(author: &str, words: &str) -> String {
    format!("{author}  {}", line(words))
}

/// Names come made safe.
pub(crate) fn tied(here: &str, there: &str, is_banned: bool) -> String {
    let (here, there) = (line(here), line(there));
    say(&if is_banned {
        phrase::tied_banned(&here, &there)
    } else {
        phrase::tied_to(&here, &there)
    })
}
