package webhooks.domain.option.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import webhooks.domain.error.Faults;

/** Paths of values. */
class OptionValueTest {
  private static OptionValue member(String name, Object value) {
    return new OptionValue("filters", Map.of(name, value), new Faults()).member(name).orElseThrow();
  }

  @Test
  void keepsShortPaths() {
    OptionValue value = member("k".repeat(289), List.of("a"));

    assertThat(value.elements().orElseThrow().get(0).path())
        .isEqualTo("filters." + "k".repeat(289) + "[0]");
  }

  @Test
  void cutsPathsWithLongNames() {
    OptionValue value = member("k".repeat(30_000), Collections.nCopies(10_000, "a"));

    assertThat(value.path()).isEqualTo("filters." + "k".repeat(292) + "…");
    assertThat(value.elements().orElseThrow()).allMatch(each -> each.path().length() == 301);
  }

  @Test
  void cutsNoSurrogatePair() {
    assertThat(member("k".repeat(291) + "😀", 1).path())
        .isEqualTo("filters." + "k".repeat(291) + "…");
  }
}
