package webhooks.api.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;
import webhooks.domain.settings.MutableClock;

class CallerLineLimitTest {
  private final MutableClock clock = new MutableClock();
  private final CallerLineLimit lines =
      new CallerLineLimit(clock, "refused calls with a valid token");

  /** Makes refused calls and returns how many of them get a line. */
  private long refuse(int calls, Caller caller) {
    return IntStream.range(0, calls).filter(call -> lines.admit(caller).isPresent()).count();
  }

  private Optional<String> leftOutBefore(Caller caller) {
    return lines.admit(caller).orElseThrow().line();
  }

  @Test
  void callerHidesNoOtherCaller() {
    assertThat(refuse(1000, Callers.application("loud"))).isEqualTo(5);

    assertThat(refuse(5, Callers.application("prober"))).isEqualTo(5);
  }

  @Test
  void loudAccountsLeaveLinesToOthers() {
    long loud = 0;
    for (int i = 0; i < 4; i++) {
      loud += refuse(1000, Callers.tenant("loud-" + i, "loud account " + i));
    }
    assertThat(loud).isEqualTo(17);

    for (int i = 0; i < 3; i++) {
      assertThat(refuse(10, Callers.tenant("quiet-" + i, "quiet account " + i))).isEqualTo(1);
    }
    assertThat(refuse(10, Callers.tenant("one more", "account"))).isZero();
  }

  @Test
  void callersOfOneAccountLeaveAQuarterToOthers() {
    long ofAccount = 0;
    for (int i = 0; i < 100; i++) {
      ofAccount += refuse(10, Callers.user("console", "acme", "user-" + i));
      ofAccount += refuse(10, Callers.tenant("client-" + i, "acme"));
    }
    assertThat(ofAccount).isEqualTo(15);

    assertThat(refuse(1, Callers.user("console", "other", "prober"))).isEqualTo(1);
    assertThat(refuse(1, Callers.application("prober"))).isEqualTo(1);
  }

  @Test
  void admitsTwentyLinesASecondOfAllCallers() {
    long all = 0;
    for (int i = 0; i < 1000; i++) {
      all += refuse(1, Callers.application("app-" + i));
    }
    assertThat(all).isEqualTo(20);

    clock.advance(Duration.ofSeconds(1));

    assertThat(refuse(1000, Callers.application("app-0"))).isEqualTo(5);
  }

  @Test
  void countsAndNamesCallersLeftOut() {
    Caller maria = Callers.user("console", "acme", "maria b");
    refuse(1000, Callers.application("loud"));
    refuse(7, maria);
    refuse(1, Callers.application("quiet"));

    clock.advance(Duration.ofDays(1));

    assertThat(leftOutBefore(maria))
        .hasValue(
            "997 more refused calls with a valid token at 2026-10-02T14:55:00Z have no line; among"
                + " their callers: client=loud account=account user=-; client=console account=acme"
                + " user=maria?b");
    assertThat(leftOutBefore(maria)).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    assertThat(leftOutBefore(maria)).isEmpty();
  }

  @Test
  void namesTenCallersAtMost() {
    for (int i = 0; i < 1000; i++) {
      refuse(1, Callers.application("app-" + i));
    }

    clock.advance(Duration.ofSeconds(1));

    assertThat(leftOutBefore(Callers.application("app-0")).orElseThrow())
        .startsWith("980 more refused calls")
        .contains("client=app-20 ", "client=app-29 ")
        .doesNotContain("client=app-30 ");
  }
}
