"""Cells (X-01, X-02), and bodies that take several of them (X-04)."""

from enum import IntEnum

from nacl import bindings
from nacl.exceptions import CryptoError

from .hashing import SIZES, H

NONCE, OVERHEAD = 24, 24 + 16 + 5
PAYLOAD_MAX = 4 * 1024 * 1024


class Kind(IntEnum):
    MESSAGE = 1
    OFFER = 2
    FINAL = 3
    POINTER = 4
    PAYLOAD = 5
    CARD = 6
    KNOCK = 7
    REPLY = 8


class Dropped(Exception):
    """Not a good cell, or not a good body: whoever reads it goes on as if it were not there."""


def body_max(size):
    return SIZES[size] - OVERHEAD


def _associated(handle, size):
    return b"sitr/v1/cell" + handle + bytes([size])


def plain_of(kind, body):
    return len(body).to_bytes(4, "big") + bytes([kind]) + body


def seal_plain(key, handle, size, nonce, plain):
    padded = plain + bytes(SIZES[size] - NONCE - 16 - len(plain))
    sealed = bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(
        padded, _associated(handle, size), nonce, key
    )
    return nonce + sealed


def seal(key, handle, size, nonce, kind, body):
    if len(body) > body_max(size):
        raise ValueError("the body does not fit")
    return seal_plain(key, handle, size, nonce, plain_of(kind, body))


def open_cell(key, handle, cell):
    """Kind and body of a cell; Dropped if it is none of this mailbox."""
    size = next((size for size, length in SIZES.items() if length == len(cell)), None)
    if size is None:
        raise Dropped("no cell has this length")
    try:
        plain = bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(
            cell[NONCE:], _associated(handle, size), cell[:NONCE], key
        )
    except CryptoError as error:
        raise Dropped("does not open") from error
    length, kind, rest = int.from_bytes(plain[:4], "big"), plain[4], plain[5:]
    if length > len(rest):
        raise Dropped("a length beyond the cell")
    if any(rest[length:]):
        raise Dropped("padding that is not zero")
    if kind not in list(Kind):
        raise Dropped("an unknown kind")
    return Kind(kind), rest[:length]


def cells_of(length, size):
    """X-04: the next power of two that holds so many bytes."""
    count = 1
    while count * body_max(size) < length:
        count *= 2
    return count


def split(key, handle, size, body, nonces):
    """The cells of a payload mailbox."""
    step = body_max(size)
    parts = [body[at : at + step] for at in range(0, len(body), step)]
    parts += [b""] * (cells_of(len(body), size) - len(parts))
    return [
        seal(key, handle, size, nonce, Kind.PAYLOAD, part) for nonce, part in zip(nonces, parts)
    ]


def join(pointer, handle, cells):
    """The body that a pointer stands for."""
    if pointer.length > PAYLOAD_MAX:
        raise Dropped("a pointer to more than 4 MiB")
    if len(cells) != cells_of(pointer.length, pointer.mailbox.cell_size):
        raise Dropped("not as many cells as the body takes")
    opened = [open_cell(pointer.seal, handle, cell) for cell in cells]
    if any(kind != Kind.PAYLOAD for kind, _ in opened):
        raise Dropped("not parts of a body")
    body = b"".join(part for _, part in opened)
    if len(body) != pointer.length or H(body) != pointer.hash:
        raise Dropped("not the body that was meant")
    return body
