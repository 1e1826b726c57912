//! Looking for what must not be somewhere: in files, in memory, in frames.

use std::fs;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;

use sitr_client::RoomId;
use sitr_client_core::Store as _;
use sitr_client_store::profile::{Profile, Unlock};
use sitr_client_store::rooms::RoomStore;

use crate::Member;

/// Something to look for: what it is, and its bytes.
pub type Canary = (String, Vec<u8>);

/// The forms in which bytes may stand somewhere: as they are, in hexadecimal of either case, in base64.
#[must_use]
pub fn forms(name: &str, bytes: &[u8]) -> Vec<Canary> {
    use data_encoding::{BASE64, BASE64URL_NOPAD, HEXLOWER, HEXUPPER};
    // The last group of base64 depends on what follows, so only whole groups are looked for.
    let whole = &bytes[..bytes.len() - bytes.len() % 3];
    vec![
        (name.to_owned(), bytes.to_vec()),
        (format!("{name} in hex"), HEXLOWER.encode(bytes).into_bytes()),
        (format!("{name} in HEX"), HEXUPPER.encode(bytes).into_bytes()),
        (format!("{name} in base64"), BASE64.encode(whole).into_bytes()),
        (format!("{name} in base64url"), BASE64URL_NOPAD.encode(whole).into_bytes()),
    ]
}

/// Which of the canaries stand in some bytes.
#[must_use]
pub fn found<'a>(haystack: &[u8], canaries: &'a [Canary]) -> Vec<&'a str> {
    let stands = |needle: &[u8]| memchr::memmem::find(haystack, needle).is_some();
    canaries.iter().filter(|(_, bytes)| stands(bytes)).map(|(name, _)| name.as_str()).collect()
}

/// All bytes of all files below a folder, with zeros between them: the end of one and the beginning of the next
/// stand together by chance.
///
/// # Panics
/// If they cannot be read.
#[must_use]
pub fn files(folder: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            all.extend(files(&path));
        } else {
            all.extend(fs::read(&path).expect("a file"));
            all.extend([0; 32]);
        }
    }
    all
}

/// All memory of a process that can be written, and so can hold what it was given.
///
/// # Panics
/// If the system does not show it.
#[must_use]
pub fn memory(pid: u32) -> Vec<u8> {
    let maps = fs::read_to_string(format!("/proc/{pid}/maps")).expect("the process's map");
    let mut memory = fs::File::open(format!("/proc/{pid}/mem")).expect("the process's memory");
    let mut all = Vec::new();
    for line in maps.lines().filter(|line| line.contains(" rw")) {
        let range = line.split(' ').next().and_then(|range| range.split_once('-'));
        let Some((from, to)) = range else { continue };
        let address = |text| u64::from_str_radix(text, 16).expect("an address");
        let (from, to) = (address(from), address(to));
        let mut region = vec![0; usize::try_from(to - from).expect("a length")];
        if memory.seek(SeekFrom::Start(from)).is_ok() && memory.read_exact(&mut region).is_ok() {
            all.extend(region);
        }
    }
    all
}

/// The secrets of a member's room that no relay may ever hold, and the addresses that it may be told.
///
/// # Panics
/// If the profile cannot be read.
#[must_use]
pub fn secrets(member: &Member, room: &RoomId) -> (Vec<Canary>, Vec<Canary>) {
    let unlock = Unlock::Passphrase(&crate::passphrase());
    let profile = Profile::open(&member.profile(), &unlock).expect("the profile");
    let store = RoomStore::new(profile.connection());
    let record = store.room(room).expect("the store").expect("the room");
    let epoch = record.epoch.expect("an epoch");
    let mut secret = vec![
        ("room id", room.0),
        ("seal key", *epoch.seal.expose()),
        ("veil", *epoch.veil.expose()),
        ("write seed", *epoch.write_seed.expose()),
        ("persona seed", *record.me.persona_seed.expose()),
        ("persona", record.me.persona_seed.public().0),
        ("device seed", *record.me.device_seed.expose()),
        ("device key", record.me.device_seed.public().0),
        ("box key", *record.me.box_private.expose()),
    ];
    let mut addresses = vec![("epoch address", *epoch.address.expose())];
    secret.extend(epoch.close_seed.map(|seed| ("close seed", *seed.expose())));
    secret.extend(record.steward.map(|secret| ("steward secret", *secret.expose())));
    for invite in store.invites(room).expect("the store") {
        let keys = invite.keys;
        secret.extend([
            ("link secret", *keys.link.secret.expose()),
            ("card seal", *keys.link.card_seal().expose()),
            ("knock key", *keys.knock_key.expose()),
            ("answer seed", *keys.answer_seed.expose()),
            ("burn seed", *keys.burn_seed.expose()),
            ("knock seal", *keys.knocks_seal.expose()),
        ]);
        addresses.push(("knock address", *keys.knocks_address.expose()));
        addresses.push(("card address", *keys.link.card_address().expose()));
    }
    let spell = |list: Vec<(&str, [u8; 32])>| {
        list.iter().flat_map(|(name, bytes)| forms(name, bytes)).collect()
    };
    (spell(secret), spell(addresses))
}
