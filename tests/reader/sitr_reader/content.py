"""What members say: draft-ietf-mimi-content-08, without names (C-01, C-02, C-04 to C-07)."""

import io
from types import SimpleNamespace

import cbor2

from .cell import Dropped
from .hashing import H

OURS = "application/vnd.sitr."
PLAIN, MARKDOWN = "text/plain;charset=utf-8", "text/markdown;variant=GFM-MIMI"
FILE = "sitr:payload#"
CONTENT_MAX, TEXT_MAX, REACTION_MAX, PARTS_MAX, DEPTH_MAX = 128 * 1024, 64 * 1024, 64, 64, 4
AT, WARNING, WISH = -1, -2, -3


def need(is_so, why="form"):
    if not is_so:
        raise Dropped(why)


def _is(value, kind):
    return type(value) is kind


def _reference(value):
    need(value is None or (_is(value, bytes) and len(value) == 32 and value[0] == 1))
    return value


def _no_float(value):
    """Extensions hold neither floats nor big numbers."""
    need(not _is(value, float) and not (_is(value, int) and not -(2**64) <= value < 2**64))
    for item in value.items() if _is(value, dict) else [value] if _is(value, list) else []:
        for inner in item:
            _no_float(inner)


def _extensions(value):
    need(_is(value, dict) and len(value) <= 16)
    need(1 not in value and 2 not in value)  # C-05
    for item in value.values():
        _no_float(item)
    need(_is(value.get(AT), int) and value[AT] >= 0)  # C-05
    warning = value.get(WARNING)
    if warning is not None:
        need(_is(warning, list) and len(warning) == 2 and _is(warning[1], str))
        labels = warning[0]
        need(labels == sorted(set(labels)) and 1 <= len(labels) <= 8 and max(labels) <= 15)
    need(value.get(WISH) in (None, 0, 1, 2, 3))
    return value


def _part(value, level, count):
    count[0] += 1
    need(level <= DEPTH_MAX and count[0] <= PARTS_MAX, "limit")
    need(_is(value, list) and len(value) >= 3)
    disposition, language, cardinality = value[:3]
    need(_is(disposition, int) and 0 <= disposition <= 255 and _is(language, str))
    length = {0: 3, 1: 5, 2: 15, 3: 5}.get(cardinality)
    need(_is(cardinality, int) and len(value) == length)
    part = SimpleNamespace(disposition=disposition, language=language, cardinality=cardinality)
    part.media, part.content, part.parts = None, None, []
    if cardinality == 1:
        part.media, part.content = value[3:]
        need(_is(part.media, str) and _is(part.content, bytes))
    elif cardinality == 2:
        part.media, part.url, part.description = value[3], value[4], value[13]
        need(_is(part.media, str) and _is(part.url, str) and _is(part.description, str))
    elif cardinality == 3:
        part.semantics = value[3]
        need(part.semantics in (0, 1, 2) and _is(value[4], list) and len(value[4]) >= 2)
        part.parts = [_part(item, level + 1, count) for item in value[4]]
    return part


def _text(part):
    """The words of a text; none if it is none."""
    if part.cardinality != 1 or part.media not in (PLAIN, MARKDOWN):
        return None
    try:
        return part.content.decode()
    except UnicodeDecodeError:
        return None


def _first_text(part):
    if part.cardinality == 2:
        return part.description or None
    found = (_first_text(inner) for inner in part.parts)
    return _text(part) or next((words for words in found if words), None)


def _lines(*words):
    return "\n".join(line for line in words if line)


def words_of(name, data):
    """C-06: the words that stand beside a kind of our own."""
    if name in ("topic", "campaign", "petition", "event", "resource", "poll", "note", "moderation"):
        return {
            "topic": lambda: data[0],
            "poll": lambda: _lines(data[0], *data[1]),
            "petition": lambda: _lines(*data[:3]),
            "event": lambda: _lines(data[0], data[1], *(data[5][1] if data[5][0] == 0 else [])),
            "resource": lambda: _lines(data[3], data[4], *data[7]),
            "note": lambda: _lines(data[1], *data[2]),
            "campaign": lambda: _lines(data[0], data[1], *data[2]),
            "moderation": lambda: data[7],
        }[name]()
    if name == "guidelines":
        return _lines(*(rule for tag in sorted(data[0]) for rule in data[0][tag]))
    if name == "proposal":
        return _lines(data[1], words_of("guidelines", data[0]))
    if name == "rooms":
        return _lines(*(words for room in data[0] for words in room[1:3]))
    at = {
        "signature": 2,
        "celebration": 1,
        "report": 1,
        "appeal": 1,
        "crisis-call": 0,
        "invite-request": 1,
        "vouch": 2,
        "mediation": 2,
        "place": 2,
        "refounding": 1,
    }.get(name)
    return "" if at is None else data[at]


