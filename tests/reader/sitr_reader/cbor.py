"""Deterministic CBOR (RFC 8949 section 4.2.1), typed as in content.cddl. What does not encode again to the
very bytes it came from is dropped (X-03, C-01)."""

import io
from types import SimpleNamespace

import cbor2

from .cell import Dropped


class Bytes:
    def __init__(self, size=None):
        self.size = size

    def read(self, value):
        if type(value) is not bytes or self.size not in (None, len(value)):
            raise Dropped(f"not {self.size if self.size is not None else 'some'} bytes")
        return value

    def plain(self, value):
        return value


class Text:
    def read(self, value):
        if type(value) is not str:
            raise Dropped("no text")
        return value

    def plain(self, value):
        return value


class Uint:
    def __init__(self, low=0, high=2**64 - 1):
        self.low, self.high = low, high

    def read(self, value):
        if type(value) is not int or not self.low <= value <= self.high:
            raise Dropped(f"no number from {self.low} to {self.high}")
        return value

    def plain(self, value):
        return value


class Nullable:
    def __init__(self, of):
        self.of = of

    def read(self, value):
        return None if value is None else self.of.read(value)

    def plain(self, value):
        return None if value is None else self.of.plain(value)


class Listed:
    def __init__(self, of, low=0, high=None):
        self.of, self.low, self.high = of, low, high

    def read(self, value):
        if type(value) is not list or len(value) < self.low:
            raise Dropped("no list, or too short")
        if self.high is not None and len(value) > self.high:
            raise Dropped("a list that is too long")
        return [self.of.read(item) for item in value]

    def plain(self, value):
        return [self.of.plain(item) for item in value]


class Mapped:
    def __init__(self, key, of):
        self.key, self.of = key, of

    def read(self, value):
        if type(value) is not dict:
            raise Dropped("no map")
        return {self.key.read(key): self.of.read(item) for key, item in value.items()}

    def plain(self, value):
        return {self.key.plain(key): self.of.plain(item) for key, item in value.items()}


class Last:
    """An item that stands last, or not at all; null where only another such item follows."""

    def __init__(self, of):
        self.of = of

    def read(self, value):
        return None if value is None else self.of.read(value)

    def plain(self, value):
        return None if value is None else self.of.plain(value)


class Record:
    """An array with named places."""

    def __init__(self, **fields):
        self.fields = fields

    def read(self, value):
        if type(value) is not list:
            raise Dropped("no array")
        names = list(self.fields)
        read = {}
        while len(value) < len(names) and isinstance(self.fields[names[-1]], Last):
            read[names.pop()] = None
        if len(value) != len(names):
            raise Dropped(f"no array of {len(names)}")
        read.update({name: self.fields[name].read(item) for name, item in zip(names, value)})
        return SimpleNamespace(**read)

    def plain(self, value):
        given = [(of, getattr(value, name)) for name, of in self.fields.items()]
        while given and given[-1][1] is None and isinstance(given[-1][0], Last):
            given.pop()
        return [of.plain(item) for of, item in given]


class Choice:
    """`[number, [fields]]`."""

    def __init__(self, *records):
        self.records = records

    def read(self, value):
        if type(value) is not list or len(value) != 2 or type(value[0]) is not int:
            raise Dropped("no choice")
        if not 0 <= value[0] < len(self.records):
            raise Dropped("an unknown choice")
        return value[0], self.records[value[0]].read(value[1])

    def plain(self, value):
        return [value[0], self.records[value[0]].plain(value[1])]


def encode(form, value):
    return cbor2.dumps(form.plain(value), canonical=True)


def decode(form, data):
    """Dropped with `form` as its first word where the shape is wrong, else with `not canonical`."""
    stream = io.BytesIO(data)
    try:
        value = form.read(cbor2.CBORDecoder(stream).decode())
    except Dropped as error:
        raise Dropped(f"form: {error}") from error
    except (cbor2.CBORError, ValueError, OverflowError, TypeError, RecursionError) as error:
        raise Dropped("form: no CBOR") from error
    if encode(form, value) != data:
        raise Dropped("not canonical")
    return value
