package webhooks.api.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.settings.MutableClock;

class VerificationKeyCacheTest {
  private static final RSAKey OLD = TestIssuer.RSA;
  private static final Duration MAX_AGE = Duration.ofHours(24);
  private static final RSAKey NEW = TestIssuer.rsa("rsa-2");

  private final MutableClock clock = new MutableClock();
  private final VerificationKeyCache keys =
      new VerificationKeyCache(this::read, clock, MAX_AGE, Duration.ofMinutes(10));
  private JWK published = OLD;
  private volatile CountDownLatch blocked = new CountDownLatch(0);
  private int reads;

  private String read() throws IOException {
    reads++;
    try {
      blocked.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    if (published == null) {
      throw new IOException("unavailable");
    }
    return TestIssuer.jwks(published);
  }

  private boolean finds(RSAKey key, String keyId) {
    JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(keyId).build();
    return keys.anyMatch(header, candidate -> candidate.equals(key.toPublicJWK()));
  }

  private boolean finds(RSAKey key) {
    return finds(key, key.getKeyID());
  }

  @Test
  void readsNothingWhenCreated() {
    assertThat(reads).isZero();
  }

  @Test
  void tokensFindTheKeysThatWereReadAtTheStart() {
    keys.readAtStart();
    assertThat(finds(OLD)).isTrue();
    assertThat(finds(NEW, "unknown")).isFalse();
    keys.readAtStart();
    assertThat(reads).isOne();
  }

  @Test
  void firstTokenCausesAnotherReadIfTheOneAtTheStartFails() {
    published = null;
    keys.readAtStart();
    published = OLD;
    assertThat(finds(OLD)).isTrue();
    assertThat(reads).isEqualTo(2);
  }

  @Test
  void readsOnceForManyTokens() {
    for (int i = 0; i < 100; i++) {
      assertThat(finds(OLD)).isTrue();
    }
    assertThat(reads).isOne();
  }

  @Test
  void readsAgainForUnknownKeyAfterTenSeconds() {
    finds(OLD);
    clock.advance(Duration.ofSeconds(10));
    for (int i = 0; i < 100; i++) {
      assertThat(finds(NEW, "unknown-" + i)).isFalse();
    }
    assertThat(reads).isEqualTo(2);
    clock.advance(Duration.ofMillis(9_999));
    finds(NEW);
    assertThat(reads).isEqualTo(2);
    clock.advance(Duration.ofMillis(1));
    finds(NEW);
    assertThat(reads).isEqualTo(3);
  }

  @Test
  void findsNewKeyAfterRotation() {
    finds(OLD);
    published = NEW;
    clock.advance(Duration.ofSeconds(10));
    assertThat(finds(NEW)).isTrue();
    assertThat(finds(OLD)).isFalse();
  }

  @Test
  void findsNewKeyForTokensWithoutKeyId() {
    finds(OLD, null);
    published = NEW;
    clock.advance(Duration.ofSeconds(10));
    assertThat(finds(NEW, null)).isTrue();
  }

  @Test
  void doesNotReadAgainForBadSignatureOfKnownKey() {
    finds(OLD);
    clock.advance(Duration.ofSeconds(10));
    assertThat(finds(NEW, OLD.getKeyID())).isFalse();
    assertThat(reads).isOne();
  }

  @Test
  void forgetsRevokedKey() {
    finds(OLD);
    published = NEW;
    clock.advance(Duration.ofMinutes(5).plusMillis(1));
    assertThat(finds(OLD)).isFalse();
  }

  @Test
  void keepsKeysWhileSourceIsUnavailable() {
    finds(OLD);
    published = null;
    clock.advance(Duration.ofHours(1));
    assertThat(finds(OLD)).isTrue();
    assertThat(finds(NEW)).isFalse();
    assertThat(reads).isEqualTo(2);
  }

  /** An issuer that can't be read for so long could not have withdrawn a key. */
  @Test
  void isUnavailableOnceItsKeysAreTooOld() {
    finds(OLD);
    published = null;
    clock.advance(MAX_AGE);
    assertThat(finds(OLD)).isTrue();

    clock.advance(Duration.ofMillis(1));
    assertUnavailable();

    published = NEW;
    clock.advance(Duration.ofSeconds(10));
    assertThat(finds(NEW)).isTrue();
    assertThat(finds(OLD)).isFalse();
  }

  private void assertUnavailable() {
    assertThatThrownBy(() -> finds(OLD))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE));
  }

  @Test
  void isUnavailableUntilFirstKeysAreRead() {
    published = null;
    for (int i = 0; i < 100; i++) {
      assertUnavailable();
    }
    assertThat(reads).isOne();
    published = OLD;
    clock.advance(Duration.ofSeconds(2));
    assertThat(finds(OLD)).isTrue();
  }

  /** Eight tokens with unknown key ids while the issuer does not answer. */
  @Test
  void fewTokensWaitForARead() throws Exception {
    finds(OLD);
    clock.advance(Duration.ofSeconds(10));
    CountDownLatch answer = new CountDownLatch(1);
    blocked = answer;
    CompletionService<Boolean> tokens =
        new ExecutorCompletionService<>(command -> new Thread(command).start());
    for (int i = 0; i < 8; i++) {
      String keyId = "unknown-" + i;
      tokens.submit(() -> finds(NEW, keyId));
    }

    // One token reads and two wait for it.
    for (int i = 0; i < 5; i++) {
      assertThat(tokens.poll(1, TimeUnit.MINUTES).get()).isFalse();
    }
    assertThat(finds(OLD)).isTrue();
    assertThat(tokens.poll()).isNull();

    answer.countDown();
    for (int i = 0; i < 3; i++) {
      assertThat(tokens.poll(1, TimeUnit.MINUTES).get()).isFalse();
    }
  }
}
