"""hpke, joining."""

from .. import body, cbor, cell, hashing, schedule, signing, text
from .. import hpke as sealing
from ..hashing import H
from . import Wrong, same

CARD_SIZE = 2


def hpke(v):
    kem = {"X25519": sealing.X25519, "X-Wing": sealing.X_WING}.get(v.name)
    if kem is None:
        raise Wrong("unknown vector")
    given = v.given
    private, public = given.bytes("private_key"), given.bytes("public_key")
    same("public key", public, kem.public(private))
    info = sealing.info(
        given.raw("purpose").encode(), given.bytes("relay_id"), given.bytes("handle")
    )
    v.steps.is_bytes("info", info)
    content, randomness = given.bytes("body"), given.bytes("encapsulation_randomness")
    v.out.is_bytes("sealed", sealing.seal(kem, public, info, content, randomness))
    same("opened", content, sealing.open_sealed(kem, private, info, v.out.bytes("sealed")))


def joining(v):
    if v.name == "a card":
        _card(v)
    elif "text" in v.given:
        _refused(v)
    elif v.name == "a link":
        _link(v)
    elif v.name.startswith("a recovery kit"):
        _kit(v)
    elif v.name.startswith("a knock"):
        _knock(v)
    elif v.name.startswith("an answer:"):
        _answer(v)
    else:
        raise Wrong("unknown vector")


def _card(v):
    address, seal = schedule.invite(v.given.bytes("link_secret"))
    v.steps.is_bytes("address", address)
    v.steps.is_bytes("seal", seal)
    content = v.steps.bytes("body")
    card = cbor.decode(body.CARD, content)
    same("knock key", v.given.bytes("knock_key"), card.knock_key)
    same("expires at", v.given.raw("expires_at"), card.expires_at)
    nonce = v.given.bytes("nonce")
    handle = v.given.bytes("card_handle")
    made = cell.seal(seal, handle, CARD_SIZE, nonce, cell.Kind.CARD, content)
    v.out.is_bytes("cell_sha256", H(made))


def _link(v):
    link = text.link(v.out.raw("text"))
    v.steps.is_bytes("body", cbor.encode(body.LINK, link))
    v.given.is_bytes("relay_id", link.relay.id)
    same("routes", [v.given.raw("route")], link.relay.routes)
    for name in ("secret", "card", "card_hash"):
        v.given.is_bytes(name, getattr(link, name))
    v.out.equals("text", text.write_link(link))


def _kit(v):
    kit = text.kit(v.out.raw("text"))
    v.steps.is_bytes("body", cbor.encode(body.KIT, kit))
    for name in ("room", "persona_seed"):
        v.given.is_bytes(name, getattr(kit, name))
    v.given.is_bytes("relay_id", kit.relay.id)
    same("routes", [v.given.raw("route")], kit.relay.routes)
    v.given.equals("name", kit.name)
    v.given.equals("link", None if kit.link is None else text.write_link(kit.link))
    v.out.equals("text", text.write_kit(kit))


def _refused(v):
    read = text.kit if "kit" in v.name else text.link
    try:
        read(v.given.raw("text"))
    except text.Refused as why:
        v.out.equals("refused", str(why))
    else:
        raise Wrong("J-04: taken")


def _knock(v):
    given = v.given
    private, relay = given.bytes("knock_private_key"), given.bytes("relay_id")
    handle, content = given.bytes("knocks_handle"), v.steps.bytes("body")
    _signed(v, handle, cbor.decode(body.KNOCK, content))
    info = sealing.info(b"knock", relay, handle)
    public = sealing.X_WING.public(private)
    randomness = given.bytes("encapsulation_randomness")
    v.out.is_bytes("sealed", sealing.seal(sealing.X_WING, public, info, content, randomness))
    seal, nonce = given.bytes("knocks_seal"), given.bytes("nonce")
    made = cell.seal(seal, handle, CARD_SIZE, nonce, cell.Kind.KNOCK, v.out.bytes("sealed"))
    v.out.is_bytes("cell_sha256", H(made))
    kind, sealed = cell.open_cell(seal, handle, made)
    same("kind", cell.Kind.KNOCK, kind)
    opened = sealing.open_sealed(sealing.X_WING, private, info, sealed)
    knock = cbor.decode(body.KNOCK, opened)
    same("address", knock.reply.mailbox.address_hash, hashing.address_hash(knock.reply.address))


def _signed(v, handle, knock):
    seed, room = v.given.bytes("persona_seed"), v.given.bytes("room")
    statement = body.knock_statement(knock, room, handle)
    v.steps.is_bytes("statement", statement)
    v.steps.is_bytes("signature", knock.signature)
    same("signature", signing.sign(seed, statement), knock.signature)
    if "leaf_seed" in v.given:
        _by_device(v, room, handle, knock)
    if "member_seed" in v.given:
        _by_member(v, room, handle, knock)


def _by_member(v, room, handle, knock):
    seed = v.given.bytes("member_seed")
    statement = body.member_statement(knock, v.given.bytes("community"), room, handle)
    v.steps.is_bytes("member_statement", statement)
    v.steps.is_bytes("member_signature", knock.member.signature)
    same("member", signing.sign(seed, statement), knock.member.signature)
    same("persona there", signing.public(seed), knock.member.persona)


def _by_device(v, room, handle, knock):
    statement = body.device_statement(knock, room, handle)
    v.steps.is_bytes("device_statement", statement)
    v.steps.is_bytes("device_signature", knock.device)
    same("device", signing.sign(v.given.bytes("leaf_seed"), statement), knock.device)


def _answer(v):
    given = v.given
    answer, room, handle = (given.bytes(name) for name in ("answer", "room", "reply_handle"))
    persona, key = given.bytes("persona_seed"), given.bytes("answer_seed")
    statement = signing.answer(room, handle, H(answer))
    delegation = signing.delegate(room, signing.public(persona))
    v.steps.is_bytes("statement", statement)
    v.steps.is_bytes("delegation_statement", delegation)
    v.out.is_bytes("signature", signing.sign(persona, statement))
    v.out.is_bytes("delegation", signing.sign(key, delegation))
    signed = v.out.bytes("signed_answer")
    choice, _ = body.open_answer(signed, room, handle, signing.public(key))
    same("answer", answer, cbor.decode(body.SIGNED_ANSWER, signed).answer)
    same("choice", 1 if v.name.endswith("no") else 0, choice)
