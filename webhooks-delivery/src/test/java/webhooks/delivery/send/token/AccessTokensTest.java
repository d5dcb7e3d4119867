package webhooks.delivery.send.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import webhooks.domain.address.Origin;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.delivery.AttemptHeaders;
import webhooks.domain.option.ChangeOptions;
import webhooks.domain.option.WebhookOptions;
import webhooks.domain.subscription.SendableWebhook;
import webhooks.domain.subscription.TestSubscription;

/** How long a token is kept, for whom, and who requests the next one. */
class AccessTokensTest {
  private static final Origin RECEIVER = new Origin("https://receiver.example:443");
  private static final UUID WEBHOOK = UUID.randomUUID();

  private final List<CompletableFuture<AccessToken>> requests = new ArrayList<>();
  private long nanos = Long.MAX_VALUE - 5;
  private final AccessTokens tokens =
      new AccessTokens(
          (webhook, request) -> {
            requests.add(new CompletableFuture<>());
            return requests.get(requests.size() - 1);
          },
          () -> nanos);

  private static SendableWebhook webhook(UUID id, String account, long version) {
    return new SendableWebhook(
        TestSubscription.of(id, account, version, true),
        new ChangeOptions(
                Map.of(
                    "authentication",
                    Map.of(
                        "type",
                        "oauth2",
                        "tokenUrl",
                        "https://issuer.example/",
                        "clientId",
                        "c",
                        "clientSecret",
                        "s")),
                true,
                List.of())
            .applyTo(WebhookOptions.NONE, RECEIVER));
  }

  private static SendableWebhook webhook(long version) {
    return webhook(WEBHOOK, "account", version);
  }

  private CompletableFuture<Optional<AccessToken>> ask(SendableWebhook webhook) {
    return tokens.of(webhook, RECEIVER);
  }

  private CompletableFuture<Optional<AccessToken>> ask() {
    return ask(webhook(1));
  }

  /** Returns the text of a token that must be there, so that a test never waits. */
  private static String value(CompletableFuture<Optional<AccessToken>> token) {
    assertThat(token).isDone();
    return token.join().orElseThrow().value();
  }

  private static void assertFailed(CompletableFuture<?> token, String message) {
    assertThat(token).isDone();
    assertThatThrownBy(token::join).hasRootCauseMessage(message);
  }

  private static AccessToken token(String value, long expiresIn) {
    return new AccessToken(value, Optional.of(Duration.ofSeconds(expiresIn)));
  }

  private void give(AccessToken token) {
    requests.get(requests.size() - 1).complete(token);
  }

