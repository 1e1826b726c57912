"""The six verbs, and every way in which they are refused."""

import os

from .. import hashing, signing, ticket
from ..hashing import H
from ..mailbox import Reading, read_whole
from ..relay import Lie, Refused, Relay
from ..wire import pb
from . import Owned, copy_of, flipped, need, refused


def opens(url):
    """M-01, M-03, T-01: once with work, again for nothing."""
    with Relay(url) as relay:
        owned = Owned()
        refused("TICKET", relay.open, owned.mailbox, with_ticket=False)
        handle = relay.open(owned.mailbox)
        need(relay.open(owned.mailbox, with_ticket=False) == handle, "M-03")
        page = relay.read(handle, owned.address, 0)
        need(page.count == 0 and not page.HasField("end"), "a new mailbox is empty and open")


def tickets(url):
    """T-01, T-03: a ticket for another mailbox, another day, another nonce."""
    with Relay(url) as relay:
        one, other = Owned(), Owned()
        good = relay.work(hashing.handle(relay.id, one.mailbox), "open")
        while _by_luck(relay, other, good):
            other = Owned()
        need(_open_with(relay, other, good) == "TICKET", "T-01: of another mailbox")
        for day in (-2, 2):
            old = pb.Ticket(work=pb.Work(day=relay.hi.day + day, nonce=_nonce(relay, one, day)))
            need(_open_with(relay, one, old) == "TICKET", "T-03")
        for day in (-1, 1):
            near = pb.Ticket(work=pb.Work(day=relay.hi.day + day, nonce=_nonce(relay, one, day)))
            need(_open_with(relay, Owned(), pb.Ticket(token=b"x")) == "TICKET", "T-04")
            need(_open_with(relay, one, near) is None, "T-03: one off is good")


def _by_luck(relay, owned, paid):
    """A nonce may be good for another mailbox, at a relay that lately asked for less (T-05)."""
    handle = hashing.handle(relay.id, owned.mailbox)
    gate = ticket.gate(relay.id, handle, paid.work.day, "open", None, paid.work.nonce)
    return ticket.leading_zeros(gate) > 3


def _nonce(relay, owned, day):
    policy, handle = relay.hi.tickets, hashing.handle(relay.id, owned.mailbox)
    bound = (relay.id, handle, relay.hi.day + day, "open", None)
    return ticket.work(*bound, policy.gate_bits, policy.argon_kib, policy.argon_bits)


def _open_with(relay, owned, paid):
    try:
        relay._answer(relay._send("open", mailbox=owned.mailbox, ticket=paid), "opened")
    except Refused as no:
        return no.code
    return None


def appends(url):
    """M-05, S-02, W-05: the same again, a wrong key, a changed signature, another size."""
    with Relay(url) as relay:
        owned = Owned().opened(relay)
        sealed = owned.sealed()
        need(owned.append(relay, sealed) == 0, "the first index is 0")
        need(owned.append(relay, sealed) == 0, "M-05")
        need(owned.append(relay) == 1, "the second index is 1")
        refused("SIGNATURE", relay.append, owned.handle, owned.sealed(), os.urandom(32))
        refused("SIGNATURE", relay.append, owned.handle, sealed, owned.end)
        other = owned.sealed()
        good = signing.sign(owned.write, signing.append(relay.id, owned.handle, H(other)))
        refused("SIGNATURE", relay.append_signed, owned.handle, other, flipped(good))
        refused("SIGNATURE", relay.append_signed, owned.handle, flipped(other), good)
        refused("SIZE", relay.append, owned.handle, bytes(16384), owned.write)
        refused("NOT_FOUND", relay.append, os.urandom(32), other, owned.write)
        need(
            relay.append_signed(owned.handle, other, good) == 2,
            "nothing that was refused was stored",
        )


def reads(url):
    """M-02, M-07, M-08, W-06: pages, chain and marks; each changed bit of them is seen."""
    with Relay(url) as relay:
        owned = Owned(capacity=70).opened(relay)
        cells = [owned.sealed(b"%d" % at) for at in range(65)]
        for sealed in cells:
            owned.append(relay, sealed)
        reading = read_whole(relay, owned.mailbox, owned.address)
        need(reading.cells == cells, "not the cells that were written")
        need(reading.mark.mark == 64, "M-08")
        refused("NOT_FOUND", relay.read, owned.handle, flipped(owned.address), 0)
        refused("NOT_FOUND", relay.read, flipped(owned.handle), owned.address, 0)
        first, again = (relay.read(owned.handle, owned.address, 0) for _ in range(2))
        need(first == again, "M-08: the same mark is the same bytes")
        return f"{_forged_pages(relay, owned, first)} forgeries seen"


