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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;

/**
 * The issuer's keys, read when first asked for and kept.
 *
 * <p>They are read anew when a token is signed by a key not known, at most once in ten seconds
 * whatever tokens come, and when they are five minutes old, so that a key taken back is not trusted
 * for long. While their source is away those that are known stay in use.
 *
 * <p>One thread reads at a time. Others wait for it only if they can't do without, and then for
 * less than a read may take: its source can be this very server, whose threads they hold.
 */
final class VerificationKeys {
  private static final Logger LOG = System.getLogger(VerificationKeys.class.getName());

  private static final Duration BETWEEN_READS = Duration.ofSeconds(10);
  private static final Duration BETWEEN_FIRST_READS = Duration.ofSeconds(2);
  private static final Duration OLDEST = Duration.ofMinutes(5);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final KeySource source;
  private final Clock clock;
  private final ReentrantLock reading = new ReentrantLock();
  private Instant lastRead = Instant.MIN;
  private volatile Known known;

  VerificationKeys(KeySource source, Clock clock) {
    this.source = source;
    this.clock = clock;
  }

  /** The keys of one read. */
  private record Known(List<JWK> keys, Instant since) {
    boolean anyFor(JWSHeader header, Predicate<JWK> test) {
      return keys.stream().filter(key -> fits(key, header)).anyMatch(test);
    }

    boolean names(String keyId) {
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

  /**
   * Tells whether a key that the header may mean passes the test.
   *
   * @throws Refusal 503 if no key could be read so far
   */
  boolean anyFor(JWSHeader header, Predicate<JWK> test) {
    Known now = current();
    if (now.anyFor(header, test)) {
      return true;
    }
    if (now.names(header.getKeyID())) {
      return false;
    }
    Known newer = readAgain(now, PATIENCE);
    return newer != now && newer.anyFor(header, test);
  }

  private Known current() {
    Known now = known;
    if (now == null) {
      now = readAgain(null, PATIENCE);
    } else if (clock.instant().isAfter(now.since().plus(OLDEST))) {
      now = readAgain(now, Duration.ZERO);
    }
    if (now == null) {
      throw new Refusal(
          ErrorCode.SERVICE_UNAVAILABLE,
          "Access tokens cannot be verified for the moment. Try again later.");
    }
    return now;
  }

  /** Returns newer keys than those, if there are any to be had now. */
  private Known readAgain(Known old, Duration patience) {
    if (!lock(patience)) {
      return known;
    }
    try {
      Duration pause = old == null ? BETWEEN_FIRST_READS : BETWEEN_READS;
      Instant now = clock.instant();
      if (known == old && (lastRead == Instant.MIN || !now.isBefore(lastRead.plus(pause)))) {
        lastRead = now;
        known = new Known(PublicKeyParser.parse(source.read()), now);
      }
    } catch (IOException | ParseException e) {
      LOG.log(Level.WARNING, "The keys of mp.jwt.verify could not be read: {0}", e.toString());
    } finally {
      reading.unlock();
    }
    return known;
  }

  private boolean lock(Duration patience) {
    try {
      return reading.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
