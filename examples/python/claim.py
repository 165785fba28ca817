#!/usr/bin/env python3
"""Makes a claim, signs it and sends it to StemeDB; written from docs/claim-format.md alone."""
import argparse
import json
import os
import struct
import time
import urllib.error
import urllib.request

import cbor2
from blake3 import blake3
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KEYS = ["kind", "version", "namespace", "author", "time", "subject", "predicate", "object", "confidence",
        "source_class", "lifecycle", "parent", "source", "epoch", "evidence", "visual_hash", "vector", "metadata"]
BYTES = {"author", "parent", "source", "epoch", "evidence", "visual_hash"}  # hexadecimal in JSON
NUMBER, SEALED = 1, 4  # types of objects


def wire(name, value):
    """The value of a field as it stands in the body."""
    if name in BYTES:
        return bytes.fromhex(value)
    if name == "vector":
        return struct.pack(f"<{len(value)}f", *value)
    if name == "object" and value[0] == NUMBER:
        return [NUMBER, float(value[1])]
    if name == "object" and value[0] == SEALED:
        return [SEALED, bytes.fromhex(value[1])]
    return value


def make(seed, fields, flip=False):
    """The JSON line to send: the body in deterministic CBOR, and the signature over its id at its time."""
    key = Ed25519PrivateKey.from_private_bytes(seed)
    fields = {"kind": 1, "version": 1, "author": key.public_key().public_bytes_raw().hex()} | fields
    body = cbor2.dumps({KEYS.index(name): wire(name, value) for name, value in fields.items()}, canonical=True)
    record_id = blake3(b"stemedb/claim/v1\0" + body).digest()
    signature = key.sign(b"stemedb/sign/v1\0" + record_id + fields["time"].to_bytes(8, "big"))
    if flip:  # in the subject, so that the body still is a claim, but not the one that was signed
        at = body.index(fields["subject"].encode())
        body = body[:at] + bytes([body[at] ^ 1]) + body[at + 1:]
    return json.dumps({"body": body.hex(), "signature": signature.hex()})


def send(line):
    """Posts the line. Gives the exit code and the answer, which may be a refusal."""
    url = os.environ.get("STEME_SERVER", "http://127.0.0.1:18180").rstrip("/") + "/v1/assert"
    request = urllib.request.Request(url, line.encode(), {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return 0, f"{answer.status} {answer.read().decode()}"
    except urllib.error.HTTPError as refusal:
        return 1, f"{refusal.code} {refusal.read().decode()}"
    except urllib.error.URLError as error:
        return 2, f"{url} can't be reached: {error.reason}"


options = argparse.ArgumentParser(description=__doc__)
options.add_argument("--print", action="store_true", help="print the JSON line and send nothing")
options.add_argument("--flip", action="store_true", help="flip a bit of the body after signing")
options.add_argument("--vector", metavar="FILE", help="print the lines of a file of claim vectors and send nothing")
chosen = options.parse_args()
if chosen.vector:
    with open(chosen.vector, encoding="utf-8") as file:
        for vector in json.load(file)["vectors"]:
            print(make(bytes.fromhex(vector["seed"]), vector["fields"], chosen.flip))
    raise SystemExit(0)
now_ms = time.time_ns() // 1_000_000
example = make(os.urandom(32), {
    "namespace": "public", "time": now_ms, "subject": "Semaglutide", "predicate": "nausea_rate_percent",
    "object": [NUMBER, 44.0], "confidence": 950_000, "source_class": 1, "lifecycle": 0}, chosen.flip)
code, text = (0, example) if chosen.print else send(example)
print(text)
raise SystemExit(code)