WORDLESS = (
    "rsvp",
    "lineage",
    "device-request",
    "vote",
    "acceptance",
    "answered",
    "crisis-answer",
    "direct-offer",
)
WORDY = (
    "topic",
    "poll",
    "petition",
    "signature",
    "event",
    "resource",
    "note",
    "guidelines",
    "proposal",
    "rooms",
    "refounding",
    "celebration",
    "campaign",
    "moderation",
    "report",
    "appeal",
    "crisis-call",
    "invite-request",
    "vouch",
    "mediation",
    "place",
)


def _own(part):
    """Name, data and words of a kind of our own that this reader knows."""
    first = part.parts[0] if part.cardinality == 3 and part.semantics == 0 else part
    if first.cardinality != 1 or not first.media.startswith(OURS):
        return None
    name = first.media[len(OURS) :]
    if name in ("leave", "stewards"):
        need(part is first and (name == "stewards" or not first.content), "not canonical")
        return name, first.content, ""
    if name not in WORDLESS + WORDY:
        return None
    data = cbor2.loads(first.content)
    need(cbor2.dumps(data, canonical=True) == first.content, "not canonical")
    words = words_of(name, data)
    beside = _text(part.parts[1]) if part is not first else ""
    need(words == beside and len(part.parts) in (0, 2), "not canonical")
    return name, data, words


def _body(part):
    """What is said: kind, data, words."""
    own = _own(part)
    if own:
        return own
    if part.cardinality == 0:
        return "unreacted" if part.disposition == 2 else "deleted", None, ""
    if part.cardinality == 1 and part.disposition == 2 and part.media == PLAIN:
        need(len(part.content) <= REACTION_MAX, "limit")
        return "reaction", None, part.content.decode()
    words = _text(part)
    if words is not None and part.disposition == 1:
        need(len(part.content) <= TEXT_MAX, "limit")
        return "text", None, words
    inner = [_text(one) for one in part.parts]
    if part.cardinality == 3 and part.semantics == 0 and all(one is not None for one in inner):
        return "text", None, inner[0]
    files = part.parts if part.cardinality == 3 and part.semantics == 2 else [part]
    caption = inner[0] if inner and inner[0] is not None else None
    files = files[1:] if caption is not None else files
    if all(one.cardinality == 2 and one.url.startswith(FILE) for one in files):
        return "files", None, _lines(caption, *(one.description for one in files))
    return "other", None, _first_text(part) or ""


def decode(data):
    need(len(data) <= CONTENT_MAX, "limit")
    stream = io.BytesIO(data)
    try:
        value = cbor2.CBORDecoder(stream).decode()
    except (cbor2.CBORError, ValueError, OverflowError, TypeError, RecursionError) as error:
        raise Dropped("form: no CBOR") from error
    need(_is(value, list) and len(value) == 7)
    salt, replaces, topic, expires, reply_to, extensions, part = value
    need(_is(salt, bytes) and len(salt) == 16)
    need(_is(topic, bytes) and len(topic) in (0, 32))
    if expires is not None:
        need(_is(expires, list) and len(expires) == 2 and _is(expires[0], bool))
        need(_is(expires[1], int) and 0 <= expires[1] < 2**32)
    extensions = _extensions(extensions)
    kind, own, words = _body(_part(part, 1, [0]))
    need(cbor2.dumps(value, canonical=True) == data, "not canonical")  # C-01
    if kind in ("deleted", "unreacted"):
        need(replaces is not None)
    if kind in ("reaction", "note", "answered"):
        need(reply_to is not None)
    return SimpleNamespace(
        salt=salt,
        replaces=_reference(replaces),
        topic=topic or None,
        expires=expires,
        reply_to=_reference(reply_to),
        at_ms=extensions[AT],
        warning=extensions.get(WARNING),
        wish=extensions.get(WISH),
        part=cbor2.dumps(part, canonical=True),
        kind=kind,
        own=own,
        words=words,
        all_words=[words] + [_text(one) or "" for one in _part(part, 1, [0]).parts],
    )


def name(sender, room, data, salt):
    """C-04: the name of a message."""
    uris = [f"sitr:u/{sender.hex()}".encode(), f"sitr:r/{room.hex()}".encode()]
    lengths = [len(uri).to_bytes(2, "big") for uri in uris]
    return b"\x01" + H(lengths[0] + uris[0] + lengths[1] + uris[1] + data + salt)[:31]


def links(content):
    """C-07: in the words, and beside them."""
    said = content.all_words + ([content.warning[1]] if content.warning else [])
    signs = ("://", "www.", "](", "]:", "mailto:")
    return any(sign in words.lower() for words in said for sign in signs)
