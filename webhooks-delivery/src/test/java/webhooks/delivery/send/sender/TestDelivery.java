package webhooks.delivery.send.sender;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import webhooks.domain.delivery.EventBody;
import webhooks.domain.delivery.Lease;
import webhooks.domain.delivery.LeasedDelivery;

/** Deliveries that a sender of tests sends. */
public final class TestDelivery {
  public static final UUID MESSAGE = UUID.fromString("8a0f4d9c-4e5b-4d0e-9d46-0c7e35a5b9b1");

  static final UUID WEBHOOK = new UUID(1, 2);

  private TestDelivery() {}

  /** Creates a delivery of an event with some content. */
  public static LeasedDelivery create() {
    return of("{\"content\":{\"é\":1.50},\"webhookId\":\"");
  }

  /** Creates a delivery of an event with this stored part of the body. */
  public static LeasedDelivery of(String body) {
    return new LeasedDelivery(
        UUID.randomUUID(),
        WEBHOOK,
        1,
        1,
        1,
        EventBody.of(MESSAGE, body.getBytes(StandardCharsets.UTF_8)),
        Lease.starting(Duration.ofMinutes(5)));
  }
}
