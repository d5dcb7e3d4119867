package webhooks.delivery.send.token;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import webhooks.domain.address.Origin;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.option.authentication.TokenRequest;
import webhooks.domain.subscription.SendableWebhook;
import webhooks.domain.subscription.Subscription;
import webhooks.domain.subscription.WebhookCache;

/**
 * The tokens of webhooks, each kept for one version of its webhook. Webhooks never share a token.
 *
 * <p>There is one request for a token at a time. The attempts that need it wait without a thread,
 * and all of them fail if it fails. A failure is remembered for {@link #FAILURE_AGE}, so that many
 * attempts do not repeat the request. Safe for several threads.
 */
public final class AccessTokens {
  /** Shorter than the first entry of the usual retry schedule, less its jitter. */
  static final Duration FAILURE_AGE = Duration.ofSeconds(3);

  private static final CompletableFuture<Optional<AccessToken>> NONE =
      CompletableFuture.completedFuture(Optional.empty());

  private static final long MAX_BYTES = 16L * 1024 * 1024;

  /** About the bytes of an entry beside the characters of its token. */
  private static final int ENTRY_BYTES = 300;

  private final BiFunction<Subscription, TokenRequest, CompletableFuture<AccessToken>> requests;
  private final LongSupplier ticker;
  private final WebhookCache<Known> known = new WebhookCache<>(MAX_BYTES);
  private final Map<Key, CompletableFuture<AccessToken>> requested = new HashMap<>();

  private record Key(UUID webhookId, long version) {
    static Key of(Subscription webhook) {
      return new Key(webhook.webhookId(), webhook.version());
    }
  }

  /** A token or a failure that has not ended yet. */
  private record Known(CompletableFuture<AccessToken> token, long endNanos) {}

  /**
   * Creates an empty store.
   *
   * @param requests requests a token for a webhook
   * @param ticker the time in nanoseconds
   */
  public AccessTokens(
      BiFunction<Subscription, TokenRequest, CompletableFuture<AccessToken>> requests,
      LongSupplier ticker) {
    this.requests = requests;
    this.ticker = ticker;
  }

  /**
   * Returns the token that an attempt must have, and nothing if the webhook needs none.
   *
   * @param receiver the present origin of the callback URL
   * @return fails with a {@link TokenFailure} if the attempt must not be made
   */
  public CompletableFuture<Optional<AccessToken>> of(SendableWebhook webhook, Origin receiver) {
    return webhook.options().oauth2().isEmpty()
        ? NONE
        : request(webhook, receiver, this::keptOrRequested).thenApply(Optional::of);
  }

  /**
   * Requests a token, whatever is kept, and keeps nothing.
   *
   * @param receiver the present origin of the callback URL
   * @return fails with a {@link TokenFailure} if there is none
   */
  public CompletableFuture<AccessToken> test(SendableWebhook webhook, Origin receiver) {
    return request(webhook, receiver, requests);
  }

  private static CompletableFuture<AccessToken> request(
      SendableWebhook webhook,
      Origin receiver,
      BiFunction<Subscription, TokenRequest, CompletableFuture<AccessToken>> source) {
    return webhook
        .options()
        .oauth2()
        .flatMap(oauth2 -> oauth2.requestFor(receiver))
        .map(request -> source.apply(webhook.subscription(), request))
        .orElseGet(() -> CompletableFuture.failedFuture(new TokenFailure(AttemptCause.NOT_BOUND)));
  }

  private CompletableFuture<AccessToken> keptOrRequested(
      Subscription webhook, TokenRequest request) {
    CompletableFuture<AccessToken> own = new CompletableFuture<>();
    synchronized (this) {
      Optional<Known> present =
          known.find(webhook).filter(one -> one.endNanos() - ticker.getAsLong() > 0);
      if (present.isPresent()) {
        return present.get().token();
      }
      CompletableFuture<AccessToken> other = requested.putIfAbsent(Key.of(webhook), own);
      if (other != null) {
        return other;
      }
    }
    try {
      requests.apply(webhook, request).whenComplete((token, e) -> end(webhook, own, token, e));
    } catch (RuntimeException | Error e) {
      // Otherwise all later attempts would wait for this request.
      end(webhook, own, null, e);
    }
    return own;
  }

  private void end(
      Subscription webhook, CompletableFuture<AccessToken> own, AccessToken token, Throwable e) {
    Throwable failure = e instanceof CompletionException ? e.getCause() : e;
    Duration age = token == null ? age(failure) : token.age();
    synchronized (this) {
      requested.remove(Key.of(webhook));
      if (!age.isZero()) {
        known.put(
            webhook,
            new Known(own, ticker.getAsLong() + age.toNanos()),
            ENTRY_BYTES + (token == null ? 0 : token.value().length()));
      }
    }
    if (token == null) {
      own.completeExceptionally(failure);
    } else {
      own.complete(token);
    }
  }

  /** A node that was too busy says nothing about the issuer. */
  private static Duration age(Throwable failure) {
    boolean nodeWasBusy =
        failure instanceof TokenFailure one
            && one.reason().equals(Optional.of(AttemptCause.NODE_BUSY));
    return nodeWasBusy ? Duration.ZERO : FAILURE_AGE;
  }

  /**
   * Drops the token of an attempt that its receiver has refused with 401 or 403. A later token of
   * the webhook stays.
   *
   * @param token the result of {@link #of} for the attempt
   */
  public void ended(
      Attempt attempt, SendableWebhook webhook, CompletableFuture<Optional<AccessToken>> token) {
    int status = attempt.statusCode().orElse(0);
    if (status == 401 || status == 403) {
      token.join().ifPresent(refused -> drop(webhook.subscription(), refused));
    }
  }

  private synchronized void drop(Subscription webhook, AccessToken refused) {
    known
        .find(webhook)
        .filter(one -> !one.token().isCompletedExceptionally())
        .filter(one -> one.token().getNow(null) == refused)
        .ifPresent(one -> known.remove(webhook, one));
  }
}
