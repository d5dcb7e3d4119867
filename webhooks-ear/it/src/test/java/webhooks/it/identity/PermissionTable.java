package webhooks.it.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The answers to operations as a table of Markdown.
 *
 * @param callers a column for each
 */
record PermissionTable(List<Caller> callers) {
  /** An operation of the API. */
  @FunctionalInterface
  interface Operation {
    /** Calls the operation with a token, and returns what the table shows. */
    String answerTo(String token);
  }

  /** Calls each operation as each caller, and returns the lines of the table. */
  List<String> lines(List<Map.Entry<String, Operation>> operations) {
    List<String> lines = new ArrayList<>();
    lines.add(row("operation", callers.stream().map(Caller::name).toList()));
    lines.add("|---" + "|---".repeat(callers.size()) + "|");
    for (Map.Entry<String, Operation> operation : operations) {
      lines.add(
          row(
              operation.getKey(),
              callers.stream()
                  .map(caller -> operation.getValue().answerTo(caller.token()))
                  .toList()));
    }
    return lines;
  }

  private static String row(String first, List<String> cells) {
    return "| " + first + " | " + String.join(" | ", cells) + " |";
  }
}
