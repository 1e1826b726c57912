"""Walks a room from its first epoch: keys from the exporters, mailboxes from the relay, and every claim in
them checked. What it cannot do without being a member is to open what lies under MLS."""

from types import SimpleNamespace

from . import body, cbor, hashing, hpke, mls, schedule, signing
from .cell import Dropped, Kind, join, open_cell
from .mailbox import Reading, pages
from .relay import Lie


class Wrong(Exception):
    """The room is not what its members say it is."""


def _need(holds, why):
    if not holds:
        raise Wrong(why)


def _bytes(text):
    return None if text is None else bytes.fromhex(text)


class Walk:
    """`fetch(mailbox, address)` gives the pages of a mailbox."""

    def __init__(self, exported, relay, relay_key, fetch):
        self.exported, self.fetch = exported, fetch
        self.relay, self.relay_key = relay, relay_key
        self.room = _bytes(exported["room"])
        self.personas = {_bytes(one["persona"]): one for one in exported["members"]}
        self.keys = set()
        self.entered = []  # What a newcomer to each epoch is told of it.
        self.found = SimpleNamespace(
            epochs=0, cells=0, messages=0, offers=0, marks=0, long=0, boxed=[], closers=set()
        )

    def _root(self):
        """Epoch 0: its veil was drawn by the founder, so its keys are given and not derived."""
        root = {
            name: _bytes(self.exported["root"][name])
            for name in ("address", "write_seed", "seal", "veil")
        }
        fixed = self.exported["root"]["mailbox"]
        keys = ("address_hash", "write_key", "close_key", "burn_key")
        mailbox = {name: _bytes(one) if name in keys else one for name, one in fixed.items()}
        return SimpleNamespace(root=None, **root), SimpleNamespace(**mailbox)

    def walk(self):
        secrets, mailbox = self._root()
        previous_end, close_key = hashing.transcript_start(self.room), mailbox.close_key
        for number, epoch in enumerate(self.exported["epochs"]):
            _need(epoch["number"] == number, "an epoch is missing")
            before = secrets.veil
            if number:
                secrets = schedule.epoch(_bytes(epoch["exporter"]), secrets.veil)
                mailbox = schedule.next_mailbox(mailbox, secrets, close_key)
            _need(schedule.fits(mailbox, secrets), "R-04: the mailbox is not the derived one")
            self.entered.append(
                SimpleNamespace(veil=before, previous_end=previous_end, mailbox=mailbox)
            )
            self._close_key(epoch, secrets, mailbox)
            reading = self._read(mailbox, secrets.address)
            self._messages(reading, secrets, epoch, previous_end)
            ended = self._end(reading, secrets, epoch, previous_end)
            self.found.epochs += 1
            last = number + 1 == len(self.exported["epochs"])
            _need((ended is None) == last, "the room ends somewhere else")
            if ended is not None:
                index, close_key = ended
                chain = reading.chains[index + 1]
                previous_end = hashing.transcript_next(previous_end, reading.handle, chain)
        return self.found, previous_end

    def _close_key(self, epoch, secrets, mailbox):
        secret = _bytes(epoch["steward_secret"])
        if secret is not None and secrets.root is not None:
            seed = schedule.close_seed(secrets.root, secret)
            _need(mailbox.close_key == signing.public(seed), "K-03: another close key")

    def _read(self, mailbox, address):
        keys = {mailbox.address_hash, mailbox.write_key, mailbox.close_key}
        _need(len(keys) == 3 and not keys & self.keys, "P-04: a key in common")
        self.keys |= keys
        reading = Reading(self.relay, self.relay_key, mailbox)
        for page in self.fetch(mailbox, address):
            reading.page(page)
        self.found.cells += len(reading.cells)
        self.found.marks += reading.mark is not None
        return reading

    def _open(self, cell, seal, handle):
        """Kind and body, the long ones fetched from where they lie."""
        kind, content = open_cell(seal, handle, cell)
        if kind != Kind.POINTER:
            return kind, content
        pointer = cbor.decode(body.POINTER, content)
        if pointer.kind not in list(Kind) or pointer.kind == Kind.POINTER:
            raise Dropped("X-04: a pointer to nothing")
        reading = self._read(pointer.mailbox, pointer.address)
        self.found.long += 1
        return Kind(pointer.kind), join(pointer, reading.handle, reading.cells)

    def _messages(self, reading, secrets, epoch, previous_end):
        messages = offers = 0
        for cell in reading.plain_cells():
            kind, content = self._open(cell, secrets.seal, reading.handle)
            head = mls.head(content)
            _need(
                (head.group, head.epoch) == (self.room, epoch["number"]), "of another room or epoch"
            )
            if kind == Kind.MESSAGE:
                _need(
                    (head.wire_format, head.content) == (mls.PRIVATE, mls.APPLICATION), "no message"
                )
                messages += 1
            elif kind == Kind.OFFER:
                _need((head.wire_format, head.content) == (mls.PUBLIC, mls.COMMIT), "no offer")
                offers += 1
            else:
                raise Wrong(f"{kind.name} among messages")
        _need(
            messages == epoch["texts"] + epoch["notes"], f"{messages} messages, not what was said"
        )
        _need(offers == epoch["offers"], f"{offers} offers")
        self.found.messages += messages
        self.found.offers += offers

    def _end(self, reading, secrets, epoch, previous_end):
        """The first final cell that is good as far as it can be seen without the tree (R-06)."""
        for index, cell in reading.final_cells():
            kind, content = self._open(cell, secrets.seal, reading.handle)
            _need(kind == Kind.FINAL, "R-08")
            final = cbor.decode(body.FINAL, content)
            statement = body.final_statement(final, self.room, reading.handle)
            _need(signing.verifies(final.closer, statement, final.signature), "R-02")
            _need(final.closer in self.personas, "a closer whom nobody knows")
            head = mls.head(final.commit)
            _need((head.wire_format, head.content) == (mls.PUBLIC, mls.COMMIT), "no commit")
            _need((head.group, head.epoch) == (self.room, epoch["number"]), "another commit")
            self._seen(final.seen, reading, previous_end)
            self._boxes(final, reading, epoch)
            self.found.closers.add(final.closer)
            return index, final.close_key
        return None

    def _seen(self, seen, reading, previous_end):
        """R-01: what the closer was shown is what this reader was shown."""
        _need(seen.previous_end == previous_end, "K-05: another transcript")
        if seen.mark is not None:
            _need(seen.mark.chain == reading.chains.get(seen.mark.cells), "R-01: another chain")
            cells, chain, signature = seen.mark.cells, seen.mark.chain, seen.mark.signature
            statement = signing.mark(self.relay, reading.handle, cells, chain)
            _need(signing.verifies(self.relay_key, statement, signature), "R-01: an unsigned mark")

    def _boxes(self, final, reading, epoch):
        """R-09, with the box keys of everybody whom this reader was told about."""
        following = self.exported["epochs"][epoch["number"] + 1]["steward_secret"]
        _need(bool(final.boxes) == (following != epoch["steward_secret"]), "R-09: boxes")
        order = [box.persona for box in final.boxes]
        _need(order == sorted(set(order)), "R-09: the order of the policy")
        info = hpke.info(b"steward", self.relay, reading.handle)
        for box in final.boxes:
            private = _bytes(self.personas[box.persona]["box_private"])
            secret = hpke.open_sealed(hpke.X25519, private, info, box.sealed)
            _need(secret == _bytes(following), "R-09: another secret in the box")
            self.found.boxed.append(box.persona.hex())


def fetch_with(connection, kept):
    """Fetches from a relay, and keeps what it was given."""

    def fetch(mailbox, address):
        handle = hashing.handle(connection.id, mailbox)
        if handle not in kept:
            kept[handle] = list(pages(connection, handle, address))
        return kept[handle]

    return fetch


REFUSED = (Wrong, Lie, Dropped)
