package webhooks.domain.webhook.list;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.access.Caller;
import webhooks.domain.page.Cursor;
import webhooks.domain.settings.Settings;
import webhooks.domain.webhook.Webhook;

/** Reads the webhooks that a caller may list. Needs no transaction, because it reads once. */
@Stateless
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class WebhookListRepository {
  /**
   * SQL, because JPA would translate a JPQL query with a limit at each call. The bound of {@code
   * created} alone is redundant, but H2 finds the first row of a page by this bound only.
   */
  private static final String OF_OWNER =
      """
      select * from webhook
      where client_id = ?1 and account_id = ?2 and created <= ?3 and (created, id) < (?3, ?4) %s
      order by created desc, id desc fetch first ?5 rows only
      """;

  private static final String OF_ADMINISTRATOR =
      """
      select * from webhook
      where (account_id = ?1 %s) %s and created <= ?2 and (created, id) < (?2, ?3) and not deleted
      order by created desc, id desc fetch first ?4 rows only
      """;

  private static final String ON_ITWINS =
      """
      or scope = 'iTwin' and scope_id in (
        select cast(id as varchar) from itwin where account_id = ?1)
      """;

  @PersistenceContext(unitName = "webhooks")
  private EntityManager entities;

  @Inject private Settings settings;

  /** Creates the bean, for the container. */
  public WebhookListRepository() {}

  /** Creates the repository without a container, for tests. */
  public WebhookListRepository(EntityManager entities, Settings settings) {
    this.entities = entities;
    this.settings = settings;
  }

  /**
   * Returns webhooks that the caller may list, newest first. A service application gets the
   * webhooks that it created in its account. An administrator gets all webhooks of the account and,
   * with the local directory, all webhooks of the account's iTwins.
   *
   * @param active true for active webhooks only, false for inactive ones only
   * @param after the list begins after this cursor, with older webhooks
   * @param max the maximum number of webhooks
   */
  public List<Webhook> page(
      Caller caller, Optional<Boolean> active, Optional<Cursor> after, int max) {
    if (caller.accountId().isEmpty() || !caller.serviceApplication() && !caller.administrator()) {
      return List.of();
    }
    Cursor start = after.orElseGet(Cursor::last);
    String ofState = active.map(is -> "and active = " + is).orElse("");
    return caller.serviceApplication()
        ? pageOfOwner(caller, ofState, start, max)
        : pageOfAdministrator(caller.account(), ofState, start, max);
  }

  /** Returns the webhooks with these ids, in any order, without deleted ones. */
  public List<Webhook> find(List<UUID> ids) {
    return ids.isEmpty()
        ? List.of()
        : entities
            .createQuery(
                "select w from Webhook w where w.id in :ids and w.deleted = false", Webhook.class)
            .setParameter("ids", ids)
            .getResultList();
  }

  @SuppressWarnings("unchecked")
  private List<Webhook> pageOfOwner(Caller caller, String ofState, Cursor start, int max) {
    return entities
        .createNativeQuery(OF_OWNER.formatted(ofState), Webhook.class)
        .setParameter(1, caller.clientId())
        .setParameter(2, caller.account())
        .setParameter(3, start.created().atOffset(ZoneOffset.UTC))
        .setParameter(4, start.id())
        .setParameter(5, max)
        .getResultList();
  }

  @SuppressWarnings("unchecked")
  private List<Webhook> pageOfAdministrator(String account, String ofState, Cursor start, int max) {
    String onITwins = settings.remoteAccessControl().isEmpty() ? ON_ITWINS : "";
    return entities
        .createNativeQuery(OF_ADMINISTRATOR.formatted(onITwins, ofState), Webhook.class)
        .setParameter(1, account)
        .setParameter(2, start.created().atOffset(ZoneOffset.UTC))
        .setParameter(3, start.id())
        .setParameter(4, max)
        .getResultList();
  }
}
