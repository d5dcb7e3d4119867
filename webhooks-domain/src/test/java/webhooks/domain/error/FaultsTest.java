package webhooks.domain.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How many faults an answer lists. */
class FaultsTest {
  private final Faults faults = new Faults();

  @Test
  void keepsTheFirstThousand() {
    for (int i = 0; i < 1001; i++) {
      faults.invalid("a[" + i + "]", "");
    }

    assertThat(faults.all()).hasSize(1000);
    assertThat(faults.has("a[999]")).isTrue();
    assertThat(new Faults(faults.all()).all()).hasSize(1000);
  }

  @Test
  void keepsTheFirstHundredUnknownProperties() {
    for (int i = 0; i < 101; i++) {
      faults.unknown("a" + i);
    }
    faults.invalid("b", "");

    assertThat(faults.all()).hasSize(101);
    assertThat(faults.has("a100")).isFalse();
  }
}
