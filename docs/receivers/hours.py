"""Computes the hours of a request to reconcile. Python 3.8 or later, no packages.

Reads a line for each event: its enqueuedDateTime in UTC, a blank, and its messageId. Writes a JSON array.
"""
import hashlib
import json
import sys

hours = {}
for line in sys.stdin:
    time, message_id = line.split()
    hour = time[:13] + ":00:00Z"
    count, value = hours.get(hour, (0, 0))
    digest = hashlib.sha256(message_id.lower().encode()).digest()
    hours[hour] = (count + 1, value ^ int.from_bytes(digest, "big"))
print(json.dumps([{"hour": h, "count": c, "hash": f"{v:064x}"} for h, (c, v) in hours.items()]))
