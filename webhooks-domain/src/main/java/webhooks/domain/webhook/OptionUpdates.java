package webhooks.domain.webhook;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.domain.access.Caller;
import webhooks.domain.address.Origin;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.option.ChangeOptions;
import webhooks.domain.option.OptionMember;
import webhooks.domain.option.OptionsRepository;
import webhooks.domain.option.WebhookOptions;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.subscription.LoadedSelections;
import webhooks.domain.webhook.option.OptionChecks;

/**
 * Reads and changes the options of webhooks for their owners. Each operation checks in the
 * contract's order: the kind of caller, the owner of the webhook, the faults of the request, the
 * permission.
 *
 * <p>Ids come from the path, not yet parsed. Starts no transaction itself, because checks may call
 * other servers. Each change is a transaction, and advances the version of the webhook, so that
 * every later claim on every node uses it.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class OptionUpdates {
  private static final Logger LOG = Logger.getLogger(OptionUpdates.class.getName());

  @EJB private WebhookRepository repository;
  @Inject private OptionsRepository options;
  @EJB private AuditTrail audit;
  @Inject private WebhookAccess access;
  @Inject private SecretCipher cipher;
  @Inject private OptionChecks checks;

  /** Creates the bean, for the container. */
  public OptionUpdates() {}

  /** The tables that a change of options writes. */
  record Tables(WebhookRepository webhooks, OptionsRepository options, AuditTrail audit) {}

  /** Creates the use cases without a container, for tests. */
  OptionUpdates(Tables tables, WebhookAccess access, SecretCipher cipher, OptionChecks checks) {
    this.repository = tables.webhooks();
    this.options = tables.options();
    this.audit = tables.audit();
    this.access = access;
    this.cipher = cipher;
    this.checks = checks;
  }

  /**
   * The options of a webhook as its owner reads them.
   *
   * @param members the JSON of the members that are set, without secrets
   * @param modified when they were changed last; empty if they never were
   */
  public record OptionsView(Map<String, Object> members, Optional<Instant> modified) {}

  /**
   * Returns the options of a webhook of the caller.
   *
   * @throws Refusal {@code WebhookNotFound}, {@code InsufficientPermissions}
   */
  public OptionsView get(Caller caller, String id) {
    return view(access.findOwned(caller, id));
  }

  /**
   * Changes the options of a webhook of the caller.
   *
   * @throws Refusal {@code WebhookNotFound}, {@code InsufficientPermissions}, {@code
   *     InvalidRequest} with all faults, or if the stored options can't be read and are not all
   *     replaced, {@code ServiceUnavailable} while a node of an earlier version runs, which does
   *     not know options
   */
  public OptionsView change(Caller caller, String id, ChangeOptions given) {
    caller.requireActor();
    Webhook webhook = access.findOwned(caller, id);
    ChangeOptions request = options.withRequestedKey(webhook.id(), given);
    WebhookOptions before = before(webhook, request);
    WebhookOptions intended =
        request.applyTo(
            before,
            webhook.origin(cipher),
            checks.maxima(),
            (after, faults) -> checks.check(caller, before, after, faults));
    return change(
        caller,
        webhook,
        intended,
        current ->
            request.applyTo(
                before(current, request),
                current.origin(cipher),
                checks.maxima(),
                (after, faults) -> {}));
  }

  /** Options that can't be read can be replaced; nothing of them is kept then. */
  private WebhookOptions before(Webhook webhook, ChangeOptions request) {
    return request.replaces() ? present(webhook).orElse(WebhookOptions.NONE) : readable(webhook);
  }

  /** Returns the present options; empty if they can't be read. */
  private Optional<WebhookOptions> present(Webhook webhook) {
    try {
      return Optional.of(
          options
              .find(webhook.id())
              .map(stored -> stored.decrypt(cipher))
              .orElse(WebhookOptions.NONE));
    } catch (IllegalStateException e) {
      LOG.log(Level.WARNING, "The options of webhook " + webhook.id() + " can't be read", e);
      return Optional.empty();
    }
  }

  private WebhookOptions readable(Webhook webhook) {
    return present(webhook)
        .orElseThrow(
            () ->
                new Refusal(
                    ErrorCode.INVALID_REQUEST,
                    "Cannot change the options.",
                    List.of(
                        Fault.ofBody(
                            FaultCode.INVALID_REQUEST_BODY,
                            "The stored options can't be read. Replace all of them with PUT."))));
  }

  /**
   * Resets one option of a webhook of the caller. Does nothing if it is not set.
   *
   * @param member the name of the option in the path
   * @throws Refusal {@code WebhookNotFound}, {@code ResourceNotFound} if there is no such option,
   *     {@code InsufficientPermissions}, {@code ServiceUnavailable} as above
   */
  public void reset(Caller caller, String id, String member) {
    caller.requireActor();
    Webhook webhook = access.findOwned(caller, id);
    OptionMember removed = OptionMember.settable(member).orElseThrow(OptionUpdates::noSuchOption);
    WebhookOptions intended = readable(webhook).without(removed);
    change(caller, webhook, intended, current -> readable(current).without(removed));
  }

  private static Refusal noSuchOption() {
    return new Refusal(
        ErrorCode.RESOURCE_NOT_FOUND,
        "Requested resource is not available.",
        List.of(Fault.ofBody(FaultCode.OPERATION_NOT_FOUND, "There is no such option.")));
  }

  /**
   * Changes the options, if they differ. The faults of the request are thrown before, because they
   * come before the permission.
   *
   * @param intended the options after the change of the present webhook
   * @param change the change in the transaction: the webhook may have changed meanwhile
   */
  private OptionsView change(
      Caller caller,
      Webhook webhook,
      WebhookOptions intended,
      Function<Webhook, WebhookOptions> change) {
    boolean changes = !changes(webhook, intended).isEmpty();
    // Prepared before the transaction and evaluated inside it, after any revocation in progress.
    BooleanSupplier allowed = access.permissionToMaintain(caller, webhook);
    if (!changes) {
      WebhookAccess.require(allowed);
      return view(webhook);
    }
    options.requireSupport();
    return repository
        .change(
            webhook.id(),
            current -> {
              WebhookAccess.requireMaintained(current, caller, allowed);
              return set(caller, current, change.apply(current));
            })
        .map(this::view)
        .orElseThrow(WebhookAccess::notFound);
  }

  /**
   * Returns the names of the options that differ; {@code all} if the present ones are unreadable.
   */
  private List<String> changes(Webhook webhook, WebhookOptions changed) {
    return present(webhook).map(changed::changes).orElse(List.of("all"));
  }

  /** Sets the options, and returns whether they differ from the present ones. */
  private boolean set(Caller caller, Webhook webhook, WebhookOptions changed) {
    List<String> names = changes(webhook, changed);
    if (names.isEmpty()) {
      return false;
    }
    int before = webhook.optionColumns().selectionBytes();
    webhook.setOptions(changed);
    if (webhook.optionColumns().selectionBytes() > before) {
      requireRoom(webhook);
    }
    audit.add(
        WebhookAuditEntries.of(caller.actor(), AuditAction.OPTIONS_UPDATED, webhook)
            .withDetail(String.join(", ", names)));
    return true;
  }

  /**
   * Checks that the selections of the account fit in its part of each node's memory. Changes run
   * one after the other, so no other one uses the same room.
   */
  private void requireRoom(Webhook webhook) {
    long others = repository.selectionBytes(webhook.accountId(), webhook.id());
    if (others + webhook.optionColumns().selectionBytes() > LoadedSelections.MAX_BYTES_OF_ACCOUNT) {
      String filters = OptionMember.FILTERS.text();
      throw new Refusal(
          ErrorCode.INVALID_REQUEST,
          "Cannot change the options.",
          List.of(
              Fault.of(
                  FaultCode.LIMIT_EXCEEDED,
                  filters,
                  "The patterns and filters of the account's webhooks together need more than "
                      + LoadedSelections.MAX_BYTES_OF_ACCOUNT / (1024 * 1024)
                      + " MiB of memory.")));
    }
  }

  private OptionsView view(Webhook webhook) {
    Origin receiver = webhook.origin(cipher);
    return options
        .find(webhook.id())
        .map(
            stored ->
                new OptionsView(
                    stored.decrypt(cipher).shown(receiver), Optional.of(stored.modified())))
        .orElseGet(() -> new OptionsView(Map.of(), Optional.empty()));
  }
}
