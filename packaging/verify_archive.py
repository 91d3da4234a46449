#!/usr/bin/env python3
"""Checks a signed archive of a Ringup journal with Python alone: verify_archive.py FILE.zip [--deep]

Prints `ok N entries, head HASH`, or `bad entry SEQ`, or `bad file NAME`, and exits 0 or 1. --deep checks every entry's
signature, otherwise those of the archive and its last entry. Written from the documentation of the form, not from the
program. Whose key it is, the archive cannot say: compare public-key.hex with the key the till shows.
"""
import hashlib, json, struct, sys, uuid, zipfile

P = 2**256 - 2**32 - 977
N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
G = (0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798,
     0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8)
NUMBERS = {"seq": (0, 2**64), "kind": (0, 2**16), "at_ms": (-2**63, 2**63), "mono_ms": (0, 2**64),
           "tz_min": (-2**15, 2**15), "actor": (0, 2**32)}
BYTES = {"boot": 16, "payload": None, "prev": 32, "hash": 32, "sig": 64}
KEYS = {*NUMBERS, *BYTES, "training", "receipt_no", "cart"}

class Bad(Exception):
    """What is not as it was written."""

def add(a, b):
    if a is None or b is None or a[0] == b[0] and a[1] != b[1]:
        return a or b if a is None or b is None else None
    slope = 3 * a[0] * a[0] * pow(2 * a[1], -1, P) if a == b else (b[1] - a[1]) * pow(b[0] - a[0], -1, P)
    x = (slope * slope - a[0] - b[0]) % P
    return x, (slope * (a[0] - x) - a[1]) % P

def times(point, factor):
    result = None
    while factor:
        result = add(result, point) if factor & 1 else result
        point, factor = add(point, point), factor >> 1
    return result

