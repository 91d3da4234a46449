#!/usr/bin/env python3
"""Checks a signed archive of a Ringup journal with Python alone: verify_archive.py FILE.zip [--deep]

Prints `ok N entries, head HASH`, `bad entry SEQ` or `bad file NAME`; exits 0 or 1. --deep checks every signature, otherwise
the archive's, the keys' and the last entry's. Whose key it is, no archive can say: compare public-key.hex with the till's."""
import hashlib, json, struct, sys, uuid, zipfile

P = 2**256 - 2**32 - 977
N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
G = (0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798,
     0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8)
NUMBERS = {"seq": (0, 2**64), "kind": (0, 2**16), "at_ms": (-2**63, 2**63), "mono_ms": (0, 2**64),
           "tz_min": (-2**15, 2**15), "actor": (0, 2**32)}
BYTES = {"boot": 16, "payload": None, "prev": 32, "hash": 32, "sig": 64}
BESIDE = {"manifest.json", "manifest.sig", "entries.ndjson"}

class Bad(Exception):
    """What is not as it was written."""

def add(a, b):
    if a is None or b is None:
        return a or b
    if a[0] == b[0] and a[1] != b[1]:
        return None
    slope = 3 * a[0] * a[0] * pow(2 * a[1], -1, P) if a == b else (b[1] - a[1]) * pow(b[0] - a[0], -1, P)
    x = (slope * slope - a[0] - b[0]) % P
    return x, (slope * (a[0] - x) - a[1]) % P

def times(point, factor):
    result = None
    while factor:
        result = add(result, point) if factor & 1 else result
        point, factor = add(point, point), factor >> 1
    return result

