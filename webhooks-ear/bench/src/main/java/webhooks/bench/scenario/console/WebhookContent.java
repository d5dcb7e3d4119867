package webhooks.bench.scenario.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Makes the content of each webhook of an account from its number: on iTwins with five webhooks
 * each, at different hosts, most with a description, one in five with a pattern of event types.
 */
final class WebhookContent {
  /** The number of webhooks on each iTwin. */
  static final int PER_ITWIN = 5;

  /** The types of the events. Each iTwin has events of two of them. */
  static final List<String> TYPES =
      List.of(
          "iModels.iModelCreated.v1",
          "iModels.namedVersionCreated.v1",
          "iModels.changesReady.v1",
          "accessControl.memberAdded.v1",
          "accessControl.roleAssigned.v1",
          "synchronization.jobCompleted.v1",
          "transformations.jobCompleted.v1",
          "changedElements.jobCompleted.v1");

  /** The distance between the two types of an iTwin in {@link #TYPES}. */
  static final int OTHER_TYPE = 3;

  /** A type that no webhook names, and that some have a pattern for. */
  static final String TYPE_BY_PATTERN = "costs.budgetExceeded.v1";

  /** A type that no webhook subscribes to. */
  static final String ABSENT_TYPE = "weather.stormAhead.v1";

  private static final List<String> AREAS =
      List.of("billing", "crm", "reports", "search", "archive", "mobile", "safety", "costs");

  private static final int PER_HOST = 40;
  private static final int PER_PATTERN = 5;

  private WebhookContent() {}

  /** Returns the event types that a webhook names, as the database keeps them. */
  static String types(int number) {
    int iTwin = number / PER_ITWIN;
    String both =
        TYPES.get(iTwin % TYPES.size()) + " " + TYPES.get((iTwin + OTHER_TYPE) % TYPES.size());
    return number % 2 == 0 ? both : both + " " + TYPES.get((iTwin + 1) % TYPES.size());
  }

  /** Returns the URL of a webhook. */
  static String url(int number) {
    int host = number / PER_HOST;
    return format(
        "https://%s-%d.customer%d.example.com/%s/v2/%05d?key=%08x",
        AREAS.get(host % AREAS.size()),
        host,
        host % 97,
        AREAS.get(number % AREAS.size()),
        number,
        number * 7919);
  }

  /** Returns whether a webhook has options. */
  static boolean hasOptions(int number) {
    return isDescribed(number) || hasPattern(number);
  }

  /** Returns the options of a webhook, as JSON. */
  static String options(int number) {
    List<String> members = new ArrayList<>();
    if (isDescribed(number)) {
      members.add(
          format(
              "\"description\":\"Sends the %s of project %d to team %d\"",
              AREAS.get(number % AREAS.size()), number / PER_ITWIN, number % 150));
    }
    if (hasPattern(number)) {
      members.add(format("\"eventTypePatterns\":[\"%s\"]", pattern(number)));
    }
    return "{" + String.join(",", members) + "}";
  }

  /** Returns the size of the patterns of a webhook; 0 if it has none. */
  static int selectionBytes(int number) {
    return hasPattern(number) ? pattern(number).length() : 0;
  }

  private static boolean isDescribed(int number) {
    return number % 4 != 3;
  }

  private static boolean hasPattern(int number) {
    return number % PER_PATTERN == 2;
  }

  private static String pattern(int number) {
    return AREAS.get(number / PER_PATTERN % AREAS.size()) + ".**";
  }

  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }
}
