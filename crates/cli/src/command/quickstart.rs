//! `quickstart`: a relay in this process, a room, a link, the chat.

use std::fs;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::json;
use sitr_client::{InviteView, RoomView, Standing};
use sitr_relay::{Config, DEFAULT_LISTEN, PATH, Relay, Running, StartError};

use super::invites;
use crate::app::App;
use crate::args::Quickstart;
use crate::chat::Chat;
use crate::fail::Failure;
use crate::open::Door;
use crate::{qr, show, text};

/// Folder of the relay's data in that of the profile.
const RELAY: &str = "relay";
/// File in the profile's folder that remembers where the relay listened.
const PLACE: &str = "quickstart.json";
/// What an invite takes and how long it is good.
const USES: u32 = 100;
const GOOD_FOR: Duration = Duration::from_secs(7 * 86_400);
/// An invite that ends sooner is not shown again, in seconds.
const LEFT_MIN: u64 = 3_600;

/// Where the relay listens, and by which other ways people reach it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Place {
    listen: SocketAddr,
    public: Vec<String>,
}

impl Place {
    /// As told, else as the last time, else the relay's default. Port 0 keeps the port that it got.
    fn of(args: &Quickstart, last: Option<&Self>) -> Self {
        let default = || DEFAULT_LISTEN.parse().unwrap_or((Ipv4Addr::LOCALHOST, 0).into());
        let listen = match (args.listen, last) {
            (Some(told), Some(last)) if told.port() == 0 && told.ip() == last.listen.ip() => {
                last.listen
            }
            (Some(told), _) => told,
            (None, Some(last)) => last.listen,
            (None, None) => default(),
        };
        let public = match last {
            Some(last) if args.public_url.is_empty() => last.public.clone(),
            _ => args.public_url.clone(),
        };
        Self { listen, public }
    }

    /// The way for this process itself: what listens everywhere listens on loopback too.
    fn own_route(&self) -> String {
        let mut address = self.listen;
        if address.ip().is_unspecified() {
            match address {
                SocketAddr::V4(_) => address.set_ip(Ipv4Addr::LOCALHOST.into()),
                SocketAddr::V6(_) => address.set_ip(Ipv6Addr::LOCALHOST.into()),
            }
        }
        format!("ws://{address}{PATH}")
    }

    fn routes(&self) -> Vec<String> {
        let own = self.own_route();
        let others = self.public.iter().filter(|route| **route != own).cloned();
        std::iter::once(own.clone()).chain(others).collect()
    }

    /// Whether nobody elsewhere can follow the link.
    fn is_loopback(&self) -> bool {
        self.public.is_empty()
            && (self.listen.ip().is_loopback() || self.listen.ip().is_unspecified())
    }
}

/// Runs it all, until the chat ends.
pub(crate) async fn run(app: &App, door: &Door<'_>, args: &Quickstart) -> Result<(), Failure> {
    let path = door.folder.join(PLACE);
    let last = remembered(&path)?;
    let mut place = Place::of(args, last.as_ref());
    let config = Config::at(door.folder.join(RELAY));
    let relay = match Relay::start(config.clone().listening(place.listen)).await {
        // At the first start nobody relies on the default port, which may be somebody else's.
        Err(StartError::Listen(..)) if args.listen.is_none() && last.is_none() => {
            place.listen.set_port(0);
            Relay::start(config.listening(place.listen)).await?
        }
        started => started?,
    };
    if let Some(address) = relay.addresses().first() {
        place.listen = *address;
    }
    let done = serve(app, door, args, &place, last.as_ref()).await;
    relay_ends(app, relay).await;
    done
}

async fn serve(
    app: &App,
    door: &Door<'_>,
    args: &Quickstart,
    place: &Place,
    last: Option<&Place>,
) -> Result<(), Failure> {
    let routes = place.routes();
    let room = match found(app, args, place, last).await? {
        Some(room) => room,
        None => {
            let id = app.client.create_room_at(&args.room, &args.pseudonym, &routes).await?;
            app.client.room(&id).await?
        }
    };
    let moved = last.is_some_and(|last| last.routes() != routes);
    if moved {
        app.client.set_routes(&room.id, &routes).await?;
    }
    remember(&door.folder.join(PLACE), place)?;
    app.current(&room.id).await?;
    let invite = invite(app, &room, moved).await?;
    app.settled(&room.id).await?;
    announce(app, door, args, place, &room, &invite)?;
    Chat::new(app, door, room).run().await
}

