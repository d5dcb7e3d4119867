package webhooks.domain.delivery.history.explain;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.access.Caller;
import webhooks.domain.delivery.history.explain.AccountExplanations.Explained;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.page.Cursor;
import webhooks.domain.page.Page;
import webhooks.domain.page.PageRules;
import webhooks.domain.webhook.revision.UnreadableWebhook;

/**
 * Explains what has become of an event for all webhooks of the caller: the ones that a service
 * application created in its account, or all webhooks of an administrator's account.
 *
 * <p>Starts no transaction itself, because a permission check may call another server. So a page
 * ends early if its webhooks take long, or a later one can't be read now.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ExplainForAccount {
  private static final String LIST = "explanations";
  private static final Duration MAX_TIME = Duration.ofSeconds(1);

  @EJB private ExplainEvents events;
  @EJB private ExplanationRepository repository;

  /** Creates the bean, for the container. */
  public ExplainForAccount() {}

  /** Creates the use case without a container, for tests. */
  ExplainForAccount(ExplainEvents events, ExplanationRepository repository) {
    this.events = events;
    this.repository = repository;
  }

  /**
   * A request for a page, not yet checked. An absent parameter is empty.
   *
   * @param faults the faults found while the request was read
   */
  public record Request(
      Optional<String> messageId,
      Optional<String> top,
      Optional<String> continuationToken,
      List<Fault> faults) {}

  /**
   * Explains an event for a page of webhooks.
   *
   * @throws Refusal {@code InvalidRequest} with all faults, {@code ServiceUnavailable} if too many
   *     lists are being read, or the access control does not answer, before the first webhook is
   *     explained
   */
  public AccountExplanations explain(Caller caller, Request request) {
    Faults faults = new Faults(request.faults());
    Optional<UUID> messageId = ExplainEvents.check(request.messageId(), faults);
    int top = PageRules.top(request.top(), faults);
    Optional<Cursor> after =
        PageRules.after(request.continuationToken(), faults, token -> Cursor.of(LIST, token));
    faults.refuseIfAny(ErrorCode.INVALID_REQUEST, ExplainEvents.INVALID);
    UUID id = messageId.orElseThrow();
    return new AccountExplanations(
        id, page(caller, id, webhooks(caller, after.orElseGet(Cursor::last), top + 1), top));
  }

  private List<Cursor> webhooks(Caller caller, Cursor before, int max) {
    if (caller.accountId().isEmpty() || !caller.serviceApplication() && !caller.administrator()) {
      return List.of();
    }
    Optional<String> client = Optional.of(caller.clientId());
    return repository.webhooks(
        caller.account(), client.filter(own -> caller.serviceApplication()), before, max);
  }

  private Page<Explained> page(Caller caller, UUID messageId, List<Cursor> webhooks, int top) {
    long end = System.nanoTime() + MAX_TIME.toNanos();
    List<Explained> explained = new ArrayList<>();
    for (int i = 0; i < webhooks.size(); i++) {
      if (i == top || i > 0 && System.nanoTime() - end > 0) {
        return new Page<>(explained, Optional.of(webhooks.get(i - 1).token(LIST)));
      }
      try {
        explain(caller, webhooks.get(i).id(), messageId).ifPresent(explained::add);
      } catch (Refusal e) {
        if (i == 0 || e.code() != ErrorCode.SERVICE_UNAVAILABLE) {
          throw e;
        }
        return new Page<>(explained, Optional.of(webhooks.get(i - 1).token(LIST)));
      }
    }
    return new Page<>(explained, Optional.empty());
  }

  /**
   * Explains the event; empty if the webhook was deleted meanwhile. A webhook that can't be read
   * does not hide the others.
   */
  private Optional<Explained> explain(Caller caller, UUID webhookId, UUID messageId) {
    try {
      return Optional.of(events.explainWithUrl(caller, webhookId, messageId));
    } catch (UnreadableWebhook e) {
      return Optional.of(
          new Explained(webhookId, Optional.empty(), Explanation.unreadable(messageId)));
    } catch (Refusal e) {
      if (e.code() == ErrorCode.WEBHOOK_NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
