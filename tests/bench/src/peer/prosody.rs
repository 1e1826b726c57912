//! prosody: group chat over XMPP, archived (`muc_mam`). A room sends a message back to its author: that is
//! the acknowledgement.

use std::path::Path;
use std::process::Command;

use bytes::{Buf, BytesMut};

use super::{Heard, index_of, text};
use crate::process::{Place, Server};
use crate::socket::{Ear, Mouth, bare, find};

const HEAD: &str = "<?xml version='1.0'?><stream:stream to='localhost' xmlns='jabber:client' \
                    xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>";

pub(crate) fn start(program: &Path) -> Server {
    let place = Place::new();
    let dir = place.dir.path().display().to_string();
    std::fs::create_dir(place.dir.path().join("data")).expect("a directory");
    let config = format!(
        "run_as_root = true\ndaemonize = false\npidfile = \"{dir}/prosody.pid\"\n\
         data_path = \"{dir}/data\"\nc2s_ports = {{ {} }}\nc2s_interfaces = {{ \"127.0.0.1\" }}\n\
         s2s_ports = {{}}\nlegacy_ssl_ports = {{}}\n\
         modules_enabled = {{ \"saslauth\", \"roster\" }}\n\
         modules_disabled = {{ \"s2s\", \"tls\", \"limits\" }}\n\
         c2s_require_encryption = false\nallow_unencrypted_plain_auth = true\n\
         log = {{ error = \"{dir}/error.log\" }}\nnetwork_backend = \"epoll\"\n\
         VirtualHost \"localhost\"\n  authentication = \"anonymous\"\n\
         Component \"rooms.localhost\" \"muc\"\n  modules_enabled = {{ \"muc_mam\" }}\n\
         \x20 muc_log_by_default = true\n  muc_room_locking = false\n  max_history_messages = 0\n",
        place.address.port(),
    );
    let file = place.write("prosody.cfg.lua", &config);
    let mut command = Command::new(program);
    command.arg("--config").arg(file).arg("-F");
    place.start(command)
}

/// In the room, under a name that is the connection's number.
pub(crate) async fn join(
    address: std::net::SocketAddr,
    number: usize,
    room: usize,
) -> (Ear, Mouth) {
    let (mut ear, mut mouth) = bare(address, number).await;
    mouth.write(HEAD.as_bytes()).await;
    ear.until(b"</stream:features>").await;
    let auth = "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='ANONYMOUS'/>";
    mouth.write(auth.as_bytes()).await;
    ear.until(b"<success").await;
    ear.until(b">").await;
    mouth.write(HEAD.as_bytes()).await;
    ear.until(b"</stream:features>").await;
    let bind = "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>";
    mouth.write(bind.as_bytes()).await;
    ear.until(b"</iq>").await;
    let join = format!(
        "<presence to='r{room}@rooms.localhost/n{number}'>\
         <x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>"
    );
    mouth.write(join.as_bytes()).await;
    // The room's subject is the last thing that comes when one joins.
    ear.until(b"<subject").await;
    ear.until(b"</message>").await;
    (ear, mouth)
}

pub(crate) fn message(room: usize, index: u64) -> Vec<u8> {
    let body = text(index);
    format!(
        "<message type='groupchat' to='r{room}@rooms.localhost' id='m{index}'>\
         <body>{body}</body></message>"
    )
    .into_bytes()
}

/// Stanzas one after the other; only messages with a body matter.
pub(crate) fn take(buffer: &mut BytesMut) -> Option<Heard> {
    const END: &[u8] = b"</message>";
    let Some(start) = find(buffer, b"<message") else {
        // Who came and went; the last bytes may be the beginning of a message.
        let passed = buffer.len().saturating_sub(8);
        buffer.advance(passed);
        return None;
    };
    let length = find(&buffer[start..], END)? + END.len();
    buffer.advance(start);
    let stanza = buffer.split_to(length);
    let body = find(&stanza, b"<body>").and_then(|at| index_of(&stanza[at + 6..]));
    Some(body.map_or(Heard::Other, Heard::Delivery))
}
