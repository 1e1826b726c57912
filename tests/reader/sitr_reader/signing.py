"""Signatures: Ed25519, verified strictly (S-02), over statements that begin with their own label (S-01)."""

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from .hashing import ZEROS, u64


def public(seed):
    return bytes(SigningKey(seed).verify_key)


def sign(seed, statement):
    return SigningKey(seed).sign(statement).signature


def verifies(key, statement, signature):
    """libsodium refuses keys of small order and signatures that are not the canonical ones."""
    try:
        VerifyKey(key).verify(statement, signature)
    except (BadSignatureError, ValueError):
        return False
    return True


def _statement(label, *parts):
    return b"sitr/v1/" + label + b"\0" + b"".join(parts)


# What is signed at the relay.


def append(relay, handle, cell_hash):
    return _statement(b"append", relay, handle, cell_hash, ZEROS)


def close(relay, handle, cell_hash, superseded=None):
    return _statement(b"close", relay, handle, cell_hash, superseded or ZEROS)


def burn(relay, handle):
    return _statement(b"burn", relay, handle, ZEROS, ZEROS)


def hello(relay, nonce):
    return _statement(b"hello", relay, nonce)


def mark(relay, handle, cells, chain):
    return _statement(b"mark", relay, handle, u64(cells), chain)


# What personas and answer keys sign (S-03).


def final(room, handle, digest):
    return _statement(b"final", room, handle, digest)


def frank(room, epoch, commitment):
    return _statement(b"frank", room, u64(epoch), commitment)


def device(room, signature_key, serial, name, number=0):
    """R-03; the persona's first device has no number."""
    if number == 0:
        return _statement(b"device", room, signature_key, u64(serial), name.encode())
    which = bytes([number])
    return _statement(b"further-device", room, signature_key, u64(serial), which, name.encode())


def knock_author(room, handle, digest):
    return _statement(b"knock-author", room, handle, digest)


def knock_device(room, handle, digest):
    return _statement(b"knock-device", room, handle, digest)


def knock_member(community, room, handle, digest):
    return _statement(b"knock-member", community, room, handle, digest)


def answer(room, reply_handle, answer_hash):
    return _statement(b"answer", room, reply_handle, answer_hash)


def delegate(room, persona):
    return _statement(b"delegate", room, persona)
