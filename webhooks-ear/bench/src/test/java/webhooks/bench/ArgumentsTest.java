package webhooks.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import webhooks.bench.scenario.Scenarios;

class ArgumentsTest {
  private static final List<String> KNOWN = List.of("raw", "drain");

  @Test
  void readsScenariosAndTheirExtent() {
    assertThat(parse("drain", "--quick").scenarios()).containsExactly("drain");
    assertThat(parse("drain", "--quick").quick()).isTrue();
    assertThat(parse("drain").quick()).isFalse();
    assertThat(parse("all").scenarios()).isEqualTo(KNOWN);
  }

  @Test
  void readsTheFilesToCompare() {
    assertThat(parse("--compare", "a", "b").compared())
        .contains(List.of(Path.of("a"), Path.of("b")));
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> parse("drian")).hasMessageContaining("drian");
    assertThatThrownBy(() -> parse()).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> parse("--compare", "a")).hasMessageContaining("two files");
  }

  @Test
  void allScenariosHaveTheirNames() {
    assertThat(Scenarios.all().keySet())
        .containsExactlyInAnyOrder(
            "raw",
            "drain",
            "end-to-end",
            "cold",
            "one-by-one-rest",
            "one-by-one-jms",
            "trickle",
            "requests",
            "cold-one-by-one",
            "rest-arrays",
            "fleet",
            "fan-out",
            "latency",
            "isolation",
            "dead-accounts",
            "blocked",
            "paused",
            "filtered",
            "options",
            "resumed",
            "throttled",
            "retries",
            "million",
            "receivers",
            "backlog",
            "held-snapshot",
            "history",
            "h2",
            "api",
            "console",
            "start",
            "crash",
            "nodes",
            "hour",
            "neighbours");
  }

  private static Arguments parse(String... arguments) {
    return Arguments.parse(List.of(arguments), KNOWN);
  }
}
