//! Members, roles and languages.

use sitr_client::Role;
use sitr_client::words::Language;

use super::messages::notice_role;
use crate::safe::{line, name};
use crate::words::{Group, of, phrase, say};

pub(crate) fn member(who: &str, mark: &str, role: &str, is_me: bool, id: &str) -> String {
    let me = if is_me { format!("  ({})", of(Group::Mark, "you")) } else { String::new() };
    format!("{}{mark}  {}  {id}{me}", name(who), of(Group::Role, role))
}

pub(crate) fn role_given(who: &str, role: &str) -> String {
    notice_role(&line(who), role)
}

pub(crate) fn removed(who: &str) -> String {
    say(&phrase::member_removed(&line(who)))
}

pub(crate) const fn role_name(role: Role) -> &'static str {
    match role {
        Role::Admin => "admin",
        Role::Moderator => "moderator",
        Role::Doorkeeper => "doorkeeper",
        Role::Professional => "professional",
        Role::Mentor => "mentor",
        Role::Member => "member",
        Role::Ally => "ally",
        Role::Newcomer => "newcomer",
    }
}

/// A language, for a list. Its own name says what it is; the rest is said in the language of this process.
pub(crate) fn language(language: Language, is_reviewed: bool, missing: usize) -> String {
    let reviewed = if is_reviewed { "reviewed" } else { "not-reviewed" };
    let missing = match missing {
        0 => String::new(),
        count => format!("  -{count}"),
    };
    format!(
        "{}  {}  {}{missing}",
        language.tag(),
        name(language.own_name()),
        of(Group::Said, reviewed)
    )
}
