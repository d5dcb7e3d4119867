package webhooks.domain.webhook.list;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.access.Caller;
import webhooks.domain.settings.Settings;
import webhooks.domain.webhook.Webhook;

/** Reads the webhooks that a caller may list. Needs no transaction, because it reads once. */
@Stateless
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class WebhookListRepository {
  private static final UUID LAST_ID = new UUID(-1, -1);

  /** JPA would translate a query of its own with a limit to SQL each time. */
  private static final String OF_OWNER =
      """
      select * from webhook
      where client_id = ?1 and account_id = ?2 and id < ?3 %s
      order by id desc fetch first ?4 rows only
      """;

  private static final String OF_ADMINISTRATOR =
      """
      select * from webhook
      where (account_id = ?1 %s) %s and id < ?2 and not deleted
      order by id desc fetch first ?3 rows only
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
   * Returns webhooks that the caller may list, newest first: a service application those that it
   * created in its account, an administrator all of the account and all on the account's iTwins.
   *
   * @param active true for active webhooks only, false for inactive ones only
   * @param before the webhook that the page begins after; empty for the first page
   * @param max the maximum number of webhooks
   */
  public List<Webhook> page(
      Caller caller, Optional<Boolean> active, Optional<UUID> before, int max) {
    if (caller.accountId().isEmpty() || !caller.serviceApplication() && !caller.administrator()) {
      return List.of();
    }
    UUID end = before.orElse(LAST_ID);
    String ofState = active.map(is -> "and active = " + is).orElse("");
    return caller.serviceApplication()
        ? pageOfOwner(caller, ofState, end, max)
        : pageOfAdministrator(caller.account(), ofState, end, max);
  }

  @SuppressWarnings("unchecked")
  private List<Webhook> pageOfOwner(Caller caller, String ofState, UUID end, int max) {
    return entities
        .createNativeQuery(OF_OWNER.formatted(ofState), Webhook.class)
        .setParameter(1, caller.clientId())
        .setParameter(2, caller.account())
        .setParameter(3, end)
        .setParameter(4, max)
        .getResultList();
  }

  @SuppressWarnings("unchecked")
  private List<Webhook> pageOfAdministrator(String account, String ofState, UUID end, int max) {
    String onITwins = settings.remoteAccessControl().isEmpty() ? ON_ITWINS : "";
    return entities
        .createNativeQuery(OF_ADMINISTRATOR.formatted(onITwins, ofState), Webhook.class)
        .setParameter(1, account)
        .setParameter(2, end)
        .setParameter(3, max)
        .getResultList();
  }
}
