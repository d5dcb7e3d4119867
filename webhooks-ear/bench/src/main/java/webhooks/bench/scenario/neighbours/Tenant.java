package webhooks.bench.scenario.neighbours;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import webhooks.bench.load.Installation;
import webhooks.bench.load.Owner;
import webhooks.it.harness.broker.Producer;

/** A tenant that attacks others: one account, with many clients if it wants to. */
final class Tenant {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Installation installation;
  private final Owner owner;
  private final String webhook;

  Tenant(Installation installation) {
    this.installation = installation;
    this.owner = installation.owner();
    // Its deliveries are not those that the log of arrivals counts.
    this.webhook =
        installation.rest().register(owner.token(), installation.receiver().slowUrl()).join();
  }

  String token() {
    return owner.token();
  }

  /** Returns the id of its webhook. */
  String webhook() {
    return webhook;
  }

  /** Returns the tokens of several clients of the account. */
  List<String> tokens(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                installation
                    .environment()
                    .tokens()
                    .draft(owner.client() + "-" + i, owner.account())
                    .rs256())
        .toList();
  }

  /** Publishes an event, and returns the path of its delivery. */
  String delivery() {
    try (Producer producer = installation.environment().broker().producer()) {
      producer.publishTexts(owner.events().next(1));
    }
    String deliveries = "/webhooks/" + webhook + "/deliveries";
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      String page = installation.rest().send(200, "GET", deliveries, owner.token(), null).join();
      try (JsonReader reader = Json.createReader(new StringReader(page))) {
        var found = reader.readObject().getJsonArray("deliveries");
        if (!found.isEmpty()) {
          return deliveries + "/" + found.getJsonObject(0).getString("id");
        }
      }
      LockSupport.parkNanos(STEP_NANOS);
    }
    throw new IllegalStateException("The tenant has no delivery");
  }
}
