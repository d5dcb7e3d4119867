package webhooks.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.glassfish.hk2.utilities.binding.AbstractBinder;
import webhooks.domain.access.Caller;
import webhooks.domain.audit.AuditEntryView;
import webhooks.domain.audit.AuditReader;
import webhooks.domain.audit.ListAuditEntries;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.history.DeliveryHistory;
import webhooks.domain.delivery.history.DeliveryStatistics;
import webhooks.domain.delivery.history.DeliverySummary;
import webhooks.domain.delivery.history.RecoveryProgress;
import webhooks.domain.delivery.history.chart.DeliveryCount;
import webhooks.domain.delivery.history.recover.DeliveryRecovery;
import webhooks.domain.delivery.history.search.DeliverySearch;
import webhooks.domain.delivery.history.state.LastFailure;
import webhooks.domain.delivery.history.state.WebhookState;
import webhooks.domain.delivery.history.state.WebhookStates;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.event.invalid.ListRejectedEvents;
import webhooks.domain.event.invalid.RejectedEvents;
import webhooks.domain.event.invalid.SelectRejectedEvents;
import webhooks.domain.node.RejectedEvent;
import webhooks.domain.page.Page;
import webhooks.domain.webhook.admin.AdminWebhookView;
import webhooks.domain.webhook.admin.BlockAdministration;
import webhooks.domain.webhook.admin.ListBlocks;
import webhooks.domain.webhook.admin.ListWebhooks;
import webhooks.domain.webhook.admin.WebhookAdministration;
import webhooks.domain.webhook.block.Block;
import webhooks.domain.webhook.block.BlockKind;
import webhooks.domain.webhook.block.Blocked;

/**
 * Answers the calls of administrators, lists with two rows and a next page, and keeps the last
 * request.
 */
final class FakeAdministration {
  static final UUID ID = UUID.fromString("0b8f1f6c-3c1f-4a63-9f8e-1f2b3c4d5e6f");
  static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final Instant TIME = Instant.parse("2026-10-02T14:55:00.4639Z");
  private static final Optional<String> NONE = Optional.empty();

  /** The end of a webhook's JSON: the state that each webhook has. */
  static final String STATE =
      (",'failureStreak':2,'failingSince':T,"
              + "'lastError':{'time':T,'error':'tls','cause':'wrong host'},"
              + "'pending':{'count':1000,'complete':false},'pausedUntil':T,'held':true}")
          .replace('\'', '"')
          .replace("T", "\"2026-10-02T14:55:00.463Z\"");

  /** The last call: its name, and its request or caller. */
  Object got;

  Caller caller;

  /** The result of a recovery. */
  RecoveryProgress recovered = new RecoveryProgress(7, 0, true);

  private static AdminWebhookView webhook(boolean active, Optional<String> url) {
    return new AdminWebhookView(
        ID,
        "Account",
        "a",
        active,
        url,
        List.of("a.v1", "b.v1"),
        TIME,
        TIME,
        "client",
        "a",
        active ? NONE : Optional.of("owner"),
        active ? Set.of() : Set.of(BlockKind.ACCOUNT));
  }

  private <T> Page<T> page(Object request, List<Fault> faults, T one, T other) {
    got = request;
    new Faults(faults).refuseIfAny(ErrorCode.INVALID_REQUEST, "message");
    return new Page<>(List.of(one, other), Optional.of("to-ken"));
  }

  private final class FakeAllWebhooks extends WebhookAdministration {
    @Override
    public Page<AdminWebhookView> list(Caller by, ListWebhooks request) {
      return page(
          request,
          request.faults(),
          webhook(true, Optional.of("https://example.com/")),
          webhook(false, NONE));
    }

    @Override
    public AdminWebhookView get(Caller by, String id) {
      got = "get " + id;
      return webhook(true, NONE);
    }

    @Override
    public void delete(Caller by, String id) {
      got = "delete " + id;
    }

    @Override
    public AdminWebhookView deactivate(Caller by, String id, List<Fault> faults) {
      caller = by;
      got = id;
      new Faults(faults).refuseIfAny(ErrorCode.INVALID_REQUEST, "message");
      return webhook(false, NONE);
    }
  }

