"""HPKE, RFC 9180, base mode (H-01): DHKEM(X25519) for stewards, X-Wing for knocks."""

import hashlib
from types import SimpleNamespace

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from kyber_py.ml_kem import ML_KEM_768

from .cell import Dropped
from .schedule import expand, extract

X25519_ID, X_WING_ID = 0x0020, 0x647A
KDF_ID, AEAD_ID = 0x0001, 0x0003


def info(purpose, relay, handle):
    return b"sitr/v1/" + purpose + relay + handle


def _labeled_extract(suite, salt, label, ikm):
    return extract(salt, b"HPKE-v1" + suite + label + ikm)


def _labeled_expand(suite, key, label, context, length):
    return expand(key, length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + context, length)


def _dh(private, public):
    try:
        key = X25519PrivateKey.from_private_bytes(private)
        return key.exchange(X25519PublicKey.from_public_bytes(public))
    except ValueError as error:
        raise Dropped("a key of low order") from error


def _x25519_public(private):
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def _dhkem_secret(dh, context):
    suite = b"KEM" + X25519_ID.to_bytes(2, "big")
    key = _labeled_extract(suite, b"", b"eae_prk", dh)
    return _labeled_expand(suite, key, b"shared_secret", context, 32)


def _dhkem_encapsulate(public, randomness):
    suite = b"KEM" + X25519_ID.to_bytes(2, "big")
    key = _labeled_extract(suite, b"", b"dkp_prk", randomness)
    private = _labeled_expand(suite, key, b"sk", b"", 32)
    sent = _x25519_public(private)
    return sent, _dhkem_secret(_dh(private, public), sent + public)


def _dhkem_decapsulate(private, sent):
    return _dhkem_secret(_dh(private, sent), sent + _x25519_public(private))


def _x_wing_expand(private):
    expanded = hashlib.shake_256(private).digest(96)
    public_m, private_m = ML_KEM_768.key_derive(expanded[:64])
    private_x = expanded[64:]
    return private_m, private_x, public_m + _x25519_public(private_x)


def _x_wing_combine(secret_m, secret_x, sent_x, public_x):
    return hashlib.sha3_256(secret_m + secret_x + sent_x + public_x + b"\\.//^\\").digest()


def _x_wing_encapsulate(public, randomness):
    public_m, public_x = public[:1184], public[1184:]
    secret_m, sent_m = ML_KEM_768._encaps_internal(public_m, randomness[:32])
    sent_x = _x25519_public(randomness[32:])
    secret_x = _dh(randomness[32:], public_x)
    return sent_m + sent_x, _x_wing_combine(secret_m, secret_x, sent_x, public_x)


def _x_wing_decapsulate(private, sent):
    private_m, private_x, public = _x_wing_expand(private)
    secret_m = ML_KEM_768.decaps(private_m, sent[:1088])
    secret_x = _dh(private_x, sent[1088:])
    return _x_wing_combine(secret_m, secret_x, sent[1088:], public[1184:])


X25519 = SimpleNamespace(
    id=X25519_ID,
    sent=32,
    randomness=32,
    public=_x25519_public,
    encapsulate=_dhkem_encapsulate,
    decapsulate=_dhkem_decapsulate,
)
X_WING = SimpleNamespace(
    id=X_WING_ID,
    sent=1120,
    randomness=64,
    public=lambda private: _x_wing_expand(private)[2],
    encapsulate=_x_wing_encapsulate,
    decapsulate=_x_wing_decapsulate,
)


def _context(kem, shared, of_info):
    ids = b"".join(number.to_bytes(2, "big") for number in (kem.id, KDF_ID, AEAD_ID))
    suite = b"HPKE" + ids
    psk_id = _labeled_extract(suite, b"", b"psk_id_hash", b"")
    hashed = _labeled_extract(suite, b"", b"info_hash", of_info)
    context = b"\0" + psk_id + hashed
    secret = _labeled_extract(suite, shared, b"secret", b"")
    key = _labeled_expand(suite, secret, b"key", context, 32)
    return ChaCha20Poly1305(key), _labeled_expand(suite, secret, b"base_nonce", context, 12)


def seal(kem, public, of_info, body, randomness):
    """Encapsulated key, then ciphertext."""
    sent, shared = kem.encapsulate(public, randomness)
    cipher, nonce = _context(kem, shared, of_info)
    return sent + cipher.encrypt(nonce, body, b"")


def open_sealed(kem, private, of_info, sealed):
    if len(sealed) < kem.sent + 16:
        raise Dropped("too short to be sealed")
    shared = kem.decapsulate(private, sealed[: kem.sent])
    cipher, nonce = _context(kem, shared, of_info)
    try:
        return cipher.decrypt(nonce, sealed[kem.sent :], b"")
    except InvalidTag as error:
        raise Dropped("sealed for somebody or something else") from error
