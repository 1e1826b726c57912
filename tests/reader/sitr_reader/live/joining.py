"""From a link to an answer, with a steward and a newcomer that are both this reader."""

import base64
import os
from types import SimpleNamespace

from .. import body, cbor, cell, hashing, hpke, mls, schedule, signing, text, wire
from ..cell import Dropped, Kind
from ..mailbox import read_whole
from ..relay import Relay
from . import Owned, flipped, need, refused


class Steward:
    """Makes an invite: card, knock mailbox, link."""

    def __init__(self, relay, url):
        self.relay, self.room = relay, os.urandom(32)
        self.knock_private, self.answer_seed = os.urandom(32), os.urandom(32)
        self.persona = os.urandom(32)
        self.knocks = Owned(burn=True, cell_size=2, capacity=2, append_cost=3).opened(relay)
        at = SimpleNamespace(id=relay.id, routes=[url])
        self.card = SimpleNamespace(
            room=self.room,
            name="Evening",
            relay=at,
            knock_key=hpke.X_WING.public(self.knock_private),
            knocks=self.knocks.mailbox,
            knocks_write_seed=self.knocks.write,
            knocks_seal=self.knocks.seal,
            answer_key=signing.public(self.answer_seed),
            expires_at=2**40,
            face=None,
        )
        secret, shelf = os.urandom(32), Owned(burn=True, cell_size=2, capacity=1)
        shelf.address, shelf.seal = schedule.invite(secret)
        shelf.mailbox.address_hash = hashing.address_hash(shelf.address)
        shelf.opened(relay)
        sealed = shelf.sealed(cbor.encode(body.CARD, self.card), Kind.CARD)
        shelf.append(relay, sealed)
        self.shelf = shelf
        self.link = text.write_link(
            SimpleNamespace(
                version=1, relay=at, secret=secret, card=shelf.handle, card_hash=hashing.H(sealed)
            )
        )

    def answer(self, knock, reason):
        handle = hashing.handle(self.relay.id, knock.reply.mailbox)
        answer = cbor.encode(body.ANSWER, (1, SimpleNamespace(reason=reason)))
        by = signing.public(self.persona)
        signed = SimpleNamespace(
            answer=answer,
            by=by,
            signature=signing.sign(
                self.persona, signing.answer(self.room, handle, hashing.H(answer))
            ),
            delegation=signing.sign(self.answer_seed, signing.delegate(self.room, by)),
        )
        content = cbor.encode(body.SIGNED_ANSWER, signed)
        size = knock.reply.mailbox.cell_size
        sealed = cell.seal(knock.reply.seal, handle, size, os.urandom(24), Kind.REPLY, content)
        self.relay.append(handle, sealed, knock.reply.write_seed)
        return content


def read_knock(relay, private, knocks, sealed):
    """J-02; `knocks` is handle and seal of the knock mailbox."""
    kind, inside = cell.open_cell(knocks.seal, knocks.handle, sealed)
    if kind != Kind.KNOCK:
        raise Dropped("no knock")
    info = hpke.info(b"knock", relay.id, knocks.handle)
    return cbor.decode(body.KNOCK, hpke.open_sealed(hpke.X_WING, private, info, inside))


def read_card(relay, link):
    """J-01."""
    address, seal = schedule.invite(link.secret)
    page = relay.read(link.card, address, 0)
    sealed = wire.cells_in(page)[0]
    if hashing.H(sealed) != link.card_hash:
        raise Dropped("J-01: another card")
    kind, content = cell.open_cell(seal, link.card, sealed)
    card = cbor.decode(body.CARD, content)
    if kind != Kind.CARD or card.relay.id != link.relay.id:
        raise Dropped("J-01: no card of this relay")
    return card


