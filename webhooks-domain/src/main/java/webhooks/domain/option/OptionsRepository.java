package webhooks.domain.option;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.database.SqlRows;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.option.retention.RetainedPayloads;
import webhooks.domain.option.signature.SigningKeys;
import webhooks.domain.option.tls.CertificateEnds;
import webhooks.domain.option.tls.ClientTls;
import webhooks.domain.option.tls.KeyRequests;
import webhooks.domain.option.value.IsoDuration;
import webhooks.domain.secret.EncryptedColumn;
import webhooks.domain.secret.SecretCipher;

/**
 * Reads and writes the options of webhooks in the database, encrypted. A change needs the caller's
 * transaction. The caller locks the webhook's row and advances its version before.
 */
@ApplicationScoped
public class OptionsRepository {
  private static final Logger LOG = Logger.getLogger(OptionsRepository.class.getName());

  /**
   * The versions of the webhooks too, so that the reader knows to which ones the options belong.
   */
  private static final String OF_WEBHOOKS =
      "select o.webhook_id, w.version, o.key_id, o.content, o.modified from webhook_options o"
          + " join webhook w on w.id = o.webhook_id where o.webhook_id = any(?)";

  private static final String UPDATE =
      "update webhook_options set key_id = ?, content = ?, modified = ?, signing_keys_due = ?"
          + " where webhook_id = ?";

  private static final String INSERT =
      "insert into webhook_options"
          + " (key_id, content, modified, signing_keys_due, webhook_id, account_id)"
          + " values (?, ?, ?, ?, ?, ?)";

  private static final String REENCRYPT =
      "update webhook_options set key_id = ?, content = ? where webhook_id = ?";

  private static final String DUE_SIGNING_KEYS =
      "select o.webhook_id from webhook_options o join webhook w on w.id = o.webhook_id"
          + " where o.signing_keys_due <= current_timestamp and w.has_options"
          + " order by o.signing_keys_due fetch first 100 rows only";

  private static final String POSTPONE_SIGNING_KEYS =
      "update webhook_options set signing_keys_due = current_timestamp + interval '1' hour"
          + " where webhook_id = ?";

  private static final String DELETE = "delete from webhook_options where webhook_id = ?";

  /** Without a fetch size, PostgreSQL's driver keeps all rows of a result in memory. */
  private static final int FETCH_SIZE = 50;

  private Database database;
  private SecretCipher cipher;
  private OptionSupport support;
  private KeyRequests keys;

  /** Creates the bean's proxy, for the container. */
  protected OptionsRepository() {}

  /** Creates the repository. */
  @Inject
  public OptionsRepository(Database database, SecretCipher cipher, OptionSupport support) {
    this.database = database;
    this.cipher = cipher;
    this.support = support;
    this.keys = new KeyRequests(database, cipher);
  }

  /**
   * Checks that each node would send requests with the options that this one stores.
   *
   * @throws Refusal {@code ServiceUnavailable} while a node of an earlier version runs
   */
  public void requireSupport() {
    if (!support.isOfAllNodes()) {
      throw new Refusal(
          ErrorCode.SERVICE_UNAVAILABLE,
          "Options can't be changed while a node of an earlier version runs. Try again later.");
    }
  }

