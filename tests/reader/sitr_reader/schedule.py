"""The key schedule: from the MLS exporter of an epoch to its mailbox (K-01 to K-03)."""

from types import SimpleNamespace

from cryptography.hazmat.primitives import hmac
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from . import hashing, signing


def hmac_sha256(key, data):
    mac = hmac.HMAC(key, SHA256())
    mac.update(data)
    return mac.finalize()


def extract(salt, ikm):
    """HKDF-Extract of RFC 5869."""
    return hmac_sha256(salt or hashing.ZEROS, ikm)


def expand(key, info, length=32):
    return HKDFExpand(SHA256(), length, info).derive(key)


def epoch(exporter, previous_veil):
    """K-02: what every member derives."""
    root = extract(previous_veil, exporter)
    return SimpleNamespace(
        root=root,
        veil=expand(root, b"sitr/v1/veil"),
        address=expand(root, b"sitr/v1/address"),
        write_seed=expand(root, b"sitr/v1/write"),
        seal=expand(root, b"sitr/v1/seal"),
    )


def close_seed(root, steward_secret):
    """K-03: what stewards derive."""
    return expand(extract(steward_secret, root), b"sitr/v1/close")


def note_key(steward_secret):
    return expand(steward_secret, b"sitr/v1/steward-note")


def invite(secret):
    """J-01: address and seal of a card, from the secret of its link."""
    return expand(secret, b"sitr/v1/invite/address"), expand(secret, b"sitr/v1/invite/seal")


def invite_burn_seeds(seed):
    """P-04: seeds of the burn keys of a card and a knock mailbox."""
    return expand(seed, b"sitr/v1/invite/burn-card"), expand(seed, b"sitr/v1/invite/burn-knocks")


def next_mailbox(before, secrets, of_close_key):
    """R-04: derived keys, the close key that the final body names, the classes of the one before."""
    derived = dict(
        address_hash=hashing.address_hash(secrets.address),
        write_key=signing.public(secrets.write_seed),
        close_key=of_close_key,
        burn_key=None,
    )
    return SimpleNamespace(**{**vars(before), **derived})


def fits(mailbox, secrets):
    """R-04: whether a room's mailbox is the one that every member derives."""
    return (
        mailbox.address_hash == hashing.address_hash(secrets.address)
        and mailbox.write_key == signing.public(secrets.write_seed)
        and mailbox.burn_key is None
    )
