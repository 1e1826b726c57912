"""Names (C-03), links (J-04) and recovery kits (J-07)."""

import base64
import unicodedata

from . import body, cbor
from .cell import Dropped

NAME_MAX = 64
LINK_PREFIX, KIT_PREFIX = "sitr://join#", "sitr://kit#"
SCHEMES = ("ws://", "wss://")
DIRECTION = (
    {0x061C, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF}
    | set(range(0x202A, 0x202F))
    | set(range(0x2066, 0x206A))
    | set(range(0xE0000, 0xE0080))
)


class Refused(Exception):
    """With a word for why."""


def name(text):
    """C-03: the name that a text is."""
    text = text.strip()
    if not text:
        raise Refused("empty")
    if len(text.encode()) > NAME_MAX:
        raise Refused("toolong")
    if any(unicodedata.category(c) == "Cc" or ord(c) in DIRECTION for c in text):
        raise Refused("control")
    return text


def policy(data):
    """G-02: the policy in the GroupContext."""
    decoded = cbor.decode(body.POLICY, data)
    try:
        if name(decoded.name) != decoded.name:
            raise Dropped("white space around the name")
    except Refused as error:
        raise Dropped(f"C-03: {error}") from error
    return decoded


def _parse(form, prefix, longest, text):
    text = text.strip()
    if not text.startswith(prefix):
        raise Refused("foreign")
    encoded = text[len(prefix) :]
    if len(encoded) > longest:
        raise Refused("damaged")
    try:
        data = base64.b64decode(encoded + "=" * (-len(encoded) % 4), b"-_", validate=True)
    except ValueError as error:
        raise Refused("damaged") from error
    if _unpadded(data) != encoded:
        raise Refused("damaged")
    # The version is the first item of the array: a newer one may have any shape behind it.
    if len(data) > 1 and data[0] >> 5 == 4 and 2 <= data[1] <= 23:
        raise Refused("version")
    try:
        value = cbor.decode(form, data)
    except Dropped as error:
        raise Refused("damaged") from error
    inside = getattr(value, "link", None)
    parts = [value] if inside is None else [value, inside]
    routes = [route for part in parts for route in part.relay.routes]
    if any(part.version != 1 for part in parts) or not all(map(_route, routes)):
        raise Refused("damaged")
    return value


def _route(route):
    return len(route) <= 256 and route.startswith(SCHEMES) and all("!" <= c <= "~" for c in route)


def _unpadded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def link(text):
    return _parse(body.LINK, LINK_PREFIX, 4096, text)


def kit(text):
    read = _parse(body.KIT, KIT_PREFIX, 8192, text)
    try:
        name(read.name)
    except Refused as error:
        raise Refused("damaged") from error
    return read


def write_link(value):
    return LINK_PREFIX + _unpadded(cbor.encode(body.LINK, value))


def write_kit(value):
    return KIT_PREFIX + _unpadded(cbor.encode(body.KIT, value))
