package webhooks.domain.option.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.error.Fault;
import webhooks.domain.error.Faults;

/** When a key signs, and when receivers can fetch it. */
class SigningKeysTest {
  private static final Instant NOW = Instant.parse("2026-10-02T14:55:00.463Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final SigningKey first = SigningKey.generate();
  private final SigningKey second = SigningKey.generate();
  private final SigningKey third = SigningKey.generate();
  private final SigningKeys keys = SigningKeys.of(first);

  private static List<VerificationKey> publicKeys(SigningKey... keys) {
    return List.of(keys).stream().map(SigningKey::publicKey).toList();
  }

  @Test
  void newKeyIsPublishedForAnHourBeforeItSigns() {
    SigningKeys rotated = keys.rotated(second, NOW, HOUR);

    assertThat(rotated.current()).isEqualTo(first);
    assertThat(rotated.published()).isEqualTo(publicKeys(first, second));
    // A receiver may keep keys that it fetched just before the commit until then.
    Instant used = rotated.nextChange().orElseThrow();
    assertThat(used).isAfter(NOW.plus(HOUR).plus(SECOND));
    assertThat(rotated.at(used.minusMillis(1))).isEqualTo(rotated);
    assertThat(rotated.at(used).current()).isEqualTo(second);
  }

  @Test
  void formerKeyStaysPublishedUntilNoAttemptSignsWithIt() {
    Instant used = NOW.plus(Duration.ofHours(2));
    SigningKeys switched = keys.rotated(second, NOW, HOUR).at(used);

    assertThat(switched.published()).isEqualTo(publicKeys(second, first));
    assertThat(switched.nextChange()).contains(used.plus(SigningKeys.RETIREMENT));
    // An attempt signs with the keys of its claim for at most a minute, a cache keeps them an hour.
    assertThat(SigningKeys.RETIREMENT).isGreaterThan(SigningKeys.MAX_AGE.plusMinutes(1));
    SigningKeys later = switched.at(used.plus(SigningKeys.RETIREMENT));
    assertThat(later).isEqualTo(SigningKeys.of(second));
    assertThat(later.nextChange()).isEmpty();
  }

  @Test
  void leakedKeyIsReplacedAtOnce() {
    SigningKeys pending = keys.rotated(second, NOW, HOUR);

    assertThat(pending.rotated(third, NOW, Duration.ZERO)).isEqualTo(SigningKeys.of(third));
    SigningKeys switched = pending.at(NOW.plus(Duration.ofHours(2)));
    assertThat(switched.rotated(third, NOW, Duration.ZERO).published())
        .isEqualTo(publicKeys(third));
  }

  @Test
  void secondRotationDropsTheKeyThatHasNotSigned() {
    SigningKeys again = keys.rotated(second, NOW, HOUR).rotated(third, NOW.plus(SECOND), HOUR);

    assertThat(again.published()).isEqualTo(publicKeys(first, third));
    assertThat(again.next().orElseThrow().from()).isAfter(NOW.plus(HOUR).plus(SECOND));
  }

  @Test
  void rotationsInARowKeepAllFormerKeysPublished() {
    SigningKeys later = keys;
    Instant now = NOW;
    for (int i = 0; i < 10; i++) {
      later = later.rotated(SigningKey.generate(), now, HOUR);
      now = later.nextChange().orElseThrow();
      VerificationKey former = later.current().publicKey();
      later = later.at(now);
      assertThat(later.published()).contains(former).hasSizeBetween(1, 4);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT1H", "P7D", "PT90M"})
  void leadsAreAllowed(String text) {
    Faults faults = new Faults();

    assertThat(lead(text, faults)).isEqualTo(Duration.parse(text));
    assertThat(faults.all()).isEmpty();
  }

  /** Between the two, receivers could have cached keys without the new one. */
  @ParameterizedTest
  @ValueSource(strings = {"PT59M59S", "PT1S", "P7DT1S", "-PT1H", "pt1h", "1h", "", "P1Y"})
  void otherLeadsAreRefused(String text) {
    Faults faults = new Faults();

    lead(text, faults);

    assertThat(faults.all()).extracting(Fault::target).containsExactly(Optional.of("useAfter"));
  }

  private static Duration lead(String text, Faults faults) {
    return new RotateSigningKey(Optional.of(text), List.of()).lead(faults);
  }

  @Test
  void leadIsAnHourByDefault() {
    assertThat(new RotateSigningKey(Optional.empty(), List.of()).lead(new Faults()))
        .isEqualTo(HOUR);
  }
}
