//! `members`, `role`, `remove`.

use serde_json::json;
use sitr_client::Role;

use crate::app::App;
use crate::args::{InRoom, OfMember, RoleArg, SetRole};
use crate::fail::Failure;
use crate::names::Names;
use crate::{show, text};

impl From<RoleArg> for Role {
    fn from(role: RoleArg) -> Self {
        match role {
            RoleArg::Admin => Self::Admin,
            RoleArg::Moderator => Self::Moderator,
            RoleArg::Doorkeeper => Self::Doorkeeper,
            RoleArg::Professional => Self::Professional,
            RoleArg::Mentor => Self::Mentor,
            RoleArg::Member => Self::Member,
            RoleArg::Ally => Self::Ally,
            RoleArg::Newcomer => Self::Newcomer,
        }
    }
}

/// Lists the members.
pub(crate) async fn list(app: &App, args: &InRoom) -> Result<(), Failure> {
    let room = app.room(&args.room).await?;
    let current = app.current(&room.id).await;
    let members = app.client.members(&room.id).await?;
    let names = Names::of(&members);
    for member in &members {
        app.out.result(&show::member(member), &show::member_line(member, &names))?;
    }
    current?;
    app.others(Some(&room.id)).await
}

/// Gives a role, and waits until the room has it.
pub(crate) async fn role(app: &App, args: &SetRole) -> Result<(), Failure> {
    let room = app.room(&args.of.room).await?.id;
    app.current(&room).await?;
    let member = app.member(&room, &args.of.member).await?;
    let wanted = Role::from(args.role);
    app.client.set_role(&room, member.id, wanted).await?;
    app.settled(&room).await?;
    let members = app.client.members(&room).await?;
    let now = members.iter().find(|other| other.id == member.id);
    let now = now
        .filter(|now| now.role == wanted)
        .ok_or_else(|| Failure::Dropped(text::ROLE_NOT_GIVEN.as_str()))?;
    app.out.result(&show::member(now), &text::role_given(&now.name, text::role_name(now.role)))?;
    app.others(Some(&room)).await
}

/// Removes a member, and waits until the room is without it.
pub(crate) async fn remove(app: &App, args: &OfMember) -> Result<(), Failure> {
    let room = app.room(&args.room).await?.id;
    app.current(&room).await?;
    let member = app.member(&room, &args.member).await?;
    app.client.remove(&room, member.id).await?;
    app.settled(&room).await?;
    if app.client.members(&room).await?.iter().any(|other| other.id == member.id) {
        return Err(Failure::Dropped(text::NOT_REMOVED.as_str()));
    }
    let object = json!({ "member": member.id.to_hex(), "name": member.name, "state": "removed" });
    app.out.result(&object, &text::removed(&member.name))?;
    app.others(Some(&room)).await
}
