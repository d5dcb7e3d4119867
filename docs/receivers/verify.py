"""Verifies the signatures of a delivery. Python 3.8 or later, no packages."""
import base64
import hashlib
import hmac
import os
import sys
import time

TOLERANCE_SECONDS = 300


def _hmac(secret: str, message: bytes) -> bytes:
    return hmac.new(secret.encode(), message, hashlib.sha256).digest()


def _is_recent(headers: dict, now: float) -> bool:
    timestamp = headers.get("webhook-timestamp", "")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 11):
        return False
    return abs(now - int(timestamp)) <= TOLERANCE_SECONDS


def _start(headers: dict) -> bytes:
    return f"{headers.get('webhook-id', '')}.{headers['webhook-timestamp']}.".encode()


def verify_standard(headers: dict, body: bytes, secret: str, now: float) -> bool:
    """Verifies webhook-signature (Standard Webhooks). The names of the headers are in lower case."""
    if not secret or not _is_recent(headers, now):
        return False
    start = _start(headers)
    expected = b"v1," + base64.b64encode(_hmac(secret, start + body))
    # Two values while an old secret is valid: compare with each, in constant time.
    given = headers.get("webhook-signature", "").split(" ")
    return any([hmac.compare_digest(expected, value.encode("utf-8", "replace")) for value in given])


def verify_asymmetric(headers: dict, body: bytes, keys: str, now: float) -> bool:
    """Verifies the asymmetric signature in webhook-signature (v1a of Standard Webhooks).

    The keys are the public keys whpk_... that are valid now, with a space between two.
    """
    if not _is_recent(headers, now):
        return False
    message = _start(headers) + body
    given = [value[4:] for value in headers.get("webhook-signature", "").split(" ") if value.startswith("v1a,")]
    public = [key[5:] for key in keys.split() if key.startswith("whpk_")]
    return any(_ed25519(_decode(key), message, _decode(value)) for key in public for value in given)


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return b""


# Ed25519 (RFC 8032, section 6): Python has it in packages only. A verification takes some milliseconds. It may, because
# it handles no secret; with the package "cryptography" it is faster.
_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)


def _add(one, other):
    a = (one[1] - one[0]) * (other[1] - other[0]) % _P
    b = (one[1] + one[0]) * (other[1] + other[0]) % _P
    c = 2 * one[3] * other[3] * _D % _P
    d = 2 * one[2] * other[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(factor: int, point):
    result = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            result = _add(result, point)
        point = _add(point, point)
        factor >>= 1
    return result


def _point(encoded: bytes):
    """Returns the point of 32 bytes, or None if they encode none."""
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    square = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT % _P
    if y >= _P or (x * x - square) % _P or (x == 0 and sign):
        return None
    x = _P - x if x & 1 != sign else x
    return x, y, 1, x * y % _P


_BASE = _point((4 * pow(5, _P - 2, _P) % _P).to_bytes(32, "little"))


def _ed25519(key: bytes, message: bytes, signature: bytes) -> bool:
    if len(key) != 32 or len(signature) != 64:
        return False
    public, commitment = _point(key), _point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if public is None or commitment is None or scalar >= _ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + key + message).digest()
    left = _times(scalar, _BASE)
    right = _add(commitment, _times(int.from_bytes(digest, "little") % _ORDER, public))
    return all((left[i] * right[2] - right[i] * left[2]) % _P == 0 for i in (0, 1))


def verify_itwin(headers: dict, body: bytes, secret: str) -> bool:
    """Verifies Signature (iTwin Platform). It does not show whether a delivery is a replay."""
    if not secret:
        return False
    expected = b"sha256=" + _hmac(secret, body).hex().encode()
    return hmac.compare_digest(expected, headers.get("signature", "").encode("utf-8", "replace"))


def main() -> bool:
    """Reads a request as CGI gives it: headers in the environment, the body as standard input."""
    names = ("webhook-id", "webhook-timestamp", "webhook-signature", "signature")
    headers = {name: os.environ.get("HTTP_" + name.upper().replace("-", "_"), "") for name in names}
    body = sys.stdin.buffer.read()
    secret = os.environ.get("WEBHOOK_SECRET", "")
    if sys.argv[1:] == ["itwin"]:
        return verify_itwin(headers, body, secret)
    if sys.argv[1:] == ["v1a"]:
        return verify_asymmetric(headers, body, os.environ.get("WEBHOOK_PUBLIC_KEYS", ""), time.time())
    return verify_standard(headers, body, secret, time.time())


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
