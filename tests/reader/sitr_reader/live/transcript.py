"""A room that real clients lived, walked again from the exporters of its epochs."""

import copy

from .. import hashing
from ..relay import Relay
from ..room import REFUSED, Walk, Wrong, fetch_with
from . import copy_of, flipped, need


class Lived:
    """The room, and every page of it as the relay gave it."""

    def __init__(self, url, exported):
        self.exported, self.kept = exported, {}
        with Relay(url, expected=bytes.fromhex(exported["relay_id"])) as relay:
            self.relay, self.key = relay.id, relay.hi.relay_key
            walk = Walk(exported, relay.id, self.key, fetch_with(relay, self.kept))
            self.found, self.end = walk.walk()
            self.entered = walk.entered

    def again(self, exported=None, kept=None):
        """The same walk, from what was kept."""
        pages = self.kept if kept is None else kept

        def fetch(mailbox, _):
            handle = hashing.handle(self.relay, mailbox)
            if handle not in pages:
                raise Wrong("no such mailbox was read")
            return pages[handle]

        return Walk(exported or self.exported, self.relay, self.key, fetch).walk()


def walked(lived):
    """K-01 to K-05, R-01, R-02, R-04, R-09, X-01 to X-04, M-07, M-08, M-13."""
    found = lived.found
    need(found.epochs == len(lived.exported["epochs"]) >= 5, "too few epochs")
    need(
        found.long > 0 and found.marks > 0,
        "no long body, or no full page: a walk that shows little",
    )
    need(found.boxed and found.offers > 0 and len(found.closers) > 1, "one steward, or no offer")
    need(lived.again()[1] == lived.end, "another transcript from the same cells")
    return (
        f"{found.epochs} epochs, {found.cells} cells, {found.messages} messages, {found.offers} offers, "
        f"{found.long} long bodies, {len(found.boxed)} boxes, {len(found.closers)} closers"
    )


def forged(lived):
    """A bit in any exporter, secret, cell, mark or proof, and the walk fails."""
    count = 0
    for what, changed in _changed_exports(lived.exported, lived.found.boxed):
        _fails(lived, what, exported=changed)
        count += 1
    for what, changed in _changed_pages(lived.kept):
        _fails(lived, what, kept=changed)
        count += 1
    return f"{count} forgeries seen"


def _fails(lived, what, **changed):
    try:
        _, end = lived.again(**changed)
    except REFUSED:
        return
    need(end != lived.end, f"{what} may be changed unnoticed")
    need(False, f"{what} changes the transcript and nothing else")


def _changed_exports(exported, boxed):
    def hexadecimal(text):
        return flipped(bytes.fromhex(text)).hex()

    for name in ("room",):
        yield name, {**exported, name: hexadecimal(exported[name])}
    for name in ("address", "write_seed", "seal", "veil"):
        yield (
            name,
            {**exported, "root": {**exported["root"], name: hexadecimal(exported["root"][name])}},
        )
    for number, epoch in enumerate(exported["epochs"]):
        for name in ("exporter", "steward_secret", "texts", "offers"):
            if number == 0 and name == "exporter":
                continue  # Without the veil before it, epoch 0 is given by its keys.
            changed = copy.deepcopy(exported)
            value = epoch[name]
            changed["epochs"][number][name] = (
                value + 1 if isinstance(value, int) else hexadecimal(value)
            )
            yield f"{name} of epoch {number}", changed
    for at, member in enumerate(exported["members"]):
        if member["persona"] in boxed:
            changed = copy.deepcopy(exported)
            changed["members"][at]["box_private"] = hexadecimal(member["box_private"])
            yield f"the box key of {member['name']}", changed


def _changed_pages(kept):
    """Every page with its first, a middle and its last cell changed, a cell less, a page less."""
    for handle, pages in kept.items():
        for at, page in enumerate(pages):
            if page.count == 0:
                continue
            size = hashing.SIZES[page.cell_size]
            for index in sorted({0, page.count // 2, page.count - 1}):
                bad = copy_of(page)
                bad.cells = flipped(bad.cells, index * size + size // 2)
                yield f"cell {index}", {**kept, handle: pages[:at] + [bad] + pages[at + 1 :]}
            short = copy_of(page)
            short.count -= 1
            yield "a cell less", {**kept, handle: pages[:at] + [short] + pages[at + 1 :]}
            yield "a page less", {**kept, handle: pages[:at] + pages[at + 1 :]}
            for field in ("mark", "end"):
                if page.HasField(field):
                    bare = copy_of(page)
                    bare.ClearField(field)
                    only = {**kept, handle: pages[:at] + [bare] + pages[at + 1 :]}
                    if field == "mark" or at + 1 == len(pages):
                        yield f"no {field}", only
