#!/usr/bin/env bash
# Verifies the signatures of a delivery: bash 4 and openssl. It reads a request as CGI gives it: headers in the
# environment, the body as standard input. Argument "itwin": the header Signature, else webhook-signature.
set -euo pipefail

tolerance_seconds=300

unhex() { printf %b "$(sed 's/../\\x&/g' <<< "$1")"; }
sha256() { openssl dgst -sha256 -r | cut -d' ' -f1; }

# Prints the HMAC-SHA256 of standard input in hex. The options of openssl would show the key to "ps".
hmac() {
  local LC_ALL=C key inner='' outer='' byte part i
  key=$(printf %s "$1" | od -An -v -tx1 | tr -d ' \n')
  [ ${#key} -le 128 ] || key=$(printf %s "$1" | sha256)
  while [ ${#key} -lt 128 ]; do key+=00; done
  for ((i = 0; i < 128; i += 2)); do
    byte=$((16#${key:i:2}))
    printf -v part %02x $((byte ^ 0x36)); inner+=$part
    printf -v part %02x $((byte ^ 0x5c)); outer+=$part
  done
  { unhex "$outer"; { unhex "$inner"; cat; } | openssl dgst -sha256 -binary; } | sha256
}

# Compares hashes under a random key, so that the time says nothing about the texts.
random=$(openssl rand -hex 32)
same() { [ "$(printf %s "$1" | hmac "$random")" = "$(printf %s "$2" | hmac "$random")" ]; }

body=$(mktemp)
trap 'rm -f "$body"' EXIT
cat > "$body"

# Anybody can sign with an empty secret.
[ -n "${WEBHOOK_SECRET:-}" ] || exit 1

if [ "${1:-}" = itwin ]; then
  same "sha256=$(hmac "$WEBHOOK_SECRET" < "$body")" "${HTTP_SIGNATURE:-}"
  exit
fi

timestamp=${HTTP_WEBHOOK_TIMESTAMP:-}
[[ $timestamp =~ ^[0-9]{1,11}$ ]] || exit 1
age=$(($(date +%s) - 10#$timestamp))
[ "${age#-}" -le $tolerance_seconds ] || exit 1
mac=$({ printf '%s.%s.' "${HTTP_WEBHOOK_ID:-}" "$timestamp"; cat "$body"; } | hmac "$WEBHOOK_SECRET")
expected="v1,$(unhex "$mac" | openssl base64 -A)"
# Two values while an old secret is valid.
read -ra given <<< "${HTTP_WEBHOOK_SIGNATURE:-}"
for value in "${given[@]:-}"; do
  if same "$expected" "$value"; then exit 0; fi
done
exit 1
