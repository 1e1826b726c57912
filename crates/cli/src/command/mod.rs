//! The commands, each a function over an open profile.

pub(crate) mod aside;
pub(crate) mod care;
pub(crate) mod device;
pub(crate) mod directory;
pub(crate) mod doorkeeper;
pub(crate) mod export;
pub(crate) mod invites;
pub(crate) mod join;
pub(crate) mod keep;
pub(crate) mod knocks;
pub(crate) mod languages;
pub(crate) mod library;
pub(crate) mod mediation;
pub(crate) mod members;
pub(crate) mod messages;
pub(crate) mod motion;
pub(crate) mod moving;
pub(crate) mod newcomers;
pub(crate) mod posts;
pub(crate) mod profile;
pub(crate) mod quickstart;
pub(crate) mod refound;
pub(crate) mod rooms;
pub(crate) mod together;
