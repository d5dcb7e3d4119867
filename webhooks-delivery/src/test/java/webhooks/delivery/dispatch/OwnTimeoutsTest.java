package webhooks.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.delivery.dispatch.ReceiverPace.ReceiverKind;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.subscription.Flow;

/** The leases of webhooks with the option timeout. */
class OwnTimeoutsTest {
  private static final int MAX_IN_FLIGHT = 500;

  private static Flow patient(Duration timeout) {
    return new Flow(false, 0, false, Optional.of(timeout));
  }

  /** Its owner expects slow answers. If it fell silent, each slot would be taken for so long. */
  @ParameterizedTest
  @CsvSource({"PT5S, NEW, QUICK", "PT5.001S, SLOW, SLOW", "PT30S, SLOW, SLOW"})
  void longTimeOutMakesReceiverSlow(Duration timeout, ReceiverKind first, ReceiverKind later) {
    UUID webhook = UUID.randomUUID();
    NodeLeases patient =
        TestLeases.create(
            LeaseShares.of(MAX_IN_FLIGHT),
            100,
            id -> new Destination("account", "host", patient(timeout)),
            System::nanoTime);

    assertThat(patient.place(webhook).kind()).isEqualTo(first);
    TestLeases.answer(patient, webhook, 100);
    assertThat(patient.place(webhook).kind()).isEqualTo(later);
    patient.adapt(webhook, TestLeases.silence());
    assertThat(patient.place(webhook).kind()).isEqualTo(ReceiverKind.SILENT);
    TestLeases.answer(patient, webhook, 1);
    assertThat(patient.place(webhook).kind()).isEqualTo(later);
  }

  /** Webhooks that wait for thirty seconds leave slots to new ones. */
  @Test
  void receiversWithALongTimeOutUseSlotsOfSlowOnes() {
    Flow patient = patient(Duration.ofSeconds(30));
    List<UUID> slow = Stream.generate(UUID::randomUUID).limit(1000).toList();
    Set<UUID> ids = Set.copyOf(slow);
    NodeLeases mixed =
        TestLeases.create(
            LeaseShares.of(MAX_IN_FLIGHT),
            100,
            id ->
                new Destination(
                    "account " + id, id + ".example.com", ids.contains(id) ? patient : Flow.FREE),
            System::nanoTime);

    slow.forEach(webhook -> mixed.take(webhook, 2));

    assertThat(mixed.free(ReceiverKind.SLOW)).isZero();
    assertThat(mixed.take(UUID.randomUUID(), 1)).isEqualTo(1);
    assertThat(mixed.use().leased()).isLessThanOrEqualTo(MAX_IN_FLIGHT / 2 + 1);
  }

  /** Otherwise the node would remember webhooks of which it knows nothing. */
  @Test
  void patientWebhookWithoutAResultIsNotRemembered() {
    LeaseShares shares = LeaseShares.of(MAX_IN_FLIGHT);
    KnownWebhooks webhooks =
        new KnownWebhooks(
            shares,
            100,
            id -> new Destination("a", "h", patient(Duration.ofSeconds(9))),
            System::nanoTime);
    WebhookLeases found = webhooks.find(UUID.randomUUID());

    webhooks.store(found);
    assertThat(webhooks.size()).isZero();
    found.pace().adapt(TestLeases.answer(200, 20));
    webhooks.store(found);
    assertThat(webhooks.size()).isEqualTo(1);
  }

  /** Leases are long enough for the time-out of each webhook, and not for the usual one. */
  @Test
  void returnsDeliveriesWhoseLeaseIsTooShortForTheirWebhook() {
    UUID webhook = UUID.randomUUID();
    AtomicReference<Flow> flow = new AtomicReference<>(patient(Duration.ofSeconds(2)));
    NodeLeases leases = TestLeases.of(10, 10, id -> new Destination("account", "host", flow.get()));
    assertThat(leases.take(webhook, 1)).isEqualTo(1);
    LeasedDelivery delivery = TestLeases.delivery(webhook, Duration.ofSeconds(4));
    leases.hold(delivery);

    assertThat(leases.takeReturned()).isEmpty();
    flow.set(patient(Duration.ofSeconds(20)));
    leases.place(webhook);

    assertThat(leases.takeReturned()).containsExactly(delivery);
  }
}
