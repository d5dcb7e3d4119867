package webhooks.domain.delivery.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import webhooks.domain.delivery.model.Protocol.Step;

/**
 * An exhaustive search, breadth first, over all orders of all steps. So the first violation that it
 * finds has the shortest trace.
 */
final class Search {
  /**
   * The result of a search.
   *
   * @param states the number of different states that were found
   * @param violation the first violation; the search ends there
   */
  record Result(int states, Optional<Violation> violation) {}

  /**
   * A broken invariant.
   *
   * @param trace the steps from the initial state
   */
  record Violation(Invariant invariant, List<Step> trace) {
    /** Returns the invariant and the numbered steps, each on a line. */
    @Override
    public String toString() {
      StringBuilder text = new StringBuilder(invariant.name());
      for (int i = 0; i < trace.size(); i++) {
        text.append("\n  ").append(i + 1).append(". ").append(trace.get(i));
      }
      return text.toString();
    }
  }

  /** A state that was found. */
  private static final class Visit {
    private final SystemState state;
    private final Optional<Visit> previous;
    private final Optional<Step> step;
    private List<Visit> next = List.of();
    private boolean canFinish;

    Visit(SystemState state, Optional<Visit> previous, Optional<Step> step) {
      this.state = state;
      this.previous = previous;
      this.step = step;
      this.canFinish = state.isFinished();
    }

    List<Step> trace() {
      LinkedList<Step> steps = new LinkedList<>();
      for (Visit visit = this; visit.step.isPresent(); visit = visit.previous.orElseThrow()) {
        steps.addFirst(visit.step.get());
      }
      return steps;
    }
  }

  private final Protocol protocol;
  private final Map<SystemState, Visit> known = new HashMap<>();

  /** The states in the order in which they were found. */
  private final List<Visit> visits = new ArrayList<>();

  private Search(Protocol protocol) {
    this.protocol = protocol;
  }

  /** Searches until an invariant is broken, or until all states are found. */
  static Result run(Protocol protocol) {
    Search search = new Search(protocol);
    Optional<Violation> violation = search.explore().or(search::findDeadEnd);
    return new Result(search.visits.size(), violation);
  }

  private Optional<Violation> explore() {
    visit(SystemState.initial(protocol), Optional.empty(), Optional.empty());
    for (int i = 0; i < visits.size(); i++) {
      Visit visit = visits.get(i);
      List<Visit> progress = new ArrayList<>();
      for (Step step : protocol.steps(visit.state)) {
        int found = visits.size();
        Visit next = visit(step.next(), Optional.of(visit), Optional.of(step));
        Optional<Invariant> broken = Invariant.brokenBy(step, visit.state, protocol);
        if (broken.isEmpty() && visits.size() > found) {
          broken = Invariant.brokenIn(next.state, protocol);
        }
        if (broken.isPresent()) {
          List<Step> trace = visit.trace();
          trace.add(step);
          return Optional.of(new Violation(broken.get(), trace));
        }
        if (step.action().isProgress() && next != visit) {
          progress.add(next);
        }
      }
      if (progress.isEmpty() && !visit.canFinish) {
        return Optional.of(deadEnd(visit));
      }
      visit.next = List.copyOf(progress);
    }
    return Optional.empty();
  }

  private Visit visit(SystemState state, Optional<Visit> previous, Optional<Step> step) {
    return known.computeIfAbsent(
        state,
        unused -> {
          Visit visit = new Visit(state, previous, step);
          visits.add(visit);
          return visit;
        });
  }

  /** Finds a state from which the steps of the product alone lead to no end. */
  private Optional<Violation> findDeadEnd() {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int i = visits.size() - 1; i >= 0; i--) {
        Visit visit = visits.get(i);
        if (!visit.canFinish && visit.next.stream().anyMatch(next -> next.canFinish)) {
          visit.canFinish = true;
          changed = true;
        }
      }
    }
    return visits.stream().filter(visit -> !visit.canFinish).findFirst().map(Search::deadEnd);
  }

  private static Violation deadEnd(Visit visit) {
    return new Violation(Invariant.EVERY_DELIVERY_CAN_FINISH, visit.trace());
  }
}
