package webhooks.api.token;

import com.nimbusds.jwt.JWTClaimsSet;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import webhooks.api.token.VerificationKeyCache.KeySet;

/**
 * Remembers the tokens whose signature was verified lately, by their SHA-256. Most clients send one
 * token with many requests, so most signatures need no new verification.
 *
 * <p>A signature counts only as long as the keys that verified it are the current ones: after the
 * keys were read again, each token is verified again. {@link TokenVerifier} ensures this, and
 * checks the claims for each request. Only tokens with a good signature take memory, and a few
 * megabytes at most. Safe for use by several threads.
 */
final class VerifiedTokens {
  private static final int MAX_TOKENS = 500;

  /** The signature of a longer token is verified for each request. */
  private static final int MAX_LENGTH = 4096;

  private final Map<ByteBuffer, Verified> latest =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Verified> eldest) {
          return size() > MAX_TOKENS;
        }
      };

  /**
   * The caller and the claims of a token with a good signature.
   *
   * @param keys the keys of which one verified the signature
   */
  record Verified(CallerPrincipal principal, JWTClaimsSet claims, KeySet keys) {}

  /** Returns a token if its signature was verified lately. Its keys may not be the current ones. */
  Optional<Verified> find(String token) {
    if (token.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    ByteBuffer hash = hash(token);
    synchronized (latest) {
      return Optional.ofNullable(latest.get(hash));
    }
  }

  /** Remembers a token, and forgets the one that was not used for the longest time. */
  void add(String token, Verified verified) {
    if (token.length() <= MAX_LENGTH) {
      ByteBuffer hash = hash(token);
      synchronized (latest) {
        latest.put(hash, verified);
      }
    }
  }

  /** Returns how many tokens are remembered. */
  int size() {
    synchronized (latest) {
      return latest.size();
    }
  }

  private static ByteBuffer hash(String token) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return ByteBuffer.wrap(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
