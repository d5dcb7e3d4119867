package webhooks.domain.event.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;
import webhooks.domain.catalogue.EventTypes;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.delivery.Slots;
import webhooks.domain.error.Refusal;
import webhooks.domain.event.EventReader;
import webhooks.domain.event.ingest.IngestNode;
import webhooks.domain.event.preview.EventPreview.Refused;
import webhooks.domain.id.Ids;
import webhooks.domain.node.FakeNode;
import webhooks.domain.option.OptionJson;
import webhooks.domain.option.OptionRules;
import webhooks.domain.option.WebhookOptions;
import webhooks.domain.settings.TestSettings;
import webhooks.domain.subscription.Flow;
import webhooks.domain.subscription.SendableWebhook;
import webhooks.domain.subscription.Subscription;
import webhooks.domain.subscription.WebhookScope;
import webhooks.domain.webhook.PreviewableWebhook;
import webhooks.domain.webhook.WebhookAccess;

/** What a preview shows, and what it refuses. */
@OnEveryDatabase
class PreviewOptionsTest {
  private static final String TYPE = "iModels.changesReady.v1";
  private static final UUID WEBHOOK = UUID.randomUUID();
  private static final Caller CALLER = Callers.of("client", Optional.of("account"), true, false);
  private static final String FAILED = "{'eventType':'" + TYPE + "','content':{'result':'Failed'}}";

  private final TestDatabase database;
  private final EventReader reader =
      new EventReader(new EventTypes(TestSettings.with()), Clock.systemUTC());
  private IngestNode node;
  private WebhookOptions stored = WebhookOptions.NONE;
  private boolean allowed = true;
  private PreviewOptions previews;

  PreviewOptionsTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void start() {
    node = IngestNode.onEmpty(database);
    previews =
        new PreviewOptions(
            new PreviewOptions.Sources(new Transactional(), reader, new FakeNode().running()),
            new OneWebhook(),
            TestSettings.with(),
            Clock.systemUTC());
  }

  /** Runs each call in a transaction of its own, as the container does. */
  private final class Transactional extends StoredEvents {
    Transactional() {
      super(database.database());
    }

    @Override
    public boolean read(Instant since, WebhookScope scope, String scopeId, Sink events) {
      return database.inTransaction(() -> super.read(since, scope, scopeId, events));
    }
  }

  /** Has one webhook of an account. */
  private final class OneWebhook extends WebhookAccess {
    @Override
    public PreviewableWebhook findPreviewable(Caller caller, String id) {
      Subscription subscription =
          new Subscription(
              WEBHOOK,
              "client",
              "account",
              1,
              true,
              1,
              "example.com",
              "key",
              new byte[0],
              new byte[0],
              Optional.empty(),
              true,
              Flow.FREE);
      return new PreviewableWebhook(
          new SendableWebhook(subscription, stored),
          WebhookScope.ACCOUNT,
          "account",
          Set.of(TYPE),
          OptionRules.RECEIVER,
          () -> {
            if (!PreviewOptionsTest.this.allowed) {
              throw Refusal.insufficientPermissions();
            }
          });
    }
  }

  private PreviewOptions.Preview make(String json) {
    return previews.make(CALLER, WEBHOOK.toString(), OptionJson.members(json), List.of());
  }

  private EventPreview event(String json) {
    return make(json).event().orElseThrow();
  }

  private UUID store(String type, String account, String result) {
    UUID id = UUID.randomUUID();
    byte[] json =
        ("{\"messageId\":\"%s\",\"eventType\":\"%s\",\"accountId\":\"%s\","
                + "\"content\":{\"result\":\"%s\"}}")
            .formatted(id, type, account, result)
            .getBytes(StandardCharsets.UTF_8);
    node.ingest().accept(List.of(reader.read(json, Ids::next)), Map.of(), Slots.NONE);
    return id;
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

  private List<String> faults(String json) {
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> make(json));
    return refusal.details().stream()
        .map(fault -> fault.code().text() + " " + fault.target().orElse(""))
        .toList();
  }

  @Test
  void needsThePermissionOfAnUpdate() {
    allowed = false;

    assertThat(faults("{'event':1}")).as("faults come first").containsExactly("InvalidValue event");
    assertThat(catchThrowableOfType(Refusal.class, () -> event("{'event':" + FAILED + "}")))
        .isNotNull();
  }
}
