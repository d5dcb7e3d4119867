package webhooks.domain.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.domain.webhook.WebhookRow;

/** The migration of account ids to the form that all parts of the product compare. */
@OnEveryDatabase
class AccountIdsMigrationTest {
  private static final String UPPER = UUID.randomUUID().toString().toUpperCase(Locale.ROOT);

  private final TestDatabase database;

  AccountIdsMigrationTest(TestDatabase database) {
    this.database = database;
  }

  private void migrate() throws IOException {
    try (InputStream in =
        Migration.class.getResourceAsStream("/db/webhooks/all/V14__account_ids.sql")) {
      String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String statement : script.split(";\\s*")) {
        database.execute(statement);
      }
    }
  }

  private long rows(String where, Object... values) {
    return database.count("select count(*) from webhook where " + where, values);
  }

  @Test
  void changesOnlyAccountsThatAreUuids() throws IOException {
    String odd = "Z".repeat(8) + UPPER.substring(8);
    String lower = UPPER.toLowerCase(Locale.ROOT);
    new WebhookRow().with("account_id", UPPER).with("scope_id", UPPER).insertInto(database);
    new WebhookRow().with("account_id", "Acme").with("scope_id", "Acme").insertInto(database);
    new WebhookRow().with("account_id", odd).with("scope_id", odd).insertInto(database);
    database.execute("insert into itwin (id, account_id) values (?, ?)", UUID.randomUUID(), UPPER);

    migrate();

    assertThat(rows("account_id = ? and scope_id = ?", lower, lower)).isOne();
    assertThat(rows("account_id = 'Acme' and scope_id = 'Acme'")).isOne();
    assertThat(rows("account_id = ? and scope_id = ?", odd, odd)).isOne();
    assertThat(database.count("select count(*) from itwin where account_id = ?", lower)).isOne();
  }
}
