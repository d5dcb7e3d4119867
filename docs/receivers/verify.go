// Verifies the signatures of a delivery. Go 1.21 or later, no packages.
package main

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"
)

const tolerance = 5 * time.Minute

func mac(secret string, parts ...[]byte) []byte {
	hash := hmac.New(sha256.New, []byte(secret))
	for _, part := range parts {
		hash.Write(part)
	}
	return hash.Sum(nil)
}

func isRecent(headers http.Header, now time.Time) bool {
	seconds, err := strconv.ParseUint(headers.Get("webhook-timestamp"), 10, 36)
	return err == nil && now.Sub(time.Unix(int64(seconds), 0)).Abs() <= tolerance
}

func start(headers http.Header) string {
	return headers.Get("webhook-id") + "." + headers.Get("webhook-timestamp") + "."
}

// VerifyStandard verifies webhook-signature (Standard Webhooks).
func VerifyStandard(headers http.Header, body []byte, secret string, now time.Time) bool {
	if secret == "" || !isRecent(headers, now) {
		return false
	}
	expected := "v1," + base64.StdEncoding.EncodeToString(mac(secret, []byte(start(headers)), body))
	// Two values while an old secret is valid. hmac.Equal compares in constant time.
	for _, given := range strings.Split(headers.Get("webhook-signature"), " ") {
		if hmac.Equal([]byte(expected), []byte(given)) {
			return true
		}
	}
	return false
}

// VerifyAsymmetric verifies the asymmetric signature in webhook-signature (v1a of Standard Webhooks).
// The keys are the public keys whpk_… that are valid now, with a space between two.
func VerifyAsymmetric(headers http.Header, body []byte, keys string, now time.Time) bool {
	if !isRecent(headers, now) {
		return false
	}
	message := append([]byte(start(headers)), body...)
	for _, given := range strings.Split(headers.Get("webhook-signature"), " ") {
		signature, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(given, "v1a,"))
		if err != nil || !strings.HasPrefix(given, "v1a,") {
			continue
		}
		for _, key := range strings.Fields(keys) {
			public, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(key, "whpk_"))
			if err == nil && len(public) == ed25519.PublicKeySize && ed25519.Verify(public, message, signature) {
				return true
			}
		}
	}
	return false
}

// VerifyITwin verifies Signature (iTwin Platform). It does not show whether a delivery is a replay.
func VerifyITwin(headers http.Header, body []byte, secret string) bool {
	expected := "sha256=" + hex.EncodeToString(mac(secret, body))
	return secret != "" && hmac.Equal([]byte(expected), []byte(headers.Get("Signature")))
}

// main reads a request as CGI gives it: headers in the environment, the body as standard input.
func main() {
	headers := http.Header{}
	for _, name := range []string{"Webhook-Id", "Webhook-Timestamp", "Webhook-Signature", "Signature"} {
		headers.Set(name, os.Getenv("HTTP_"+strings.ToUpper(strings.ReplaceAll(name, "-", "_"))))
	}
	body, err := io.ReadAll(os.Stdin)
	secret := os.Getenv("WEBHOOK_SECRET")
	var valid bool
	switch strings.Join(os.Args[1:], " ") {
	case "itwin":
		valid = VerifyITwin(headers, body, secret)
	case "v1a":
		valid = VerifyAsymmetric(headers, body, os.Getenv("WEBHOOK_PUBLIC_KEYS"), time.Now())
	default:
		valid = VerifyStandard(headers, body, secret, time.Now())
	}
	if err != nil || !valid {
		os.Exit(1)
	}
}
