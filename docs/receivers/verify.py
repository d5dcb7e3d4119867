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


def verify_standard(headers: dict, body: bytes, secret: str, now: float) -> bool:
    """Verifies webhook-signature (Standard Webhooks). The names of the headers are in lower case."""
    timestamp = headers.get("webhook-timestamp", "")
    if not (secret and timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 11):
        return False
    if abs(now - int(timestamp)) > TOLERANCE_SECONDS:
        return False
    start = f"{headers.get('webhook-id', '')}.{timestamp}.".encode()
    expected = b"v1," + base64.b64encode(_hmac(secret, start + body))
    # Two values while an old secret is valid: compare with each, in constant time.
    given = headers.get("webhook-signature", "").split(" ")
    return any([hmac.compare_digest(expected, value.encode("utf-8", "replace")) for value in given])


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
    return verify_standard(headers, body, secret, time.time())


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
