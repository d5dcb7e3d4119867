package webhooks.dev.inbox;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Verifies the two signatures of a delivery, as a receiver does. */
record SignatureVerifier(String secret) {

  /** Verifies {@code Signature: sha256=<hex>} over the body. */
  boolean isSignatureValid(ReceivedRequest request) {
    String expected = "sha256=" + HexFormat.of().formatHex(hmac(request.body()));
    return request.header("signature").filter(given -> same(expected, given)).isPresent();
  }

  /** Verifies {@code webhook-signature} over id, time and body, as in Standard Webhooks. */
  boolean isWebhookSignatureValid(ReceivedRequest request) {
    String prefix =
        request.header("webhook-id").orElse("")
            + "."
            + request.header("webhook-timestamp").orElse("")
            + ".";
    byte[] start = prefix.getBytes(StandardCharsets.UTF_8);
    byte[] signed = Arrays.copyOf(start, start.length + request.body().length);
    System.arraycopy(request.body(), 0, signed, start.length, request.body().length);
    String expected = "v1," + Base64.getEncoder().encodeToString(hmac(signed));
    return Arrays.stream(request.header("webhook-signature").orElse("").split(" "))
        .anyMatch(given -> same(expected, given));
  }

  /**
   * Returns whether {@code webhook-signature} has an asymmetric signature alone, about which the
   * secret says nothing. It comes after the others.
   */
  boolean isAsymmetric(ReceivedRequest request) {
    return request.header("webhook-signature").orElse("").startsWith("v1a,");
  }

  private byte[] hmac(byte[] bytes) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return mac.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean same(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns a text without the secret. */
  @Override
  public String toString() {
    return "SignatureVerifier[]";
  }
}
