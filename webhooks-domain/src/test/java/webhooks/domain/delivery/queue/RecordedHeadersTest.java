package webhooks.domain.delivery.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.AttemptHeaders;
import webhooks.domain.delivery.CountedSlots;
import webhooks.domain.delivery.HeaderExcerpt;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.history.DeliveryHistoryRepository;

/** The headers of attempts, from their record to the delivery history. */
@OnEveryDatabase
class RecordedHeadersTest {
  private final TestDatabase database;
  private QueueFixture node;
  private UUID webhook;

  RecordedHeadersTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void insertAnActiveWebhook() {
    node = QueueFixture.onEmpty(database);
    webhook = node.webhook(true, 1);
  }

  private List<LeasedDelivery> claimed(int count) {
    node.accept(count, CountedSlots.enough());
    node.makeDue();
    return node.claimDue(CountedSlots.enough(), count).deliveries();
  }

  private AttemptHeaders headersOf(LeasedDelivery delivery) {
    return new DeliveryHistoryRepository(database.database())
        .find(webhook, delivery.id())
        .orElseThrow()
        .attempts()
        .iterator()
        .next()
        .headers();
  }

  @Test
  void failuresKeepTheirHeaders() {
    AttemptHeaders headers =
        new AttemptHeaders(
            Optional.of(HeaderExcerpt.of(List.of(Map.entry("Host", "a.example")))),
            Optional.of(
                HeaderExcerpt.of(
                    List.of(Map.entry("Server", "é東\n\0"), Map.entry("X-Empty", "")))));
    AttemptHeaders received = new AttemptHeaders(Optional.empty(), headers.received());
    List<LeasedDelivery> claimed = claimed(3);

    node.record(
        List.of(
            QueueFixture.failed(claimed.get(0), headers),
            QueueFixture.failed(claimed.get(1), received),
            QueueFixture.failed(claimed.get(2), AttemptHeaders.NONE)));

    assertThat(headersOf(claimed.get(0))).isEqualTo(headers);
    assertThat(headersOf(claimed.get(1))).isEqualTo(received);
    assertThat(headersOf(claimed.get(2))).isEqualTo(AttemptHeaders.NONE);
  }

  @Test
  void largestHeadersFitTheirColumns() {
    HeaderExcerpt largest =
        HeaderExcerpt.of(
            IntStream.range(0, 50).mapToObj(i -> Map.entry("x-" + i, "v".repeat(1024))).toList());
    AttemptHeaders headers = new AttemptHeaders(Optional.of(largest), Optional.of(largest));
    LeasedDelivery delivery = claimed(1).get(0);

    node.record(List.of(QueueFixture.failed(delivery, headers)));

    assertThat(headersOf(delivery)).isEqualTo(headers);
  }

  @Test
  void headersOfSuccessAreDerived() {
    LeasedDelivery delivery = claimed(1).get(0);

    node.record(List.of(QueueFixture.succeeded(delivery)));

    AttemptHeaders headers = headersOf(delivery);
    assertThat(headers.sent().orElseThrow().fields())
        .containsEntry("webhook-id", "" + delivery.messageId())
        .containsEntry("webhook-timestamp", "1790952900")
        .containsEntry("content-length", "" + delivery.body().length);
    assertThat(headers.received()).isEmpty();
    assertThat(
            database.count("select count(*) from delivery_attempt where request_headers is null"))
        .isEqualTo(1);
  }
}
