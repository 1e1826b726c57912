"""authorize, authorize-messages, content, policy."""

from types import SimpleNamespace

import cbor2

from .. import authorize as gate
from .. import content as said
from .. import text
from ..cell import Dropped
from ..hashing import H
from ..settings import SETTINGS
from . import Wrong, same

ROLES = {
    "member": 1,
    "doorkeeper": 2,
    "moderator": 3,
    "admin": 4,
    "newcomer": 5,
    "ally": 6,
    "mentor": 7,
    "professional": 8,
}
WORDS = (*ROLES, "peer", "stranger")


def _who(word):
    if word not in WORDS:
        raise Wrong(f"nobody is called {word}")
    return H(b"sitr vectors v1: " + word.encode())


def _device(word):
    """Persona and number: `member` is the first device, `member+1` the second."""
    who, _, number = word.partition("+")
    return _who(who), int(number or 0)


def authorize(v):
    given = v.given
    before = text.policy(given.bytes("before"))
    devices = {_device(word) for word in given.raw("members")}
    data = given.bytes("policy")
    change = gate.change(
        [_device(word) for word in given.raw("adds")],
        [_device(word) for word in given.raw("removes")],
        None if data is None else text.policy(data),
        given.raw("unknown"),
    )
    for row in given.raw("roles"):
        persona, role = _who(row["persona"]), ROLES[row["role"]]
        same("role", role, change.policy.roles.get(persona, gate.MEMBER))
    ballots = {_who(row["persona"]): bytes.fromhex(row["wanted"]) for row in given.raw("ballots")}
    members = {persona for persona, _ in devices}
    parent = SimpleNamespace(members=members, devices=devices, policy=before, ballots=ballots)
    closer, committer = _who(given.raw("closer")), _who(given.raw("committer"))
    v.out.equals("verdict", gate.authorize(parent, closer, committer, change))


def authorize_messages(v):
    given = v.given
    hearing = SimpleNamespace(
        policy=text.policy(given.bytes("policy")),
        speaker=_who(given.raw("speaker")),
        accepted=given.bytes("accepted"),
        last_at_ms=given.raw("last_at_ms"),
        replaces_own=given.raw("replaces_own"),
    )
    verdict = gate.may_say(hearing, said.decode(given.bytes("content")))
    v.out.equals("verdict", verdict)


def content(v):
    if "refused" in v.out:
        return _refused(v)
    data = v.out.bytes("content")
    read = said.decode(data)
    for name in ("salt", "replaces", "topic", "reply_to", "part"):
        v.given.is_bytes(name, getattr(read, name))
    for name in ("at_ms", "kind", "words", "wish"):
        v.given.equals(name, getattr(read, name))
    expires = read.expires and f"{('at', 'after')[read.expires[0]]} {read.expires[1]}"
    v.given.equals("expires", expires)
    warning = read.warning and {"labels": read.warning[0], "note": read.warning[1]}
    v.given.equals("warning", warning)
    sender, room = v.given.bytes("sender"), v.given.bytes("room")
    v.out.is_bytes("message", said.name(sender, room, data, read.salt))
    return None


def _refused(v):
    if "text_bytes" in v.given:
        part = [1, "", 1, said.PLAIN, b"x" * v.given.raw("text_bytes")]
        data = cbor2.dumps([bytes(16), None, b"", None, None, {-1: 0}, part], canonical=True)
    else:
        data = v.given.bytes("content")
    try:
        said.decode(data)
    except Dropped as why:
        # How far a reader comes before it finds that this is not the one encoding is its own affair.
        word = str(why).split(":")[0]
        v.out.raw("refused")
        both = {v.out.fields["refused"], word} <= {"form", "not canonical"}
        if not both:
            v.out.equals("refused", word)
    else:
        raise Wrong("C-01: taken")


def policy(v):
    if "name" in v.given:
        _policy(v)
    elif "text" in v.given:
        try:
            same("name", v.out.fields.get("name"), text.name(v.given.raw("text")))
            v.out.raw("name")
        except text.Refused as why:
            v.out.equals("refused", str(why))
    else:
        try:
            text.policy(v.given.bytes("policy"))
        except Dropped:
            v.out.equals("decodes", False)
        else:
            raise Wrong("G-02: taken")


def _policy(v):
    read = text.policy(v.out.bytes("policy"))
    v.given.equals("name", read.name)
    v.given.is_bytes("relay", read.relay)
    roles = [{"persona": persona.hex(), "role": role} for persona, role in read.roles.items()]
    v.given.equals("roles", roles)
    v.given.is_bytes("steward_hash", read.steward_hash)
    v.given.is_bytes("settings", cbor2.dumps(SETTINGS.plain(read.settings), canonical=True))
