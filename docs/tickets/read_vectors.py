"""Reads the test vectors of docs/tickets.md with nothing of Holdfast: for whoever writes a checker."""

import base64
import hashlib
import json
import pathlib
import re

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


class NoTicket(Exception):
    """These bytes are no ticket of this format."""


class Bytes:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count):
        part = self.data[self.at : self.at + count]
        if len(part) < count:
            raise NoTicket("it ends too early")
        self.at += count
        return part

    def number(self):
        value, shift = 0, 0
        while True:
            (byte,) = self.take(1)
            value |= (byte & 127) << shift
            if byte < 128:
                if byte == 0 and shift > 0:
                    raise NoTicket("a number is too long")
                return value
            shift += 7
            if shift > 48:
                raise NoTicket("a number is too large")

    def signed(self):
        value = self.number()
        return value // 2 if value % 2 == 0 else -(value + 1) // 2

    def text(self):
        length = self.number()
        if length > 4:
            raise NoTicket("initials are too long")
        try:
            return self.take(length).decode("utf-8")
        except UnicodeDecodeError as fault:
            raise NoTicket("initials are not UTF-8") from fault

    def is_empty(self):
        return self.at == len(self.data)


def read(code):
    if len(code) <= 64:
        raise NoTicket("it is too short")
    source = Bytes(code[:-64])
    if source.take(1) != b"\x01":
        raise NoTicket("it is of another version")
    ticket = {
        "key_id": int.from_bytes(source.take(2), "big"),
        "train_run_id": source.number(),
        "booking_id": source.take(8).decode("latin-1"),
        "issue": source.number(),
        "from_stop": source.number(),
        "to_stop": source.number(),
        "valid_from_minute": source.number(),
    }
    ticket["valid_until_minute"] = ticket["valid_from_minute"] + source.number()
    count = source.number()
    if not 1 <= count <= 9 or ticket["from_stop"] >= ticket["to_stop"]:
        raise NoTicket("its seats or its stops cannot be")
    seat, seats = 0, []
    for _ in range(count):
        seat += source.signed()
        seats.append(seat)
    ticket["seat_ids"] = seats
    ticket["initials"] = [] if source.is_empty() else [source.text() for _ in seats]
    if not source.is_empty() or not re.fullmatch("[0-9A-HJKMNP-TV-Z]{8}", ticket["booking_id"]):
        raise NoTicket("it has bytes that are left over")
    return ticket


def signed_ticket(code, keys):
    """What a code says, if one of the keys has signed it."""
    ticket = read(code)
    if is_signed(code, ticket, keys):
        return ticket
    raise NoTicket("no key of the railway has signed it")


def is_signed(code, ticket, keys):
    for key in keys:
        if int.from_bytes(hashlib.sha256(key).digest()[:2], "big") != ticket["key_id"]:
            continue
        try:
            Ed25519PublicKey.from_public_bytes(key).verify(code[-64:], code[:-64])
            return True
        except InvalidSignature:
            pass
    return False


def verdict(vector, keys):
    """What a check says: the first that is true."""
    code = decoded(vector["code"])
    try:
        ticket = read(code)
    except NoTicket:
        return "UNREADABLE"
    if not is_signed(code, ticket, keys):
        return "FORGED"
    if ticket["train_run_id"] != vector["run"]:
        is_same_train = ticket["train_run_id"] in vector["same_train_runs"]
        return "OTHER_DAY" if is_same_train else "OTHER_TRAIN"
    if not ticket["valid_from_minute"] <= vector["minute"] < ticket["valid_until_minute"]:
        return "OTHER_DAY"
    if "newest" not in vector:
        return "UNKNOWN"
    newest = vector["newest"]
    is_newest = newest is not None and all(ticket[name] == newest[name] for name in newest)
    return "VALID" if is_newest else "REVOKED"


def decoded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


vectors = json.loads((pathlib.Path(__file__).parent / "vectors.json").read_text("utf-8"))
railway = [decoded(key) for key in vectors["public_keys"]]
for vector in vectors["good"]:
    assert signed_ticket(decoded(vector["code"]), railway) == vector["says"], vector
for vector in vectors["refused"]:
    try:
        signed_ticket(decoded(vector["code"]), railway)
    except NoTicket:
        continue
    raise AssertionError(vector["why"] + " was accepted")
for vector in vectors["checks"]:
    assert verdict(vector, railway) == vector["verdict"], vector
print(
    f"{len(vectors['good'])} tickets read, {len(vectors['refused'])} codes refused, "
    f"{len(vectors['checks'])} checked"
)
