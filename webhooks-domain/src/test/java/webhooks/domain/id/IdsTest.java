package webhooks.domain.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {
  private static final String CANONICAL = "8a0f4d9c-4e5b-4d0e-9d46-0c7e35a5b9b1";

  @Test
  void createsIdsInOrderOfTime() {
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      ids.add(Ids.next());
    }

    assertThat(ids)
        .doesNotHaveDuplicates()
        .allSatisfy(id -> assertThat(id.version()).isEqualTo(7))
        .isSortedAccordingTo(Comparator.comparing(UUID::toString));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a b", "\u00e9\u6771", "\ud83d\ude00", "0123456789"})
  void keepsForeignIds(String text) {
    assertThat(Ids.isOpaque(text, 10)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "0123456789a", "a\n", "a\u0000", "a\u0085", "a\ud800", "\ude00\ud83d"})
  void refusesIdsThatWouldChange(String text) {
    assertThat(Ids.isOpaque(text, 10)).isFalse();
  }

  @Test
  void ruleNamesAllThatIsRefused() {
    assertThat(Ids.opaqueRule(3, 200))
        .isEqualTo(
            "must have 3 to 200 characters, not only white space, and no control characters.");
  }

  @Test
  void limitsLengthOfAccountIds() {
    assertThat(AccountId.parse("a".repeat(128))).contains(new AccountId("a".repeat(128)));
    assertThat(AccountId.parse("a".repeat(129))).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AccountId("a".repeat(129)))
        .withMessageContaining("must have 1 to 128 characters");
  }

  @Test
  void accountIdsMatchInOneWay() {
    assertThat(new AccountId(CANONICAL.toUpperCase(Locale.ROOT)).text()).isEqualTo(CANONICAL);
    assertThat(AccountId.parse("Acme")).contains(new AccountId("Acme"));
    assertThat(new AccountId("Acme")).isNotEqualTo(new AccountId("acme"));
  }

  @Test
  void limitsLengthOfClientIds() {
    assertThat(ClientId.parse("c".repeat(255))).contains(new ClientId("c".repeat(255)));
    assertThat(ClientId.parse("c".repeat(256))).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClientId("c".repeat(256)))
        .withMessageContaining("must have 1 to 255 characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(webhooks)", " (webhooks)", "(webhooks) ", "(Webhooks)", "("})
  void keepsProductIdFromClients(String text) {
    assertThat(ClientId.parse(text)).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClientId(text))
        .withMessageContaining("must not begin with '('");
  }

  @Test
  void derivesTheSameIdFromTheSameName() {
    assertThat(Ids.named("ID:1-2-3")).isEqualTo(Ids.named("ID:1-2-3"));
    assertThat(Ids.named("ID:1-2-3")).isNotEqualTo(Ids.named("ID:1-2-4"));
    assertThat(Ids.named("ID:1-2-3").version()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        CANONICAL,
        "8A0F4D9C-4E5B-4D0E-9D46-0C7E35A5B9B1",
        "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff"
      })
  void readsTheCanonicalForm(String text) {
    assertThat(Ids.parse(text)).contains(UUID.fromString(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1-1-1-1-1",
        "8a0f4d9c4e5b4d0e9d460c7e35a5b9b1",
        "{8a0f4d9c-4e5b-4d0e-9d46-0c7e35a5b9b1}",
        "urn:uuid:8a0f4d9c-4e5b-4d0e-9d46-0c7e35a5b9b1",
        " " + CANONICAL,
        CANONICAL + " ",
        "8a0f4d9c-4e5b-4d0e-9d46-0c7e35a5b9bg",
        "8a0f4d9c04e5b-4d0e-9d46-0c7e35a5b9b1",
        "8a0f4d9-c4e5b-4d0e-9d46-0c7e35a5b9b1",
        "8a0f4d9c-4e5b-4d0e-9d46-0c7e35a5b9b١"
      })
  void refusesOtherForms(String text) {
    assertThat(Ids.parse(text)).isEmpty();
  }
}
