package webhooks.domain.delivery.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.CountedSlots;
import webhooks.domain.delivery.LeasedDelivery;

/** Several nodes that claim and record at the same time until nothing is due. */
final class Claimers {
  private final TestDatabase database;
  private final Duration lease;

  Claimers(TestDatabase database, Duration lease) {
    this.database = database;
    this.lease = lease;
  }

  /** Returns the message id of each claimed delivery. */
  List<UUID> claimEverything(int claimers) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(claimers);
    try {
      Callable<List<UUID>> claimer = () -> claim(new QueueFixture(database, lease));
      List<UUID> claimed = new ArrayList<>();
      List<Callable<List<UUID>>> all = java.util.Collections.nCopies(claimers, claimer);
      for (Future<List<UUID>> one : threads.invokeAll(all)) {
        claimed.addAll(one.get());
      }
      return claimed;
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<UUID> claim(QueueFixture node) {
    List<UUID> claimed = new ArrayList<>();
    while (true) {
      List<LeasedDelivery> batch = node.claimDue(CountedSlots.enough(), 137).deliveries();
      if (batch.isEmpty()) {
        return claimed;
      }
      batch.forEach(delivery -> claimed.add(delivery.messageId()));
      node.record(batch.stream().map(QueueFixture::succeeded).toList());
    }
  }
}
