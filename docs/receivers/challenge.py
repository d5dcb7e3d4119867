#!/usr/bin/env python3
"""Answers a challenge. Python 3.8 or later, no packages; verify.py is in the same directory.

Reads a request as CGI gives it, and prints the answer as CGI takes it.
"""
import json
import os
import sys
import time

import verify


def answer(headers: dict, body: bytes, secret: str, now: float):
    """Returns the status of the answer, and its JSON or None. The names of the headers are in lower case."""
    # First: otherwise anybody could have this receiver consent to a webhook.
    if not verify.verify_standard(headers, body, secret, now):
        return 401, None
    event = json.loads(body)
    if event["eventType"] == "webhooks.verification.v1":
        return 200, {"challenge": event["content"]["challenge"]}
    # Store the event here, under its webhook-id.
    return 204, None


def main() -> None:
    """Reads a request as CGI gives it: headers in the environment, the body as standard input."""
    names = ("webhook-id", "webhook-timestamp", "webhook-signature")
    headers = {name: os.environ.get("HTTP_" + name.upper().replace("-", "_"), "") for name in names}
    secret = os.environ.get("WEBHOOK_SECRET", "")
    status, content = answer(headers, sys.stdin.buffer.read(), secret, time.time())
    print(f"Status: {status}")
    if content is None:
        print()
    else:
        print("Content-Type: application/json", "", json.dumps(content), sep="\n")


if __name__ == "__main__":
    main()
