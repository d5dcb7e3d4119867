package webhooks.bench.scenario.console;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import webhooks.bench.load.ColumnCipher;
import webhooks.bench.load.Installation;
import webhooks.bench.load.Owner;
import webhooks.it.harness.Progress;

/**
 * Writes the webhooks of one account into PostgreSQL, in all states. The product must be stopped
 * meanwhile.
 */
final class AccountWebhooks {
  private static final Duration AGE = Duration.ofDays(400);
  private static final int ROWS = 1000;

  /** A state of a webhook, and the last of the numbers 0 to 99 that stand for it. */
  private enum State {
    FAILING(2),
    PAUSED(4),
    PAUSED_BY_RECEIVER(5),
    BLOCKED(7),
    INACTIVE(12),
    ACTIVE(99);

    private final int last;

    State(int last) {
      this.last = last;
    }

    /** Spreads the states over all iTwins. The first webhooks are active. */
    static State of(int number) {
      int place = (number * 37 + 50) % 100;
      for (State state : values()) {
        if (place <= state.last) {
          return state;
        }
      }
      throw new IllegalStateException();
    }
  }

  /** A written webhook. */
  private record Written(int number, UUID id, State state) {}

  private final Installation installation;
  private final Owner owner;
  private final ColumnCipher cipher;
  private final Random random = new Random(36);

  AccountWebhooks(Installation installation, Owner owner) {
    this.installation = installation;
    this.owner = owner;
    this.cipher = new ColumnCipher(installation);
  }

  /** Returns the id of the iTwin with this number, as SQL of an expression of the number. */
  static String iTwinId(String number) {
    return "('1f0d0000-0000-4000-8000-' || lpad(to_hex(" + number + "), 12, '0'))";
  }

  /** Writes the webhooks and all that belongs to them, except for deliveries. */
  void write(int count) {
    Instant first = Instant.now().truncatedTo(ChronoUnit.MILLIS).minus(AGE);
    long step = AGE.toMillis() / count;
    execute("update webhook_version set version = version + 1");
    writeITwins(count / WebhookContent.PER_ITWIN);
    List<Written> all = new ArrayList<>(count);
    for (int begin = 0; begin < count; begin += ROWS) {
      List<String> rows = new ArrayList<>();
      List<String> options = new ArrayList<>();
      for (int n = begin; n < Math.min(count, begin + ROWS); n++) {
        Instant created = first.plusMillis(n * step);
        Written one = new Written(n, idOf(created), State.of(n));
        all.add(one);
        rows.add(row(one, created));
        if (WebhookContent.hasOptions(n)) {
          options.add(optionsRow(one, created));
        }
      }
      insert(
          "webhook (id, client_id, account_id, scope, scope_id, event_types, active, activation,"
              + " deactivation_reason, key_id, callback_url, secret, created, modified, version,"
              + " has_options, selection_bytes, paused_since, paused_until, pauses)",
          rows);
      insert("webhook_options (webhook_id, account_id, key_id, content, modified)", options);
    }
    writeStates(all);
    writeAudit();
    execute(
        format(
            "insert into webhook_owner (client_id, account_id, webhooks) values ('%s', '%s', %d)",
            owner.client(), owner.account(), count),
        "vacuum analyze webhook",
        "vacuum analyze webhook_options",
        "vacuum analyze audit");
    Progress.say("%d webhooks written", count);
  }

  private void writeITwins(int count) {
    execute(
        format(
            "insert into itwin (id, account_id) select cast(%s as uuid), '%s'"
                + " from generate_series(0, %d) n",
            iTwinId("n"), owner.account(), count - 1),
        format(
            "insert into itwin_grant (itwin_id, client_id, permission)"
                + " select id, '%s', 'webhooks_maintainer' from itwin",
            owner.client()));
  }

  /** Returns an id that begins with the time, as the product's ids do. */
  private UUID idOf(Instant created) {
    long time = created.toEpochMilli() << 16 | 0x7000 | random.nextInt(0x1000);
    return new UUID(time, random.nextLong() >>> 2 | 1L << 63);
  }

