package webhooks.domain.alert;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.access.Actor;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.id.Ids;
import webhooks.domain.id.MailAddress;
import webhooks.domain.secret.KeyedHash;
import webhooks.domain.secret.LinkToken;
import webhooks.domain.secret.SecretCipher;

/** Stores alerts, with the audit entries of their changes. Each call is a transaction. */
@Stateless
public class AlertRepository {
  /** More than any account needs, and few enough to look at for each event. */
  static final int MAX_ALERTS = 20;

  /** How many confirmations an account may ask for within a day. */
  static final int MAX_REQUESTS_OF_ACCOUNT = 50;

  /** How many confirmations an address gets within a day, of all accounts. */
  static final int MAX_REQUESTS_FOR_ADDRESS = 3;

  @EJB private AuditTrail audit;
  private Database database;
  private SecretCipher cipher;
  private KeyedHash hash;

  /** Creates the bean, for the container. */
  public AlertRepository() {}

  /** Creates the repository. */
  @Inject
  public AlertRepository(Database database, SecretCipher cipher, KeyedHash hash) {
    this.database = database;
    this.cipher = cipher;
    this.hash = hash;
  }

  /** Creates the repository without a container, for tests. */
  AlertRepository(Database database, SecretCipher cipher, AuditTrail audit) {
    this(database, cipher, new KeyedHash(cipher));
    this.audit = audit;
  }

  /** Returns the alerts of an account, the oldest first. */
  public List<AlertView> list(String account) {
    try (Connection connection = database.connection()) {
      return new AlertRows(connection, cipher).ofAccount(account);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /**
   * Stores an alert. Its address gets a mail with a link to confirm it.
   *
   * @param client the client whose webhooks it is about; empty for all webhooks of the account
   * @param entry the audit entry, without the alert's id
   * @throws Refusal {@code InvalidRequest} if the account has too many alerts or one that overlaps,
   *     if too many confirmations were asked for, or if the recipient has unsubscribed
   */
  public AlertView add(
      String account, Optional<String> client, CreateAlert.Order order, AuditEntry entry) {
    UUID id = Ids.next();
    try (Connection connection = database.connection()) {
      AlertRequests requests = new AlertRequests(connection, database.dialect());
      AlertRows rows = new AlertRows(connection, cipher);
      // The first statement: requests of one account wait here for each other.
      int ofAccount = requests.add(hash.of("account " + account));
      check(rows.ofAccount(account), order);
      if (ofAccount > MAX_REQUESTS_OF_ACCOUNT) {
        throw limit("The account has asked for too many confirmations today.");
      }
      if (requests.isBlocked(unsubscribed(account, order.email()))
          || requests.add(hash.of("address " + order.email().mailbox()))
              > MAX_REQUESTS_FOR_ADDRESS) {
        // One text for both, so that no account learns what others sent to the address.
        throw limit(
            "The address has got too many confirmations today, or its recipient has unsubscribed"
                + " within 30 days.");
      }
      rows.insert(id, account, client, order);
      audit.add(entry.withDetail(detail(id)));
      return rows.ofAccount(account).stream()
          .filter(alert -> alert.id().equals(id))
          .findFirst()
          .orElseThrow();
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private String unsubscribed(String account, MailAddress email) {
    return hash.of("unsubscribed " + email.mailbox() + " " + account);
  }

  private static void check(List<AlertView> alerts, CreateAlert.Order order) {
    alerts.stream()
        .filter(alert -> alert.overlaps(order))
        .findFirst()
        .ifPresent(
            alert -> {
              throw refusal(
                  FaultCode.INVALID_VALUE,
                  "The alert %s sends mails about the same webhooks to this address."
                      .formatted(alert.id()));
            });
    if (alerts.size() >= MAX_ALERTS) {
      throw limit("The account has %d alerts already.".formatted(MAX_ALERTS));
    }
  }

  private static Refusal limit(String message) {
    return refusal(FaultCode.LIMIT_EXCEEDED, message);
  }

  private static Refusal refusal(FaultCode code, String message) {
    return new Refusal(
        ErrorCode.INVALID_REQUEST,
        CreateAlert.REFUSED,
        List.of(Fault.of(code, CreateAlert.EMAIL, message)));
  }

  /** Deletes an alert, and all that belongs to it. */
  public void delete(AlertView alert, AuditEntry entry) {
    try (Connection connection = database.connection()) {
      new AlertRows(connection, cipher).delete(List.of(alert.id()));
      audit.add(entry.withDetail(detail(alert.id())));
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** Confirms the address of the alert whose token this is; does nothing for any other token. */
  public void confirm(LinkToken token) {
    try (Connection connection = database.connection()) {
      write(new AlertRows(connection, cipher).confirm(token), AuditAction.ALERT_CONFIRMED);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /**
   * Deletes the alert whose token this is with all of the account that wait for a confirmation of
   * its address, and refuses further requests of the account for it; does nothing for any other
   * token.
   */
  public void unsubscribe(LinkToken token) {
    try (Connection connection = database.connection()) {
      AlertRows rows = new AlertRows(connection, cipher);
      Optional<AlertRows.Linked> found = rows.ofUnsubscribeLink(token);
      if (found.isEmpty()) {
        return;
      }
      AlertRows.Linked alert = found.get();
      List<UUID> ends = new ArrayList<>(List.of(alert.id()));
      if (alert.email().isPresent()) {
        ends.addAll(block(connection, rows, alert.accountId(), alert.email().get()));
      }
      boolean isFirst = rows.delete(ends).contains(alert.id());
      write(found.filter(unused -> isFirst), AuditAction.ALERT_UNSUBSCRIBED);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /**
   * Refuses further requests of an account for an address, and returns the alerts that wait for its
   * confirmation. Transactions that unsubscribe the address wait here for each other before they
   * lock alerts, so that none waits for one that waits for it.
   */
  private List<UUID> block(Connection connection, AlertRows rows, String account, MailAddress email)
      throws SQLException {
    new AlertRequests(connection, database.dialect()).block(unsubscribed(account, email));
    return rows.ofAccount(account).stream()
        .filter(alert -> alert.confirmed().isEmpty() && alert.isFor(email))
        .map(AlertView::id)
        .toList();
  }

  /** Writes an entry of the product, because a recipient has no account here. */
  private void write(Optional<AlertRows.Linked> alert, AuditAction action) {
    alert.ifPresent(
        found ->
            audit.add(
                AuditEntry.of(Actor.PRODUCT, action)
                    .onAccount(found.accountId())
                    .withDetail(detail(found.id()))));
  }

  private static String detail(UUID id) {
    return "alert=" + id;
  }
}
