"""A second verifier of a Ringup book, from the documentation of journal::chain alone.

Prints `ok N HASH`, or `bad SEQ` with the first bad entry. Standard library only; BIP 340 is written out below.
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
     0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8)


def add(a, b):
    if a is None or b is None:
        return a or b
    if a[0] == b[0] and a[1] != b[1]:
        return None
    if a == b:
        slope = 3 * a[0] * a[0] * pow(2 * a[1], -1, P) % P
    else:
        slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, P) % P
    x = (slope * slope - a[0] - b[0]) % P
    return x, (slope * (a[0] - x) - a[1]) % P


def times(point, factor):
    result = None
    while factor:
        if factor & 1:
            result = add(result, point)
        point, factor = add(point, point), factor >> 1
    return result


def signed(public, message, sig):
    x, r, s = (int.from_bytes(part, "big") for part in (public, sig[:32], sig[32:]))
    square = (pow(x, 3, P) + 7) % P
    y = pow(square, (P + 1) // 4, P)
    if x >= P or y * y % P != square or r >= P or s >= N:
        return False
    tag = hashlib.sha256(b"BIP0340/challenge").digest()
    e = int.from_bytes(hashlib.sha256(tag + tag + sig[:32] + public + message).digest(), "big") % N
    point = add(times(G, s), times((x, y if y % 2 == 0 else P - y), N - e))
    return point is not None and point[1] % 2 == 0 and point[0] == r


def repeated(payload):
    """What the columns receipt_no and cart must say."""
    try:
        says = json.loads(payload)
        sale = says.get("sale") or says.get("request", {}).get("sale")
        return says.get("receipt_no"), uuid.UUID(sale).bytes if sale else None
    except (ValueError, AttributeError):
        return None, None


def check(rows):
    prev, receipts, expected = bytes(32), 0, 1
    for row in rows:
        seq, kind, at, mono, boot, zone, actor, training, receipt, cart, payload, before, digest, sig = row
        if seq != expected:
            return f"bad {expected}"
        if seq == 1:
            genesis = json.loads(payload)
            names = bytes.fromhex(genesis["journal"]) + bytes.fromhex(genesis["terminal"])
            public = bytes.fromhex(genesis["public_key"])
        whole = (b"POSJ1" + names + struct.pack(">QHqQ", seq, kind, at, mono) + boot
                 + struct.pack(">hIBQ", zone, actor, training, len(payload)) + payload + before)
        follows = receipt is None or receipt == receipts + 1
        good = before == prev and hashlib.sha256(whole).digest() == digest and repeated(payload) == (receipt, cart)
        if not good or not follows or not signed(public, digest, sig):
            return f"bad {seq}"
        prev, receipts, expected = digest, receipt or receipts, seq + 1
    return f"ok {expected - 1} {prev.hex()}"


book = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
print(check(book.execute(
    "SELECT seq, kind, at_ms, mono_ms, boot, tz_min, actor, training, receipt_no, cart, payload, prev, hash, sig "
    "FROM journal ORDER BY seq")))