  private String row(Written one, Instant created) {
    int n = one.number();
    boolean stopped = one.state() == State.BLOCKED || one.state() == State.INACTIVE;
    boolean paused = one.state() == State.PAUSED;
    String reason =
        one.state() == State.BLOCKED
            ? "administrator"
            : List.of("owner", "gone", "failing").get(n % 3);
    return format(
        "('%s', '%s', '%s', 'iTwin', %s, '%s', %b, 1, %s, '%s', '\\x%s', '\\x%s', '%s', '%s',"
            + " (select version from webhook_version), %b, %d, %s, %s, %d)",
        one.id(),
        owner.client(),
        owner.account(),
        iTwinId(Integer.toString(n / WebhookContent.PER_ITWIN)),
        WebhookContent.types(n),
        !stopped,
        stopped ? "'" + reason + "'" : "null",
        cipher.keyId(),
        cipher.encrypt(one.id(), "callback_url", WebhookContent.url(n)),
        cipher.secret(one.id()),
        created,
        created,
        WebhookContent.hasOptions(n),
        WebhookContent.selectionBytes(n),
        paused ? "now() - interval '6 hours'" : "null",
        paused ? "now() + interval '1 day'" : "null",
        paused ? 1 : 0);
  }

  private String optionsRow(Written one, Instant created) {
    return format(
        "('%s', '%s', '%s', '\\x%s', '%s')",
        one.id(),
        owner.account(),
        cipher.keyId(),
        cipher.encrypt(one.id(), "options", WebhookContent.options(one.number())),
        created);
  }

  /** Writes what makes webhooks failing, paused by their receivers, and blocked. */
  private void writeStates(List<Written> all) {
    List<String> errors =
        List.of(
            "'status', null, 503",
            "'status', null, 404",
            "'timeout', 'no response', null",
            "'connect', 'refused', null",
            "'tls', 'certificate expired', null");
    insert(
        "failure_streak (webhook_id, account_id, failures, since, last_time, last_error,"
            + " last_cause, last_status)",
        rows(
            all,
            State.FAILING,
            one ->
                format(
                    "('%s', '%s', %d, now() - interval '6 hours' - %d * interval '1 minute',"
                        + " now() - interval '10 minutes', %s)",
                    one.id(),
                    owner.account(),
                    3 + one.number() % 40,
                    one.number(),
                    errors.get(one.number() % errors.size()))));
    insert(
        "webhook_pause (webhook_id, account_id, ends)",
        rows(
            all,
            State.PAUSED_BY_RECEIVER,
            one -> format("('%s', '%s', now() + interval '1 day')", one.id(), owner.account())));
    insert(
        "webhook_block (id, kind, target, created, client_id)",
        rows(
            all,
            State.BLOCKED,
            one ->
                format("(gen_random_uuid(), 'webhook', '%s', now(), 'administrator')", one.id())));
  }

  private static List<String> rows(List<Written> all, State state, Function<Written, String> row) {
    return all.stream().filter(one -> one.state() == state).map(row).toList();
  }

  /** Writes that each webhook was created and activated, and some of the pauses and blocks. */
  private void writeAudit() {
    String entry =
        "insert into audit (id, happened, action, client_id, actor_account, account_id, webhook_id)"
            + " select gen_random_uuid(), %s, '%s', client_id, account_id, account_id, id"
            + " from webhook where client_id = '%s'%s";
    execute(
        format(entry, "created", "webhook.created", owner.client(), ""),
        format(entry, "created + interval '1 second'", "webhook.activated", owner.client(), ""),
        format(
            entry,
            "paused_since",
            "webhook.paused",
            owner.client(),
            " and paused_until is not null"),
        format(entry, "now()", "webhook.deactivated", owner.client(), " and not active"));
  }

  private void insert(String table, List<String> rows) {
    if (!rows.isEmpty()) {
      execute("insert into " + table + " values " + String.join(",", rows));
    }
  }

  private void execute(String... statements) {
    installation.database().execute(statements);
  }

  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }
}
