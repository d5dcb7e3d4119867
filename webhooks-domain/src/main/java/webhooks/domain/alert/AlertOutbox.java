package webhooks.domain.alert;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.SqlRows;
import webhooks.domain.secret.LinkToken;
import webhooks.domain.secret.SecretCipher;

/**
 * Holds the mails that are due. Each call is a transaction, and none is open while a mail is sent.
 *
 * <p>A node claims an alert for two minutes, by the database's clock, sends one mail, and records
 * it. A crash between the last two repeats the mail, so that none is lost. A node that has lost its
 * claim records nothing.
 */
@Stateless
public class AlertOutbox {
  private static final Logger LOG = Logger.getLogger(AlertOutbox.class.getName());

  /** The claim of a mail lasts longer than any try to send one. */
  public static final Duration CLAIM = Duration.ofMinutes(2);

  /** Keeps the rest of an outage of many webhooks out of the recipient's inbox for a while. */
  private static final Duration BETWEEN_MAILS = Duration.ofMinutes(5);

  /** The pauses after failures; the last one repeats. */
  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofHours(2));

  /** Leaves out alerts of an account that is moving: the other installation sends their mails. */
  private static final String DUE =
      """
      select id, key_id, content, case when confirmed is null then 0 else 1 end from alert
      where next_mail <= current_timestamp
        and (taken_until is null or taken_until <= current_timestamp)
        and (confirmed is not null or created > current_timestamp - interval '%d' hour)
        and not exists (select 1 from account_hold h where h.account_id = alert.account_id)
      order by next_mail, id fetch first 1 rows only for update skip locked
      """
          .formatted(AlertView.TIME_TO_CONFIRM.toHours());

  private static final String TAKE =
      "update alert set taken_by = ?, taken_until = current_timestamp + interval '%d' second"
              .formatted(CLAIM.toSeconds())
          + " where id = ?";

  private static final String POSTPONE =
      "update alert set next_mail = current_timestamp + interval '1' hour where id = ?";

  private static final String ADD_TOKEN =
      "insert into alert_confirmation (token_hash, alert_id) values (?, ?)";

  private static final String LOCK =
      "select failures from alert where id = ? and taken_by = ? for update";

  private static final String RELEASE =
      """
      update alert set taken_by = null, taken_until = null, failures = ?,
        pause_until = current_timestamp + cast(? as integer) * interval '1' second, next_mail = %s
      where id = ?
      """;

  private static final String AFTER_FAILURE =
      RELEASE.formatted("current_timestamp + cast(? as integer) * interval '1' second");

  private static final String AFTER_CONFIRMATION = RELEASE.formatted("null");

  /**
   * The next mail is due when one of the webhooks with events is; null if there are none. The pause
   * of the alert comes first.
   */
  private static final String AFTER_REPORTS =
      RELEASE.formatted(
          """
          (select case when min(d.due) > current_timestamp + cast(? as integer) * interval '1' second
              then min(d.due) else max(current_timestamp + cast(? as integer) * interval '1' second) end
            from (select max(r.not_before) as due from alert_report r where r.alert_id = ?
              group by r.webhook_id having sum(r.events) > 0) d)
          """);

  private Database database;
  private SecretCipher cipher;

  /** Creates the bean, for the container. */
  public AlertOutbox() {}

  /** Creates the outbox. */
  @Inject
  public AlertOutbox(Database database, SecretCipher cipher) {
    this.database = database;
    this.cipher = cipher;
  }

  /** The row of an alert that is due. */
  private record DueAlert(UUID id, Optional<AlertContent> content, boolean confirmed) {}

  /**
   * The result of a claim.
   *
   * @param mail the mail to send; empty if the alert has nothing to report at the moment
   */
  public record Claimed(Optional<DueMail> mail) {}

  /** Claims the alert that has waited longest; empty if none is due. */
  public Optional<Claimed> claim() {
    try (Connection connection = database.connection()) {
      Optional<DueAlert> due = due(connection);
      return due.isEmpty() ? Optional.empty() : Optional.of(claim(connection, due.get()));
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private Optional<DueAlert> due(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(DUE);
        ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        return Optional.empty();
      }
      UUID id = SqlRows.uuid(row, 1);
      return Optional.of(
          new DueAlert(id, content(id, row.getString(2), row.getBytes(3)), row.getInt(4) == 1));
    }
  }

  /** Returns the content; empty if it can't be decrypted, so that it delays no other alert. */
  private Optional<AlertContent> content(UUID id, String keyId, byte[] encrypted) {
    try {
      return Optional.of(AlertContent.decrypt(cipher, keyId, id, encrypted));
    } catch (IllegalStateException e) {
      LOG.log(Level.SEVERE, "Alert " + id + " can't be sent", e);
      return Optional.empty();
    }
  }

  private Claimed claim(Connection connection, DueAlert due) throws SQLException {
    if (due.content().isEmpty()) {
      update(connection, POSTPONE, due.id());
      return new Claimed(Optional.empty());
    }
    UUID work = UUID.randomUUID();
    update(connection, TAKE, work, due.id());
    if (!due.confirmed()) {
      LinkToken token = LinkToken.next();
      update(connection, ADD_TOKEN, token.hash(), due.id());
      return new Claimed(Optional.of(mail(due, work, Optional.of(token), ReportRows.Due.NONE)));
    }
    ReportRows.Due reports = new ReportRows(connection, cipher).due(due.id());
    if (reports.reports().isEmpty()) {
      afterReports(connection, due.id(), 0, Duration.ZERO);
      return new Claimed(Optional.empty());
    }
    return new Claimed(Optional.of(mail(due, work, Optional.empty(), reports)));
  }

  private static DueMail mail(
      DueAlert due, UUID work, Optional<LinkToken> confirm, ReportRows.Due reports) {
    return new DueMail(
        due.id(),
        work,
        due.content().orElseThrow().email(),
        due.content().orElseThrow().unsubscribe(),
        confirm,
        reports.reports(),
        reports.more());
  }

  /** Records that a mail was sent. The webhooks that it was about wait an hour for the next one. */
  public void sent(DueMail mail) {
    try (Connection connection = database.connection()) {
      if (failures(connection, mail).isEmpty()) {
        return;
      }
      if (mail.confirm().isPresent()) {
        update(connection, AFTER_CONFIRMATION, 0, 0, mail.alertId());
        return;
      }
      new ReportRows(connection, cipher).sent(mail);
      afterReports(connection, mail.alertId(), 0, BETWEEN_MAILS);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** Records that a mail could not be sent. It is tried again after a pause. */
  public void failed(DueMail mail) {
    try (Connection connection = database.connection()) {
      Optional<Integer> failures = failures(connection, mail);
      if (failures.isPresent()) {
        int before = failures.get();
        int pause = (int) pause(before).toSeconds();
        update(connection, AFTER_FAILURE, before + 1, pause, pause, mail.alertId());
      }
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /**
   * Records that the mail server refused the recipient for good. The mail is not tried again. Later
   * events get another one, after a pause that grows with each refusal.
   */
  public void refused(DueMail mail) {
    try (Connection connection = database.connection()) {
      Optional<Integer> failures = failures(connection, mail);
      if (failures.isEmpty()) {
        return;
      }
      if (mail.confirm().isPresent()) {
        update(connection, AFTER_CONFIRMATION, failures.get() + 1, 0, mail.alertId());
        return;
      }
      new ReportRows(connection, cipher).sent(mail);
      afterReports(connection, mail.alertId(), failures.get() + 1, pause(failures.get()));
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private static Duration pause(int failures) {
    return PAUSES.get(Math.min(failures, PAUSES.size() - 1));
  }

  /** Locks the alert, and returns its failures; empty if another node has claimed it since. */
  private static Optional<Integer> failures(Connection connection, DueMail mail)
      throws SQLException {
    try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
      lock.setObject(1, mail.alertId());
      lock.setObject(2, mail.work());
      try (ResultSet row = lock.executeQuery()) {
        return row.next() ? Optional.of(row.getInt(1)) : Optional.empty();
      }
    }
  }

  private static void afterReports(Connection connection, UUID alert, int failures, Duration pause)
      throws SQLException {
    int seconds = (int) pause.toSeconds();
    update(connection, AFTER_REPORTS, failures, seconds, seconds, seconds, alert, alert);
  }

  /**
   * Deletes events that no mail could report within a day.
   *
   * @return how many reports were given up
   */
  public int giveUp() {
    try (Connection connection = database.connection()) {
      return ReportRows.giveUp(connection, database.dialect());
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private static void update(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        update.setObject(i + 1, values[i]);
      }
      update.executeUpdate();
    }
  }
}
