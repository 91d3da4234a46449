#!/usr/bin/env python3
"""A second verifier of Ringup's books, written from the description of the format (src/journal/chain.rs) alone.

    python3 verify.py journal.db...

Prints `ok N HASH`, or `bad SEQ` with the first entry that is not as it was written (0: the database itself), one line per book. Exit code 1
if any is bad. It needs Python 3 and nothing else; BIP 340 is written out below. A book is opened for reading only.
"""
import hashlib
import json
import sqlite3
import struct
import sys
import uuid

P = 2**256 - 2**32 - 977
N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
G = (0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798,
     0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8, 1)
NOWHERE = (0, 1, 0)
# SHA-256 over name and text of the table `journal`, its index and its guards: these words never change.
GUARDS = "cc70f4d631a68a78ca70ee73b968dc0ca6201ed9a2a25ce37aaf35343cdcabff"


def add(a, b):
    """Adds two points given as (x, y, z), which stand for (x / z^2, y / z^3)."""
    if not a[2] or not b[2]:
        return b if not a[2] else a
    aa, bb = a[2] * a[2] % P, b[2] * b[2] % P
    u, v = a[0] * bb % P, b[0] * aa % P
    s, t = a[1] * bb * b[2] % P, b[1] * aa * a[2] % P
    if u == v:
        return double(a) if s == t else NOWHERE
    h, r = v - u, t - s
    hh = h * h % P
    hhh = h * hh % P
    x = (r * r - hhh - 2 * u * hh) % P
    return x, (r * (u * hh - x) - s * hhh) % P, h * a[2] * b[2] % P


def double(a):
    yy = a[1] * a[1] % P
    s, m = 4 * a[0] * yy % P, 3 * a[0] * a[0] % P
    x = (m * m - 2 * s) % P
    return x, (m * (s - x) - 8 * yy * yy) % P, 2 * a[1] * a[2] % P


def twice_times(a, i, b, j):
    """i times a, plus j times b."""
    both, result = add(a, b), NOWHERE
    for bit in range(255, -1, -1):
        result = double(result)
        first, second = i >> bit & 1, j >> bit & 1
        if first or second:
            result = add(result, both if first and second else a if first else b)
    return result


def signed(public, message, sig):
    if len(public) != 32 or len(sig) != 64:
        return False
    x, r, s = (int.from_bytes(part, "big") for part in (public, sig[:32], sig[32:]))
    square = (pow(x, 3, P) + 7) % P
    y = pow(square, (P + 1) // 4, P)
    if x >= P or y * y % P != square or r >= P or s >= N:
        return False
    tag = hashlib.sha256(b"BIP0340/challenge").digest()
    e = int.from_bytes(hashlib.sha256(tag + tag + sig[:32] + public + message).digest(), "big") % N
    px, py, pz = twice_times(G, s, (x, y if y % 2 == 0 else P - y, 1), N - e)
    if not pz:
        return False
    inverse = pow(pz, P - 2, P)
    return py * pow(inverse, 3, P) % P % 2 == 0 and px * inverse * inverse % P == r


def repeated(payload):
    """What the columns receipt_no and cart must say."""
    try:
        says = json.loads(payload.decode())
        sale = says["sale"] if says.get("sale") else says["request"]["sale"] if says.get("request") else None
        return says.get("receipt_no"), uuid.UUID(sale).bytes if sale else None
    except (ValueError, AttributeError, KeyError, TypeError):
        return None, None


class Book:
    """What all entries of one book are held to, and how far the check has come."""

    def __init__(self):
        self.names, self.public = b"", b""
        self.prev, self.receipts, self.seq = bytes(32), 0, 0

    def holds(self, row):
        seq, kind, at, mono, boot, zone, actor, training, receipt, cart, payload, before, digest, sig = row
        if seq != self.seq + 1 or training not in (0, 1):
            return False
        if seq == 1:
            genesis = json.loads(payload.decode())
            self.names = bytes.fromhex(genesis["journal"]) + bytes.fromhex(genesis["terminal"])
            self.public = bytes.fromhex(genesis["public_key"])
            if kind != 900 or len(self.names) != 32:
                return False
        whole = (b"POSJ1" + self.names + struct.pack(">QHqQ", seq, kind, at, mono) + boot
                 + struct.pack(">hIBQ", zone, actor, training, len(payload)) + payload + before)
        if before != self.prev or hashlib.sha256(whole).digest() != digest or repeated(payload) != (receipt, cart):
            return False
        if receipt is not None and receipt != self.receipts + 1 or not signed(self.public, digest, sig):
            return False
        if kind == 905 and not self.turns(json.loads(payload.decode()), before):
            return False
        self.prev, self.receipts, self.seq = digest, receipt or self.receipts, seq
        return True

    def turns(self, says, before):
        """Another key signs from here on, if it agreed."""
        new = bytes.fromhex(says["public_key"])
        asked = hashlib.sha256(b"POSK1" + self.names + before + self.public + new).digest()
        agreed = signed(new, asked, bytes.fromhex(says["proof"]))
        self.public = new
        return agreed


def check(path):
    book = Book()
    try:
        conn = sqlite3.connect("file:{}?mode=ro".format(path.replace("?", "%3f").replace("#", "%23")), uri=True)
        rows = conn.execute("SELECT seq, kind, at_ms, mono_ms, boot, tz_min, actor, training, receipt_no, cart, payload, prev, "
                            "hash, sig FROM journal ORDER BY seq")
        for row in rows:
            if not book.holds(row):
                return "bad {}".format(book.seq + 1)
        if book.seq == 0:
            return "bad 1"
        words = conn.execute("SELECT name, sql FROM sqlite_master WHERE tbl_name = 'journal' ORDER BY type, name").fetchall()
        if hashlib.sha256(repr(words).encode()).hexdigest() != GUARDS:
            return "bad 0"
        if conn.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            return "bad 0"
    except sqlite3.Error:
        return "bad {}".format(book.seq + 1 if book.seq else 0)
    except (ValueError, KeyError, TypeError, AttributeError, struct.error):
        return "bad {}".format(book.seq + 1)
    return "ok {} {}".format(book.seq, book.prev.hex())


if __name__ == "__main__":
    said = [check(path) for path in sys.argv[1:]]
    print("\n".join(said))
    sys.exit(any(line.startswith("bad") for line in said))