def invite(url):
    """J-01 to J-03, J-08: card, knock and refusal; each changed thing is dropped."""
    with Relay(url) as relay:
        steward = Steward(relay, url)
        link = text.link(steward.link)
        need(link.relay.routes == [url], "J-04")
        card = read_card(relay, link)
        need(vars(card.knocks) == vars(steward.knocks.mailbox), "J-01")
        _dropped(read_card, relay, SimpleNamespace(**{**vars(link), "card_hash": bytes(32)}))
        persona, reply = os.urandom(32), Owned(cell_size=2, capacity=4).opened(relay)
        knocks = hashing.handle(relay.id, card.knocks)
        knock = SimpleNamespace(
            key_package=b"a KeyPackage would stand here",
            note="please",
            reply=SimpleNamespace(
                mailbox=reply.mailbox,
                address=reply.address,
                write_seed=reply.write,
                seal=reply.seal,
            ),
            signature=bytes(64),
            answers=None,
            member=None,
            device=None,
        )
        statement = body.knock_statement(knock, card.room, knocks)
        knock.signature = signing.sign(persona, statement)
        info = hpke.info(b"knock", relay.id, knocks)
        content = cbor.encode(body.KNOCK, knock)
        sealed = hpke.seal(hpke.X_WING, card.knock_key, info, content, os.urandom(64))
        one = cell.seal(card.knocks_seal, knocks, 2, os.urandom(24), Kind.KNOCK, sealed)
        refused("TICKET", relay.append, knocks, one, card.knocks_write_seed)
        relay.append(knocks, one, card.knocks_write_seed, card.knocks.append_cost)
        heard = read_whole(relay, card.knocks, steward.knocks.address).cells[0]
        keys = (relay, steward.knock_private, steward.knocks)
        read = read_knock(*keys, heard)
        said = body.knock_statement(read, steward.room, steward.knocks.handle)
        need(signing.verifies(signing.public(persona), said, read.signature), "J-08")
        wrong_room = body.knock_statement(read, os.urandom(32), steward.knocks.handle)
        need(not signing.verifies(signing.public(persona), wrong_room, read.signature), "J-08")
        forged = [
            _reseal(steward, flipped(sealed, at)) for at in (0, 1100, 1119, 1130, len(sealed) - 1)
        ]
        for bad in [flipped(heard), flipped(heard, 3), *forged]:
            _dropped(read_knock, *keys, bad)
        _answered(relay, steward, read, reply)
        relay.burn(steward.knocks.handle, steward.knocks.burn)
        relay.burn(steward.shelf.handle, steward.shelf.burn)
        refused("NOT_FOUND", read_card, relay, link)


def _reseal(steward, sealed):
    knocks = steward.knocks
    return cell.seal(knocks.seal, knocks.handle, 2, os.urandom(24), Kind.KNOCK, sealed)


def _answered(relay, steward, knock, reply):
    steward.answer(knock, "the room is full")
    sealed = read_whole(relay, reply.mailbox, reply.address).cells[0]
    kind, content = cell.open_cell(reply.seal, reply.handle, sealed)
    need(kind == Kind.REPLY, "J-03")
    given = (steward.room, reply.handle, steward.card.answer_key)
    choice, answer = body.open_answer(content, *given)
    need((choice, answer.reason) == (1, "the room is full"), "J-03")
    for at in range(0, len(content), 16):
        _dropped(body.open_answer, flipped(content, at), *given)
    for place in range(3):
        wrong = [flipped(one) if at == place else one for at, one in enumerate(given)]
        _dropped(body.open_answer, content, *wrong)


def _dropped(read, *arguments):
    try:
        read(*arguments)
    except (Dropped, ValueError):
        return
    need(False, f"{read.__name__} takes what was changed")


def texts(url, exported):
    """J-01, J-04, J-07: the link and the kit that another client made."""
    link, kit = text.link(exported["link"]), text.kit(exported["kit"])
    need(link.relay.id.hex() == exported["relay_id"], "the link names another relay")
    need(kit.room.hex() == exported["room"] and kit.relay.id == link.relay.id, "J-07")
    persona = signing.public(kit.persona_seed).hex()
    need(any(persona == one["persona"] for one in exported["members"]), "J-07: a key of nobody")
    with Relay(url, expected=link.relay.id) as relay:
        card = read_card(relay, link)
        need(card.room.hex() == exported["room"] and card.name == "Evening", "J-01")
        if kit.link is not None:
            need(read_card(relay, kit.link).room == card.room, "J-07: its link")
    return f"{_damaged(text.link, exported['link']) + _damaged(text.kit, exported['kit'])} damaged texts refused"


def _damaged(read, good):
    """Each kind of damage that shows: what is cut off, what is not the alphabet, another beginning."""
    prefix, encoded = good.split("#")
    data = base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))
    retold = [data[:-1], data + b"\0", bytes([data[0] + 1]) + data[1:], data[:1] + b"\2" + data[2:]]
    bad = [f"{prefix}#{base64.urlsafe_b64encode(one).rstrip(b'=').decode()}" for one in retold]
    bad += [
        good[:-1],
        good + "A",
        good.replace("#", "?"),
        "x" + good,
        f"{prefix}#{encoded[:5]}!{encoded[6:]}",
    ]
    for one in bad:
        try:
            read(one)
        except text.Refused:
            continue
        need(False, f"{read.__name__} takes a damaged text")
    return len(bad)


