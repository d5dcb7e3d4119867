package webhooks.delivery.send;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import webhooks.domain.option.signature.Signature;
import webhooks.domain.option.signature.SignatureScheme;
import webhooks.domain.option.signature.SigningKey;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.subscription.SendableWebhook;

/**
 * Makes the signatures of requests to one webhook. Safe for several threads.
 *
 * @param signers one signer for each valid secret; the signer of the current secret is first
 * @param isSymmetric whether {@code webhook-signature} has the signatures of the secrets
 * @param key the key of the asymmetric signature, if {@code webhook-signature} has one
 */
record Signatures(List<Signer> signers, boolean isSymmetric, Optional<SigningKey> key) {
  /** Returns the signatures of a webhook that are valid at a time. */
  static Signatures of(SendableWebhook webhook, SecretCipher cipher, Instant now) {
    Signature chosen = webhook.options().signature();
    return new Signatures(
        webhook.subscription().secrets(cipher, now).stream().map(Signer::new).toList(),
        chosen.has(SignatureScheme.V1),
        chosen.signingKey());
  }

  /** Returns the value of the header {@code Signature}, as the iTwin Platform defines it. */
  String platform(byte[] body) {
    return signers.get(0).signature(body);
  }

  /**
   * Returns the value of the header {@code webhook-signature}, as Standard Webhooks 1.0 defines it.
   *
   * @param messageId the value of {@code webhook-id}
   * @param timestamp the value of {@code webhook-timestamp}, in seconds since 1970
   */
  String standard(String messageId, long timestamp, byte[] body) {
    String symmetric =
        isSymmetric
            ? signers.stream()
                .map(signer -> signer.standardSignature(messageId, timestamp, body))
                .collect(Collectors.joining(" "))
            : "";
    if (key.isEmpty()) {
      return symmetric;
    }
    String asymmetric = asymmetric(key.get(), messageId, timestamp, body);
    return isSymmetric ? symmetric + " " + asymmetric : asymmetric;
  }

  private static String asymmetric(SigningKey key, String messageId, long timestamp, byte[] body) {
    byte[] start = (messageId + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
    byte[] message = Arrays.copyOf(start, start.length + body.length);
    System.arraycopy(body, 0, message, start.length, body.length);
    return SignatureScheme.V1A.text() + "," + Base64.getEncoder().encodeToString(key.sign(message));
  }
}
