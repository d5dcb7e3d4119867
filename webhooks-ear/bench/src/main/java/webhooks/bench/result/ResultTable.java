package webhooks.bench.result;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Formats rows of text as a table with aligned columns. */
public final class ResultTable {
  private final List<List<String>> rows = new ArrayList<>();

  ResultTable(String... columns) {
    rows.add(List.of(columns));
  }

  /** Returns the table of all results of a run. */
  public static String of(List<Result> results) {
    ResultTable table =
        new ResultTable(
            "scenario", "value", "unit", "ratio", "target", "met", "lost", "duplicates");
    for (Result result : results) {
      table.add(
          result.scenario(),
          Target.number(result.value()),
          result.unit(),
          text(result.ratio()),
          result.target(),
          result.isMet().map(met -> met ? "yes" : "no").orElse(""),
          text(result.lost()),
          text(result.duplicates()));
    }
    return table.toString();
  }

  void add(String... cells) {
    rows.add(List.of(cells));
  }

  static String text(OptionalDouble number) {
    return number.isPresent() ? Target.number(number.getAsDouble()) : "";
  }

  private static String text(OptionalLong number) {
    return number.isPresent() ? Long.toString(number.getAsLong()) : "";
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        String cell = row.get(column);
        line.append(cell).append(" ".repeat(2 + width(column) - cell.length()));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
