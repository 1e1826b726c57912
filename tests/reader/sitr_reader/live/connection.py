"""The connection: hello, versions, frames that are none."""

import json

from websockets.exceptions import ConnectionClosed

from .. import hashing, vectors, wire
from ..mailbox import read_whole
from ..relay import Lie, Relay, check_hello
from ..wire import pb
from . import Owned, copy_of, flipped, need


def hello(url):
    """W-02, W-03: the relay proves its id, and a changed proof is none."""
    with Relay(url) as relay:
        with Relay(url, expected=relay.id) as again:
            need(again.id == relay.id, "W-02: another relay")
        for field in ("relay_key", "signature"):
            forged = copy_of(relay.hi)
            setattr(forged, field, flipped(getattr(forged, field)))
            _is_a_lie(check_hello, forged, relay.nonce)
            _is_a_lie(check_hello, forged, relay.nonce, relay.id)
        _is_a_lie(check_hello, relay.hi, flipped(relay.nonce))
        _is_a_lie(check_hello, relay.hi, relay.nonce, flipped(relay.id))
        need(relay.hi.limits.max_capacity > 0, "no limits are announced")


def _is_a_lie(check, *arguments):
    try:
        check(*arguments)
    except Lie:
        return
    need(False, "a forged hello passes")


def _ends(relay, code, number=0):
    """The connection ends, and the last frame says why."""
    answered, kind, body = relay.receive()
    need((answered, kind) == (number, "refused"), f"{kind} under {answered}")
    need(pb.Code.Name(body.code) == f"CODE_{code}", pb.Code.Name(body.code))
    try:
        relay.socket.recv(timeout=10)
    except ConnectionClosed:
        return
    need(False, "the connection goes on")


def versions(url):
    """W-04."""
    read = pb.ClientFrame(request=5, read=pb.Read(handle=bytes(32), address=bytes(32)))
    tomorrow = pb.ClientFrame(request=5, hello=pb.Hello(versions=[999], nonce=bytes(32)))
    for frame in (read, tomorrow):
        with Relay(url, hello=False) as relay:
            relay.send_raw(frame.SerializeToString())
            _ends(relay, "VERSION", 5)
    with Relay(url) as relay:
        again = pb.ClientFrame(request=9, hello=pb.Hello(versions=[1], nonce=bytes(32)))
        relay.send_raw(again.SerializeToString())
        _ends(relay, "MALFORMED", 9)


def strange(url):
    """W-01: every frame of strange-requests, sent for real."""
    sent = 0
    for vector in json.loads((vectors.FOLDER / "strange-requests.json").read_text())["vectors"]:
        with Relay(url) as relay:
            relay.send_raw(bytes.fromhex(vector["in"]["frame"]))
            if "refused" in vector["out"]:
                _ends(relay, "MALFORMED")
            else:
                need(relay.receive()[:2] == (1, "refused"), "a field of tomorrow is ignored")
            sent += 1
    return f"{sent} frames"


def text(url):
    """W-01, W-05: a text message, and one that is too long, end the connection."""
    for message in ("hello", bytes(wire.FRAME_MAX + 1)):
        with Relay(url) as relay:
            relay.socket.send(message)
            try:
                while True:
                    relay.receive()
            except ConnectionClosed:
                continue


def numbers(url):
    """W-07: the number of a live watch is used by nothing else."""
    with Relay(url) as relay:
        owned = Owned().opened(relay)
        number = relay.watch(owned.handle, owned.address)
        need(relay.told(number)[0] == "page", "W-08")
        again = pb.Read(handle=owned.handle, address=owned.address)
        relay.send_raw(pb.ClientFrame(request=number, read=again).SerializeToString())
        _ends(relay, "MALFORMED", number)


def sizes(url):
    """W-05, W-06: cells and pages of every class."""
    with Relay(url) as relay:
        for size in hashing.SIZES:
            owned = Owned(cell_size=size, capacity=2).opened(relay)
            owned.append(relay)
            pages = [relay.read(owned.handle, owned.address, number) for number in (0, 7)]
            need([page.count for page in pages] == [1, 0], "W-06: beyond the end is empty")
            for page in pages:
                need(len(page.cells) == hashing.page_bytes(size), "W-06: one length")
            need(len(read_whole(relay, owned.mailbox, owned.address).cells) == 1, "W-06")
        return f"{len(hashing.SIZES)} sizes"
