"""Deposits: what is said to a few, and what a report proves (D-01, D-02, D-06)."""

from nacl import bindings
from nacl.exceptions import CryptoError

from . import body, cbor, hpke, schedule, signing
from . import content as said
from .cell import Dropped
from .hashing import H

BOXES_MAX, BOX = 16, 80


def commitment(key):
    return H(b"sitr/v1/deposit-key" + key)


def _seal_key(key):
    return schedule.expand(key, b"sitr/v1/deposit-seal")


def seal(plain, key, boxes, handle, length):
    """The whole deposit, as long as a body of this length."""
    bare = body.deposit(commitment(key), boxes, b"")
    room = length - len(cbor.encode(body.DEPOSIT, bare)) - 2 - 16
    padded = (len(plain).to_bytes(4, "big") + plain).ljust(room, b"\0")
    sealed = bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(
        padded, handle, bytes(24), _seal_key(key)
    )
    return cbor.encode(body.DEPOSIT, body.deposit(bare.commitment, boxes, sealed))


def read(data):
    found = cbor.decode(body.DEPOSIT, data)
    if not 1 <= len(found.boxes) <= BOXES_MAX or any(len(one) != BOX for one in found.boxes):
        raise Dropped("D-01: boxes")
    return found


def open_for(found, private, relay, handle):
    """What it says to the holder of this key."""
    info = hpke.info(b"deposit", relay, handle)
    for sealed in found.boxes:
        try:
            key = hpke.open_sealed(hpke.X25519, private, info, sealed)
        except Dropped:
            continue
        if len(key) != 32 or commitment(key) != found.commitment:
            raise Dropped("D-01: another key")
        return _opened(found.sealed, key, handle)
    raise Dropped("for somebody else")


def _opened(sealed, key, handle):
    try:
        padded = bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(
            sealed, handle, bytes(24), _seal_key(key)
        )
    except CryptoError as error:
        raise Dropped("D-01: sealed under another key") from error
    length = int.from_bytes(padded[:4], "big")
    if len(padded) < 4 + length or any(padded[4 + length :]):
        raise Dropped("D-02: padding")
    return padded[4 : 4 + length]


def proves(opening, room, present):
    """D-06: whether the author said it, in this room and by this epoch."""
    try:
        said.decode(opening.content)
    except Dropped:
        return False
    sealed = schedule.hmac_sha256(opening.frank_key, opening.content)
    statement = signing.frank(room, opening.epoch, sealed)
    return opening.epoch <= present and signing.verifies(opening.author, statement, opening.frank)
