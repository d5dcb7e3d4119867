package webhooks.bench.run;

import java.util.List;
import webhooks.bench.result.Result;

/** Measures one thing. */
@FunctionalInterface
public interface Scenario {
  /** Starts what the scenario needs, measures, and stops what it started. */
  List<Result> run(Run run);
}
