package webhooks.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import webhooks.bench.result.Comparison;
import webhooks.bench.result.Result;
import webhooks.bench.result.ResultTable;
import webhooks.bench.run.Run;
import webhooks.bench.run.Scenario;
import webhooks.bench.scenario.Scenarios;
import webhooks.it.harness.Progress;

/**
 * Runs scenarios and prints their results.
 *
 * <p>Standard output gets a line of JSON for each result, standard error the progress and a table
 * at the end.
 */
public final class Bench {
  private static final String USAGE =
      """
      Usage: java -jar bench.jar <scenario>... | all [--quick]
             java -jar bench.jar --compare <results> <results>
      Scenarios: %s
      """;

  private Bench() {}

  /** Runs the scenarios that the arguments name, or compares the results of two runs. */
  public static void main(String[] given) throws IOException {
    // Everything that the harness prints is progress.
    PrintStream results = System.out;
    System.setOut(System.err);
    Map<String, Scenario> all = Scenarios.all();
    Arguments arguments;
    try {
      arguments = Arguments.parse(List.of(given), all.keySet());
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.printf(USAGE, String.join(" ", all.keySet()));
      System.exit(2);
      return;
    }
    if (arguments.compared().isPresent()) {
      List<Path> files = arguments.compared().get();
      results.print(Comparison.of(files.get(0), files.get(1)));
      return;
    }
    Workplace workplace = Workplace.open();
    boolean complete = run(arguments, all, results);
    if (complete) {
      workplace.dropLogs();
    }
    System.exit(complete ? 0 : 1);
  }

  private static boolean run(Arguments arguments, Map<String, Scenario> all, PrintStream results) {
    if (arguments.quick()) {
      Progress.say("quick: figures are not comparable with full runs");
    }
    Run run = new Run(arguments.quick());
    List<Result> finished = new ArrayList<>();
    boolean complete = true;
    for (String name : arguments.scenarios()) {
      Progress.say("scenario %s", name);
      try {
        for (Result result : all.get(name).run(run)) {
          results.println(result.json());
          finished.add(result);
        }
      } catch (RuntimeException e) {
        // The other scenarios do not depend on this one.
        complete = false;
        Progress.say("scenario %s failed", name);
        e.printStackTrace();
      }
    }
    System.err.print("\n" + ResultTable.of(finished));
    return complete;
  }
}
