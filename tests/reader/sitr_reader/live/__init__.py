"""Checks against a relay that runs."""

import os

from .. import cell, hashing, signing, wire
from ..relay import Refused


class Failed(Exception):
    """The relay does something else than the documents say."""


def need(holds, why):
    if not holds:
        raise Failed(why)


def refused(code, ask, *arguments, **named):
    """The refusal that a request must meet."""
    try:
        ask(*arguments, **named)
    except Refused as no:
        need(no.code == code, f"{no.code} instead of {code}")
        return no.frame
    raise Failed(f"taken, instead of {code}")


class Owned:
    """A mailbox, and every secret of it."""

    def __init__(self, burn=False, **classes):
        secrets = [os.urandom(32) for _ in range(5)]
        self.address, self.write, self.end, self.burn, self.seal = secrets
        burn_key = signing.public(self.burn) if burn else None
        public = signing.public
        hashed = hashing.address_hash(self.address)
        self.mailbox = wire.new_mailbox(
            hashed, public(self.write), public(self.end), burn_key, **classes
        )

    def opened(self, relay):
        self.handle = relay.open(self.mailbox)
        return self

    def sealed(self, body=b"words", kind=cell.Kind.MESSAGE):
        size = self.mailbox.cell_size
        return cell.seal(self.seal, self.handle, size, os.urandom(24), kind, body)

    def append(self, relay, sealed=None):
        return relay.append(
            self.handle, sealed or self.sealed(), self.write, self.mailbox.append_cost
        )


def flipped(data, at=None):
    """One bit changed, in the middle unless told otherwise."""
    at = len(data) // 2 if at is None else at
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def copy_of(message):
    copied = type(message)()
    copied.CopyFrom(message)
    return copied
