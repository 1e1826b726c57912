"""room."""

from types import SimpleNamespace

from .. import body, cbor, schedule, signing
from ..hashing import H
from . import Wrong, same

DEVICES = (
    "a persona's first device",
    "a device that takes the place of others",
    "a further device",
)


def _seen(given):
    cells, mark = given.raw("mark"), None
    if cells is not None:
        chain, signature = given.bytes("mark_chain"), given.bytes("mark_signature")
        mark = SimpleNamespace(cells=cells, chain=chain, signature=signature)
    return SimpleNamespace(previous_end=given.bytes("previous_end"), mark=mark)


def room(v):
    if v.name == "a franked message":
        _message(v)
    elif v.name.startswith("a final body"):
        _final(v)
    elif v.name in DEVICES:
        _device(v)
    elif v.name.startswith("note:"):
        sealed = v.out.bytes("sealed")
        same("nonce", v.given.bytes("nonce"), sealed[:24])
        secret = v.given.bytes("steward_secret")
        v.steps.is_bytes("note_key", schedule.note_key(secret))
        _, plain = body.open_note(secret, v.given.bytes("room"), sealed)
        v.given.is_bytes("note", plain)
    else:
        raise Wrong("unknown vector")


def _message(v):
    given = v.given
    content, key, seed = (given.bytes(name) for name in ("content", "frank_key", "persona_seed"))
    of_room, epoch = given.bytes("room"), given.raw("epoch")
    commitment = schedule.hmac_sha256(key, content)
    v.steps.is_bytes("commitment", commitment)
    statement = signing.frank(of_room, epoch, commitment)
    v.steps.is_bytes("statement", statement)
    frank = signing.sign(seed, statement)
    v.out.is_bytes("frank", frank)
    envelope = SimpleNamespace(content=content, frank_key=key, frank=frank, seen=_seen(given))
    v.out.is_bytes("envelope", cbor.encode(body.ENVELOPE, envelope))
    body.open_envelope(v.out.bytes("envelope"), signing.public(seed), of_room, epoch)


def _final(v):
    given = v.given
    seed, of_room, handle = (given.bytes(name) for name in ("closer_seed", "room", "handle"))
    boxes = [cbor.decode(body.STEWARD_BOX, bytes.fromhex(one)) for one in given.raw("boxes")]
    final = SimpleNamespace(
        commit=given.bytes("commit"),
        close_key=given.bytes("close_key"),
        boxes=boxes,
        seen=_seen(given),
        closer=signing.public(seed),
        signature=bytes(64),
    )
    v.steps.is_bytes("unsigned", body.unsigned(body.FINAL, final))
    v.steps.is_bytes("digest", H(body.unsigned(body.FINAL, final)))
    statement = body.final_statement(final, of_room, handle)
    v.steps.is_bytes("statement", statement)
    final.signature = signing.sign(seed, statement)
    v.out.is_bytes("signature", final.signature)
    v.out.is_bytes("body", cbor.encode(body.FINAL, final))
    read = cbor.decode(body.FINAL, v.out.bytes("body"))
    if not signing.verifies(
        read.closer, body.final_statement(read, of_room, handle), read.signature
    ):
        raise Wrong("R-02")


def _device(v):
    given = v.given
    seed, of_room, key = (given.bytes(name) for name in ("persona_seed", "room", "signature_key"))
    name, serial = given.raw("name"), given.raw("serial")
    number = given.raw("number") if "number" in given else 0
    statement = signing.device(of_room, key, serial, name, number)
    v.steps.is_bytes("statement", statement)
    v.out.is_bytes("certificate", signing.sign(seed, statement))
    credential = body.open_credential(v.out.bytes("identity"), of_room, key)
    same("persona", signing.public(seed), credential.persona)
    same("name and serial", (name, serial), (credential.name, credential.serial))
    same("number", number, credential.number or 0)
    same("certificate", v.out.bytes("certificate"), credential.certificate)
