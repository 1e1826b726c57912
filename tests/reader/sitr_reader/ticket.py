"""Tickets of work (T-01): a SHA-256 gate, then Argon2id."""

from argon2.low_level import Type, hash_secret_raw

from .hashing import ZEROS, H, u32

VERBS = {"open": 1, "append": 2}


def leading_zeros(data):
    return len(data) * 8 - int.from_bytes(data, "big").bit_length()


def gate(relay, handle, day, verb, cell_hash, nonce):
    what = bytes([VERBS[verb]])
    return H(b"sitr/v1/ticket", relay, handle, u32(day), what, cell_hash or ZEROS, nonce)


def argon(of_gate, kib):
    return hash_secret_raw(of_gate, b"sitr/v1/ticket-salt", 1, kib, 1, 32, Type.ID, version=0x13)


def passes(of_gate, gate_bits, argon_kib, argon_bits):
    if leading_zeros(of_gate) < gate_bits:
        return False
    return leading_zeros(argon(of_gate, argon_kib)) >= argon_bits


def work(relay, handle, day, verb, cell_hash, gate_bits, argon_kib, argon_bits):
    """The first nonce that is good, counting from 0."""
    if gate_bits > 24 or argon_kib > 4096 or argon_bits > 16:
        raise ValueError("T-02: no relay asks for that much")
    number = 0
    while True:
        nonce = number.to_bytes(16, "big")
        if passes(
            gate(relay, handle, day, verb, cell_hash, nonce), gate_bits, argon_kib, argon_bits
        ):
            return nonce
        number += 1
