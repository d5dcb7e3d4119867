#!/usr/bin/env bash
# Verifies the signatures of a delivery: bash 4 and openssl, version 3 for v1a. It reads a request as CGI gives it: headers
# in the environment, the body as standard input. Argument "itwin": the header Signature; "v1a": the asymmetric signature
# in webhook-signature, with the public keys in WEBHOOK_PUBLIC_KEYS; else the signature of the secret there.
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

timestamp=${HTTP_WEBHOOK_TIMESTAMP:-}
is_recent() {
  [[ $timestamp =~ ^[0-9]{1,11}$ ]] || return 1
  local age=$(($(date +%s) - 10#$timestamp))
  [ "${age#-}" -le $tolerance_seconds ]
}
read -ra given <<< "${HTTP_WEBHOOK_SIGNATURE:-}"

if [ "${1:-}" = v1a ]; then
  is_recent || exit 1
  files=$(mktemp -d)
  trap 'rm -rf "$body" "$files"' EXIT
  { printf '%s.%s.' "${HTTP_WEBHOOK_ID:-}" "$timestamp"; cat "$body"; } > "$files/message"
  for key in ${WEBHOOK_PUBLIC_KEYS:-}; do
    # The bytes before an Ed25519 key in the form that openssl reads (RFC 8410).
    { unhex 302a300506032b6570032100; openssl base64 -d -A <<< "${key#whpk_}"; } > "$files/key"
    for value in "${given[@]:-}"; do
      [[ $value = v1a,* ]] || continue
      openssl base64 -d -A <<< "${value#v1a,}" > "$files/signature"
      if openssl pkeyutl -verify -pubin -keyform DER -inkey "$files/key" -rawin -in "$files/message" \
        -sigfile "$files/signature" > "$files/output" 2>&1; then exit 0; fi
    done
  done
  exit 1
fi

# Anybody can sign with an empty secret.
[ -n "${WEBHOOK_SECRET:-}" ] || exit 1

if [ "${1:-}" = itwin ]; then
  same "sha256=$(hmac "$WEBHOOK_SECRET" < "$body")" "${HTTP_SIGNATURE:-}"
  exit
fi

is_recent || exit 1
mac=$({ printf '%s.%s.' "${HTTP_WEBHOOK_ID:-}" "$timestamp"; cat "$body"; } | hmac "$WEBHOOK_SECRET")
expected="v1,$(unhex "$mac" | openssl base64 -A)"
# Two values while an old secret is valid.
for value in "${given[@]:-}"; do
  if same "$expected" "$value"; then exit 0; fi
done
exit 1
