package webhooks.domain.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Callers;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.limit.LimitKey;

/** Names of callback URLs while the look-ups of one account, which has many clients, hang. */
class CallbackUrlValidatorTest {
  private static final int OF_ACCOUNT = CallbackUrlValidator.MAX_LOOKUPS * 3 / 4;
  private static final String PRIVATE = "https://private.example/";

  private final CountDownLatch begun = new CountDownLatch(OF_ACCOUNT);
  private final CountDownLatch answered = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CallbackUrlValidator validator =
      new CallbackUrlValidator(
          new HostGuard(new AddressPolicy(List.of()), this::resolve, Duration.ofMinutes(1)),
          threads);

  private List<InetAddress> resolve(String name) {
    if (name.startsWith("slow")) {
      begun.countDown();
      await(answered);
    }
    return List.of(InetAddress.getLoopbackAddress());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void begin() {
    for (int i = 0; i < OF_ACCOUNT; i++) {
      String url = "https://slow-" + i + ".example/";
      LimitKey client = tenant("client-" + i, "slow");
      threads.execute(() -> faults(url, client));
    }
    await(begun);
  }

  @AfterEach
  void end() {
    answered.countDown();
    threads.shutdown();
  }

  private List<Fault> faults(String url, LimitKey caller) {
    Faults faults = new Faults();
    validator.check(url, caller, faults);
    return faults.all();
  }

  private static LimitKey tenant(String client, String account) {
    return Callers.tenant(client, account).limitKey();
  }

  @Test
  void checksTheNamesOfOtherAccounts() {
    assertThat(faults(PRIVATE, tenant("client", "other"))).hasSize(1);
  }

  @Test
  void acceptsNoFurtherNameOfTheAccount() {
    for (String client : List.of("client-0", "one more")) {
      assertThatThrownBy(() -> faults("https://public.example/", tenant(client, "slow")))
          .isInstanceOfSatisfying(
              Refusal.class,
              refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE));
    }
  }

  @Test
  void checksAddressesThatNeedNoLookUp() {
    assertThat(faults("https://8.8.8.8/", tenant("client-0", "slow"))).isEmpty();
    assertThat(faults("https://10.0.0.1/", tenant("client-0", "slow"))).hasSize(1);
  }

  @Test
  void namesTheHostOfAnotherProperty() {
    Faults faults = new Faults();

    validator.checkHost(
        CallbackUrl.parse("https://10.0.0.1/"), "a.tokenUrl", tenant("client", "other"), faults);

    assertThat(faults.all())
        .containsExactly(
            Fault.of(
                FaultCode.INVALID_VALUE, "a.tokenUrl", "The host of 'a.tokenUrl' is not allowed."));
  }
}
