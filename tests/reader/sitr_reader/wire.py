"""Frames: protobuf by relay.proto, compiled when it is first needed, and the rules of form (W-01)."""

import importlib
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

from google.protobuf.message import DecodeError
from grpc_tools import protoc

from .hashing import SIZES, page_bytes

PROTO = Path(__file__).resolve().parents[3] / "proto"
FRAME_MAX = 258 * 1024
VERSION = 1


def _compiled():
    with tempfile.TemporaryDirectory() as folder:
        arguments = ["protoc", f"-I{PROTO}", f"--python_out={folder}", "sitr/relay/v1/relay.proto"]
        if protoc.main(arguments) != 0:
            raise RuntimeError("relay.proto does not compile")
        sys.path.insert(0, folder)
        try:
            return importlib.import_module("sitr.relay.v1.relay_pb2")
        finally:
            sys.path.remove(folder)


pb = _compiled()


class Malformed(Exception):
    """With the field that breaks a rule of form; `frame` if it is no frame at all."""


def _width(name, value, *widths):
    if len(value) not in widths:
        raise Malformed(name)


def _within(name, value, low, high):
    if not low <= value <= high:
        raise Malformed(name)


def check_mailbox(mailbox):
    for name in ("address_hash", "write_key", "close_key"):
        _width(name, getattr(mailbox, name), 32)
    _width("burn_key", mailbox.burn_key, 0, 32)
    _within("cell_size", mailbox.cell_size, 1, 4)
    _within("capacity", mailbox.capacity, 1, 65536)
    _within("life", mailbox.life, 1, 3)
    _within("keep", mailbox.keep, 1, 3)
    _within("append_cost", mailbox.append_cost, 0, 16)


def _check_ticket(ticket):
    kind = ticket.WhichOneof("kind")
    if kind == "work":
        _width("nonce", ticket.work.nonce, 16)
    elif kind == "token" and len(ticket.token) > 256:
        raise Malformed("token")


def _check_request(kind, body):
    if kind == "hello":
        _within("versions", len(body.versions), 0, 16)
        _width("nonce", body.nonce, 32)
        return
    if kind == "open":
        check_mailbox(body.mailbox)
    else:
        _width("handle", body.handle, 32)
    if kind in ("append", "close"):
        _width("cell", body.cell, *SIZES.values())
    if kind in ("append", "close", "burn"):
        _width("signature", body.signature, 64)
    if kind == "close":
        _width("supersedes", body.supersedes, 0, 32)
    if kind in ("read", "watch"):
        _width("address", body.address, 32)
    if kind in ("open", "append"):
        _check_ticket(body.ticket)


def _check_mark(mark):
    _width("chain", mark.chain, 32)
    _width("signature", mark.signature, 64)


def _check_end(end):
    _within("finals", len(end.finals), 1, 9)
    for proof in end.finals:
        _width("signature", proof.signature, 64)
        _width("supersedes", proof.supersedes, 0, 32)


def _check_page(page):
    _within("cell_size", page.cell_size, 1, 4)
    _width("cells", page.cells, page_bytes(page.cell_size))
    size = SIZES[page.cell_size]
    _within("count", page.count, 0, len(page.cells) // size)
    if any(page.cells[page.count * size :]):
        raise Malformed("cells")
    if page.HasField("mark"):
        _check_mark(page.mark)
    if page.HasField("end"):
        _check_end(page.end)


def _check_reply(kind, body):
    if kind == "hi":
        _width("relay_key", body.relay_key, 32)
        _width("signature", body.signature, 64)
        _within("tickets", body.tickets.kind, 1, 3)
        _within("gate_bits", body.tickets.gate_bits, 0, 24)
        _within("argon_kib", body.tickets.argon_kib, 0, 4096)
        _within("argon_bits", body.tickets.argon_bits, 0, 16)
        _width("lineage", body.lineage, 0, 16)
    elif kind == "page":
        _check_page(body)
    elif kind == "cell":
        _width("cell", body.cell, *SIZES.values())
    elif kind == "mark":
        _check_mark(body)
    elif kind == "end":
        _check_end(body)
    elif kind == "refused":
        _width("final_hash", body.final_hash, 0, 32)


def _decode(message, check, data):
    try:
        message.ParseFromString(data)
    except DecodeError as error:
        raise Malformed("frame") from error
    kind = message.WhichOneof("body")
    if kind is None:
        raise Malformed("frame")
    check(kind, getattr(message, kind))
    return kind, message


def decode_request(data):
    """What a relay makes of a frame."""
    return _decode(pb.ClientFrame(), _check_request, data)


def decode_reply(data):
    """What a client makes of a frame."""
    if len(data) > FRAME_MAX:
        raise Malformed("frame")
    return _decode(pb.RelayFrame(), _check_reply, data)


def mailbox_to(message, mailbox):
    """Fills a protobuf mailbox."""
    for name, value in vars(mailbox).items():
        setattr(message, name, b"" if value is None else value)
    return message


def new_mailbox(address_hash, write_key, close_key, burn_key=None, **classes):
    fixed = dict(cell_size=1, capacity=64, life=1, keep=1, append_cost=0)
    fixed.update(classes)
    return SimpleNamespace(
        address_hash=address_hash,
        write_key=write_key,
        close_key=close_key,
        burn_key=burn_key,
        **fixed,
    )


def cells_in(page):
    size = SIZES[page.cell_size]
    return [page.cells[at * size : (at + 1) * size] for at in range(page.count)]
