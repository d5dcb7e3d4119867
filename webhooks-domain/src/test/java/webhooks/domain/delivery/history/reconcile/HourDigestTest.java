package webhooks.domain.delivery.history.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The digest of an hour, which receivers compute too. */
class HourDigestTest {
  private static final UUID FIRST = UUID.fromString("0192d3a0-0000-7000-8000-000000000001");
  private static final UUID SECOND = UUID.fromString("0192d3a0-0000-7000-8000-000000000002");

  private static HourDigest of(UUID... ids) {
    HourDigest digest = new HourDigest();
    for (UUID id : ids) {
      digest.add(id);
    }
    return digest;
  }

  /** Computed with Python, as docs/why.md describes it. */
  @Test
  void isTheXorOfSha256() {
    assertThat(new HourDigest().hash()).isEqualTo("0".repeat(64));
    assertThat(of(FIRST).hash())
        .isEqualTo("d9c1e3a5a4408bb7d1077d0d8a7783ba05327360f199a9e38b8daf286f625075");
    assertThat(of(FIRST, SECOND).hash())
        .isEqualTo("04912057df1bf85daae0447983f46b876e2458efd5a3cb0026ee3147c7576ab1");
  }

  @Test
  void dependsOnTheIdsAndNotOnTheirOrder() {
    assertThat(of(FIRST, SECOND).matches(of(SECOND, FIRST))).isTrue();
    assertThat(of(FIRST).matches(of(SECOND))).isFalse();
    assertThat(of(FIRST, FIRST).matches(new HourDigest())).as("the count differs").isFalse();
  }
}
