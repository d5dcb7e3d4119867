package webhooks.api.token;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyType;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;

/**
 * Caches the issuer's public keys.
 *
 * <p>The start of the application causes the first read. If it fails, the next token causes another
 * one at once. While there are no keys, tokens cause a read at most every two seconds.
 *
 * <p>Later, a token causes a read if it names an unknown key, if it names no key and no cached key
 * has signed it, or if the keys are five minutes old, so that a withdrawn key is not trusted for
 * long. There is at most one read in ten seconds, whatever the tokens are. If a read fails, the
 * cached keys stay in use until they have the maximum age: an issuer that can't be read can't
 * withdraw one.
 *
 * <p>Safe for use by several threads. One thread reads at a time, and the other threads use the
 * cached keys meanwhile. If no cached key fits, a few threads wait for the read, and for less time
 * than it may take: the key source can be this very server, whose threads they occupy. All others
 * continue at once. A token does not wait if its key id was unknown a short time ago.
 *
 * <p>Why this is not Nimbus's cache: docs/adr/0015-own-key-cache.md.
 */
final class VerificationKeyCache {
  private static final Logger LOG = System.getLogger(VerificationKeyCache.class.getName());

  private static final Duration MIN_INTERVAL = Duration.ofSeconds(10);
  private static final Duration MIN_INTERVAL_WITHOUT_KEYS = Duration.ofSeconds(2);
  private static final Duration REFRESH_AGE = Duration.ofMinutes(5);
  private static final Duration MAX_WAIT = Duration.ofSeconds(2);
  private static final int MAX_WAITERS = 2;

  /** The maximum for the first read is higher, because every token needs it. */
  private static final int MAX_WAITERS_WITHOUT_KEYS = 16;

  private final KeySource source;
  private final Clock clock;
  private final Duration maxAge;
  private final Duration maxWait;
  private final ReentrantLock reading = new ReentrantLock();
  private final AtomicInteger waiters = new AtomicInteger();
  private final UnknownKeyIds unknown = new UnknownKeyIds(MIN_INTERVAL);
  private Instant lastRead = Instant.MIN;
  private volatile KeySet cached;

  /**
   * Creates a cache.
   *
   * @param maxAge how long after their read keys may be used
   */
  VerificationKeyCache(KeySource source, Clock clock, Duration maxAge) {
    this(source, clock, maxAge, MAX_WAIT);
  }

  /** Creates a cache with another wait for a read, for tests. */
  VerificationKeyCache(KeySource source, Clock clock, Duration maxAge, Duration maxWait) {
    this.source = source;
    this.clock = clock;
    this.maxAge = maxAge;
    this.maxWait = maxWait;
  }

  /**
   * Reads the keys, unless a token has already caused a read, so that the first tokens do not wait
   * for them. After a failure the first token causes another read at once, because the key source
   * can be this very server, which still starts.
   */
  void readAtStart() {
    if (reading.tryLock()) {
      try {
        if (cached == null && lastRead == Instant.MIN) {
          read(clock.instant());
          lastRead = cached.readAt();
        }
      } catch (IOException | ParseException e) {
        LOG.log(Level.DEBUG, "The keys of mp.jwt.verify could not be read yet: {0}", e.toString());
      } finally {
        reading.unlock();
      }
    }
  }

  /** The keys of one read, with the time at which they were read. */
  record KeySet(List<JWK> keys, Instant readAt) {
    boolean anyMatch(JWSHeader header, Predicate<JWK> test) {
      return keys.stream().filter(key -> fits(key, header)).anyMatch(test);
    }

    boolean contains(String keyId) {
      return keyId != null && keys.stream().anyMatch(key -> keyId.equals(key.getKeyID()));
    }

