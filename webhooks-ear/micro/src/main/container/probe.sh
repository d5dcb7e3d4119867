#!/bin/bash
# Exits with 0 if the health check named by the argument (started, live or ready) answers 200; the
# default is started. It needs only bash, so the image contains no HTTP client.
exec 3<> "/dev/tcp/127.0.0.1/${WEBHOOKS_HTTP_PORT:-8080}" || exit 1
printf 'GET /health/%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "${1:-started}" >&3
read -r -t 4 status <&3 && [[ $status == 'HTTP/1.1 200 '* ]]
