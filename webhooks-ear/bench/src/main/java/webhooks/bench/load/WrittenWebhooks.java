package webhooks.bench.load;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import webhooks.it.harness.Progress;

/**
 * Writes active webhooks directly into PostgreSQL, encrypted as the product does it, because a
 * million registrations would take half an hour. The product must be stopped meanwhile.
 */
public final class WrittenWebhooks {
  private static final int ROWS = 5000;
  private static final int REPORT = 200_000;

  private static final String INSERT =
      "insert into webhook (id, client_id, account_id, scope, scope_id, event_types, active,"
          + " activation, key_id, callback_url, secret, created, modified, version) values ";
  private static final String ROW =
      "('%1$s','client','%2$s','Account','%2$s','%3$s',true,1,'%4$s','\\x%5$s','\\x%6$s',"
          + "now(),now(),(select version from webhook_version))";

  private final Installation installation;
  private final ColumnCipher cipher;

  /** Takes the encryption key of an installation. */
  public WrittenWebhooks(Installation installation) {
    this.installation = installation;
    cipher = new ColumnCipher(installation);
  }

  /**
   * Writes webhooks of new accounts, and returns the accounts.
   *
   * @param perAccount how many webhooks each account has
   * @param url returns the URL of the n-th webhook of all
   */
  public List<String> write(int accounts, int perAccount, IntFunction<URI> url) {
    List<String> ids = new ArrayList<>(accounts);
    List<String> rows = new ArrayList<>(ROWS);
    installation.database().execute("update webhook_version set version = version + 1");
    for (int i = 0; i < accounts * perAccount; i++) {
      if (i % perAccount == 0) {
        ids.add(UUID.randomUUID().toString());
      }
      rows.add(row(ids.get(i / perAccount), url.apply(i)));
      if (rows.size() == ROWS || i + 1 == accounts * perAccount) {
        installation.database().execute(INSERT + String.join(",", rows));
        rows.clear();
      }
      if ((i + 1) % REPORT == 0) {
        Progress.say("%d of %d webhooks written", i + 1, accounts * perAccount);
      }
    }
    installation.database().execute("vacuum analyze webhook");
    return ids;
  }

  private String row(String account, URI url) {
    UUID id = UUID.randomUUID();
    return ROW.formatted(
        id,
        account,
        RestClient.EVENT_TYPE,
        cipher.keyId(),
        cipher.encrypt(id, "callback_url", url.toString()),
        cipher.secret(id));
  }
}
