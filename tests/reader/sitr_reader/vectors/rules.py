"""authorize, content, policy."""

from types import SimpleNamespace

from .. import authorize as gate
from .. import body, cbor, text
from ..cell import Dropped
from ..hashing import H
from . import Wrong, same

WORDS = ("admin", "moderator", "doorkeeper", "member", "stranger")
ROLES = {"member": 1, "doorkeeper": 2, "moderator": 3, "admin": 4}


def _who(word):
    if word not in WORDS:
        raise Wrong(f"nobody is called {word}")
    return H(b"sitr vectors v1: " + word.encode())


def authorize(v):
    given = v.given
    before = text.policy(given.bytes("before"))
    members = [_who(word) for word in given.raw("members")]
    data = given.bytes("policy")
    change = gate.change(
        [_who(word) for word in given.raw("adds")],
        [_who(word) for word in given.raw("removes")],
        None if data is None else text.policy(data),
        given.raw("unknown"),
    )
    for row in given.raw("roles"):
        persona, role = _who(row["persona"]), ROLES[row["role"]]
        same("role", role, change.policy.roles.get(persona, gate.MEMBER))
    parent = SimpleNamespace(members=set(members), policy=before)
    closer, committer = _who(given.raw("closer")), _who(given.raw("committer"))
    v.out.equals("verdict", gate.authorize(parent, closer, committer, change))


def content(v):
    if "refused" not in v.out:
        read = body.decode_content(v.out.bytes("content"))
        v.given.is_bytes("id", read.id)
        for name in ("at_ms", "kind", "text"):
            v.given.equals(name, getattr(read, name))
        v.given.is_bytes("data", read.data)
        return
    if "text_bytes" in v.given:
        words = "x" * v.given.raw("text_bytes")
        made = SimpleNamespace(id=bytes(16), at_ms=0, kind=1, text=words, data=b"")
        data = cbor.encode(body.CONTENT, made)
    else:
        data = v.given.bytes("content")
    try:
        body.decode_content(data)
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
