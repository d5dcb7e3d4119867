package webhooks.domain.event.preview;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.event.preview.EventPreview.Refused;
import webhooks.domain.option.OptionRules;

/** What a preview shows, and what it refuses. */
@OnEveryDatabase
class PreviewOptionsTest extends PreviewFixture {
  PreviewOptionsTest(TestDatabase database) {
    super(database);
  }

  @Test
  void showsMatchAndRequest() {
    EventPreview preview = event("{'event':" + FAILED + "}");

    assertThat(preview.refusal()).isEmpty();
    assertThat(new String(preview.request().orElseThrow().body(), StandardCharsets.UTF_8))
        .startsWith("{\"content\":{\"result\":\"Failed\"},\"eventType\":\"" + TYPE)
        .contains("\"iTwinId\":\"account\"")
        .endsWith("\"webhookId\":\"" + WEBHOOK + "\"}");
  }

  @Test
  void givenOptionsReplaceTheStoredOnes() {
    stored = OptionRules.options("{'filters':[{'exact':{'$.content.result':'Success'}}]}");

    assertThat(event("{'event':" + FAILED + "}").filter()).contains("filters[0]");
    assertThat(event("{'options':{'description':'all'},'event':" + FAILED + "}").refusal())
        .isEmpty();
    assertThat(
            event(
                    "{'options':{'filters':[{'any':[{'prefix':{'eventType':'b.'}}]}]},'event':"
                        + FAILED
                        + "}")
                .refusal())
        .contains(Refused.FILTERED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`'eventType':'iModels.iModelCreated.v1'` | NOT_SUBSCRIBED",
        "`'eventType':'iModels.changesReady.v1','accountId':'other'` | OTHER_SCOPE"
      })
  void saysWhyAnEventDoesNotMatch(String members, Refused reason) {
    EventPreview preview = event("{'event':{" + members + ",'content':{}}}");

    assertThat(preview.refusal()).contains(reason);
    assertThat(preview.filter()).isEmpty();
    assertThat(preview.request()).isPresent();
  }

  @Test
  void saysWhyThereIsNoRequest() {
    EventPreview preview =
        event(
            "{'options':{'format':{'mode':'template','template':{'a':'${$.content.x}'}}},'event':"
                + FAILED
                + "}");

    assertThat(preview.request()).isEmpty();
    assertThat(preview.failure()).contains(AttemptCause.MISSING_VALUE);
  }

  @Test
  void readsStoredEventOfTheScopeAlone() {
    UUID own = store(TYPE, "account", "Failed");
    UUID foreign = store(TYPE, "other", "Failed");

    assertThat(event("{'messageId':'" + own + "'}").refusal()).isEmpty();
    assertThat(faults("{'messageId':'" + foreign + "'}")).containsExactly("InvalidValue messageId");
  }

  @Test
  void countsStoredEvents() {
    UUID failed = store(TYPE, "account", "Failed");
    UUID succeeded = store(TYPE, "account", "Success");
    store("iModels.iModelCreated.v1", "account", "Failed");
    store(TYPE, "other", "Failed");

    StoredPreview preview =
        make("{'options':{'filters':[{'exact':{'$.content.result':'Failed'}}]},'since':'%s'}"
                .formatted(Instant.now().minusSeconds(60)))
            .stored()
            .orElseThrow();

    assertThat(preview.events()).isEqualTo(3);
    assertThat(preview.matched()).isEqualTo(1);
    assertThat(preview.bytes()).isBetween(200L, 400L);
    assertThat(preview.complete()).isTrue();
    assertThat(preview.examples())
        .containsExactly(
            new StoredPreview.Example(failed, TYPE, Optional.empty()),
            new StoredPreview.Example(succeeded, TYPE, Optional.of("filters[0]")));
    assertThat(make("{'since':'%s'}".formatted(Instant.now())).stored().orElseThrow().events())
        .isZero();
  }

  @Test
  void countsEventsOfADayAtMost() {
    Instant aDayAgo = Instant.now().minus(Duration.ofDays(1));

    assertThat(make("{'since':'%s'}".formatted(aDayAgo.plusSeconds(60))).stored()).isPresent();
    assertThat(faults("{'since':'%s'}".formatted(aDayAgo.minusSeconds(60))))
        .containsExactly("InvalidValue since");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`{}` | MissingRequiredProperty event",
        "`{'event':null}` | MissingRequiredProperty event",
        "`{'event':1}` | InvalidValue event",
        "`{'messageId':'x'}` | InvalidValue messageId",
        "`{'since':'2020-01-01T00:00:00Z'}` | InvalidValue since",
        "`{'since':'2999-01-01T00:00:00Z'}` | InvalidValue since",
        "`{'event':{'content':{}}}` | MissingRequiredProperty event.eventType",
        "`{'event':{'eventType':'iModels.changesReady.v1','content':{},'x':1}}` | InvalidProperty"
            + " event.x",
        "`{'event':{'eventType':'iModels.changesReady.v1','content':{}},'a':1}` | InvalidProperty"
            + " a",
        "`{'event':{'eventType':'iModels.changesReady.v1','content':{}},'options':{'filters':[{'sql':1}]}}`"
            + " | InvalidProperty options.filters[0].sql",
        "`{'event':{'eventType':'iModels.changesReady.v1','content':{}},'options':[]}`"
            + " | InvalidValue options",
        "`{'event':{'eventType':'iModels.changesReady.v1','content':{}},"
            + "'messageId':'0197a6f2-9a3e-7c11-8d00-1f2e3d4c5b6a'}` | InvalidValue messageId"
      })
  void refuses(String json, String fault) {
    assertThat(faults(json)).containsExactly(fault);
  }
}