def signed(public, message, sig):
    """BIP 340."""
    x, r, s = (int.from_bytes(part, "big") for part in (public, sig[:32], sig[32:]))
    y = pow(pow(x, 3, P) + 7, (P + 1) // 4, P)
    if x >= P or (y * y - pow(x, 3, P) - 7) % P or r >= P or s >= N:
        return False
    tag = hashlib.sha256(b"BIP0340/challenge").digest()
    e = int.from_bytes(hashlib.sha256(tag + tag + sig[:32] + public + message).digest(), "big") % N
    point = add(times(G, s), times((x, y if y % 2 == 0 else P - y), N - e))
    return point is not None and point[1] % 2 == 0 and point[0] == r

def unhex(text, length):
    if type(text) is not str or not set(text) <= set("0123456789abcdefABCDEF") or len(text) != 2 * (length or len(text) // 2):
        raise ValueError("not hex of that length")
    return bytes.fromhex(text)

def repeated(payload):
    """What receipt_no and cart must say."""
    try:
        says = json.loads(payload)
        sale = says.get("sale") or says.get("request", {}).get("sale")
        return says.get("receipt_no"), uuid.UUID(sale).bytes if sale else None
    except (ValueError, AttributeError):
        return None, None

def entry(line):
    pairs = json.loads(line.decode("utf-8"), object_pairs_hook=lambda pairs: pairs)
    row = dict(pairs)
    if len(pairs) != len(row) or row.keys() != KEYS or type(row["training"]) is not bool:
        raise ValueError("not an entry")
    if any(type(row[name]) is not int or not low <= row[name] < high for name, (low, high) in NUMBERS.items()):
        raise ValueError("not a number")
    row.update({name: unhex(row[name], length) for name, length in BYTES.items()})
    row["cart"] = None if row["cart"] is None else unhex(row["cart"], 16)
    return row

class Archive:
    def __init__(self, path):
        self.file, self.zip = open(path, "rb"), zipfile.ZipFile(path)

    def member(self, name):
        try:
            info = self.zip.getinfo(name)
            self.file.seek(info.header_offset)
            names, extras = struct.unpack("<26xHH", self.file.read(30))
            self.file.seek(names + extras, 1)
            left = info.file_size
        except (KeyError, struct.error, OSError):
            raise Bad(f"file {name}") from None
        while left and (line := self.file.readline(left)):
            left -= len(line)
            yield line

    def whole(self, name, length=None):
        """The bytes of a member, or those it spells in hex."""
        try:
            text = b"".join(self.member(name))
            return unhex(text.decode("ascii").strip(), length) if length else text
        except ValueError:
            raise Bad(f"file {name}") from None

def check(path, deep):
    archive = Archive(path)
    public, text = archive.whole("public-key.hex", 32), archive.whole("manifest.json")
    sig = archive.whole("manifest.sig", 64)
    if not signed(public, hashlib.sha256(b"RINGUPARCHIVE1" + text).digest(), sig):
        raise Bad("file manifest.json")
    manifest = json.loads(text)
    if manifest["form"] != "ringup-archive-1" or manifest["public_key"] != public.hex():
        raise Bad("file manifest.json")
    for name in sorted({*archive.zip.namelist(), *manifest["sha256"]} - {"manifest.json", "manifest.sig", "entries.ndjson"}):
        if hashlib.sha256(archive.whole(name)).hexdigest() != manifest["sha256"].get(name):
            raise Bad(f"file {name}")
    genesis = entry(archive.whole("genesis.ndjson"))
    born = json.loads(genesis["payload"])
    if any(born[name] != manifest[name] for name in ("journal", "terminal")):
        raise Bad("file genesis.ndjson")
    names, key = bytes.fromhex(born["journal"] + born["terminal"]), bytes.fromhex(born["public_key"])
    if not holds(genesis, names) or not signed(key, genesis["hash"], genesis["sig"]):
        raise Bad("entry 1")
    keys = [(0, key)]
    for turn in map(entry, archive.member("turns.ndjson") if "turns.ndjson" in manifest["sha256"] else ()):
        if not holds(turn, names) or not signed(keys[-1][1], turn["hash"], turn["sig"]):
            raise Bad(f"entry {turn['seq']}")
        keys.append((turn["seq"], bytes.fromhex(json.loads(turn["payload"])["public_key"])))
    if keys[-1][1] != public:
        raise Bad("file turns.ndjson")
    return walk(archive, manifest, names, keys, deep)

def holds(row, names):
    """Whether an entry's hash is that of its bytes, and its columns are what they say."""
    stored = (b"POSJ1" + names + struct.pack(">QHqQ", row["seq"], row["kind"], row["at_ms"], row["mono_ms"]) + row["boot"]
              + struct.pack(">hIBQ", row["tz_min"], row["actor"], row["training"], len(row["payload"])))
    same = hashlib.sha256(stored + row["payload"] + row["prev"]).digest() == row["hash"]
    return same and repeated(row["payload"]) == (row["receipt_no"], row["cart"])

def walk(archive, manifest, names, keys, deep):
    prev, receipts, seq = bytes.fromhex(manifest["before"]), manifest["receipts_before"], manifest["first"]
    whole, closings, row = hashlib.sha256(), [], None
    for line in archive.member("entries.ndjson"):
        whole.update(line)
        try:
            row = entry(line)
        except ValueError:
            raise Bad(f"entry {seq}") from None
        good = seq == row["seq"] <= manifest["last"] and row["prev"] == prev and holds(row, names)
        good = good and row["receipt_no"] in (None, receipts + 1)
        public = [key for since, key in keys if since < seq][-1]
        if not good or deep and not signed(public, row["hash"], row["sig"]):
            raise Bad(f"entry {seq}")
        closings += [line] if row["kind"] == 712 else []
        prev, receipts, seq = row["hash"], row["receipt_no"] or receipts, seq + 1
    if seq <= manifest["last"]:
        raise Bad(f"entry {seq}")
    if row and not signed(public, row["hash"], row["sig"]):
        raise Bad(f"entry {row['seq']}")
    if whole.hexdigest() != manifest["sha256"].get("entries.ndjson"):
        raise Bad("file entries.ndjson")
    if prev.hex() != manifest["head"]:
        raise Bad("file manifest.json")
    if closings != (list(archive.member("closings.ndjson")) if "closings.ndjson" in manifest["sha256"] else []):
        raise Bad("file closings.ndjson")
    return f"ok {seq - manifest['first']} entries, head {prev.hex()}"

if __name__ == "__main__":
    try:
        print(check(sys.argv[1], "--deep" in sys.argv))
    except (Bad, zipfile.BadZipFile, OSError) as bad:
        print("bad", bad if isinstance(bad, Bad) else "file " + sys.argv[1].rsplit("/", 1)[-1])
        sys.exit(1)
