package webhooks.api.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import webhooks.api.token.CallerPrincipals;
import webhooks.domain.LoggedLines;
import webhooks.domain.access.Actor;
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
    refuse(call(401, "Unauthorized", new Actor("app", Optional.empty())));

    assertThat(lines.all())
        .containsExactly(
            "refused status=401 reason=Unauthorized client=app account=- user=- method=GET"
                + " path=/webhooks address=192.0.2.1");
  }

  /** The limits count each user of a client, so its id alone does not say who is over one. */
  @Test
  void writesAccountAndUser() {
    refuse(
        call(
            429,
            "RateLimitExceeded",
            new Actor("console", Optional.of("maria=a b"), Optional.of("acme\n"))));

    assertThat(lines.all())
        .containsExactly(
            "refused status=429 reason=RateLimitExceeded client=console account=acme? user=maria?a?b"
                + " method=GET path=/webhooks address=192.0.2.1");
  }

  @Test
  void writesTheFailedCheckOfTheToken() {
    log.refusedWithoutToken(
        () ->
            new RefusedCall(
                401,
                "Unauthorized",
                Optional.of("audience"),
                Optional.empty(),
                "GET",
                "/webhooks",
                "192.0.2.1"));

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
            Optional.of(new Actor("a\nrefused status=200 {0}", Optional.empty())),
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
    refuseWithoutToken(1000);
    assertThat(lines.all()).hasSize(20);
    assertThat(described).hasValue(20);

    clock.advance(Duration.ofSeconds(1));
    refuseWithoutToken(1);

    assertThat(lines.all())
        .hasSize(22)
        .element(20)
        .isEqualTo(
            "980 more refused calls without a valid token at 2026-10-02T14:55:00Z have no line");
  }

  @Test
  void callsWithoutTokenHideNoOthers() {
    refuseWithoutToken(1000);

    refuse(call(403, "InsufficientPermissions", new Actor("app", Optional.empty())));

    assertThat(lines.all()).hasSize(21).last().asString().contains("status=403", "client=app");
  }

  private static RefusedCall call(int status, String reason, Actor caller) {
    return new RefusedCall(
        status, reason, Optional.empty(), Optional.of(caller), "GET", "/webhooks", "192.0.2.1");
  }

  private void refuse(RefusedCall call) {
    log.refusedWithToken(CallerPrincipals.user("acme", "maria"), () -> call);
  }

  private void refuseWithoutToken(int calls) {
    for (int i = 0; i < calls; i++) {
      log.refusedWithoutToken(
          () -> {
            described.incrementAndGet();
            return new RefusedCall(
                401, "X", Optional.empty(), Optional.empty(), "GET", "/", "192.0.2.1");
          });
    }
  }
}
