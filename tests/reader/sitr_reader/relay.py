"""A connection to a relay: hello, requests, watches."""

import os
from collections import defaultdict, deque

from websockets.sync.client import connect

from . import hashing, signing, ticket, wire
from .wire import pb

PATIENCE = 30


class Lie(Exception):
    """The relay says what cannot be."""


class Refused(Exception):
    """The relay says no."""

    def __init__(self, frame):
        self.code = pb.Code.Name(frame.code)[len("CODE_") :]
        self.frame = frame
        super().__init__(self.code)


def check_hello(hi, nonce, expected=None):
    """W-02, W-03: the relay's id."""
    relay = hashing.relay_id(hi.relay_key)
    if expected not in (None, relay):
        raise Lie("W-02: another relay")
    if not signing.verifies(hi.relay_key, signing.hello(relay, nonce), hi.signature):
        raise Lie("W-03: the nonce is not signed")
    if hi.version != wire.VERSION:
        raise Lie("W-04: a version that was not offered")
    return relay


class Relay:
    """One connection. Numbers count up from 0, the hello."""

    def __init__(self, url, expected=None, hello=True):
        # N-01: nothing that tells one client from another.
        self.socket = connect(
            url,
            compression=None,
            user_agent_header=None,
            max_size=wire.FRAME_MAX,
            ping_interval=None,
            open_timeout=PATIENCE,
            proxy=None,
        )
        self.next, self.waiting = 0, defaultdict(deque)
        if hello:
            self.nonce = os.urandom(32)
            self.hi = self._answer(
                self._send("hello", versions=[wire.VERSION], nonce=self.nonce), "hi"
            )
            self.id = check_hello(self.hi, self.nonce, expected)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def _send(self, kind, **fields):
        number, self.next = self.next, self.next + 1
        frame = pb.ClientFrame(request=number)
        getattr(frame, kind).SetInParent()
        body = getattr(frame, kind)
        for name, value in fields.items():
            if value is None:
                continue
            if name == "mailbox":
                wire.mailbox_to(body.mailbox, value)
            elif name == "versions":
                body.versions.extend(value)
            elif name == "ticket":
                body.ticket.CopyFrom(value)
            else:
                setattr(body, name, value)
        self.socket.send(frame.SerializeToString())
        return number

    def send_raw(self, data):
        self.socket.send(data)

    def receive(self):
        """The next frame, whatever it answers: number, kind, body."""
        kind, frame = wire.decode_reply(self.socket.recv(timeout=PATIENCE))
        return frame.request, kind, getattr(frame, kind)

    def told(self, number):
        """The next frame under a number."""
        while not self.waiting[number]:
            answered, kind, body = self.receive()
            self.waiting[answered].append((kind, body))
        return self.waiting[number].popleft()

    def _answer(self, number, kind):
        told, body = self.told(number)
        if told == "refused":
            raise Refused(body)
        if told != kind:
            raise Lie(f"{told} for {kind}")
        return body

    def work(self, handle, verb, cell=None, bits=None):
        """A ticket of work, if one is asked for."""
        policy = self.hi.tickets
        if verb == "open" and policy.kind == pb.TICKET_KIND_FREE:
            return None
        bits = policy.argon_bits if bits is None else bits
        hashed = None if cell is None else hashing.H(cell)
        bound = (self.id, handle, self.hi.day, verb, hashed)
        nonce = ticket.work(*bound, policy.gate_bits, policy.argon_kib, bits)
        return pb.Ticket(work=pb.Work(day=self.hi.day, nonce=nonce))

    def open(self, mailbox, with_ticket=True):
        handle = hashing.handle(self.id, mailbox)
        paid = self.work(handle, "open") if with_ticket else None
        self._answer(self._send("open", mailbox=mailbox, ticket=paid), "opened")
        return handle

    def append_signed(self, handle, cell, signature, paid=None):
        number = self._send("append", handle=handle, cell=cell, signature=signature, ticket=paid)
        return self._answer(number, "appended").index

    def append(self, handle, cell, seed, cost=0):
        signature = signing.sign(seed, signing.append(self.id, handle, hashing.H(cell)))
        paid = self.work(handle, "append", cell, cost) if cost else None
        return self.append_signed(handle, cell, signature, paid)

    def close(self, handle, cell, seed, supersedes=None):
        statement = signing.close(self.id, handle, hashing.H(cell), supersedes)
        signature = signing.sign(seed, statement)
        sent = self._send(
            "close", handle=handle, cell=cell, signature=signature, supersedes=supersedes
        )
        return self._answer(sent, "closed").index

    def burn(self, handle, seed):
        signature = signing.sign(seed, signing.burn(self.id, handle))
        self._answer(self._send("burn", handle=handle, signature=signature), "burned")

    def read(self, handle, address, page):
        return self._answer(self._send("read", handle=handle, address=address, page=page), "page")

    def watch(self, handle, address, from_page=0):
        """The number under which the mailbox is told."""
        return self._send("watch", handle=handle, address=address, from_page=from_page)
