package webhooks.it.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The plan of a statement that PostgreSQL has explained and run. */
record QueryPlan(List<String> lines) {
  private static final Pattern READ = Pattern.compile("actual time=\\S+ rows=(\\d+) loops=(\\d+)");

  /** Checks that the statement uses the index, and that no step reads more rows than this. */
  void assertReadsFew(int max, String index) {
    assertThat(lines).anyMatch(line -> line.contains(index));
    assertThat(lines).noneMatch(line -> line.contains("Seq Scan"));
    for (String line : lines) {
      Matcher read = READ.matcher(line);
      if (read.find()) {
        long rows = Long.parseLong(read.group(1)) * Long.parseLong(read.group(2));
        assertThat(rows).as(line).isLessThanOrEqualTo(max);
      }
    }
  }

  /** Returns the lines of the plan. */
  @Override
  public String toString() {
    return String.join("\n  ", lines);
  }
}