  private void fail(AttemptCause reason) {
    requests.get(requests.size() - 1).completeExceptionally(new TokenFailure(reason));
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  private static Attempt attempt(int status) {
    return new Attempt(
        Instant.EPOCH,
        Duration.ZERO,
        OptionalInt.of(status),
        Optional.empty(),
        Optional.empty(),
        new byte[0],
        Optional.empty(),
        AttemptHeaders.NONE,
        Optional.empty());
  }

  @Test
  void tokenIsKeptUntilAMinuteBeforeItsEnd() {
    ask();
    give(token("first", 100));

    pass(Duration.ofSeconds(40).minusNanos(1));
    assertThat(value(ask())).isEqualTo("first");
    pass(Duration.ofNanos(1));
    assertThat(ask()).isNotDone();
    assertThat(requests).hasSize(2);
  }

  @Test
  void shortLivedTokenIsForItsWaitersOnly() {
    CompletableFuture<Optional<AccessToken>> first = ask();
    CompletableFuture<Optional<AccessToken>> second = ask();
    give(token("short", 60));

    assertThat(value(first)).isEqualTo(value(second)).isEqualTo("short");
    assertThat(ask()).isNotDone();
  }

  @Test
  void oneRequestRunsAtATime() {
    List<CompletableFuture<Optional<AccessToken>>> all = List.of(ask(), ask(), ask());

    assertThat(requests).hasSize(1);
    assertThat(all).noneMatch(CompletableFuture::isDone);
    give(token("one", 3600));
    assertThat(all).allMatch(one -> value(one).equals("one"));
  }

  @Test
  void waitersFailTogetherAndAreFollowedByAPause() {
    CompletableFuture<Optional<AccessToken>> first = ask();
    CompletableFuture<Optional<AccessToken>> second = ask();
    fail(AttemptCause.REFUSED_BY_ISSUER);

    pass(AccessTokens.FAILURE_AGE.minusNanos(1));
    for (CompletableFuture<Optional<AccessToken>> one : List.of(first, second, ask())) {
      assertFailed(one, "refused by issuer");
    }
    assertThat(requests).hasSize(1);
    pass(Duration.ofNanos(1));
    assertThat(ask()).isNotDone();
    give(token("later", 3600));
    assertThat(value(ask())).isEqualTo("later");
  }

  @Test
  void busyNodeIsNoFaultOfTheIssuer() {
    ask();
    fail(AttemptCause.NODE_BUSY);

    assertThat(ask()).isNotDone();
    assertThat(requests).hasSize(2);
  }

  @Test
  void requestThatCannotBeginFailsItsAttempt() {
    AccessTokens broken =
        new AccessTokens(
            (webhook, request) -> {
              throw new IllegalStateException("injected");
            },
            () -> nanos);

    assertFailed(broken.of(webhook(1), RECEIVER), "injected");
    pass(AccessTokens.FAILURE_AGE);
    assertFailed(broken.of(webhook(1), RECEIVER), "injected");
  }

  @Test
  void tokenIsDroppedOncePerToken() {
    CompletableFuture<Optional<AccessToken>> first = ask();
    give(token("first", 3600));
    tokens.ended(attempt(401), webhook(1), first);
    CompletableFuture<Optional<AccessToken>> second = ask();
    assertThat(second).isNotDone();
    tokens.ended(attempt(401), webhook(1), first);
    give(token("second", 3600));
    tokens.ended(attempt(403), webhook(1), first);

    assertThat(value(ask())).isEqualTo("second");
    assertThat(requests).hasSize(2);
    tokens.ended(attempt(403), webhook(1), second);
    assertThat(ask()).isNotDone();
  }

  /** An issuer may give the same text again; it is another token. */
  @Test
  void equalTokenIsAnotherOne() {
    CompletableFuture<Optional<AccessToken>> first = ask();
    give(token("same", 3600));
    tokens.ended(attempt(401), webhook(1), first);
    ask();
    give(token("same", 3600));
    tokens.ended(attempt(401), webhook(1), first);

    assertThat(ask()).isDone();
  }

  @Test
  void otherAnswersKeepTheToken() {
    CompletableFuture<Optional<AccessToken>> first = ask();
    give(token("first", 3600));
    for (int status : new int[] {204, 400, 404, 407, 500}) {
      tokens.ended(attempt(status), webhook(1), first);
    }

    assertThat(ask()).isDone();
  }

  @Test
  void webhooksAndVersionsShareNothing() {
    List<SendableWebhook> others =
        List.of(
            webhook(2),
            webhook(UUID.randomUUID(), "account", 1),
            webhook(UUID.randomUUID(), "other", 1));
    CompletableFuture<AccessToken> first = firstRequest();
    others.forEach(this::ask);
    assertThat(requests).as("no request for two").hasSize(4);

    first.complete(token("first", 3600));

    assertThat(value(ask())).isEqualTo("first");
    assertThat(others).noneMatch(other -> ask(other).isDone());
  }

  private CompletableFuture<AccessToken> firstRequest() {
    ask();
    return requests.get(0);
  }

  @Test
  void tokenInMemoryIsForOneReceiver() {
    ask();
    give(token("first", 3600));

    assertFailed(tokens.of(webhook(1), new Origin("https://evil.example:443")), "not bound");
  }

  @Test
  void memoryIsBounded() {
    for (int i = 0; i < 2000; i++) {
      ask(webhook(new UUID(0, i), "account", 1));
      give(token("x".repeat(16384), 3600));
    }

    assertThat(ask(webhook(new UUID(0, 1999), "account", 1))).isDone();
    assertThat(ask(webhook(new UUID(0, 0), "account", 1))).isNotDone();
  }

  @Test
  void webhookWithoutTokenNeedsNoRequest() {
    SendableWebhook without = SendableWebhook.withoutOptions(webhook(1).subscription());

    assertThat(tokens.of(without, RECEIVER)).isCompletedWithValue(Optional.empty());
    assertThat(requests).isEmpty();
  }

  @Test
  void testIsARequestOfItsOwn() {
    ask();
    give(token("kept", 3600));
    CompletableFuture<AccessToken> test = tokens.test(webhook(1), RECEIVER);
    give(token("tested", 3600));

    assertThat(test).isCompletedWithValueMatching(one -> one.value().equals("tested"));
    assertThat(value(ask())).isEqualTo("kept");
  }
}
