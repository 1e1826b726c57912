"""The head of MLS messages (RFC 9420 section 6), as far as it is not encrypted: enough to see that a cell
holds what its kind says, of this room and this epoch."""

from types import SimpleNamespace

from .cell import Dropped

PUBLIC, PRIVATE = 1, 2
APPLICATION, COMMIT = 1, 3
MEMBER = 1


class _Bytes:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count):
        if self.at + count > len(self.data):
            raise Dropped("no MLSMessage")
        self.at += count
        return self.data[self.at - count : self.at]

    def number(self, count):
        return int.from_bytes(self.take(count), "big")

    def vector(self):
        """A variable-size vector: RFC 9420 section 2.1.2, in the shortest form."""
        first = self.number(1)
        prefix = first >> 6
        if prefix == 3:
            raise Dropped("no length")
        length = first & 0x3F
        for _ in range((1 << prefix) - 1):
            length = length << 8 | self.number(1)
        if prefix and length < 1 << (8 * (1 << (prefix - 1)) - 2):
            raise Dropped("a length that is not the shortest")
        return self.take(length)


def key_package(data):
    """Identity and signature key of a KeyPackage: RFC 9420 sections 7.2 and 10."""
    read = _Bytes(data)
    if (read.number(2), read.number(2)) != (1, 3):
        raise Dropped("G-01: another version or suite")
    for _ in ("init key", "encryption key"):
        if len(read.vector()) != 32:
            raise Dropped("no X25519 key")
    signature_key, credential = read.vector(), read.number(2)
    if credential != 1:
        raise Dropped("G-03: no basic credential")
    return read.vector(), signature_key


def head(data):
    """Wire format, group, epoch and content type."""
    read = _Bytes(data)
    if read.number(2) != 1:
        raise Dropped("another version of MLS")
    wire_format = read.number(2)
    if wire_format not in (PUBLIC, PRIVATE):
        raise Dropped("neither a public nor a private message")
    group, epoch = read.vector(), read.number(8)
    sender = None
    if wire_format == PUBLIC:
        if read.number(1) != MEMBER:
            raise Dropped("no member sent it")
        sender = read.number(4)
        read.vector()
    content = read.number(1)
    return SimpleNamespace(
        wire_format=wire_format, group=group, epoch=epoch, content=content, sender=sender
    )