def _forged_pages(relay, owned, page):
    def number(bad):
        bad.number += 1

    def cell(bad):
        bad.cells = flipped(bad.cells)

    def swap(bad):
        bad.cells = bad.cells[2048:4096] + bad.cells[:2048] + bad.cells[4096:]

    def count(bad):
        bad.count -= 1

    def chain(bad):
        bad.mark.chain = flipped(bad.mark.chain)

    def signature(bad):
        bad.mark.signature = flipped(bad.mark.signature)

    def mark(bad):
        bad.mark.mark += 1

    def unmarked(bad):
        bad.ClearField("mark")

    def size(bad):
        bad.cell_size = 2

    forgeries = (number, cell, swap, count, chain, signature, mark, unmarked, size)
    for forge in forgeries:
        bad = copy_of(page)
        forge(bad)
        _is_a_lie(Reading(relay.id, relay.hi.relay_key, owned.mailbox).page, bad, forge.__name__)
    return len(forgeries)


def _is_a_lie(take, told, what):
    try:
        take(told)
    except Lie:
        return
    need(False, f"forged and not seen: {what}")


def watches(url):
    """W-08: pages, then cells, marks, the end, another end."""
    with Relay(url) as relay, Relay(url) as writer:
        owned = Owned(capacity=40).opened(writer)
        early = [owned.sealed() for _ in range(31)]
        for sealed in early:
            owned.append(writer, sealed)
        number = relay.watch(owned.handle, owned.address)
        reading = Reading(relay.id, relay.hi.relay_key, owned.mailbox)
        kind, page = relay.told(number)
        need(kind == "page" and reading.page(page), "W-08: a page that is not full")
        late = [owned.sealed() for _ in range(2)]
        for sealed in late:
            owned.append(writer, sealed)
        final = owned.sealed(b"the end")
        writer.close(owned.handle, final, owned.end)
        kinds = _hear(relay, number, reading, 5)
        need(kinds == ["cell", "mark", "cell", "cell", "end"], f"W-08: {kinds}")
        better = owned.sealed(b"another end")
        writer.close(owned.handle, better, owned.end, H(final))
        need(_hear(relay, number, reading, 2) == ["cell", "end"], "W-08: superseded")
        need(reading.cells == early + late + [final, better], "not the cells that were written")
        need([cell for _, cell in reading.final_cells()] == [final, better], "M-13")
        second = relay.watch(owned.handle, owned.address, 1)
        kinds = [relay.told(second)[0] for _ in range(2)]
        need(kinds == ["page", "end"], f"W-08: of a closed mailbox: {kinds}")


def _hear(relay, number, reading, count):
    kinds = []
    for _ in range(count):
        kind, body = relay.told(number)
        {"cell": reading.cell, "mark": reading.marked, "end": reading.ended}[kind](body)
        kinds.append(kind)
    return kinds


def closes(url):
    """M-09, M-13: the first close wins, another supersedes it by name, and every final cell is proved."""
    with Relay(url) as relay:
        owned = Owned().opened(relay)
        words, final, other = owned.sealed(), owned.sealed(b"end"), owned.sealed(b"other end")
        owned.append(relay, words)
        refused("SIGNATURE", relay.close, owned.handle, final, owned.write)
        need(relay.close(owned.handle, final, owned.end) == 1, "M-09: the index of the final cell")
        need(relay.close(owned.handle, final, owned.end) == 1, "M-09: a repeat")
        refused("CLOSED", owned.append, relay)
        need(owned.append(relay, words) == 0, "M-05: also when closed")
        conflict = refused("CONFLICT", relay.close, owned.handle, other, owned.end)
        need((conflict.final_index, conflict.final_hash) == (1, H(final)), "M-09: the winner")
        refused("CONFLICT", relay.close, owned.handle, other, owned.end, H(other))
        need(relay.close(owned.handle, other, owned.end, H(final)) == 2, "M-09: superseded")
        conflict = refused(
            "CONFLICT", relay.close, owned.handle, owned.sealed(b"3"), owned.end, H(final)
        )
        need(conflict.final_hash == H(other), "M-09: the latest")
        last = H(other)
        for number in range(3, 10):
            sealed = owned.sealed(b"%d" % number)
            need(relay.close(owned.handle, sealed, owned.end, last) == number, "M-09: eight times")
            last = H(sealed)
        limit = refused("CONFLICT", relay.close, owned.handle, owned.sealed(b"x"), owned.end, last)
        need((limit.limit, limit.value) == ("supersedes", 8), "M-09: not nine times")
        reading = read_whole(relay, owned.mailbox, owned.address)
        need([cell for _, cell in reading.final_cells()][:2] == [final, other], "M-13")
        return f"{_forged_ends(relay, owned)} forgeries seen"


def _forged_ends(relay, owned):
    page = relay.read(owned.handle, owned.address, 0)

    def first(bad):
        bad.end.first_final += 1

    def earlier(bad):
        bad.end.first_final -= 1

    def fewer(bad):
        del bad.end.finals[-1]

    def more(bad):
        bad.end.finals.add().CopyFrom(bad.end.finals[0])

    def swapped(bad):
        proof = copy_of(bad.end.finals[0])
        bad.end.finals[0].CopyFrom(bad.end.finals[1])
        bad.end.finals[1].CopyFrom(proof)

    def unsigned(bad):
        bad.end.finals[0].signature = flipped(bad.end.finals[0].signature)

    def later(bad):
        bad.end.finals[3].signature = flipped(bad.end.finals[3].signature)

    def named(bad):
        bad.end.finals[1].supersedes = flipped(bad.end.finals[1].supersedes)

    def unnamed(bad):
        bad.end.finals[1].supersedes = b""

    forgeries = (first, earlier, fewer, more, swapped, unsigned, later, named, unnamed)
    for forge in forgeries:
        bad = copy_of(page)
        forge(bad)
        _is_a_lie(Reading(relay.id, relay.hi.relay_key, owned.mailbox).page, bad, forge.__name__)
    return len(forgeries)


