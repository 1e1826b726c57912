//! The proxy of a profile: once it is kept, nothing of the profile goes past it.

use sitr_client_store::profile::Profile;
use sitr_client_store::rooms::RoomStore;

use super::Client;
use crate::error::Error;
use crate::net::Proxy;

/// Under which name it is kept.
const PROXY: &str = "proxy";

/// The proxy that a profile keeps. Where that cannot be read, one that leads nowhere.
pub(super) fn kept(profile: &Profile) -> Option<Proxy> {
    let Ok(notes) = RoomStore::new(profile.connection()).own_notes(PROXY) else {
        return Some(Proxy::NOWHERE);
    };
    let (_, bytes) = notes.into_iter().next()?;
    let proxy = std::str::from_utf8(&bytes).ok().and_then(|text| text.parse().ok());
    Some(proxy.unwrap_or(Proxy::NOWHERE))
}

impl Client {
    /// Goes through this proxy from now on, or through none, whatever the profile keeps. With a proxy no relay is
    /// connected to, and no name resolved, but by it. Set it before anything connects.
    #[must_use]
    pub const fn with_proxy(mut self, proxy: Option<Proxy>) -> Self {
        self.access.proxy = proxy;
        self
    }

    /// The proxy through which everything goes; at first the one that the profile keeps.
    #[must_use]
    pub const fn proxy(&self) -> Option<Proxy> {
        self.access.proxy
    }

    /// Keeps the present proxy, or that there is none, in the profile: for every program that opens it from now on.
    ///
    /// # Errors
    /// If the storage fails.
    pub async fn keep_proxy(&self) -> Result<(), Error> {
        let proxy = self.access.proxy.map(|proxy| proxy.to_string().into_bytes());
        self.db.core(move |_, store| Ok(store.set_own_note(PROXY, proxy.as_deref())?)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_leads_nowhere() {
        let folder = tempfile::tempdir().unwrap();
        let (mut profile, _) = Profile::create(folder.path(), &[]).unwrap();
        assert_eq!(kept(&profile), None);
        for (note, proxy) in [
            ("socks5://127.0.0.1:9050", "socks5://127.0.0.1:9050".parse().unwrap()),
            ("tor+unix:///run/tor", Proxy::NOWHERE),
        ] {
            let done: Result<(), Error> =
                profile.transaction(|store| Ok(store.set_own_note(PROXY, Some(note.as_bytes()))?));
            done.unwrap();
            assert_eq!(kept(&profile), Some(proxy));
        }
    }
}
