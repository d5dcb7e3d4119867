package webhooks.api.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.LoggedLines;
import webhooks.domain.settings.MutableClock;

class AccessLogTest {
  private final MutableClock clock = new MutableClock();
  private final AccessLog log = new AccessLog(clock);
  private final LoggedLines lines = LoggedLines.of("webhooks.access");
  private final AtomicInteger described = new AtomicInteger();

  @AfterEach
  void stop() {
    lines.close();
  }

  @Test
  void writesReasonClientOperationAndAddress() {
    refuse(
        new RefusedCall(
            401, "Unauthorized", Optional.empty(), "app", "POST", "/webhooks", "192.0.2.1"));

    assertThat(lines.all())
        .containsExactly(
            "refused status=401 reason=Unauthorized client=app method=POST path=/webhooks"
                + " address=192.0.2.1");
  }

  @Test
  void writesTheFailedCheckOfTheToken() {
    refuse(
        new RefusedCall(
            401, "Unauthorized", Optional.of("audience"), "", "GET", "/webhooks", "192.0.2.1"));

    assertThat(lines.all())
        .containsExactly(
            "refused status=401 reason=Unauthorized check=audience client=- method=GET"
                + " path=/webhooks address=192.0.2.1");
  }

  @Test
  void replacesWhatCouldImitateAnotherLine() {
    refuse(
        new RefusedCall(
            403,
            "X",
            Optional.empty(),
            "a\nrefused status=200 {0}",
            "GET",
            "/" + "p".repeat(300),
            null));

    assertThat(lines.all())
        .singleElement()
        .asString()
        .contains("client=a?refused?status?200?{0} ", "path=/" + "p".repeat(199) + "... ")
        .endsWith(" address=-");
  }

  @Test
  void boundsLinesPerSecondAndCountsTheRest() {
    for (int i = 0; i < 1000; i++) {
      refuse(new RefusedCall(401, "X", Optional.empty(), "", "GET", "/", "192.0.2.1"));
    }
    assertThat(lines.all()).hasSize(20);
    assertThat(described).hasValue(20);

    clock.advance(Duration.ofSeconds(1));
    refuse(new RefusedCall(401, "X", Optional.empty(), "", "GET", "/", "192.0.2.1"));

    assertThat(lines.all())
        .hasSize(22)
        .element(20)
        .isEqualTo("980 refused calls before this one have no line");
  }

  private void refuse(RefusedCall call) {
    log.refused(
        () -> {
          described.incrementAndGet();
          return call;
        });
  }
}
