#!/bin/bash
# Ends with 0 if this container is what it is asked for: started, live or ready; started unless told.
# Bash alone does it: the image has no curl to be exploited or kept up to date.
exec 3<> "/dev/tcp/127.0.0.1/${WEBHOOKS_HTTP_PORT:-8080}" || exit 1
printf 'GET /health/%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "${1:-started}" >&3
read -r -t 4 status <&3 && [[ $status == 'HTTP/1.1 200 '* ]]