  private static final class FakeStates extends WebhookStates {
    @Override
    public Map<UUID, WebhookState> of(Caller by, List<UUID> webhookIds) {
      return Map.of(
          ID,
          new WebhookState(
              2,
              Optional.of(TIME),
              Optional.of(
                  new LastFailure(
                      TIME,
                      OptionalInt.empty(),
                      AttemptError.TLS,
                      Optional.of(AttemptCause.WRONG_HOST))),
              Optional.of(new DeliveryCount(1000, false)),
              Optional.of(TIME),
              true));
    }
  }

  private final class FakeLog extends DeliveryHistory {
    @Override
    public DeliverySummary redeliver(
        Caller by, String webhookId, String deliveryId, List<Fault> faults) {
      new Faults(faults).refuseIfAny(ErrorCode.INVALID_REQUEST, "message");
      return new DeliverySummary(
          ID,
          ID,
          "a.v1",
          "a",
          TRACE,
          DeliveryStatus.PENDING,
          TIME,
          1,
          Optional.empty(),
          OptionalInt.of(503),
          Optional.of(AttemptError.STATUS));
    }

    @Override
    public DeliveryStatistics statistics(
        Caller by, String webhookId, Optional<String> window, List<Fault> faults) {
      got = window;
      throw new Refusal(ErrorCode.INVALID_REQUEST, "message", faults);
    }
  }

  private final class FakeRejectedEvents extends RejectedEvents {
    @Override
    public Page<RejectedEvent> list(Caller by, ListRejectedEvents request) {
      return page(
          request,
          request.selection().faults(),
          new RejectedEvent("ID:1", "because", TIME, "\u0000\"", false, 0),
          new RejectedEvent("ID:2", "because", TIME, "", true, 2));
    }

    @Override
    public int replay(Caller by, SelectRejectedEvents request) {
      caller = by;
      got = request.ids();
      new Faults(request.faults()).refuseIfAny(ErrorCode.INVALID_REQUEST, "message");
      return 3;
    }
  }

  private final class FakeBlocks extends BlockAdministration {
    @Override
    public void add(Caller by, BlockKind kind, String id, List<Fault> faults) {
      got = "add " + kind + " " + id;
      new Faults(faults).refuseIfAny(ErrorCode.INVALID_REQUEST, "message");
    }

    @Override
    public void remove(Caller by, BlockKind kind, String id) {
      got = "remove " + kind + " " + id;
    }

    @Override
    public Page<Block> list(Caller by, ListBlocks request) {
      return page(
          request,
          request.faults(),
          new Block(ID, new Blocked(by.actor(), BlockKind.CLIENT, "c 1"), TIME),
          new Block(ID, new Blocked(by.actor(), BlockKind.ACCOUNT, "a"), TIME));
    }
  }

  private final class FakeAudit extends AuditReader {
    @Override
    public Page<AuditEntryView> list(Caller by, ListAuditEntries request) {
      Optional<UUID> id = Optional.of(ID);
      Optional<String> text = Optional.of("text");
      return page(
          request,
          request.faults(),
          new AuditEntryView(ID, TIME, "a.b", "client", text, text, id, id, text, text),
          new AuditEntryView(
              ID,
              TIME,
              "a.b",
              "client",
              NONE,
              NONE,
              Optional.empty(),
              Optional.empty(),
              NONE,
              NONE));
    }
  }

  /** Returns the beans that a resource asks for. */
  AbstractBinder binder() {
    return new AbstractBinder() {
      @Override
      protected void configure() {
        bind(new FakeAllWebhooks()).to(WebhookAdministration.class);
        bind(new FakeStates()).to(WebhookStates.class);
        bind(new FakeBlocks()).to(BlockAdministration.class);
        bind(new FakeLog()).to(DeliveryHistory.class);
        bind(new FakeSearch(FakeAdministration.this)).to(DeliverySearch.class);
        bind(new FakeRecovery(FakeAdministration.this)).to(DeliveryRecovery.class);
        bind(new FakeRejectedEvents()).to(RejectedEvents.class);
        bind(new FakeAudit()).to(AuditReader.class);
      }
    };
  }

  void reset() {
    got = null;
    caller = null;
  }
}