/// The room of an earlier start: of this name, at the relay where it was then.
async fn found(
    app: &App,
    args: &Quickstart,
    place: &Place,
    last: Option<&Place>,
) -> Result<Option<RoomView>, Failure> {
    let here = [Some(place.own_route()), last.map(Place::own_route)];
    let is_it = |room: &RoomView| {
        room.name == args.room.trim()
            && room.standing == Standing::Active
            && here.iter().flatten().any(|route| *route == room.relay)
    };
    Ok(app.client.rooms().await?.into_iter().find(is_it))
}

/// An invite that is good for a while yet and leads here, or a new one.
async fn invite(app: &App, room: &RoomView, moved: bool) -> Result<InviteView, Failure> {
    let soon = invites::now() + LEFT_MIN;
    if !moved {
        let invites = app.client.invites(&room.id).await?;
        let good = invites.into_iter().rev().find(|one| show::invite_state(one, soon) == "good");
        if let Some(invite) = good {
            return Ok(invite);
        }
    }
    Ok(app.client.create_invite(&room.id, USES, GOOD_FOR).await?)
}

fn announce(
    app: &App,
    door: &Door<'_>,
    args: &Quickstart,
    place: &Place,
    room: &RoomView,
    invite: &InviteView,
) -> Result<(), Failure> {
    let out = app.out;
    let object = json!({
        "listening": format!("ws://{}{PATH}", place.listen),
        "room": room.id.to_hex(),
        "name": room.name,
        "invite": invite.id.to_hex(),
        "link": invite.link,
    });
    out.result(&object, "")?;
    if door.has_key_file() {
        out.text(&text::key_file(&door.folder))?;
    }
    out.text(&text::quickstart(&format!("ws://{}{PATH}", place.listen)))?;
    out.text(&text::IP_EXPOSED)?;
    out.text(&text::link(&invite.link))?;
    if !args.no_qr {
        out.text(&qr::drawn(&invite.link, out.is_screen()))?;
    }
    out.text(&text::how_to_join(&invite.link))?;
    if place.is_loopback() { out.text(&text::LOOPBACK_ONLY) } else { Ok(()) }
}

/// What is on its way to this device's rooms has been stored; everybody else is told that the relay goes.
async fn relay_ends(app: &App, relay: Running) {
    // The own connections would be waited for.
    app.client.close().await;
    relay.shutdown().await;
}

fn remembered(path: &PathBuf) -> Result<Option<Place>, Failure> {
    match fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes)
            .map(Some)
            .map_err(|error| Failure::Io(text::cannot_read(path), error.into())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::Io(text::cannot_read(path), error)),
    }
}

/// Written beside and renamed, so that a crash leaves the old or the new file.
fn remember(path: &PathBuf, place: &Place) -> Result<(), Failure> {
    let cannot = |error| Failure::Io(text::cannot_write(path), error);
    let new = path.with_extension("json.new");
    let bytes = serde_json::to_vec(place).map_err(|error| cannot(error.into()))?;
    fs::write(&new, bytes).and_then(|()| fs::rename(&new, path)).map_err(cannot)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(listen: Option<&str>, public: &[&str]) -> Quickstart {
        Quickstart {
            listen: listen.map(|address| address.parse().unwrap()),
            public_url: public.iter().map(|url| (*url).to_owned()).collect(),
            room: "Room".to_owned(),
            pseudonym: "Host".to_owned(),
            no_qr: true,
        }
    }

    #[test]
    fn the_place_stays_unless_told_otherwise() {
        let first = Place::of(&told(None, &[]), None);
        assert_eq!(first.own_route(), "ws://127.0.0.1:4480/sitr/v1");
        assert!(first.is_loopback());

        let last = Place { listen: "127.0.0.1:39001".parse().unwrap(), public: Vec::new() };
        assert_eq!(Place::of(&told(None, &[]), Some(&last)), last);
        assert_eq!(Place::of(&told(Some("127.0.0.1:0"), &[]), Some(&last)), last);
        let elsewhere = Place::of(&told(Some("127.0.0.1:5000"), &[]), Some(&last));
        assert_eq!(elsewhere.listen.port(), 5000);
    }

    #[test]
    fn other_ways_go_into_the_link_after_the_own() {
        let url = "wss://chat.example.org/sitr/v1";
        let place = Place::of(&told(Some("0.0.0.0:4480"), &[url]), None);
        assert_eq!(place.routes(), ["ws://127.0.0.1:4480/sitr/v1", url]);
        assert!(!place.is_loopback());
        assert_eq!(Place::of(&told(None, &[]), Some(&place)), place);
        let six = Place { listen: "[::]:4480".parse().unwrap(), public: Vec::new() };
        assert_eq!(six.own_route(), "ws://[::1]:4480/sitr/v1");
    }
}
