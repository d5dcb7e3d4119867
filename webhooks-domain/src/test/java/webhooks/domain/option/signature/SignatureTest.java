package webhooks.domain.option.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static webhooks.domain.option.OptionRules.faults;
import static webhooks.domain.option.OptionRules.options;
import static webhooks.domain.option.OptionRules.patch;
import static webhooks.domain.option.OptionRules.put;
import static webhooks.domain.option.OptionRules.shown;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.option.OptionMember;
import webhooks.domain.option.WebhookOptions;

/** The rules of the option signature (OPTIONS, section 4), and the changes that keep its keys. */
class SignatureTest {
  private static final String BOTH = "{'signature': {'schemes': ['v1', 'v1a']}}";
  private static final Instant NOW = Instant.parse("2026-10-02T14:55:00.463Z");

  private final WebhookOptions both = options(BOTH);
  private final SigningKey key = both.signature().signingKey().orElseThrow();

  @Test
  void withoutTheOptionTheSecretSigns() {
    assertThat(WebhookOptions.NONE.signature()).isEqualTo(Signature.DEFAULT);
    assertThat(Signature.DEFAULT.has(SignatureScheme.V1)).isTrue();
    assertThat(Signature.DEFAULT.signingKey()).isEmpty();
    assertThat(shown(options("{'signature': {'schemes': ['v1']}}")))
        .isEqualTo("{'signature':{'schemes':['v1']}}");
  }

  @Test
  void showsThePublicKeyOnly() {
    assertThat(shown(both))
        .isEqualTo(
            "{'signature':{'schemes':['v1','v1a'],'publicKey':'" + key.publicKey().text() + "'}}");
    assertThat(both.stored()).contains(key.privateKey());
    assertThat(both.signature().toString()).doesNotContain(key.privateKey());
  }

  @Test
  void schemesAreFoldedAndOrdered() {
    assertThat(shown(options("{'signature': {'schemes': ['v1a', 'v1', null, 'v1a']}}")))
        .contains("['v1','v1a']");
    Signature alone = options("{'signature': {'schemes': ['v1a']}}").signature();
    assertThat(alone.has(SignatureScheme.V1)).isFalse();
    assertThat(alone.signingKey()).isPresent();
  }

  @Test
  void changesKeepTheKey() {
    assertThat(patch(both, BOTH).changes(both)).isEmpty();
    assertThat(put(both, BOTH).signature().signingKey()).contains(key);
    WebhookOptions without = patch(both, "{'signature': {'schemes': ['v1']}}");
    assertThat(without.signature().signingKey()).isEmpty();
    assertThat(patch(without, BOTH).signature().signingKey()).contains(key);
    assertThat(both.unbound().signature().signingKey()).contains(key);
  }

  @Test
  void resetDropsTheKey() {
    WebhookOptions reset = both.without(OptionMember.SIGNATURE);

    assertThat(reset.stored()).isEqualTo("{}");
    assertThat(patch(reset, BOTH).signature().signingKey().orElseThrow()).isNotEqualTo(key);
    assertThat(put(both, "{}").signature().keys()).isEmpty();
  }

  @Test
  void storedKeysAreReadAgain() {
    SigningKeys rotated =
        both.signature()
            .keys()
            .orElseThrow()
            .rotated(SigningKey.generate(), NOW, Duration.ofHours(1))
            .at(NOW.plusSeconds(7200))
            .rotated(SigningKey.generate(), NOW.plusSeconds(7200), Duration.ofHours(1));
    WebhookOptions changed = both.with(both.signature().with(rotated));

    WebhookOptions read = WebhookOptions.parse(changed.stored());

    assertThat(read.signature().keys()).contains(rotated);
    assertThat(rotated.next()).isPresent();
    assertThat(rotated.retired()).hasSize(1);
    assertThat(shown(read)).contains("'next':{").contains("'usedFrom':'2026-10-02T17:56:00.463Z'");
    assertThat(changed.changes(both)).containsExactly("signature");
  }

  /** Nothing is sent without the signature that the owner has chosen. */
  @ParameterizedTest
  @ValueSource(strings = {"'private':'", "'public':'", "'from':'", "'until':'"})
  void damagedKeysAreNotLeftOut(String begin) {
    SigningKeys rotated =
        both.signature()
            .keys()
            .orElseThrow()
            .rotated(SigningKey.generate(), NOW, Duration.ofHours(1))
            .at(NOW.plusSeconds(7200))
            .rotated(SigningKey.generate(), NOW.plusSeconds(7200), Duration.ofHours(1));
    String stored = both.with(both.signature().with(rotated)).stored();
    String quoted = begin.replace('\'', '"');
    String damaged = stored.replaceFirst(quoted + "..", quoted);

    assertThat(damaged).isNotEqualTo(stored);
    assertThatThrownBy(() -> WebhookOptions.parse(damaged))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageNotContaining(key.privateKey());
  }

  /** Also stored by a later version, which knows more schemes and members. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'schemes': ['v1', 'v1a']}",
        "{'schemes': ['v1', 'v9']}",
        "{'schemes': ['v1'], 'key': {'private': 'damaged', 'public': 'damaged'}}",
        "{'schemes': ['v1'], 'later': 1}"
      })
  void storedSchemesAndKeysAreNotLeftOut(String signature) {
    String stored = ("{'signature': " + signature + "}").replace('\'', '"');

    assertThatThrownBy(() -> WebhookOptions.parse(stored))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void keyOfALaterVersionIsNotRead() {
    String later = both.stored().replace("\"private\"", "\"kind\":\"later\",\"private\"");

    assertThatThrownBy(() -> WebhookOptions.parse(later)).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`{'signature': 'v1a'}` | InvalidValue signature",
        "`{'signature': {}}` | InvalidValue signature.schemes",
        "`{'signature': {'schemes': 'v1a'}}` | InvalidValue signature.schemes",
        "`{'signature': {'schemes': []}}` | InvalidValue signature.schemes",
        "`{'signature': {'schemes': [null]}}` | InvalidValue signature.schemes",
        "`{'signature': {'schemes': ['v1', 'v2']}}` | InvalidValue signature.schemes[1]",
        "`{'signature': {'schemes': ['V1A']}}` | InvalidValue signature.schemes[0]",
        "`{'signature': {'schemes': [1]}}` | InvalidValue signature.schemes[0]",
        "`{'signature': {'schemes': ['v1'], 'publicKey': 'whpk_x'}}`"
            + " | InvalidProperty signature.publicKey",
        "`{'signature': {'schemes': ['v1'], 'next': {}}}` | InvalidProperty signature.next",
        "`{'signature': {'schemes': ['v1'], 'retired': []}}` | InvalidProperty signature.retired",
        "`{'signature': {'schemes': ['v1a'], 'key': {'private': 'a', 'public': 'b'}}}`"
            + " | InvalidProperty signature.key"
      })
  void refuses(String json, String fault) {
    assertThat(faults(json)).containsExactly(fault);
  }
}
