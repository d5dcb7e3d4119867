// Verifies the signatures of a delivery. .NET 8 or later, no packages.
using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

public static class Verify
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>Verifies webhook-signature (Standard Webhooks). Header names are in lower case.</summary>
    public static bool Standard(
        IReadOnlyDictionary<string, string> headers, byte[] body, string secret, DateTimeOffset now)
    {
        var timestamp = headers.GetValueOrDefault("webhook-timestamp", "");
        if (secret.Length == 0
            || timestamp.Length > 11
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || (now - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() > Tolerance)
        {
            return false;
        }
        var start = Encoding.UTF8.GetBytes($"{headers.GetValueOrDefault("webhook-id", "")}.{timestamp}.");
        var expected = "v1," + Convert.ToBase64String(Hmac(secret, start.Concat(body).ToArray()));
        // Two values while an old secret is valid.
        return headers.GetValueOrDefault("webhook-signature", "").Split(' ')
            .Any(given => Same(expected, given));
    }

    /// <summary>Verifies Signature (iTwin Platform). It does not show whether a delivery is a replay.</summary>
    public static bool ITwin(IReadOnlyDictionary<string, string> headers, byte[] body, string secret) =>
        secret.Length > 0 && Same(
            "sha256=" + Convert.ToHexString(Hmac(secret, body)).ToLowerInvariant(),
            headers.GetValueOrDefault("signature", ""));

    private static byte[] Hmac(string secret, byte[] message) =>
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), message);

    /// <summary>Compares in constant time.</summary>
    private static bool Same(string expected, string given) =>
        CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(given));

    /// <summary>Reads a request as CGI gives it: headers in the environment, the body as input.</summary>
    public static int Main(string[] arguments)
    {
        var names = new[] { "webhook-id", "webhook-timestamp", "webhook-signature", "signature" };
        var headers = names.ToDictionary(
            name => name,
            name => Environment.GetEnvironmentVariable(
                "HTTP_" + name.ToUpperInvariant().Replace('-', '_')) ?? "");
        using var body = new MemoryStream();
        Console.OpenStandardInput().CopyTo(body);
        var secret = Environment.GetEnvironmentVariable("WEBHOOK_SECRET") ?? "";
        var valid = arguments.Contains("itwin")
            ? ITwin(headers, body.ToArray(), secret)
            : Standard(headers, body.ToArray(), secret, DateTimeOffset.UtcNow);
        return valid ? 0 : 1;
    }
}
