#!/usr/bin/env python3
"""Reads a CloudEvent from a request as CGI gives it. Needs Python 3.9 or later, and no library.

Prints id, type and source of the event in a line each, then its data in JSON.
"""
import json
import os
import sys
from urllib.parse import unquote


def read(headers, body):
    """Returns the attributes and the data of the event. The names of headers are in lower case."""
    if headers["content-type"].startswith("application/cloudevents+json"):
        event = json.loads(body)
        data = event.pop("data", None)
        return event, data
    event = {
        name[3:]: unquote(value, errors="strict")
        for name, value in headers.items()
        if name.startswith("ce-")
    }
    return event, json.loads(body)


headers = {
    name[5:].replace("_", "-").lower(): value
    for name, value in os.environ.items()
    if name.startswith("HTTP_")
}
headers["content-type"] = os.environ["CONTENT_TYPE"]
event, data = read(headers, sys.stdin.buffer.read())
print(event["id"], event["type"], event["source"], json.dumps(data), sep="\n")
