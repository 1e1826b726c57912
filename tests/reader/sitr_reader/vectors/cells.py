"""cells."""

from .. import body, cbor, cell, hashing
from . import Wrong, same


def cells(v):
    if "body_bytes" in v.given:
        return _payload(v)
    key, handle, nonce = (v.given.bytes(name) for name in ("seal", "handle", "nonce"))
    plain = v.steps.bytes("plain_without_zeros")
    size = v.given.raw("size") if "size" in v.given else 1
    sealed = cell.seal_plain(key, handle, size, nonce, plain)
    if "cell" in v.out:
        v.out.is_bytes("cell", sealed)
    v.out.is_bytes("cell_sha256", hashing.H(sealed))
    if "opens" in v.out:
        v.out.equals("opens", _opens(key, handle, sealed))
        return None
    kind, content = v.given.raw("kind"), v.given.bytes("body")
    v.steps.is_bytes("plain_without_zeros", cell.plain_of(kind, content))
    same("opened", (kind, content), cell.open_cell(key, handle, sealed))
    if _opens(key, hashing.H(handle), sealed):
        raise Wrong("X-01: opens in another mailbox")
    return None


def _opens(key, handle, sealed):
    try:
        cell.open_cell(key, handle, sealed)
    except cell.Dropped:
        return False
    return True


def _payload(v):
    whole = bytes(at % 251 for at in range(v.given.raw("body_bytes")))
    mailbox, seal = v.given.mailbox("mailbox"), v.given.bytes("seal")
    handle = hashing.handle(v.given.bytes("relay_id"), mailbox)
    v.steps.is_bytes("handle", handle)
    v.steps.is_bytes("body_sha256", hashing.H(whole))
    count = cell.cells_of(len(whole), mailbox.cell_size)
    same("capacity", mailbox.capacity, count)
    nonces = [bytes([at]) * 24 for at in range(count)]
    made = cell.split(seal, handle, mailbox.cell_size, whole, nonces)
    v.out.equals("cells_sha256", [hashing.H(one).hex() for one in made])
    pointer = cbor.decode(body.POINTER, v.out.bytes("pointer"))
    same("kind", v.given.raw("kind"), pointer.kind)
    same("address", v.given.bytes("address"), pointer.address)
    same("address hash", mailbox.address_hash, hashing.address_hash(pointer.address))
    same("mailbox", vars(mailbox), vars(pointer.mailbox))
    same("seal", seal, pointer.seal)
    same("body", whole, cell.join(pointer, handle, made))
