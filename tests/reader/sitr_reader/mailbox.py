"""Reading a mailbox, and believing only what the relay proves: chain, marks, close proofs."""

from . import hashing, signing
from .hashing import H
from .relay import Lie
from .wire import cells_in


class Reading:
    """What was read of a mailbox, from its first cell on. Everything told of it goes through here."""

    def __init__(self, relay, relay_key, mailbox):
        self.relay, self.relay_key, self.mailbox = relay, relay_key, mailbox
        self.handle = hashing.handle(relay, mailbox)
        self.chain = hashing.Chain(self.handle)
        self.cells, self.chains, self.mark = [], {}, None
        self.first_final, self.finals = None, 0

    def page(self, page):
        """One page, in order. Whether it was the last."""
        per = hashing.page_cells(self.mailbox.cell_size)
        if page.cell_size != self.mailbox.cell_size:
            raise Lie("W-06: another cell size")
        if page.number * per != len(self.cells):
            raise Lie("W-06: another page")
        for cell in cells_in(page):
            self._push(cell)
        full = page.count == per
        if page.HasField("mark") != full:
            raise Lie("M-08: a mark stands at a full page and nowhere else")
        if full:
            self.marked(page.mark)
        if page.HasField("end"):
            # A page before the last one tells of cells that are still to come.
            self.ended(page.end, whole=not full)
        return not full

    def cell(self, told):
        """A cell that was told while the mailbox is watched."""
        if told.index != len(self.cells):
            raise Lie("W-08: a gap")
        self._push(told.cell)

    def _push(self, cell):
        if len(cell) != hashing.SIZES[self.mailbox.cell_size]:
            raise Lie("W-05: another size")
        self.cells.append(cell)
        self.chains[len(self.cells)] = self.chain.push(cell)

    def marked(self, mark):
        """M-08."""
        if mark.mark != len(self.cells) or mark.chain != self.chain.value:
            raise Lie("M-07: the relay marks another chain")
        statement = signing.mark(self.relay, self.handle, mark.mark, mark.chain)
        if not signing.verifies(self.relay_key, statement, mark.signature):
            raise Lie("M-08: the mark is not signed")
        self.mark = mark

    def ended(self, end, whole=True):
        """M-13: each final cell that was read bears the close key's signature, and names the one before."""
        if self.first_final not in (None, end.first_final) or not end.finals:
            raise Lie("M-09: another end")
        self.first_final = end.first_final
        if whole and end.first_final + len(end.finals) != len(self.cells):
            raise Lie("M-13: not every final cell is proved")
        before = None
        for index, proof in enumerate(end.finals, end.first_final):
            if index >= len(self.cells):
                break
            hashed = H(self.cells[index])
            if proof.supersedes != (before or b""):
                raise Lie("M-13: it supersedes another")
            statement = signing.close(self.relay, self.handle, hashed, before)
            if not signing.verifies(self.mailbox.close_key, statement, proof.signature):
                raise Lie("M-13: the close key did not sign it")
            before, self.finals = hashed, index - end.first_final + 1

    def final_cells(self):
        """Index and cell of each proved final cell."""
        first = len(self.cells) if self.first_final is None else self.first_final
        return list(enumerate(self.cells))[first : first + self.finals]

    def plain_cells(self):
        return self.cells[: self.first_final]


def pages(connection, handle, address):
    """Every page, as the relay gives them."""
    number = 0
    while True:
        page = connection.read(handle, address, number)
        yield page
        if page.count * hashing.SIZES[page.cell_size] < len(page.cells):
            return
        number += 1


def read_whole(connection, mailbox, address):
    reading = Reading(connection.id, connection.hi.relay_key, mailbox)
    for page in pages(connection, reading.handle, address):
        reading.page(page)
    return reading
