package webhooks.delivery.send;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import webhooks.domain.delivery.ResponseExcerpt;
import webhooks.domain.option.header.RequestHeader;

/**
 * Hides the secrets of a webhook's options in the stored headers and excerpt of an attempt.
 * Receivers may repeat a request in their response. Immutable.
 *
 * <p>Hides a secret as it was sent, not in another encoding.
 */
final class SecretMask {
  /** The mask of a webhook without secrets. */
  static final SecretMask NONE = new SecretMask(Set.of(), List.of());

  private static final String HIDDEN = "***";

  /** Shorter texts occur by chance, so they are hidden only as the value of their own header. */
  private static final int MIN_LENGTH = 4;

  private final Set<String> names;

  /** The longest first, because one may be a part of another. */
  private final List<String> secrets;

  private SecretMask(Set<String> names, List<String> secrets) {
    this.names = names;
    this.secrets = secrets;
  }

  /** Returns the mask of the headers that a request has because of options. */
  static SecretMask of(List<RequestHeader> headers) {
    List<RequestHeader> secret =
        headers.stream().filter(header -> !header.secrets().isEmpty()).toList();
    return secret.isEmpty()
        ? NONE
        : new SecretMask(
            secret.stream()
                .map(header -> header.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet()),
            secret.stream()
                .flatMap(header -> header.secrets().stream())
                .filter(text -> text.length() >= MIN_LENGTH)
                .sorted(Comparator.comparing(String::length).reversed())
                .toList());
  }

  /** Returns the value of a header without secrets. */
  String header(String name, String value) {
    return names.contains(name.toLowerCase(Locale.ROOT)) ? HIDDEN : text(value);
  }

  /** A header arrives as if its bytes were Latin-1. */
  private String text(String text) {
    String masked = text;
    for (String secret : secrets) {
      masked = masked.replace(secret, HIDDEN).replace(bytes(secret), HIDDEN);
    }
    return masked;
  }

  /**
   * Returns the beginning of a body without secrets.
   *
   * @param wasCut whether more of the body followed, or may have followed, so that a secret or a
   *     signature may be cut at the end
   */
  byte[] body(byte[] excerpt, boolean wasCut) {
    if (secrets.isEmpty()) {
      return excerpt;
    }
    String body = new String(excerpt, StandardCharsets.ISO_8859_1);
    body = wasCut ? withoutCutSecret(body) : body;
    for (String secret : secrets) {
      body = body.replace(bytes(secret), HIDDEN);
    }
    body = wasCut ? ResponseExcerpt.withoutCutSignature(body) : body;
    return body.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Returns the bytes as one character each, so that bytes that are no text stay as they are. */
  private static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** Hides the longest beginning of a secret with which a body ends. */
  private String withoutCutSecret(String body) {
    int cut = secrets.stream().mapToInt(secret -> cutLength(body, bytes(secret))).max().orElse(0);
    return cut == 0 ? body : body.substring(0, body.length() - cut) + HIDDEN;
  }

  private static int cutLength(String body, String secret) {
    int length = Math.min(secret.length(), body.length());
    while (length > 0 && !body.regionMatches(body.length() - length, secret, 0, length)) {
      length--;
    }
    return length;
  }
}
