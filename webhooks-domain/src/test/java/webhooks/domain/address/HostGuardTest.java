package webhooks.domain.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;

class HostGuardTest {
  private static final Executor SAME_THREAD = Runnable::run;
  private static final CallbackHost NAME = CallbackHost.parse("hook.example");

  @ParameterizedTest
  @ValueSource(strings = {"8.8.8.8", "8.8.8.8 2606:4700::1111", "1.1.1.1 9.9.9.9 8.8.8.8"})
  void returnsPublicAddressesInOrder(String answer) throws Exception {
    HostGuard guard = guard(resolverOf(answer));

    assertThat(guard.vettedAddresses(NAME)).isEqualTo(addresses(answer));
    assertThatCode(() -> guard.requireAllowed(NAME, SAME_THREAD)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1",
        "8.8.8.8 10.0.0.1",
        "10.0.0.1 8.8.8.8",
        "8.8.8.8 fd00::1",
        "8.8.8.8 ::1 1.1.1.1",
        "169.254.169.254",
        "64:ff9b::7f00:1"
      })
  void refusesNamesWithAnyForbiddenAddress(String answer) {
    HostGuard guard = guard(resolverOf(answer));

    assertThatThrownBy(() -> guard.vettedAddresses(NAME))
        .isInstanceOf(ForbiddenAddress.class)
        .hasMessage("The host is not allowed.");
    assertThatThrownBy(() -> guard.requireAllowed(NAME, SAME_THREAD))
        .isInstanceOf(InvalidCallbackUrl.class)
        .hasMessage("The host of 'callbackUrl' is not allowed.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "a.localhost.",
        "127.0.0.1",
        "127.1",
        "2130706433",
        "１２７.０.０.１",
        "0",
        "[::1]",
        "[::ffff:10.0.0.1]",
        "[64:ff9b::10.0.0.1]",
        "[2002:a00:1::]",
        "169.254.169.254."
      })
  void refusesForbiddenLiteralsWithoutLookUp(String text) {
    AtomicInteger lookups = new AtomicInteger();
    HostGuard guard = guard(name -> addresses("8.8.8.8", lookups));
    CallbackHost host = CallbackHost.parse(text);

    assertThatThrownBy(() -> guard.requireAllowed(host, task -> lookups.incrementAndGet()))
        .isInstanceOf(InvalidCallbackUrl.class);
    assertThatThrownBy(() -> guard.vettedAddresses(host)).isInstanceOf(ForbiddenAddress.class);
    assertThat(lookups).hasValue(0);
  }

  @Test
  void permitsLocalhostIfLoopbackIsAllowed() throws Exception {
    HostGuard guard =
        new HostGuard(new AddressPolicy(List.of("127.0.0.0/8")), resolverOf("10.0.0.1"));

    assertThat(guard.vettedAddresses(CallbackHost.parse("localhost")))
        .isEqualTo(addresses("127.0.0.1"));
    assertThatThrownBy(() -> guard.vettedAddresses(NAME)).isInstanceOf(ForbiddenAddress.class);
  }

  @Test
  void acceptsUnresolvedNamesUntilSending() {
    HostGuard unknown =
        guard(
            name -> {
              throw new UnknownHostException(name);
            });
    HostGuard empty = guard(name -> List.of());

    for (HostGuard guard : List.of(unknown, empty)) {
      assertThatCode(() -> guard.requireAllowed(NAME, SAME_THREAD)).doesNotThrowAnyException();
      assertThatThrownBy(() -> guard.vettedAddresses(NAME))
          .isExactlyInstanceOf(UnknownHostException.class);
    }
  }

  @Test
  void checksAddressesOnEachUse() throws Exception {
    List<String> answers = new ArrayList<>(List.of("8.8.8.8", "127.0.0.1"));
    HostGuard guard = guard(name -> addresses(answers.remove(0)));

    assertThat(guard.vettedAddresses(NAME)).isEqualTo(addresses("8.8.8.8"));
    assertThatThrownBy(() -> guard.vettedAddresses(NAME)).isInstanceOf(ForbiddenAddress.class);
  }

  @Test
  void acceptsNoNameWithoutALookUp() {
    Executor full =
        task -> {
          throw new RejectedExecutionException();
        };
    HostGuard guard = guard(resolverOf("8.8.8.8"));

    assertThatThrownBy(() -> guard.requireAllowed(NAME, full))
        .isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void acceptsNoNameOnAThreadThatEnds() {
    HostGuard guard = guard(resolverOf("8.8.8.8"));

    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> guard.requireAllowed(NAME, task -> {}))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE));
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void acceptsNamesWhoseLookUpHangs() {
    CountDownLatch released = new CountDownLatch(1);
    HostGuard guard =
        impatient(
            name -> {
              await(released);
              return addresses("10.0.0.1");
            });

    assertThatCode(() -> guard.requireAllowed(NAME, task -> new Thread(task).start()))
        .doesNotThrowAnyException();

    released.countDown();
  }

  @Test
  void beginsNoLookUpAfterTheLimit() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    AtomicInteger begun = new AtomicInteger();
    HostGuard guard = impatient(name -> addresses("10.0.0.1", begun));
    ExecutorService one = Executors.newSingleThreadExecutor();
    try {
      one.execute(() -> await(released));
      assertThatCode(() -> guard.requireAllowed(NAME, one)).doesNotThrowAnyException();
    } finally {
      released.countDown();
      one.shutdown();
    }

    assertThat(one.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    assertThat(begun).hasValue(0);
  }

  private static HostGuard impatient(NameResolver resolver) {
    return new HostGuard(new AddressPolicy(List.of()), resolver, Duration.ofMillis(1));
  }

  private static HostGuard guard(NameResolver resolver) {
    return new HostGuard(new AddressPolicy(List.of()), resolver);
  }

  private static NameResolver resolverOf(String addresses) {
    return name -> addresses(addresses);
  }

  private static List<InetAddress> addresses(String literals, AtomicInteger lookups)
      throws UnknownHostException {
    lookups.incrementAndGet();
    return addresses(literals);
  }

  private static List<InetAddress> addresses(String literals) throws UnknownHostException {
    List<InetAddress> addresses = new ArrayList<>();
    for (String literal : literals.split(" ")) {
      addresses.add(InetAddress.getByName(literal));
    }
    return addresses;
  }

  /** Waits at most a minute, so that a guard without a limit fails the test. */
  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
