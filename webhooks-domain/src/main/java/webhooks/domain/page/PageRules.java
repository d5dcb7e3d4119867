package webhooks.domain.page;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import webhooks.domain.error.Faults;
import webhooks.domain.id.AccountId;
import webhooks.domain.id.Ids;

/** Checks the parameters of a request for a page. Each check adds its faults. */
public final class PageRules {
  private static final int MAX_EVENT_TYPE_LENGTH = 255;

  private static final int DEFAULT_TOP = 50;
  private static final int MAX_TOP = 100;

  private PageRules() {}

  /** Returns the maximum number of items: 1 to 100, by default 50. */
  public static int top(Optional<String> given, Faults faults) {
    if (given.isEmpty()) {
      return DEFAULT_TOP;
    }
    String text = given.get();
    if (text.matches("[1-9]\\d{0,2}") && Integer.parseInt(text) <= MAX_TOP) {
      return Integer.parseInt(text);
    }
    faults.invalid("$top", "'$top' must be a whole number from 1 to " + MAX_TOP + ".");
    return DEFAULT_TOP;
  }

  /**
   * Returns the cursor that the page begins after, if a token is given.
   *
   * @param reader returns the cursor of a token; empty if the token does not belong to the list
   */
  public static <T> Optional<T> after(
      Optional<String> token, Faults faults, Function<String, Optional<T>> reader) {
    Optional<T> cursor = token.flatMap(reader);
    if (token.isPresent() && cursor.isEmpty()) {
      faults.invalid("continuationToken", "'continuationToken' must be one of an earlier answer.");
    }
    return cursor;
  }

  /** Returns a time, if one is given. */
  public static Optional<Instant> time(String name, Optional<String> given, Faults faults) {
    Optional<Instant> time = given.flatMap(Timestamps::parse);
    if (given.isPresent() && time.isEmpty()) {
      faults.invalid(
          name, "'" + name + "' must be ISO 8601 with an offset, such as 2026-10-02T14:55:00Z.");
    }
    return time;
  }

  /** Returns a truth value, if one is given. */
  public static Optional<Boolean> flag(String name, Optional<String> given, Faults faults) {
    Optional<Boolean> flag =
        given.filter(text -> text.equals("true") || text.equals("false")).map(Boolean::valueOf);
    if (given.isPresent() && flag.isEmpty()) {
      faults.invalid(name, "'" + name + "' must be true or false.");
    }
    return flag;
  }

  /** Returns the account whose items are listed, if one is given. */
  public static Optional<String> accountId(Optional<String> given, Faults faults) {
    Optional<AccountId> accountId = given.flatMap(AccountId::parse);
    if (given.isPresent() && accountId.isEmpty()) {
      faults.invalid("accountId", "'accountId' " + AccountId.RULE);
    }
    return accountId.map(AccountId::text);
  }

  /** Adds a fault if no event can have this type. */
  public static void checkEventType(Optional<String> type, Faults faults) {
    if (type.filter(text -> !Ids.isOpaque(text, MAX_EVENT_TYPE_LENGTH)).isPresent()) {
      faults.invalid("eventType", "'eventType' " + Ids.opaqueRule(MAX_EVENT_TYPE_LENGTH));
    }
  }
}
