"""The bodies of content.cddl, place by place, and what is signed in them."""

import copy
from types import SimpleNamespace

from . import cbor, schedule, settings, signing
from . import content as said
from .cbor import Bytes, Choice, Last, Listed, Mapped, Nullable, Record, Text, Uint
from .cell import Dropped
from .hashing import H

ID8, ID16, HASH, KEY, SECRET, SIGNATURE = (Bytes(n) for n in (8, 16, 32, 32, 32, 64))

MAILBOX = Record(
    address_hash=HASH,
    write_key=KEY,
    close_key=KEY,
    burn_key=Nullable(KEY),
    cell_size=Uint(1, 4),
    capacity=Uint(1, 65536),
    life=Uint(1, 3),
    keep=Uint(1, 3),
    append_cost=Uint(0, 16),
)
MARK = Record(cells=Uint(), chain=HASH, signature=SIGNATURE)
SEEN = Record(previous_end=HASH, mark=Last(MARK))
STEWARD_BOX = Record(persona=KEY, sealed=Bytes())
FINAL = Record(
    commit=Bytes(),
    close_key=KEY,
    boxes=Listed(STEWARD_BOX),
    seen=SEEN,
    closer=KEY,
    signature=SIGNATURE,
)
ENVELOPE = Record(content=Bytes(), frank_key=SECRET, frank=SIGNATURE, seen=SEEN)
OPENING = Record(
    author=KEY, epoch=Uint(), content=Bytes(), frank_key=SECRET, frank=SIGNATURE
)
DEPOSIT = Record(commitment=HASH, boxes=Listed(Bytes()), sealed=Bytes())
AUTHOR = Record(persona=KEY, frank_key=SECRET, frank=SIGNATURE)
CONFIDENCE = Record(content=Bytes(), author=Listed(AUTHOR, 0, 1), answer=Listed(KEY, 0, 1))
POINTER = Record(
    kind=Uint(), mailbox=MAILBOX, address=SECRET, seal=SECRET, hash=HASH, length=Uint()
)
CREDENTIAL = Record(
    persona=KEY, name=Text(), certificate=SIGNATURE, serial=Uint(), number=Last(Uint(1, 3))
)
POLICY = Record(
    version=Uint(1, 1),
    name=Text(),
    relay=HASH,
    roles=Mapped(KEY, Uint(2, 8)),
    steward_hash=HASH,
    settings=settings.SETTINGS,
)
RELAY = Record(id=HASH, routes=Listed(Text(), 1, 4))
LINK = Record(version=Uint(), relay=RELAY, secret=SECRET, card=HASH, card_hash=HASH)
GUIDELINES = Record(texts=Mapped(Text(), Listed(Text(), 1)))
FACE = Record(questions=Listed(Text(), 0, 5), guidelines=Last(GUIDELINES), community=Last(HASH))
CARD = Record(
    room=HASH,
    name=Text(),
    relay=RELAY,
    knock_key=Bytes(1216),
    knocks=MAILBOX,
    knocks_write_seed=SECRET,
    knocks_seal=SECRET,
    answer_key=KEY,
    expires_at=Uint(),
    face=Last(FACE),
)
KIT = Record(
    version=Uint(),
    room=HASH,
    relay=RELAY,
    name=Text(),
    persona_seed=SECRET,
    link=Last(LINK),
)
REPLY_TO = Record(mailbox=MAILBOX, address=SECRET, write_seed=SECRET, seal=SECRET)
KNOCK = Record(
    key_package=Bytes(),
    note=Text(),
    reply=REPLY_TO,
    signature=SIGNATURE,
    answers=Last(Listed(Text(), 1, 5)),
    device=Last(SIGNATURE),
    member=Last(Record(persona=KEY, signature=SIGNATURE)),
)
INVITE_KEYS = Record(
    link=LINK,
    expires_at=Uint(),
    uses=Uint(),
    knock_key=SECRET,
    answer_seed=SECRET,
    knocks=MAILBOX,
    knocks_address=SECRET,
    knocks_seal=SECRET,
    burn_seed=SECRET,
)
STEWARD_NOTE = Choice(Record(keys=INVITE_KEYS, settled=Uint()), Record(id=ID8), Record(id=ID8))
SIGNED_ANSWER = Record(answer=Bytes(), by=KEY, signature=SIGNATURE, delegation=SIGNATURE)
# J-11: the tree itself, or where all newcomers of one commit find it.
TREE = Choice(Record(tree=Bytes()), Record(pointer=POINTER))
WELCOME_BUNDLE = Record(
    welcome=Bytes(),
    tree=TREE,
    previous_veil=SECRET,
    previous_end=HASH,
    mailbox=MAILBOX,
    steward=Last(SECRET),
)
ANSWER = Choice(Record(bundle=WELCOME_BUNDLE), Record(reason=Text()))


def unsigned(form, value):
    """A body as it was hashed to be signed: 64 zeros in place of the signature."""
    bare = copy.copy(value)
    bare.signature = bytes(64)
    return cbor.encode(form, bare)


def final_statement(final, room, handle):
    """R-02."""
    return signing.final(room, handle, H(unsigned(FINAL, final)))


def knock_statement(knock, room, handle):
    """J-08."""
    return signing.knock_author(room, handle, H(unsigned(KNOCK, knock)))


def device_statement(knock, room, handle):
    """R-23: what the leaf signs before the persona does."""
    bare = copy.copy(knock)
    bare.device = None
    return signing.knock_device(room, handle, H(unsigned(KNOCK, bare)))


def member_statement(knock, community, room, handle):
    """J-16: what a member of the community signs before anybody else does."""
    bare = copy.copy(knock)
    bare.device = bare.member = None
    return signing.knock_member(community, room, handle, H(unsigned(KNOCK, bare)))


def open_envelope(data, persona, room, epoch):
    """F-01: the content of a message of this persona."""
    envelope = cbor.decode(ENVELOPE, data)
    commitment = schedule.hmac_sha256(envelope.frank_key, envelope.content)
    if not signing.verifies(persona, signing.frank(room, epoch, commitment), envelope.frank):
        raise Dropped("F-01: not franked")
    return said.decode(envelope.content), envelope


def deposit(commitment, boxes, sealed):
    return SimpleNamespace(commitment=commitment, boxes=boxes, sealed=sealed)


def open_credential(data, room, signature_key):
    """R-03."""
    credential = cbor.decode(CREDENTIAL, data)
    number = credential.number or 0
    statement = signing.device(room, signature_key, credential.serial, credential.name, number)
    if not signing.verifies(credential.persona, statement, credential.certificate):
        raise Dropped("R-03: the persona did not sign this key")
    return credential


def open_answer(data, room, reply_handle, answer_key):
    """J-03: choice and fields of an answer."""
    signed = cbor.decode(SIGNED_ANSWER, data)
    statement = signing.answer(room, reply_handle, H(signed.answer))
    if not signing.verifies(signed.by, statement, signed.signature):
        raise Dropped("J-03: not signed")
    if not signing.verifies(answer_key, signing.delegate(room, signed.by), signed.delegation):
        raise Dropped("J-03: not delegated")
    return cbor.decode(ANSWER, signed.answer)


def open_note(steward_secret, room, sealed):
    """What stewards tell each other: the content of `application/vnd.sitr.stewards`."""
    from nacl import bindings
    from nacl.exceptions import CryptoError

    key = schedule.note_key(steward_secret)
    try:
        plain = bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(
            sealed[24:], room, sealed[:24], key
        )
    except CryptoError as error:
        raise Dropped("a note for other stewards") from error
    return cbor.decode(STEWARD_NOTE, plain), plain
