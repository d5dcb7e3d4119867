// Verifies the asymmetric signature of a delivery. .NET 8 or later, package BouncyCastle.Cryptography 2.
using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

public static class VerifyAsymmetric
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>Verifies v1a in webhook-signature (Standard Webhooks). Header names are in lower case.</summary>
    /// <param name="keys">The public keys whpk_… that are valid now.</param>
    public static bool Verify(
        IReadOnlyDictionary<string, string> headers, byte[] body, IReadOnlyList<string> keys, DateTimeOffset now)
    {
        var timestamp = headers.GetValueOrDefault("webhook-timestamp", "");
        if (timestamp.Length > 11
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || (now - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() > Tolerance)
        {
            return false;
        }
        var start = Encoding.UTF8.GetBytes($"{headers.GetValueOrDefault("webhook-id", "")}.{timestamp}.");
        var message = start.Concat(body).ToArray();
        return headers.GetValueOrDefault("webhook-signature", "").Split(' ')
            .Where(given => given.StartsWith("v1a,", StringComparison.Ordinal))
            .Any(given => keys.Any(key => Verifies(key, message, given["v1a,".Length..])));
    }

    private static bool Verifies(string key, byte[] message, string given)
    {
        try
        {
            var verifier = new Ed25519Signer();
            verifier.Init(false, new Ed25519PublicKeyParameters(
                Convert.FromBase64String(key.Replace("whpk_", "", StringComparison.Ordinal)), 0));
            verifier.BlockUpdate(message, 0, message.Length);
            return verifier.VerifySignature(Convert.FromBase64String(given));
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return false;
        }
    }
}