def fills(url):
    """M-06: a full mailbox takes no more cells, and can be closed."""
    with Relay(url) as relay:
        owned = Owned(capacity=2).opened(relay)
        kept = owned.sealed()
        owned.append(relay, kept)
        owned.append(relay)
        refused("FULL", owned.append, relay)
        need(owned.append(relay, kept) == 0, "M-05: also when full")
        need(relay.close(owned.handle, owned.sealed(), owned.end) == 2, "M-06")


def burns(url):
    """M-11, M-12: gone for readers, watchers, and whoever would open it again."""
    with Relay(url) as relay:
        plain = Owned().opened(relay)
        refused("SIGNATURE", relay.burn, plain.handle, plain.burn)
        owned = Owned(burn=True).opened(relay)
        owned.append(relay)
        number = relay.watch(owned.handle, owned.address)
        need(relay.told(number)[0] == "page", "W-08")
        refused("SIGNATURE", relay.burn, owned.handle, owned.write)
        relay.burn(owned.handle, owned.burn)
        need(relay.told(number)[0] == "burned", "W-08: watchers are told")
        relay.burn(owned.handle, owned.burn)
        refused("NOT_FOUND", relay.read, owned.handle, owned.address, 0)
        refused("NOT_FOUND", owned.append, relay)
        refused("GONE", relay.open, owned.mailbox)
        refused("NOT_FOUND", relay.burn, os.urandom(32), owned.burn)


def costs(url):
    """T-01: an append that costs work, for its cell and no other."""
    with Relay(url) as relay:
        owned = Owned(append_cost=3).opened(relay)
        sealed = owned.sealed()
        refused("TICKET", relay.append, owned.handle, sealed, owned.write)
        other = owned.sealed()
        signature = signing.sign(owned.write, signing.append(relay.id, owned.handle, H(other)))
        paid = relay.work(owned.handle, "append", sealed, 3)
        if not _also_good(relay, owned, other, paid):
            refused("TICKET", relay.append_signed, owned.handle, other, signature, paid)
        need(owned.append(relay, sealed) == 0, "T-01")
        need(relay.append(owned.handle, sealed, owned.write) == 0, "M-05: also when unpaid")


def _also_good(relay, owned, cell, paid):
    """By luck the same nonce may be good for another cell."""
    policy, work = relay.hi.tickets, paid.work
    gate = ticket.gate(relay.id, owned.handle, work.day, "append", H(cell), work.nonce)
    return ticket.passes(gate, policy.gate_bits, policy.argon_kib, 3)


def limits(url):
    """L-06: what is announced is held."""
    with Relay(url) as relay:
        capacity = relay.hi.limits.max_capacity
        limit = refused("LIMIT", relay.open, Owned(capacity=capacity + 1).mailbox)
        need((limit.limit, limit.value) == ("max_capacity", capacity), "L-06")
        need(limit.retry_after_seconds == 0, "L-06: waiting does not help")
        relay.open(Owned(capacity=capacity).mailbox)


def order(url):
    """Which refusal comes first where a request is wrong twice: the order is part of the protocol."""
    with Relay(url) as relay:
        owned, stranger = Owned(capacity=1, append_cost=2).opened(relay), os.urandom(32)
        refused("SIZE", relay.append, owned.handle, bytes(16384), stranger)
        refused("SIGNATURE", relay.append, owned.handle, owned.sealed(), stranger)
        refused("TICKET", relay.append, owned.handle, owned.sealed(), owned.write)
        owned.append(relay)
        refused("FULL", relay.append, owned.handle, owned.sealed(), owned.write)
        early = refused("CONFLICT", relay.close, owned.handle, owned.sealed(), owned.end, bytes(32))
        need(not early.final_hash, "M-09: a conflict without a winner")
        relay.close(owned.handle, owned.sealed(), owned.end)
        refused("CLOSED", relay.append, owned.handle, owned.sealed(), owned.write)
        refused("SIGNATURE", relay.append, owned.handle, owned.sealed(), stranger)
        refused("SIZE", relay.close, owned.handle, bytes(16384), stranger)
        burned = Owned(burn=True).opened(relay)
        relay.burn(burned.handle, burned.burn)
        refused("GONE", relay.open, burned.mailbox, with_ticket=False)
        large = Owned(capacity=relay.hi.limits.max_capacity + 1)
        refused("TICKET", relay.open, large.mailbox, with_ticket=False)
        refused("NOT_FOUND", relay.burn, burned.handle[::-1], stranger)
