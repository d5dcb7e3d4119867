package webhooks.bench.run;

import java.util.LinkedHashMap;
import java.util.Map;
import webhooks.bench.load.Flood;
import webhooks.bench.load.Installation;
import webhooks.bench.measure.Arrivals;

/** Counts what goes wrong in an installation from a moment on. */
final class FaultCount {
  private final Installation installation;
  private final long recorded;
  private final long wrongSignatures;
  private final Map<String, Double> failures;

  private FaultCount(Installation installation) {
    this.installation = installation;
    this.recorded = installation.recorded();
    this.wrongSignatures = installation.receiver().sample().wrong();
    this.failures = installation.failures();
  }

  /** Begins to count. */
  static FaultCount begin(Installation installation) {
    return new FaultCount(installation);
  }

  /**
   * Waits until everything published has arrived and is recorded, or nothing more comes. Returns
   * the number of deliveries that are not recorded as succeeded.
   */
  long settle(Flood flood) {
    return flood.settle(recorded);
  }

  /**
   * Settles, and returns the faults since the beginning.
   *
   * @param published the number of published events
   */
  Faults end(Flood flood, Arrivals arrivals, long published) {
    long unrecorded = settle(flood);
    Map<String, Double> occurred = new LinkedHashMap<>();
    installation
        .failures()
        .forEach((name, count) -> occurred.put(name, count - failures.get(name)));
    occurred.values().removeIf(count -> count == 0);
    return new Faults(
        arrivals.lost(published),
        arrivals.duplicates(published),
        unrecorded,
        installation.receiver().sample().wrong() - wrongSignatures,
        occurred);
  }
}
