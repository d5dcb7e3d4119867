package webhooks.delivery.send.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import webhooks.domain.address.AddressPolicy;
import webhooks.domain.address.CallbackHost;
import webhooks.domain.address.ForbiddenAddress;
import webhooks.domain.address.HostGuard;
import webhooks.domain.address.NameResolver;
import webhooks.domain.limit.CallerLimit;
import webhooks.domain.limit.LimitKey;
import webhooks.domain.limit.SharedExecutor;

class PinnedAddressesTest {
  private static final LimitKey ACCOUNT = LimitKey.ofAccount("account");
  private static final CallbackHost ONE = CallbackHost.parse("one.example");
  private static final CallbackHost OTHER = CallbackHost.parse("other.example");

  private final Queue<Runnable> lookups = new ArrayDeque<>();
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void looksNameUpOnceForSeveralCallers() throws Exception {
    PinnedAddresses addresses = addresses(name -> List.of(InetAddress.getByName("8.8.8.8")));

    List<CompletableFuture<Void>> waiting =
        Stream.generate(() -> addresses.pin(ONE, ACCOUNT)).limit(100).toList();
    CompletableFuture<Void> other = addresses.pin(OTHER, ACCOUNT);
    assertThat(lookups).hasSize(2);
    assertThat(waiting).noneMatch(CompletableFuture::isDone);
    lookups.remove().run();

    assertThat(waiting).allMatch(CompletableFuture::isDone);
    assertThat(other).isNotDone();
    assertThat(addresses.resolve("one.example")).hasSize(1);
    assertThat(asked).hasValue(1);
    assertThat(addresses.pin(ONE, ACCOUNT)).isDone();
    assertThat(lookups).hasSize(1);
  }

  @Test
  void looksNameUpAgainAfterFailure() {
    PinnedAddresses addresses =
        addresses(
            name -> {
              throw new UnknownHostException(name);
            });

    List<CompletableFuture<Void>> waiting =
        Stream.generate(() -> addresses.pin(ONE, ACCOUNT)).limit(3).toList();
    lookups.remove().run();

    assertThat(waiting).allMatch(CompletableFuture::isCompletedExceptionally);
    assertThat(addresses.pin(ONE, ACCOUNT)).isNotDone();
    assertThat(lookups).hasSize(1);
  }

  /** Both ask at the same moment: neither has a share of the limit before the other comes. */
  @Test
  void accountWithoutShareFailsNoOther() throws Exception {
    CallerLimit limit = new CallerLimit(4, "Too many");
    limit.take(ACCOUNT, 3);
    PinnedAddresses addresses =
        new PinnedAddresses(
            guard(name -> List.of(InetAddress.getByName("8.8.8.8"))),
            new SharedExecutor(Runnable::run, limit));
    FutureTask<CompletableFuture<Void>> refused =
        new FutureTask<>(() -> addresses.pin(ONE, ACCOUNT));
    FutureTask<CompletableFuture<Void>> other =
        new FutureTask<>(() -> addresses.pin(ONE, LimitKey.ofAccount("other")));

    // Each change of the limit waits for its monitor.
    synchronized (limit) {
      startAndAwaitLimit(refused);
      startAndAwaitLimit(other);
    }

    assertThat(other.get(1, TimeUnit.MINUTES)).succeedsWithin(Duration.ofMinutes(1));
    assertThat(refused.get(1, TimeUnit.MINUTES).isDone()).isTrue();
  }

  private static void startAndAwaitLimit(FutureTask<?> pin) {
    Thread thread = new Thread(pin);
    thread.start();
    await().until(() -> pin.isDone() || thread.getState() == Thread.State.BLOCKED);
  }

  static Stream<Throwable> failuresToStartALookup() {
    return Stream.of(
        new RejectedExecutionException(), new OutOfMemoryError("unable to create native thread"));
  }

  @ParameterizedTest
  @MethodSource("failuresToStartALookup")
  void looksNameUpAgainAfterLookupCouldNotStart(Throwable failure) throws Exception {
    AtomicBoolean failing = new AtomicBoolean(true);
    PinnedAddresses addresses =
        new PinnedAddresses(
            guard(name -> List.of(InetAddress.getByName("8.8.8.8"))),
            executor(
                lookup -> {
                  if (failing.get()) {
                    if (failure instanceof Error error) {
                      throw error;
                    }
                    throw (RuntimeException) failure;
                  }
                  lookup.run();
                }));

    for (int i = 0; i < 2; i++) {
      CompletableFuture<Void> pinned = addresses.pin(ONE, ACCOUNT);
      assertThatThrownBy(() -> pinned.get(1, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(UnknownHostException.class);
    }
    failing.set(false);

    assertThat(addresses.pin(ONE, ACCOUNT)).isCompleted();
    assertThat(addresses.resolve("one.example")).hasSize(1);
  }

  @Test
  void keepsVettedAddressesWhenLookupsAreBusy() throws Exception {
    AtomicBoolean busy = new AtomicBoolean();
    PinnedAddresses addresses =
        new PinnedAddresses(
            guard(name -> List.of(InetAddress.getByName("8.8.8.8"))),
            executor(
                lookup -> {
                  if (busy.get()) {
                    throw new RejectedExecutionException();
                  }
                  lookup.run();
                }),
            Duration.ZERO);
    addresses.pin(ONE, ACCOUNT);
    busy.set(true);

    assertThat(addresses.pin(ONE, ACCOUNT)).isCompleted();
    assertThat(addresses.resolve("one.example")).hasSize(1);
    assertThat(asked).hasValue(1);
    busy.set(false);
    addresses.pin(ONE, ACCOUNT);
    assertThat(asked).hasValue(2);
  }

  @Test
  void usesFourAddressesAndVetsAll() throws Exception {
    List<InetAddress> many = new ArrayList<>();
    for (int i = 1; i <= 100; i++) {
      many.add(InetAddress.getByName("8.8.8." + i));
    }
    PinnedAddresses addresses = addresses(name -> List.copyOf(many));
    addresses.pin(ONE, ACCOUNT);
    lookups.remove().run();
    assertThat(addresses.resolve("one.example"))
        .containsExactly(many.subList(0, 4).toArray(InetAddress[]::new));

    many.add(InetAddress.getByName("10.0.0.1"));
    CompletableFuture<Void> other = addresses.pin(OTHER, ACCOUNT);
    lookups.remove().run();
    assertThat(other)
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(ForbiddenAddress.class);
  }

  private PinnedAddresses addresses(NameResolver resolver) {
    return new PinnedAddresses(guard(resolver), executor(lookups::add));
  }

  private static SharedExecutor executor(Executor threads) {
    return new SharedExecutor(threads, new CallerLimit(1000, "Too many"));
  }

  private HostGuard guard(NameResolver resolver) {
    return new HostGuard(
        new AddressPolicy(List.of()),
        name -> {
          asked.incrementAndGet();
          return resolver.resolve(name);
        });
  }
}
