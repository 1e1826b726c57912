"""Every vector of proto/vectors/v1, verified a second time, and shown to be able to fail."""

import copy
import importlib
import json
from types import SimpleNamespace

from ..wire import PROTO

FOLDER = PROTO / "vectors" / "v1"
FORMS = {
    "authorize": "rules",
    "authorize-messages": "rules",
    "cells": "cells",
    "content": "rules",
    "deposits": "deposits",
    "hpke": "joining",
    "identifiers": "names",
    "joining": "joining",
    "policy": "rules",
    "replies": "frames",
    "requests": "frames",
    "room": "rooms",
    "schedule": "names",
    "statements": "names",
    "strange-requests": "frames",
    "tickets": "names",
}


class Wrong(Exception):
    """A vector says something else than this reader computes."""


def same(what, frozen, ours):
    if frozen != ours:
        shown = [value.hex() if isinstance(value, bytes) else value for value in (frozen, ours)]
        raise Wrong(f"{what}: frozen {str(shown[0])[:80]}, here {str(shown[1])[:80]}")


class Given:
    """A part of a vector; every field must be looked at."""

    def __init__(self, name, fields):
        self.name, self.fields, self.seen = name, fields or {}, set()

    def __contains__(self, key):
        return key in self.fields

    def raw(self, key):
        self.seen.add(key)
        if key not in self.fields:
            raise Wrong(f"{self.name}.{key} is missing")
        return self.fields[key]

    def bytes(self, key):
        value = self.raw(key)
        return None if value is None else bytes.fromhex(value)

    def mailbox(self, key):
        fields = self.raw(key)
        keys = ("address_hash", "write_key", "close_key", "burn_key")
        return SimpleNamespace(
            **{
                name: bytes.fromhex(value) if name in keys and value is not None else value
                for name, value in fields.items()
            }
        )

    def is_bytes(self, key, ours):
        same(f"{self.name}.{key}", self.bytes(key), ours)

    def equals(self, key, ours):
        same(f"{self.name}.{key}", self.raw(key), ours)

    def untouched(self):
        return set(self.fields) - self.seen


class Vector:
    def __init__(self, fields):
        self.name = fields["name"]
        self.given = Given("in", fields.get("in"))
        self.steps = Given("steps", fields.get("steps"))
        self.out = Given("out", fields["out"])


def verify(form, fields):
    """Raises if the vector is not what this reader computes, or if something of it was not looked at."""
    vector = Vector(fields)
    form(vector)
    parts = (vector.given, vector.steps, vector.out)
    left = [f"{part.name}.{key}" for part in parts for key in sorted(part.untouched())]
    if left:
        raise Wrong(f"not looked at: {', '.join(left)}")


def _leaves(value, path=()):
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, path + (key,))
    elif isinstance(value, list) and value:
        for at, item in enumerate(value):
            yield from _leaves(item, path + (at,))
    else:
        yield path, value


def _hexadecimal(text):
    return len(text) % 2 == 0 and len(text) > 0 and not set(text) - set("0123456789abcdef")


def _changed(name, value):
    """Nearly the same: one bit, one more, another word. A demand on work is one that nobody may make."""
    if name in ("gate_bits", "argon_bits"):
        return 25
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        if _hexadecimal(value):
            at = len(value) // 2
            return value[:at] + format(int(value[at], 16) ^ 1, "x") + value[at + 1 :]
        return value + "x"
    return "00" if value is None else ["00"]


def spoiled(fields):
    """The vector again and again, each time with one field of it changed. What a refusal
    or a decision is left alone: most of its changes lead to the same."""
    out = fields["out"]
    refuses = "refused" in out or "verdict" in out or False in out.values()
    for part in ("out",) if refuses else ("in", "steps", "out"):
        for path, value in _leaves(fields.get(part, {})):
            broken = copy.deepcopy(fields)
            place = broken[part]
            for key in path[:-1]:
                place = place[key]
            if not path:
                continue
            place[path[-1]] = _changed(path[-1], value)
            yield f"{part}.{'.'.join(map(str, path))}", broken


def files():
    return {path.stem: json.loads(path.read_text()) for path in sorted(FOLDER.glob("*.json"))}


def form_of(file):
    if file not in FORMS:
        raise Wrong(f"{file}.json: this reader does not know the file")
    return getattr(importlib.import_module(f"{__name__}.{FORMS[file]}"), file.replace("-", "_"))


def check_file(file, content):
    """Verifies all, then spoils all. Gives back how many of each."""
    form, spoilt = form_of(file), 0
    if not content["vectors"]:
        raise Wrong(f"{file}.json is empty")
    for fields in content["vectors"]:
        try:
            verify(form, fields)
        except Exception as error:
            raise Wrong(f"{file}.json, {fields['name']}: {error!r}") from error
        for what, broken in spoiled(fields):
            try:
                verify(form, broken)
            except Exception:
                spoilt += 1
            else:
                raise Wrong(f"{file}.json, {fields['name']}: {what} may be changed unnoticed")
    return len(content["vectors"]), spoilt
