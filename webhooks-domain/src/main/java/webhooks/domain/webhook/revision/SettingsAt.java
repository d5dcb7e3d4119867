package webhooks.domain.webhook.revision;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The settings that a webhook had at the time of an event.
 *
 * <p>The clocks of the nodes and of the database differ, and a change takes a moment until intake
 * knows it. So the settings shortly before and after that time may have decided instead.
 *
 * @param held the settings of that time; empty if they are not known any more
 * @param near the settings that began less than a minute later, or ended less than a minute before
 */
public record SettingsAt(Optional<Revision> held, List<Revision> near) {
  /** How far from an event the change may be that decided about it. */
  public static final Duration TOLERANCE = Duration.ofMinutes(1);

  /**
   * Chooses among revisions.
   *
   * @param latestFirst the revisions around the time, the latest one first
   */
  public static SettingsAt of(Instant time, List<Revision> latestFirst) {
    List<Revision> begun = latestFirst.stream().filter(one -> !one.from().isAfter(time)).toList();
    List<Revision> near = new ArrayList<>();
    latestFirst.stream()
        .filter(one -> one.from().isAfter(time))
        .filter(one -> one.from().isBefore(time.plus(TOLERANCE)))
        .reduce((later, first) -> first)
        .ifPresent(near::add);
    if (begun.size() > 1 && begun.get(0).from().isAfter(time.minus(TOLERANCE))) {
      near.add(begun.get(1));
    }
    return new SettingsAt(begun.stream().findFirst(), List.copyOf(near));
  }

  /** Returns all settings that may have decided, the most probable ones first. */
  public Stream<Revision> all() {
    return Stream.concat(held.stream(), near.stream());
  }
}
