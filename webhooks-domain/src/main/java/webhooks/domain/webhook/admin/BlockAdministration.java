package webhooks.domain.webhook.admin;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.util.List;
import java.util.Optional;
import webhooks.domain.access.Caller;
import webhooks.domain.access.TokenScope;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.id.AccountId;
import webhooks.domain.id.ClientId;
import webhooks.domain.id.Ids;
import webhooks.domain.page.Cursor;
import webhooks.domain.page.Page;
import webhooks.domain.page.PageRules;
import webhooks.domain.webhook.Reactivations;
import webhooks.domain.webhook.WebhookAccess;
import webhooks.domain.webhook.block.Block;
import webhooks.domain.webhook.block.BlockKind;
import webhooks.domain.webhook.block.BlockLookup;
import webhooks.domain.webhook.block.BlockRepository;
import webhooks.domain.webhook.block.Blocked;
import webhooks.domain.webhook.block.StoppedWebhooks;

/**
 * The use cases of administrators of the product who block a webhook, a client or an account.
 *
 * <p>A block deactivates the webhooks that it concerns. Until it is removed, their owners can
 * neither activate nor test them, nor create others for a blocked client or account. A change
 * throws a {@link Refusal} with {@code ServiceUnavailable} if too many other changes wait.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class BlockAdministration {
  private static final String LIST = "blocks";

  @EJB private BlockRepository blocks;
  @EJB private WebhookAdministration webhooks;
  @EJB private Reactivations reactivations;

  /** Creates the bean, for the container. */
  public BlockAdministration() {}

  /** Creates the use cases without a container, for tests. */
  BlockAdministration(BlockRepository blocks, WebhookAdministration webhooks) {
    this.blocks = blocks;
    this.webhooks = webhooks;
  }

  /**
   * Blocks a webhook, a client or an account.
   *
   * @param id from the path, not yet parsed
   * @param faults the faults of the request body
   * @throws Refusal {@code WebhookNotFound}, or {@code InvalidRequest} with all faults
   */
  public void add(Caller by, BlockKind kind, String id, List<Fault> faults) {
    by.require(TokenScope.ADMIN);
    if (kind == BlockKind.WEBHOOK) {
      webhooks.get(by, id);
    }
    String target = target(kind, id, new Faults(faults));
    blocks.add(
        new Blocked(by.actor(), kind, target), entry(by, AuditAction.BLOCK_ADDED, kind, target));
  }

  /**
   * Removes a block, if there is one. The webhooks stay inactive until their owners activate them.
   *
   * @param id from the path, not yet parsed
   * @throws Refusal {@code WebhookNotFound} if the id is no UUID, or {@code InvalidRequest}
   */
  public void remove(Caller by, BlockKind kind, String id) {
    by.require(TokenScope.ADMIN);
    String target = target(kind, id, new Faults());
    blocks.remove(kind, target, entry(by, AuditAction.BLOCK_REMOVED, kind, target));
  }

  /**
   * Returns whether a request to remove a block asks to activate webhooks again.
   *
   * @param reactivate {@code true}, or {@code false}, the default
   * @param found the faults found while the request was read
   * @throws Refusal {@code InvalidRequest} with all faults
   */
  public boolean checkReactivate(Caller by, Optional<String> reactivate, List<Fault> found) {
    by.require(TokenScope.ADMIN);
    Faults faults = new Faults(found);
    Optional<Boolean> checked = PageRules.flag("reactivate", reactivate, faults);
    refuseIfAny(faults);
    return checked.orElse(false);
  }

  /**
   * Removes a block, if there is one, and activates the webhooks again that it has deactivated. If
   * there are more than one request has time for, the same request continues with the rest.
   *
   * @param id from the path, not yet parsed
   * @throws Refusal {@code WebhookNotFound} if the id is no UUID, or {@code InvalidRequest}
   */
  public Reactivations.Outcome removeAndReactivate(Caller by, BlockKind kind, String id) {
    remove(by, kind, id);
    return reactivations.reactivate(by, target(by, kind, id, List.of()));
  }

  /**
   * Returns a page of blocks, the newest first.
   *
   * @throws Refusal {@code InvalidRequest} with all faults
   */
  public Page<Block> list(Caller by, ListBlocks request) {
    by.require(TokenScope.ADMIN);
    Faults faults = new Faults(request.faults());
    int top = PageRules.top(request.top(), faults);
    Optional<Cursor> after =
        PageRules.after(request.continuationToken(), faults, token -> Cursor.of(LIST, token));
    refuseIfAny(faults);
    return Page.of(
        blocks.page(after, top + 1),
        top,
        last -> new Cursor(last.created(), last.id()).token(LIST));
  }

  /**
   * Returns the thing that a request names, whether it is blocked or not.
   *
   * @param id from the path, not yet parsed
   * @param faults the faults found while the request was read
   * @throws Refusal {@code WebhookNotFound}, or {@code InvalidRequest} with all faults
   */
  public BlockLookup.BlockTarget target(Caller by, BlockKind kind, String id, List<Fault> faults) {
    by.require(TokenScope.ADMIN);
    return new BlockLookup.BlockTarget(kind, target(kind, id, new Faults(faults)));
  }

  /** Returns the id in the form that is stored. */
  private static String target(BlockKind kind, String id, Faults faults) {
    Optional<String> target =
        switch (kind) {
          case WEBHOOK ->
              Optional.of(Ids.parse(id).orElseThrow(WebhookAccess::notFound).toString());
          case CLIENT -> ClientId.parse(id).map(ClientId::text);
          case ACCOUNT -> AccountId.parse(id).map(AccountId::text);
        };
    if (target.isEmpty()) {
      faults.invalid("id", "The id " + (kind == BlockKind.CLIENT ? ClientId.RULE : AccountId.RULE));
    }
    refuseIfAny(faults);
    return target.orElseThrow();
  }

  private static AuditEntry entry(Caller by, AuditAction action, BlockKind kind, String target) {
    return new AuditEntry(
        Ids.next(),
        action,
        by.actor(),
        kind == BlockKind.ACCOUNT ? Optional.of(target) : Optional.empty(),
        kind == BlockKind.WEBHOOK ? Ids.parse(target) : Optional.empty(),
        Optional.empty(),
        Optional.of(StoppedWebhooks.detail(new BlockLookup.BlockTarget(kind, target))));
  }

  private static void refuseIfAny(Faults faults) {
    faults.refuseIfAny(
        ErrorCode.INVALID_REQUEST, "The request is not valid. See the details for what is wrong.");
  }
}
