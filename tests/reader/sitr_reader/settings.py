"""The settings of a policy: what differs from the defaults."""

from types import SimpleNamespace

from .cbor import Bytes, Listed, Mapped, Record, Text, Uint
from .cell import Dropped

KEY = Bytes(32)
SANCTION = Record(by=KEY, rule=Uint(0, 2**16 - 1), until_day=Uint(0, 2**32 - 1))
REACTION_MAX = 64
ROUTE_MAX = 256
PALETTE = ["❤️", "🤗", "🙏", "💪", "👏", "🌈", "🕯️", "😊"]


class Yes:
    """A setting that stands only where it is so."""

    def read(self, value):
        if value is not True:
            raise Dropped("a default written out")
        return True

    def plain(self, value):
        return value


class Bool:
    def read(self, value):
        if type(value) is not bool:
            raise Dropped("no bool")
        return value

    def plain(self, value):
        return value


COMMUNITY = Record(room=KEY, removes=Bool())


class Within:
    """A form, and something more that must be so."""

    def __init__(self, of, holds):
        self.of, self.holds = of, holds

    def read(self, value):
        read = self.of.read(value)
        if not self.holds(read):
            raise Dropped("out of its range")
        return read

    def plain(self, value):
        return self.of.plain(value)


def _sanctions(most):
    return Within(Mapped(KEY, SANCTION), lambda read: 1 <= len(read) <= most)


def _topics():
    return Within(Listed(KEY, 1, 64), lambda read: read == sorted(set(read)))


def _reactions(read):
    lengths = [len(one.encode()) for one in read]
    return len(set(read)) == len(read) and all(1 <= length <= REACTION_MAX for length in lengths)


def _routes(read):
    def is_one(route):
        printable = all("!" <= character <= "~" for character in route)
        return route.startswith(("ws://", "wss://")) and len(route) <= ROUTE_MAX and printable

    return all(is_one(route) for route in read)


FORMS = (
    ("bans", _sanctions(256), {}),
    ("timeouts", _sanctions(64), {}),
    ("guidelines", KEY, None),
    ("slow_seconds", Uint(1, 6 * 3600), 0),
    ("palette", Within(Listed(Text(), 1, 24), _reactions), []),
    ("hours", Within(Listed(Uint(0, 1439), 2, 2), lambda read: read[0] != read[1]), None),
    ("retention_days", Uint(1, 3660), 0),
    ("routes", Within(Listed(Text(), 1, 4), _routes), []),
    ("direct", Yes(), False),
    ("age", Uint(1, 2), 0),
    ("votes_required", Yes(), False),
    ("probation", Yes(), False),
    ("open_topics", _topics(), []),
    ("locked", Yes(), False),
    ("locked_topics", _topics(), []),
    ("vouches", Uint(1, 5), 0),
    ("last_day", Uint(1, 2**32 - 1), 0),
    ("community", COMMUNITY, None),
)


class Settings:
    def read(self, value):
        if type(value) is not dict:
            raise Dropped("no map")
        read = {name: default for name, _, default in FORMS}
        for key, item in value.items():
            if type(key) is not int or not 0 <= key < len(FORMS):
                raise Dropped("a setting that nobody knows")
            name, form, _ = FORMS[key]
            read[name] = form.read(item)
        return SimpleNamespace(**read)

    def plain(self, value):
        plain = {}
        for key, (name, form, default) in enumerate(FORMS):
            if getattr(value, name) != default:
                plain[key] = form.plain(getattr(value, name))
        return plain


SETTINGS = Settings()


def is_open(hours, at_ms):
    """By the time claimed: minutes of the day in UTC, perhaps past midnight."""
    if hours is None:
        return True
    (begin, end), minute = hours, at_ms // 60_000 % 1440
    return begin <= minute < end if begin < end else minute >= begin or minute < end