def admitted(url, lived):
    """J-02, J-03, J-06, J-08: the knocks that real clients sealed, and the answers that let them in."""
    exported, knocked = lived.exported, []
    room = bytes.fromhex(exported["room"])
    with Relay(url) as relay:
        for encoded in exported["invites"]:
            keys = cbor.decode(body.INVITE_KEYS, bytes.fromhex(encoded))
            card = read_card(relay, keys.link)
            need(card.knock_key == hpke.X_WING.public(keys.knock_key), "J-02: another key")
            handle = hashing.handle(relay.id, keys.knocks)
            knocks = SimpleNamespace(handle=handle, seal=keys.knocks_seal)
            for sealed in read_whole(relay, keys.knocks, keys.knocks_address).cells:
                knock = read_knock(relay, keys.knock_key, knocks, sealed)
                knocked.append(_author(knock, room, knocks.handle))
                _dropped(read_knock, relay, keys.knock_key, knocks, flipped(sealed))
                _dropped(_author, knock, flipped(room), knocks.handle)
                _entered(relay, lived, knock, card)
    names = [one["name"] for one in exported["members"]]
    need(sorted(knocked) == sorted(names[1:]), f"those who knocked: {knocked}")
    return f"{len(knocked)} knocks and their answers"


def _author(knock, room, handle):
    """J-08: the pseudonym of who knocked."""
    identity, signature_key = mls.key_package(knock.key_package)
    credential = body.open_credential(identity, room, signature_key)
    statement = body.knock_statement(knock, room, handle)
    if not signing.verifies(credential.persona, statement, knock.signature):
        raise Dropped("J-08")
    return credential.name


def _entered(relay, lived, knock, card):
    """The answer to a knock: it tells of the epoch what this reader found in it."""
    reply = knock.reply
    handle = hashing.handle(relay.id, reply.mailbox)
    sealed = read_whole(relay, reply.mailbox, reply.address).cells[0]
    kind, content = cell.open_cell(reply.seal, handle, sealed)
    if kind == Kind.POINTER:
        pointer = cbor.decode(body.POINTER, content)
        parts = read_whole(relay, pointer.mailbox, pointer.address)
        kind, content = Kind(pointer.kind), cell.join(pointer, parts.handle, parts.cells)
    need(kind == Kind.REPLY, "J-03")
    choice, answer = body.open_answer(content, card.room, handle, card.answer_key)
    need(choice == 0 and answer.bundle.steward is None, "J-03: not let in as a plain member")
    bundle = answer.bundle
    where, tree = bundle.tree
    if where == 1:
        parts = read_whole(relay, tree.pointer.mailbox, tree.pointer.address)
        need(tree.pointer.kind == Kind.REPLY, "J-11")
        need(cell.join(tree.pointer, parts.handle, parts.cells), "J-11")
    told = [one for one in lived.entered if vars(one.mailbox) == vars(bundle.mailbox)]
    need(len(told) == 1, "J-06: the mailbox of no epoch")
    need(told[0].previous_end == bundle.previous_end, "K-05: another transcript in the bundle")
    need(told[0].veil == bundle.previous_veil, "K-02: another veil in the bundle")


def revoked(url, exported):
    """P-04, M-12: an invite of a real client is ended by the keys that its burn seed yields."""
    with Relay(url) as relay:
        for encoded in exported["invites"]:
            keys = cbor.decode(body.INVITE_KEYS, bytes.fromhex(encoded))
            burn_card, burn_knocks = schedule.invite_burn_seeds(keys.burn_seed)
            handle = hashing.handle(relay.id, keys.knocks)
            need(keys.knocks.burn_key == signing.public(burn_knocks), "P-04")
            refused("SIGNATURE", relay.burn, keys.link.card, burn_knocks)
            refused("SIGNATURE", relay.burn, handle, burn_card)
            relay.burn(keys.link.card, burn_card)
            relay.burn(handle, burn_knocks)
            refused("NOT_FOUND", read_card, relay, keys.link)
        return f"{len(exported['invites'])} invites"