    private static boolean fits(JWK key, JWSHeader header) {
      KeyType type = header.getAlgorithm().equals(JWSAlgorithm.RS256) ? KeyType.RSA : KeyType.EC;
      String id = header.getKeyID();
      return key.getKeyType().equals(type)
          && (key.getAlgorithm() == null || key.getAlgorithm().equals(header.getAlgorithm()))
          && (id == null || key.getKeyID() == null || id.equals(key.getKeyID()));
    }
  }

  /** Returns whether {@link #findMatch} finds keys, for tests. */
  boolean anyMatch(JWSHeader header, Predicate<JWK> test) {
    return findMatch(header, test).isPresent();
  }

  /**
   * Returns the key set if one of its keys fits the header and passes the test. Reads the keys
   * again if none does and the header names no cached key.
   *
   * @throws Refusal 503 if no key could be read yet, or none since the maximum age of keys
   */
  Optional<KeySet> findMatch(JWSHeader header, Predicate<JWK> test) {
    KeySet current = current();
    if (current.anyMatch(header, test)) {
      return Optional.of(current);
    }
    String keyId = header.getKeyID();
    if (current.contains(keyId)) {
      return Optional.empty();
    }
    boolean refusedLately = unknown.contains(keyId, clock.instant());
    KeySet newer = refresh(current, refusedLately ? Duration.ZERO : maxWait);
    if (newer != current && newer.anyMatch(header, test)) {
      return Optional.of(newer);
    }
    if (!newer.contains(keyId)) {
      unknown.add(keyId, clock.instant());
    }
    return Optional.empty();
  }

  /** Returns whether a cached key fits the header. Reads no keys. */
  boolean hasKeyFor(JWSHeader header) {
    KeySet current = cached;
    return current != null && current.anyMatch(header, key -> true);
  }

  /**
   * Returns the keys to verify a token with now. Reads them first if they are missing or old.
   *
   * @throws Refusal 503 if no key could be read yet, or none since the maximum age of keys
   */
  KeySet current() {
    KeySet current = cached;
    if (current == null) {
      current = refresh(null, maxWait);
    } else if (clock.instant().isAfter(current.readAt().plus(REFRESH_AGE))) {
      current = refresh(current, Duration.ZERO);
    }
    if (current == null || clock.instant().isAfter(current.readAt().plus(maxAge))) {
      throw new Refusal(
          ErrorCode.SERVICE_UNAVAILABLE,
          "Access tokens cannot be verified for the moment. Try again later.");
    }
    return current;
  }

  /**
   * Reads the keys, unless another thread has replaced the old ones, or still reads after the wait,
   * or the last read is too recent.
   *
   * @param old the keys that did not suffice; null if there were none
   * @param wait how long to wait for a thread that is reading
   * @return the cached keys; they are the old ones if nothing was read
   */
  private KeySet refresh(KeySet old, Duration wait) {
    if (!lock(wait)) {
      return cached;
    }
    try {
      Duration interval = old == null ? MIN_INTERVAL_WITHOUT_KEYS : MIN_INTERVAL;
      Instant now = clock.instant();
      if (cached == old && (lastRead == Instant.MIN || !now.isBefore(lastRead.plus(interval)))) {
        lastRead = now;
        read(now);
      }
    } catch (IOException | ParseException e) {
      LOG.log(Level.WARNING, "The keys of mp.jwt.verify could not be read: {0}", e.toString());
    } finally {
      reading.unlock();
    }
    return cached;
  }

  private void read(Instant now) throws IOException, ParseException {
    cached = new KeySet(PublicKeyParser.parse(source.read()), now);
  }

  /**
   * Takes the lock of reads, at once or after a wait if few others wait. Returns whether it did.
   */
  private boolean lock(Duration wait) {
    if (reading.tryLock() || wait.isZero()) {
      return reading.isHeldByCurrentThread();
    }
    int max = cached == null ? MAX_WAITERS_WITHOUT_KEYS : MAX_WAITERS;
    try {
      return waiters.incrementAndGet() <= max
          && reading.tryLock(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      waiters.decrementAndGet();
    }
  }
}
