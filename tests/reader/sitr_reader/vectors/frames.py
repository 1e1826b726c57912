"""requests, replies, strange-requests."""

from .. import wire
from ..hashing import SIZES, H, page_bytes
from ..wire import pb
from . import Wrong, same

TICKETS = {"free": 1, "work": 2, "token": 3}


def _cell(given, key="cell_is"):
    return given.bytes(key) * SIZES[1]


def requests(v):
    given, frame = v.given, pb.ClientFrame(request=v.given.raw("request"))
    kind = v.name.split()[0]
    body = getattr(frame, kind)
    body.SetInParent()
    if kind == "hello":
        body.versions.extend(given.raw("versions"))
        body.nonce = given.bytes("nonce")
    elif kind == "open":
        wire.mailbox_to(body.mailbox, given.mailbox("mailbox"))
    else:
        body.handle = given.bytes("handle")
    if kind in ("append", "close"):
        body.cell = _cell(given)
    for name in ("signature", "supersedes", "address"):
        if name in given:
            setattr(body, name, given.bytes(name))
    for name in ("page", "from_page"):
        if name in given:
            setattr(body, name, given.raw(name))
    if "day" in given:
        body.ticket.work.day, body.ticket.work.nonce = given.raw("day"), given.bytes("nonce")
    if "token" in given:
        body.ticket.token = given.bytes("token")
    v.out.is_bytes("frame", frame.SerializeToString(deterministic=True))
    same("decoded", frame, wire.decode_request(v.out.bytes("frame"))[1])


def strange_requests(v):
    data = v.given.bytes("frame")
    if "same_as" in v.out:
        _, frame = wire.decode_request(data)
        frame.DiscardUnknownFields()
        same("frame", v.out.bytes("same_as"), frame.SerializeToString(deterministic=True))
        if data == v.out.bytes("same_as"):
            raise Wrong("nothing is strange in it")
        return
    try:
        wire.decode_request(data)
    except wire.Malformed as field:
        v.out.equals("refused", str(field))
    else:
        raise Wrong("W-01: taken")


def replies(v):
    frame = pb.RelayFrame(request=v.given.raw("request"))
    kind = v.given.raw("kind")
    body = getattr(frame, kind)
    body.SetInParent()
    _FILL.get(kind, _fill_plain)(v.given, body)
    data = frame.SerializeToString(deterministic=True)
    if "frame" in v.out:
        v.out.is_bytes("frame", data)
    else:
        v.out.equals("frame_bytes", len(data))
        v.out.is_bytes("frame_begins", data[:64])
        v.out.is_bytes("frame_sha256", H(data))
    same("decoded", (kind, frame), wire.decode_reply(data))


def _fill_hi(given, body):
    body.version, body.day = given.raw("version"), given.raw("day")
    body.relay_key, body.signature = given.bytes("relay_key"), given.bytes("signature")
    body.tickets.kind = TICKETS[given.raw("tickets")]
    for name in ("gate_bits", "argon_kib", "argon_bits"):
        setattr(body.tickets, name, given.raw(name))
    for name, value in given.raw("limits").items():
        setattr(body.limits, name, value)


def _fill_mark(fields, body):
    body.mark = fields["mark"]
    body.chain = bytes.fromhex(fields["chain"])
    body.signature = bytes.fromhex(fields["signature"])


def _fill_page(given, body):
    cells = given.raw("cells_are")
    body.number, body.cell_size, body.count = given.raw("number"), 1, len(cells)
    filled = b"".join(bytes.fromhex(one) * SIZES[1] for one in cells)
    body.cells = filled + bytes(page_bytes(1) - len(filled))
    if "mark" in given:
        _fill_mark(given.raw("mark"), body.mark)
    if "end" in given:
        _fill_end(given.raw("end"), body.end)


def _fill_end(fields, body):
    body.first_final = fields["first_final"]
    for proof in fields["finals"]:
        signature, supersedes = (bytes.fromhex(proof[key]) for key in ("signature", "supersedes"))
        body.finals.add(signature=signature, supersedes=supersedes)


def _fill_cell(given, body):
    body.index, body.cell, body.final = given.raw("index"), _cell(given), given.raw("final")


def _fill_plain(given, body):
    for name in ("index", "value", "retry_after_seconds", "final_index", "limit"):
        if name in given:
            setattr(body, name, given.raw(name))
    if "code" in given:
        body.code = pb.Code.Value("CODE_" + given.raw("code").upper().replace("-", "_"))
    if "final_hash" in given:
        body.final_hash = given.bytes("final_hash")


_FILL = {
    "hi": _fill_hi,
    "page": _fill_page,
    "cell": _fill_cell,
    "mark": lambda given, body: _fill_mark(given.raw("mark"), body),
    "end": lambda given, body: _fill_end(given.raw("end"), body),
}
