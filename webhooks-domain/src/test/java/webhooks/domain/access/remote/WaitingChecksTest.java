package webhooks.domain.access.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static webhooks.domain.access.remote.RemoteAccessControl.MAX_CHECKS;
import static webhooks.domain.access.remote.StubPlatform.json;

import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;

/** Checks that wait for a slow platform. Each of them occupies the thread of a request. */
class WaitingChecksTest {
  private static final Duration MAX_WAIT = Duration.ofMinutes(1);

  /** A fraction of the time that a check may wait for the platform. */
  private static final Duration AT_ONCE = MAX_WAIT.dividedBy(6);

  /** What one caller may use alone: three quarters of three quarters. */
  private static final int MAX_CHECKS_OF_CALLER = 9;

  private static final String HELD = "{\"permissions\":[\"webhooks_maintainer\"]}";

  private final StubPlatform platform = new StubPlatform();
  private final CountDownLatch answered = new CountDownLatch(1);
  private final RemoteAccessControl access =
      new RemoteAccessControl(
          new ITwinPlatformClient(platform.url(), StubPlatform.THREADS),
          MAX_WAIT,
          Clock.systemUTC());

  @AfterEach
  void close() {
    platform.close();
  }

  @Test
  void clientLeavesChecksToOthers() {
    CompletableFuture<Void> waiting = check("one", MAX_CHECKS_OF_CALLER);
    awaitAsked(MAX_CHECKS_OF_CALLER);

    assertRefusedAtOnce("one");

    CompletableFuture<Void> others = check("two", 1);
    awaitAsked(MAX_CHECKS_OF_CALLER + 1);
    answered.countDown();
    waiting.join();
    others.join();
  }

  @Test
  void userLeavesChecksToOtherUsersOfTheClient() {
    CompletableFuture<?>[] waiting =
        IntStream.range(0, MAX_CHECKS_OF_CALLER)
            .mapToObj(i -> check(Callers.user("console", "account", "maria"), answered))
            .toArray(CompletableFuture[]::new);
    awaitAsked(MAX_CHECKS_OF_CALLER);

    CompletableFuture<Void> other = check(Callers.user("console", "account", "john"), answered);

    awaitAsked(MAX_CHECKS_OF_CALLER + 1);
    answered.countDown();
    CompletableFuture.allOf(waiting).join();
    other.join();
  }

  @Test
  void manyClientsWaitForFewChecks() {
    CompletableFuture<?>[] waiting =
        IntStream.range(0, MAX_CHECKS)
            .mapToObj(i -> check("client" + i, 1))
            .toArray(CompletableFuture[]::new);
    awaitAsked(MAX_CHECKS);

    for (int i = 0; i < MAX_CHECKS; i++) {
      assertRefusedAtOnce("other" + i);
    }

    assertThat(platform.asked()).hasSize(MAX_CHECKS);
    answered.countDown();
    CompletableFuture.allOf(waiting).join();
    // Their ends make room for as many again.
    check("one", MAX_CHECKS_OF_CALLER).join();
    check("two", MAX_CHECKS_OF_CALLER).join();
  }

  @Test
  void knownAnswerNeedsNoCheck() {
    Caller caller = Callers.tenant("one", "account of one");
    UUID known = iTwin();
    answered.countDown();
    assertThat(access.permissionToMaintain(caller, known).getAsBoolean()).isTrue();
    CountDownLatch slow = new CountDownLatch(1);
    CompletableFuture<Void> waiting = check("one", MAX_CHECKS_OF_CALLER, slow);
    awaitAsked(1 + MAX_CHECKS_OF_CALLER);

    assertThat(access.permissionToMaintain(caller, known).getAsBoolean()).isTrue();

    slow.countDown();
    waiting.join();
  }

  private CompletableFuture<Void> check(String client, int count) {
    return check(client, count, answered);
  }

  /** Begins checks, each about another iTwin and on a thread of its own. */
  private CompletableFuture<Void> check(String client, int count, CountDownLatch until) {
    return CompletableFuture.allOf(
        IntStream.range(0, count)
            .mapToObj(i -> check(Callers.tenant(client, "account of " + client), until))
            .toArray(CompletableFuture[]::new));
  }

  private CompletableFuture<Void> check(Caller caller, CountDownLatch until) {
    return CompletableFuture.runAsync(
        () -> assertThat(access.permissionToMaintain(caller, iTwin(until)).getAsBoolean()).isTrue(),
        StubPlatform.THREADS);
  }

  private UUID iTwin() {
    return iTwin(answered);
  }

  private UUID iTwin(CountDownLatch until) {
    UUID iTwin = UUID.randomUUID();
    platform.permissions(
        iTwin,
        exchange -> {
          until.await();
          json(HELD).to(exchange);
        });
    platform.account(
        iTwin,
        exchange -> {
          until.await();
          json("{\"iTwin\":{\"id\":\"account\"}}").to(exchange);
        });
    return iTwin;
  }

  private void awaitAsked(int count) {
    await("the checks to wait").until(() -> platform.asked().size() == count);
  }

  private void assertRefusedAtOnce(String client) {
    int asked = platform.asked().size();
    CompletableFuture<Void> check =
        CompletableFuture.runAsync(
            () ->
                access.permissionToMaintain(
                    Callers.tenant(client, "account of " + client), iTwin()),
            StubPlatform.THREADS);
    assertThat(check)
        .failsWithin(AT_ONCE)
        .withThrowableOfType(ExecutionException.class)
        .havingCause()
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE))
        .withMessage("Too many permissions are being checked. Try again later.");
    assertThat(platform.asked()).hasSize(asked);
  }
}
