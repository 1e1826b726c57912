//! Files that may be damaged or planted.

use std::path::Path;
use std::sync::OnceLock;

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use sitr_client_store::profile::Profile;
use tempfile::TempDir;

/// One folder for the whole run: files are only written over.
fn folder() -> &'static Path {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    FOLDER.get_or_init(|| TempDir::new().expect("a folder")).path()
}

/// The key file of a profile. Bytes that do not begin with `{"version"` are taken for its body and given
/// the check that fits, since no fuzzer finds a hash.
pub(crate) fn keyfile(data: &[u8]) -> bool {
    let file = if data.starts_with(b"{\"version\"") {
        data.to_vec()
    } else {
        let hash = Sha256::digest(data);
        let head =
            format!("{{\"version\":1,\"check\":\"{}\",\"body\":", HEXLOWER.encode(&hash[..16]));
        [head.as_bytes(), data, b"}"].concat()
    };
    // Threads of a test share the process.
    let dir = folder().join(format!("{:?}", std::thread::current().id()));
    std::fs::create_dir_all(&dir).expect("a folder");
    std::fs::write(dir.join("keys.json"), file).expect("a file");
    Profile::slots(&dir).is_ok()
}
