package webhooks.domain.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.domain.delivery.DeliveryRows.LATER;
import static webhooks.domain.delivery.DeliveryRows.LEASE;
import static webhooks.domain.delivery.DeliveryRows.NOW;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.domain.FiredEvents;
import webhooks.domain.access.Actor;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.model.Delivery;
import webhooks.domain.delivery.queue.erase.PayloadErasure;
import webhooks.domain.webhook.WebhookRow;

/** Holds the SQL that erases payloads to {@link Delivery}, as {@link DeliverySqlTest} does. */
@OnEveryDatabase
class ErasedDeliverySqlTest {
  private final TestDatabase database;

  ErasedDeliverySqlTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void erasesDeliveriesOfAnyState() {
    database.clear();
    UUID webhook = new WebhookRow().with("activation", 2L).insertInto(database);
    DeliveryRows table = new DeliveryRows(database);
    table.insertEvent();
    Map<UUID, Delivery> erased = new LinkedHashMap<>();
    for (long activation = 1; activation <= 2; activation++) {
      for (DeliveryStatus status : DeliveryStatus.values()) {
        Delivery row =
            new Delivery(status, Optional.empty(), Optional.empty(), 3, 0, 0, activation);
        erased.put(table.insert(webhook, row), row.erased());
      }
      Delivery leased =
          new Delivery(
              DeliveryStatus.PENDING, Optional.of(LEASE), Optional.of(LATER), 3, 0, 2, activation);
      erased.put(table.insert(webhook, leased), leased.erased());
      Delivery due =
          new Delivery(
              DeliveryStatus.PENDING, Optional.empty(), Optional.of(NOW), 3, 0, 0, activation);
      erased.put(table.insert(webhook, due), due.erased());
    }
    PayloadErasure erasure =
        new PayloadErasure(
            database.database(), new FiredEvents(), new AuditTrail(database.database()));

    for (UUID id : erased.keySet()) {
      AuditEntry entry =
          AuditEntry.of(new Actor("client", Optional.empty()), AuditAction.DELIVERY_ERASED);
      database.inTransaction(() -> erasure.eraseDelivery(webhook, id, entry));
    }

    assertThat(table.all()).isEqualTo(erased);
    assertThat(erased.values()).noneMatch(Delivery::isPending);
  }
}
