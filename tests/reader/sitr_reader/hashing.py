"""What is a hash: identifiers, the chain over a mailbox, the transcript of a room, ids for people."""

import hashlib

ZEROS = bytes(32)
SIZES = {1: 2048, 2: 16384, 3: 65536, 4: 262144}
PAGE_BYTES = 65536


def H(*parts):
    """SHA-256 over the parts, one after the other."""
    return hashlib.sha256(b"".join(parts)).digest()


def u32(number):
    return number.to_bytes(4, "big")


def u64(number):
    return number.to_bytes(8, "big")


def relay_id(relay_key):
    """W-02."""
    return H(b"sitr/v1/relay", relay_key)


def address_hash(address):
    """M-02."""
    return H(b"sitr/v1/addr", address)


def handle_preimage(relay, mailbox):
    burn = mailbox.burn_key
    return b"".join(
        [
            b"sitr/v1/handle",
            relay,
            mailbox.address_hash,
            mailbox.write_key,
            mailbox.close_key,
            b"\0" + ZEROS if burn is None else b"\1" + burn,
            bytes([mailbox.cell_size]),
            u32(mailbox.capacity),
            bytes([mailbox.life, mailbox.keep, mailbox.append_cost]),
        ]
    )


def handle(relay, mailbox):
    """M-01."""
    return H(handle_preimage(relay, mailbox))


class Chain:
    """M-07: the chain over the cells of a mailbox, final ones too."""

    def __init__(self, of_handle):
        self.value = H(b"sitr/v1/chain", of_handle)
        self.count = 0

    def push_hash(self, cell_hash):
        self.value = H(b"sitr/v1/chain", self.value, u64(self.count), cell_hash)
        self.count += 1
        return self.value

    def push(self, cell):
        return self.push_hash(H(cell))


def page_cells(cell_size):
    """How many cells a page holds: W-06."""
    return max(1, PAGE_BYTES // SIZES[cell_size])


def page_bytes(cell_size):
    return page_cells(cell_size) * SIZES[cell_size]


def transcript_start(room):
    """K-05."""
    return H(b"sitr/v1/transcript-start", room)


def transcript_next(previous, of_handle, chain):
    """K-05."""
    return H(b"sitr/v1/transcript", previous, of_handle, chain)


def steward_hash(secret):
    """K-04."""
    return H(b"sitr/v1/steward-hash", secret)


def short_id(label, of):
    return H(label, of)[:8]
