package webhooks.listener;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import webhooks.listener.QueueKey.Group;

/**
 * Keeps the tokens that the application has accepted lately, and their callers. Strangers can't add
 * tokens, because the application does not accept theirs.
 *
 * <p>Holds only the SHA-256 of each token. When there are too many, the account that has the most
 * loses the token that was not used for the longest time. So no account can make the listener
 * forget the few tokens of another account. Thread-safe.
 */
final class AcceptedTokens {
  /** Enough for a few tokens of each of a thousand accounts, in less than a megabyte. */
  static final int MAX = 4096;

  private final Map<ByteBuffer, QueueKey> callers = new HashMap<>();

  /** The tokens of each account. The first one was not used for the longest time. */
  private final Map<Group, Set<ByteBuffer>> tokens = new HashMap<>();

  private final Counts<Group> counts = new Counts<>();

  /** Returns the caller of a token, if the application has accepted it lately. */
  Optional<QueueKey> find(String token) {
    ByteBuffer hash = hash(token);
    synchronized (this) {
      Optional<QueueKey> caller = Optional.ofNullable(callers.get(hash));
      caller.ifPresent(
          known -> {
            Set<ByteBuffer> ofAccount = tokens.get(known.group());
            ofAccount.remove(hash);
            ofAccount.add(hash);
          });
      return caller;
    }
  }

  /** Notes that the application has accepted a token of this caller. */
  void accept(String token, QueueKey caller) {
    ByteBuffer hash = hash(token);
    synchronized (this) {
      forget(hash);
      if (counts.total() == MAX) {
        counts
            .largest()
            .map(largest -> tokens.get(largest).iterator().next())
            .ifPresent(this::forget);
      }
      callers.put(hash, caller);
      tokens.computeIfAbsent(caller.group(), key -> new LinkedHashSet<>()).add(hash);
      counts.increment(caller.group());
    }
  }

  /** Notes that the application does not accept a token, or no longer. */
  void refuse(String token) {
    ByteBuffer hash = hash(token);
    synchronized (this) {
      forget(hash);
    }
  }

  private void forget(ByteBuffer hash) {
    QueueKey caller = callers.remove(hash);
    if (caller != null) {
      Set<ByteBuffer> ofAccount = tokens.get(caller.group());
      ofAccount.remove(hash);
      if (ofAccount.isEmpty()) {
        tokens.remove(caller.group());
      }
      counts.decrement(caller.group());
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
