package webhooks.domain.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static webhooks.domain.alert.AlertsFixture.order;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.secret.LinkToken;

/** The links with which recipients end mails, beside other alerts and other transactions. */
@OnEveryDatabase
class UnsubscribeTest {
  private final AlertsFixture alerts;
  private final TestDatabase database;

  UnsubscribeTest(TestDatabase database) {
    this.database = database;
    this.alerts = new AlertsFixture(database);
  }

  @BeforeEach
  void clear() {
    database.clear();
  }

  /** Returns the unsubscribe link of a confirmed alert about a webhook. */
  private LinkToken confirmed(UUID webhook) {
    alerts.add(order(AlertsFixture.EMAIL.text(), Optional.of(webhook)));
    DueMail mail = alerts.next();
    alerts.sent(mail);
    alerts.confirm(mail.confirm().orElseThrow());
    return mail.unsubscribe();
  }

  @Test
  void linkEndsNoOtherConfirmedAlert() {
    LinkToken first = confirmed(UUID.randomUUID());
    UUID other = UUID.randomUUID();
    confirmed(other);

    alerts.unsubscribe(first);

    assertThat(alerts.list()).extracting(AlertView::webhookId).containsExactly(Optional.of(other));
  }

  /**
   * Otherwise the two transactions, or one and a node that adds a report, wait for each other. The
   * first of three links makes the row on which the two others wait: H2 shows no wait for a row
   * that is not committed.
   */
  @Test
  void linksOfAnAddressWaitForEachOtherBeforeTheyLockAlerts() {
    UUID webhook = alerts.webhook();
    LinkToken earlier = confirmed(UUID.randomUUID());
    LinkToken first = confirmed(UUID.randomUUID());
    LinkToken second = confirmed(webhook);
    alerts.unsubscribe(earlier);

    followTwo(first, second, () -> alerts.addReport(webhook));

    assertThat(alerts.list()).isEmpty();
    assertThat(database.count("select count(*) from alert_report")).isZero();
    assertThat(audited()).isEqualTo(3);
  }

  /** A recipient follows a link twice at the same time. */
  @Test
  void oneOfTwoRequestsWithALinkIsAudited() {
    LinkToken earlier = confirmed(UUID.randomUUID());
    LinkToken link = confirmed(UUID.randomUUID());
    alerts.unsubscribe(earlier);

    followTwo(link, link, () -> {});

    assertThat(audited()).isEqualTo(2);
  }

  /** Follows a link, and a second one before the transaction of the first one ends. */
  private void followTwo(LinkToken first, LinkToken second, Runnable meanwhile) {
    CompletableFuture<Void> waiting =
        database.inTransaction(
            () -> {
              alerts.repository.unsubscribe(first);
              CompletableFuture<Void> other =
                  CompletableFuture.runAsync(() -> alerts.unsubscribe(second));
              await().until(database::hasBlockedTransaction);
              meanwhile.run();
              return other;
            });
    waiting.join();
  }

  private long audited() {
    return database.count("select count(*) from audit where action = 'alert.unsubscribed'");
  }
}
