package webhooks.domain.move;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The first line of the file of an exported account.
 *
 * @param product the version of the product that wrote it
 * @param tables the version of the tables
 * @param account the id of the account
 * @param time the time at which the rows were read
 * @param deduplication how long an event can be repeated at the installation that wrote it
 * @param keys the ids of the keys with which the webhooks' secrets are encrypted
 */
record FileHeader(
    String product,
    String tables,
    String account,
    Instant time,
    Duration deduplication,
    List<String> keys) {
  static final String PRODUCT = "webhooks";
  static final String TABLES = "tables";
  static final String ACCOUNT = "account";
  static final String TIME = "time";
  static final String DEDUPLICATION = "deduplication";
  static final String KEYS = "keys";

  /** The name of the last line, which has the number of rows of each table. */
  static final String END = "end";
}
