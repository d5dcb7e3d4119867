// Verifies the signatures of a delivery. Go 1.21 or later, no packages.
package main

import (
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

// VerifyStandard verifies webhook-signature (Standard Webhooks).
func VerifyStandard(headers http.Header, body []byte, secret string, now time.Time) bool {
	timestamp := headers.Get("webhook-timestamp")
	seconds, err := strconv.ParseUint(timestamp, 10, 36)
	if secret == "" || err != nil || now.Sub(time.Unix(int64(seconds), 0)).Abs() > tolerance {
		return false
	}
	start := headers.Get("webhook-id") + "." + timestamp + "."
	expected := "v1," + base64.StdEncoding.EncodeToString(mac(secret, []byte(start), body))
	// Two values while an old secret is valid. hmac.Equal compares in constant time.
	for _, given := range strings.Split(headers.Get("webhook-signature"), " ") {
		if hmac.Equal([]byte(expected), []byte(given)) {
			return true
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
	valid := VerifyStandard(headers, body, secret, time.Now())
	if len(os.Args) > 1 && os.Args[1] == "itwin" {
		valid = VerifyITwin(headers, body, secret)
	}
	if err != nil || !valid {
		os.Exit(1)
	}
}
