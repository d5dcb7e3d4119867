package webhooks.bench.run;

import java.util.Map;
import webhooks.bench.result.Result;
import webhooks.bench.result.Target;

/**
 * What went wrong in a measurement, its warm-up included.
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
