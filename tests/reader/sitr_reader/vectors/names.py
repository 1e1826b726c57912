"""identifiers, statements, tickets, schedule."""

from .. import hashing, signing, ticket
from .. import schedule as keys
from . import Wrong


def identifiers(v):
    if v.name == "relay id":
        key = signing.public(v.given.bytes("relay_seed"))
        v.steps.is_bytes("relay_key", key)
        v.steps.is_bytes("preimage", b"sitr/v1/relay" + key)
        v.out.is_bytes("relay_id", hashing.relay_id(key))
    elif v.name == "address hash":
        address = v.given.bytes("address")
        v.steps.is_bytes("preimage", b"sitr/v1/addr" + address)
        v.out.is_bytes("address_hash", hashing.address_hash(address))
    elif v.name.startswith("handle:"):
        relay, mailbox = v.given.bytes("relay_id"), v.given.mailbox("mailbox")
        v.steps.is_bytes("preimage", hashing.handle_preimage(relay, mailbox))
        v.out.is_bytes("handle", hashing.handle(relay, mailbox))
    elif v.name == "chain":
        chain = hashing.Chain(v.given.bytes("handle"))
        v.steps.is_bytes("start", chain.value)
        hashes = [bytes.fromhex(text) for text in v.given.raw("cell_hashes")]
        v.out.equals("chain_after_each", [chain.push_hash(one).hex() for one in hashes])
    elif v.name == "message id":
        if v.given.raw("label") != "sitr/v1/message-id":
            raise Wrong("another label")
        author, given = v.given.bytes("author"), v.given.bytes("given")
        hashed = hashing.H(b"sitr/v1/message-id", author, given)
        v.steps.is_bytes("hash", hashed)
        v.out.is_bytes("id", hashed[:16])
    elif v.name in ("member id", "invite id", "knock id"):
        label = v.given.raw("label")
        if label != "sitr/v1/" + {"member id": "member"}.get(v.name, v.name.replace(" ", "-")):
            raise Wrong("another label")
        of = v.given.bytes("of")
        v.steps.is_bytes("hash", hashing.H(label.encode(), of))
        v.out.is_bytes("id", hashing.short_id(label.encode(), of))
    else:
        raise Wrong("unknown vector")


def statements(v):
    relay, given = v.given.bytes("relay_id"), v.given
    if v.name == "hello":
        statement = signing.hello(relay, given.bytes("nonce"))
    elif v.name == "mark":
        statement = signing.mark(
            relay, given.bytes("handle"), given.raw("mark"), given.bytes("chain")
        )
    else:
        handle, cell, old = (given.bytes(key) for key in ("handle", "cell_hash", "superseded_hash"))
        if v.name == "append" and old is None:
            statement = signing.append(relay, handle, cell)
        elif v.name in ("close", "close that supersedes") and (old is None) == (v.name == "close"):
            statement = signing.close(relay, handle, cell, old)
        elif v.name == "burn" and cell is None and old is None:
            statement = signing.burn(relay, handle)
        else:
            raise Wrong("unknown vector")
    seed = given.bytes("seed")
    v.steps.is_bytes("public_key", signing.public(seed))
    v.steps.is_bytes("statement", statement)
    v.out.is_bytes("signature", signing.sign(seed, statement))
    if not signing.verifies(signing.public(seed), statement, v.out.bytes("signature")):
        raise Wrong("does not verify")


def tickets(v):
    given = v.given
    bound = [given.bytes("relay_id"), given.bytes("handle"), given.raw("day"), given.raw("verb")]
    bound.append(given.bytes("cell_hash"))
    bits, kib, argon_bits = (given.raw(key) for key in ("gate_bits", "argon_kib", "argon_bits"))
    nonce = v.out.bytes("nonce")
    gate = ticket.gate(*bound, nonce)
    v.steps.is_bytes("gate", gate)
    v.steps.is_bytes("argon", ticket.argon(gate, kib))
    v.out.is_bytes("nonce", ticket.work(*bound, bits, kib, argon_bits))


def schedule(v):
    if v.name == "an epoch":
        _epoch(v)
    elif v.name == "transcript: start":
        v.out.is_bytes("transcript", hashing.transcript_start(v.given.bytes("room")))
    elif v.name == "transcript: after an epoch":
        parts = [v.given.bytes(key) for key in ("previous", "handle", "chain")]
        v.out.is_bytes("transcript", hashing.transcript_next(*parts))
    elif v.name == "steward secret":
        secret = v.given.bytes("steward_secret")
        v.out.is_bytes("steward_hash", hashing.steward_hash(secret))
        v.out.is_bytes("note_key", keys.note_key(secret))
    else:
        raise Wrong("unknown vector")


def _epoch(v):
    if v.given.raw("exporter_label") != "sitr v1 epoch":
        raise Wrong("K-01: another label")
    secrets = keys.epoch(v.given.bytes("exporter"), v.given.bytes("previous_veil"))
    steward = v.given.bytes("steward_secret")
    close = keys.close_seed(secrets.root, steward)
    v.steps.is_bytes("root", secrets.root)
    v.steps.is_bytes("close_extract", keys.extract(steward, secrets.root))
    for name in ("veil", "address", "write_seed", "seal"):
        v.out.is_bytes(name, getattr(secrets, name))
    v.out.is_bytes("close_seed", close)
    mailbox = v.out.mailbox("mailbox")
    if not keys.fits(mailbox, secrets) or mailbox.close_key != signing.public(close):
        raise Wrong("R-04")
    v.out.is_bytes("handle", hashing.handle(v.given.bytes("relay_id"), mailbox))
