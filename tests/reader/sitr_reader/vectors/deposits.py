"""deposits."""

from .. import body, cbor, deposit, hpke, schedule, signing
from . import same

WHOLE = 2003


def deposits(v):
    if v.name.startswith("an opening:"):
        opening = cbor.decode(body.OPENING, v.given.bytes("opening"))
        proven = deposit.proves(opening, v.given.bytes("room"), v.given.raw("present_epoch"))
        v.out.equals("verdict", "proven" if proven else "refused")
        return
    given = v.given
    relay, handle, key = (given.bytes(name) for name in ("relay_id", "handle", "key"))
    public, chances, private = (
        [bytes.fromhex(one) for one in given.raw(name)]
        for name in ("public_keys", "randomness", "private_keys")
    )
    info = hpke.info(b"deposit", relay, handle)
    v.steps.is_bytes("commitment", deposit.commitment(key))
    boxes = [
        hpke.seal(hpke.X25519, to, info, key, chance)
        for to, chance in zip(public, chances, strict=True)
    ]
    v.steps.equals("boxes", [one.hex() for one in boxes])
    plain = given.bytes("confidence")
    v.out.is_bytes("deposit", deposit.seal(plain, key, boxes, handle, WHOLE))
    found = deposit.read(v.out.bytes("deposit"))
    for one in private:
        same("opened", plain, deposit.open_for(found, one, relay, handle))
    same("public keys", public[: len(private)], [hpke.X25519.public(one) for one in private])
    confidence = cbor.decode(body.CONFIDENCE, plain)
    if confidence.author:
        _author(confidence, given.bytes("room"), given.raw("epoch"))


def _author(confidence, room, epoch):
    for author in confidence.author:
        sealed = schedule.hmac_sha256(author.frank_key, confidence.content)
        statement = signing.frank(room, epoch, sealed)
        same("F-01", True, signing.verifies(author.persona, statement, author.frank))
