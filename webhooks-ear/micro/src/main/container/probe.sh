#!/bin/bash
# Ends with 0 if the API of this container answers. It asks without a token, so 401 is the right
# answer. Bash alone does it: the image has no curl to be exploited or kept up to date.
exec 3<> "/dev/tcp/127.0.0.1/${WEBHOOKS_HTTP_PORT:-8080}" || exit 1
printf 'GET /webhooks/probe HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
read -r -t 4 status <&3 && [[ $status == 'HTTP/1.1 401 '* ]]
