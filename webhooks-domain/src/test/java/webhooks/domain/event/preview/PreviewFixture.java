package webhooks.domain.event.preview;

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
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;
import webhooks.domain.catalogue.EventTypes;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.Slots;
import webhooks.domain.delivery.history.payload.ShownPayloads;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.event.EventReader;
import webhooks.domain.event.ingest.IngestNode;
import webhooks.domain.id.Ids;
import webhooks.domain.node.FakeNode;
import webhooks.domain.option.OptionJson;
import webhooks.domain.option.OptionRules;
import webhooks.domain.option.OptionsRepository;
import webhooks.domain.option.WebhookOptions;
import webhooks.domain.settings.TestSettings;
import webhooks.domain.subscription.SendableWebhook;
import webhooks.domain.subscription.Subscription;
import webhooks.domain.subscription.TestSubscription;
import webhooks.domain.subscription.WebhookScope;
import webhooks.domain.webhook.PreviewableWebhook;
import webhooks.domain.webhook.WebhookAccess;
import webhooks.domain.webhook.WebhookRow;
import webhooks.domain.webhook.option.OptionChecks;

/** Previews of one webhook of an account, on a database that is emptied first. */
abstract class PreviewFixture {
  static final String TYPE = "iModels.changesReady.v1";
  static final UUID WEBHOOK = UUID.randomUUID();
  static final Caller CALLER = Callers.of("client", Optional.of("account"), true, false);
  static final String FAILED = "{'eventType':'" + TYPE + "','content':{'result':'Failed'}}";

  final TestDatabase database;
  final EventReader reader =
      new EventReader(new EventTypes(TestSettings.with()), Clock.systemUTC());
  final OptionsRepository options;
  IngestNode node;
  WebhookOptions stored = WebhookOptions.NONE;
  boolean allowed = true;
  Runnable whenOptionsAreRead = () -> {};
  PreviewOptions previews;

  PreviewFixture(TestDatabase database) {
    this.database = database;
    this.options = new OptionsRepository(database.database(), WebhookRow.CIPHER, () -> true);
  }

  @BeforeEach
  void start() {
    node = IngestNode.onEmpty(database);
    previews =
        new PreviewOptions(
            new PreviewOptions.Sources(
                new Transactional(),
                reader,
                new FakeNode().running(),
                new NotedOptions(),
                new ShownPayloads(options, WebhookRow.CIPHER)),
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

  /** Notes when it reads options. */
  private final class NotedOptions extends PreviewedOptions {
    NotedOptions() {
      super(options, new OptionChecks(null, TestSettings.with(), Clock.systemUTC()));
    }

    @Override
    public WebhookOptions read(
        PreviewableWebhook webhook, Map<String, Object> given, Faults faults) {
      whenOptionsAreRead.run();
      return super.read(webhook, given, faults);
    }
  }

  /** Has one webhook of an account. */
  private final class OneWebhook extends WebhookAccess {
    @Override
    public PreviewableWebhook findPreviewable(Caller caller, String id) {
      Subscription subscription = TestSubscription.of(WEBHOOK, "account", 1, true);
      return new PreviewableWebhook(
          new SendableWebhook(subscription, stored),
          WebhookScope.ACCOUNT,
          "account",
          Set.of(TYPE),
          OptionRules.RECEIVER,
          () -> {
            if (!PreviewFixture.this.allowed) {
              throw Refusal.insufficientPermissions();
            }
          });
    }
  }

  PreviewOptions.Preview make(String json) {
    return previews.make(CALLER, WEBHOOK.toString(), OptionJson.members(json), List.of());
  }

  EventPreview event(String json) {
    return make(json).event().orElseThrow();
  }

  UUID store(String type, String account, String result) {
    UUID id = UUID.randomUUID();
    byte[] json =
        ("{\"messageId\":\"%s\",\"eventType\":\"%s\",\"accountId\":\"%s\","
                + "\"content\":{\"result\":\"%s\"}}")
            .formatted(id, type, account, result)
            .getBytes(StandardCharsets.UTF_8);
    node.ingest().accept(List.of(reader.read(json, Ids::next)), Map.of(), Slots.NONE);
    return id;
  }

  List<String> faults(String json) {
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> make(json));
    return refusal.details().stream()
        .map(fault -> fault.code().text() + " " + fault.target().orElse(""))
        .toList();
  }
}
