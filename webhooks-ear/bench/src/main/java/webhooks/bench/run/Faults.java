package webhooks.bench.run;

import java.util.LinkedHashMap;
import java.util.Map;
import webhooks.bench.load.Flood;
import webhooks.bench.load.Installation;
import webhooks.bench.measure.Arrivals;
import webhooks.bench.result.Result;
import webhooks.bench.result.Target;

/**
 * What went wrong in a measurement.
 *
 * @param lost deliveries that did not arrive
 * @param duplicates deliveries that arrived once too often, or that nobody published
 * @param unrecorded deliveries that the product has not recorded as succeeded
 * @param wrongSignatures deliveries of the sample with a wrong signature
 * @param failures attempts that failed, by error, and lost leases, as the product counts them: they
 *     explain repeats. Names only what occurred
 */
public record Faults(
    long lost,
    long duplicates,
    long unrecorded,
    long wrongSignatures,
    Map<String, Double> failures) {
  /**
   * What had been counted before a measurement.
   *
   * @param recorded deliveries that the product had recorded as succeeded
   */
  record Before(
      Installation installation,
      long recorded,
      long wrongSignatures,
      Map<String, Double> failures) {
    /**
     * Waits until everything published has arrived and is recorded, or nothing more comes, and
     * counts.
     *
     * @param published the deliveries that should have arrived, divided by the webhooks of each
     */
    Faults after(Flood flood, Arrivals arrivals, long published) {
      long unrecorded = flood.settle(recorded);
      Map<String, Double> occurred = new LinkedHashMap<>();
      installation
          .failures()
          .forEach((name, count) -> occurred.put(name, count - failures.getOrDefault(name, 0.0)));
      occurred.values().removeIf(count -> count == 0);
      return new Faults(
          arrivals.lost(published),
          arrivals.duplicates(published),
          unrecorded,
          installation.receiver().sample().wrong() - wrongSignatures,
          occurred);
    }
  }

  /** Begins to count. */
  static Before before(Installation installation) {
    return new Before(
        installation,
        installation.recorded(),
        installation.receiver().sample().wrong(),
        installation.failures());
  }

  /** Returns a result with the counts of deliveries and with targets for the other faults. */
  Result addTo(Result result) {
    Result counted = result.counted(lost, duplicates).with(failures);
    if (unrecorded != 0) {
      counted = counted.with(Target.atMost("unrecorded", unrecorded, 0));
    }
    if (wrongSignatures != 0) {
      counted = counted.with(Target.atMost("wrong signatures", wrongSignatures, 0));
    }
    return counted;
  }
}