  /** Returns the options of a webhook, if some are set. */
  public Optional<EncryptedOptions> find(UUID webhookId) {
    AtomicReference<EncryptedOptions> found = new AtomicReference<>();
    try (Connection connection = database.connection()) {
      read(connection, Set.of(webhookId), found::set);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
    return Optional.ofNullable(found.get());
  }

  /**
   * Reads the options of these webhooks, as the connection's transaction sees them.
   *
   * @param found gets them one by one
   */
  public static void read(
      Connection connection, Collection<UUID> webhookIds, Consumer<EncryptedOptions> found)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(OF_WEBHOOKS)) {
      SqlArrays.set(select, 1, "uuid", webhookIds.toArray());
      select.setFetchSize(FETCH_SIZE);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.accept(EncryptedOptions.read(rows));
        }
      }
    }
  }

  /**
   * Returns a request with the key that was made for the certificate in it, if there is one. Such a
   * key does not leave the product, so the owner can't give it.
   */
  public ChangeOptions withRequestedKey(UUID webhookId, ChangeOptions request) {
    return Optional.ofNullable(request.members().get(OptionMember.TLS.text()))
        .flatMap(tls -> keys.complete(webhookId, tls))
        .map(completed -> request.with(OptionMember.TLS, completed))
        .orElse(request);
  }

  /**
   * Stores the options of a webhook in place of former ones.
   *
   * @param modified the present time of the database, or the time of the former options
   */
  public void put(UUID webhookId, String accountId, WebhookOptions options, Instant modified) {
    try (Connection connection = database.connection();
        PreparedStatement update = connection.prepareStatement(UPDATE)) {
      set(update, webhookId, options, modified);
      if (update.executeUpdate() == 0) {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
          set(insert, webhookId, options, modified);
          insert.setString(6, accountId);
          insert.executeUpdate();
        }
      }
      Optional<Instant> end = options.tls().map(ClientTls::notAfter);
      CertificateEnds.put(connection, webhookId, accountId, end, modified);
      Optional<Duration> payload = options.retention().payload().map(IsoDuration::length);
      RetainedPayloads.keepFor(connection, webhookId, payload);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
    options.tls().ifPresent(tls -> keys.used(webhookId, tls));
  }

  private void set(
      PreparedStatement write, UUID webhookId, WebhookOptions options, Instant modified)
      throws SQLException {
    write.setString(1, cipher.keyId());
    write.setBytes(2, cipher.encrypt(webhookId, EncryptedColumn.OPTIONS, options.stored()));
    write.setObject(3, modified.atOffset(ZoneOffset.UTC));
    Optional<Instant> due = options.signature().keys().flatMap(SigningKeys::nextChange);
    write.setObject(
        4,
        due.map(time -> time.atOffset(ZoneOffset.UTC)).orElse(null),
        Types.TIMESTAMP_WITH_TIMEZONE);
    write.setObject(5, webhookId);
  }

  /**
   * Unbinds the credentials of a webhook, see {@link WebhookOptions#unbound}. Options that can't be
   * read stay as they are: nothing is sent with them.
   */
  public void unbind(UUID webhookId, String accountId) {
    Optional<EncryptedOptions> stored = find(webhookId);
    try {
      stored.ifPresent(
          found -> put(webhookId, accountId, found.decrypt(cipher).unbound(), found.modified()));
    } catch (IllegalStateException e) {
      LOG.log(Level.WARNING, "The options of webhook " + webhookId + " can't be read", e);
    }
  }

  /** Deletes the options of a webhook, also unreadable ones, and the key of a request. */
  public void delete(UUID webhookId) {
    execute(DELETE, webhookId);
    try (Connection connection = database.connection()) {
      CertificateEnds.delete(connection, webhookId);
      KeyRequests.delete(connection, webhookId);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /**
   * Encrypts the options of a webhook and the key of its certificate request again with the current
   * key, if another one encrypted them. They stay as they are, whatever version of the product has
   * stored them. The transaction must lock out changes of webhooks.
   *
   * @throws IllegalStateException if they can't be decrypted
   */
  public void reencrypt(UUID webhookId) {
    find(webhookId)
        .filter(options -> !options.keyId().equals(cipher.keyId()))
        .ifPresent(this::reencrypt);
    keys.reencrypt(webhookId);
  }

  private void reencrypt(EncryptedOptions options) {
    UUID webhookId = options.webhookId();
    byte[] content = cipher.encrypt(webhookId, EncryptedColumn.OPTIONS, options.text(cipher));
    try (Connection connection = database.connection();
        PreparedStatement update = connection.prepareStatement(REENCRYPT)) {
      update.setString(1, cipher.keyId());
      update.setBytes(2, content);
      update.setObject(3, webhookId);
      update.executeUpdate();
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /**
   * Returns webhooks whose signing keys are to change by the database's clock, at most a hundred.
   */
  public List<UUID> dueSigningKeys() {
    try (Connection connection = database.connection();
        PreparedStatement select = connection.prepareStatement(DUE_SIGNING_KEYS)) {
      return SqlRows.uuids(select);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** Leaves the signing keys of a webhook, whose options can't be read, for an hour. */
  public void postponeSigningKeys(UUID webhookId) {
    execute(POSTPONE_SIGNING_KEYS, webhookId);
  }

  private void execute(String sql, UUID webhookId) {
    try (Connection connection = database.connection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, webhookId);
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** Returns the time of the database's clock. */
  public Instant now() {
    try (Connection connection = database.connection()) {
      return SqlRows.now(connection);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }
}