def signed(public, message, sig):  # BIP 340
    x, r, s = (int.from_bytes(part, "big") for part in (public, sig[:32], sig[32:]))
    y = pow(pow(x, 3, P) + 7, (P + 1) // 4, P)
    if x >= P or (y * y - pow(x, 3, P) - 7) % P or r >= P or s >= N:
        return False
    tag = hashlib.sha256(b"BIP0340/challenge").digest()
    e = int.from_bytes(hashlib.sha256(tag + tag + sig[:32] + public + message).digest(), "big") % N
    point = add(times(G, s), times((x, y if y % 2 == 0 else P - y), N - e))
    return point is not None and point[1] % 2 == 0 and point[0] == r

def unhex(text, length):
    if type(text) is not str or not set(text) <= set("0123456789abcdefABCDEF") or length and len(text) != 2 * length:
        raise ValueError("not hex of that length")
    return bytes.fromhex(text)

def entry(line):
    pairs = json.loads(line.decode("utf-8"), object_pairs_hook=lambda pairs: pairs)
    row = dict(pairs)
    if len(pairs) != len(row) or row.keys() != {*NUMBERS, *BYTES, "training", "receipt_no", "cart"}:
        raise ValueError("not an entry")
    kinds = all(type(row[name]) is int and low <= row[name] < high for name, (low, high) in NUMBERS.items())
    if not kinds or type(row["training"]) is not bool:
        raise ValueError("not an entry")
    row.update({name: unhex(row[name], length) for name, length in BYTES.items()})
    return {**row, "cart": row["cart"] and unhex(row["cart"], 16)}

def repeated(payload):  # what receipt_no and cart must say
    try:
        says = json.loads(payload)
        sale = says.get("sale") or says.get("request", {}).get("sale")
        return says.get("receipt_no"), uuid.UUID(sale).bytes if sale else None
    except (ValueError, AttributeError):
        return None, None

def holds(row, names):  # an entry's hash and columns
    stored = (b"POSJ1" + names + struct.pack(">QHqQ", row["seq"], row["kind"], row["at_ms"], row["mono_ms"]) + row["boot"]
              + struct.pack(">hIBQ", row["tz_min"], row["actor"], row["training"], len(row["payload"])))
    same = hashlib.sha256(stored + row["payload"] + row["prev"]).digest() == row["hash"]
    return same and repeated(row["payload"]) == (row["receipt_no"], row["cart"])

class Archive:
    def __init__(self, path):
        self.file, self.zip = open(path, "rb"), zipfile.ZipFile(path)
    def lines(self, name):  # the stored bytes, whatever the checksum of the ZIP file says
        try:
            info = self.zip.getinfo(name)
            self.file.seek(info.header_offset)
            self.file.seek(sum(struct.unpack("<26xHH", self.file.read(30))), 1)
        except (KeyError, struct.error, OSError):
            raise Bad(f"file {name}") from None
        left = info.file_size
        while left and (line := self.file.readline(left)):
            left -= len(line)
            yield line
    def whole(self, name, length=None):  # the bytes, or those they spell in hex
        text = b"".join(self.lines(name))
        try:
            return unhex(text.decode("ascii").strip(), length) if length else text
        except ValueError:
            raise Bad(f"file {name}") from None

def insist(good, what):
    if not good:
        raise Bad(what)

def check(path, deep):
    archive = Archive(path)
    public, text = archive.whole("public-key.hex", 32), archive.whole("manifest.json")
    sig = archive.whole("manifest.sig", 64)
    insist(signed(public, hashlib.sha256(b"RINGUPARCHIVE1" + text).digest(), sig), "file manifest.json")
    manifest = json.loads(text)
    sums = manifest["sha256"]
    insist(manifest["form"] == "ringup-archive-1" and manifest["public_key"] == public.hex(), "file manifest.json")
    for name in sorted({*archive.zip.namelist(), *sums} - BESIDE):
        insist(hashlib.sha256(archive.whole(name)).hexdigest() == sums.get(name), f"file {name}")
    genesis = entry(archive.whole("genesis.ndjson"))
    born = json.loads(genesis["payload"])
    insist(all(born[name] == manifest[name] for name in ("journal", "terminal")), "file genesis.ndjson")
    names, keys = bytes.fromhex(born["journal"] + born["terminal"]), [(0, bytes.fromhex(born["public_key"]))]
    insist(holds(genesis, names) and signed(keys[0][1], genesis["hash"], genesis["sig"]), "entry 1")
    for turn in map(entry, archive.lines("turns.ndjson") if "turns.ndjson" in sums else ()):
        insist(holds(turn, names) and signed(keys[-1][1], turn["hash"], turn["sig"]), f"entry {turn['seq']}")
        keys.append((turn["seq"], bytes.fromhex(json.loads(turn["payload"])["public_key"])))
    insist(keys[-1][1] == public, "file turns.ndjson")
    return walk(archive, manifest, names, keys, deep)

def walk(archive, manifest, names, keys, deep):
    prev, receipts, seq = bytes.fromhex(manifest["before"]), manifest["receipts_before"], manifest["first"]
    whole, closings, row, signer, sums = hashlib.sha256(), [], None, None, manifest["sha256"]
    for line in archive.lines("entries.ndjson"):
        whole.update(line)
        try:
            row = entry(line)
        except ValueError:
            raise Bad(f"entry {seq}") from None
        signer = [key for since, key in keys if since < seq][-1]
        good = seq == row["seq"] <= manifest["last"] and row["prev"] == prev and holds(row, names)
        good = good and row["receipt_no"] in (None, receipts + 1)
        insist(good and (not deep or signed(signer, row["hash"], row["sig"])), f"entry {seq}")
        closings += [line] if row["kind"] == 712 else []
        prev, receipts, seq = row["hash"], row["receipt_no"] or receipts, seq + 1
    insist(seq > manifest["last"], f"entry {seq}")
    insist(not row or signed(signer, row["hash"], row["sig"]), f"entry {seq - 1}")
    insist(whole.hexdigest() == sums.get("entries.ndjson"), "file entries.ndjson")
    insist(prev.hex() == manifest["head"], "file manifest.json")
    kept = list(archive.lines("closings.ndjson")) if "closings.ndjson" in sums else []
    insist(closings == kept, "file closings.ndjson")
    return f"ok {seq - manifest['first']} entries, head {prev.hex()}"

if __name__ == "__main__":
    try:
        print(check(sys.argv[1], "--deep" in sys.argv))
    except (Bad, zipfile.BadZipFile, OSError) as bad:
        print("bad", bad if isinstance(bad, Bad) else "file " + sys.argv[1].rsplit("/", 1)[-1])
        sys.exit(1)
