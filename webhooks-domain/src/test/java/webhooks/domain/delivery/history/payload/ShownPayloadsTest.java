package webhooks.domain.delivery.history.payload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.AttemptHeaders;
import webhooks.domain.delivery.HeaderExcerpt;
import webhooks.domain.option.OptionRules;
import webhooks.domain.option.OptionsRepository;
import webhooks.domain.webhook.WebhookRow;

/** What anybody may see of a payload, by the stored options of its webhook. */
@OnEveryDatabase
class ShownPayloadsTest {
  private static final byte[] BODY = "{\"content\":{\"a\":\"canary\",\"b\":1}}".getBytes(UTF_8);

  private final TestDatabase database;
  private final OptionsRepository options;
  private final ShownPayloads payloads;
  private UUID webhook;

  ShownPayloadsTest(TestDatabase database) {
    this.database = database;
    options = new OptionsRepository(database.database(), WebhookRow.CIPHER, () -> true);
    payloads = new ShownPayloads(options, WebhookRow.CIPHER);
  }

  @BeforeEach
  void startEmpty() {
    database.clear();
    webhook = new WebhookRow().insertInto(database);
  }

  private void put(String json) {
    database.inTransaction(
        () -> {
          options.put(webhook, "account", OptionRules.options(json), Instant.now());
          return null;
        });
  }

  private Optional<String> shown(byte[] body) {
    return database.inTransaction(
        () ->
            payloads
                .of(webhook, Optional.ofNullable(body))
                .body()
                .map(one -> new String(one, UTF_8)));
  }

  @Test
  void webhookWithoutTheOptionShowsAll() {
    assertThat(shown(BODY)).contains(new String(BODY, UTF_8));
    put("{'description': 'd'}");
    assertThat(shown(BODY)).contains(new String(BODY, UTF_8));
    assertThat(shown(null)).isEmpty();
  }

  @Test
  void hidesRedactedValues() {
    put("{'retention': {'redact': ['$.content.a']}}");

    assertThat(shown(BODY)).contains("{\"content\":{\"a\":\"***\",\"b\":1}}");
  }

  /** The headers of a success are derived from the event, not stored. */
  @Test
  void hidesDerivedHeadersOfBodiesInAnotherForm() {
    Instant earlier = Instant.now().minusSeconds(60);
    Instant later = Instant.now().plusSeconds(60);
    assertThat(headersOf(earlier, Optional.empty())).containsKey("content-length");

    put("{'description': 'd'}");
    assertThat(headersOf(later, Optional.empty())).containsKeys("content-length", "content-type");
    assertThat(headersOf(earlier, Optional.empty()))
        .containsOnlyKeys("webhook-id", "webhook-timestamp");

    put("{'format': {'mode': 'cloudevents-binary'}, 'retention': {'redact': ['$.content.a']}}");
    assertThat(headersOf(later, Optional.empty()))
        .containsOnlyKeys("webhook-id", "webhook-timestamp");
    assertThat(headersOf(later, Optional.of(AttemptError.STATUS))).containsKey("content-length");
    assertThat(shown(BODY).orElseThrow()).doesNotContain("canary");
  }

  private Map<String, String> headersOf(Instant started, Optional<AttemptError> error) {
    Attempt attempt =
        new Attempt(
            started,
            Duration.ZERO,
            OptionalInt.of(200),
            error,
            Optional.empty(),
            new byte[0],
            Optional.empty(),
            new AttemptHeaders(
                Optional.of(HeaderExcerpt.ofDelivered(webhook, started, BODY.length)),
                Optional.empty()),
            Optional.empty());
    return database.inTransaction(
        () ->
            payloads
                .of(webhook, Optional.of(BODY))
                .of(attempt)
                .headers()
                .sent()
                .orElseThrow()
                .fields());
  }

  @Test
  void showsNothingIfTheOptionsCannotBeRead() {
    put("{'retention': {'redact': ['$.content.a']}}");
    database.execute("update webhook_options set content = ?", (Object) new byte[40]);

    assertThat(shown(BODY)).isEmpty();
  }
}
