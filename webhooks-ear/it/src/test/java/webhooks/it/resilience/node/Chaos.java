package webhooks.it.resilience.node;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import webhooks.it.harness.Progress;
import webhooks.it.harness.broker.Artemis;
import webhooks.it.harness.database.Postgres;
import webhooks.it.harness.database.TcpRelay;
import webhooks.it.harness.environment.Subscriber;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Receipt;
import webhooks.it.harness.server.Product;

/** Causes faults of all kinds in an order and at a pace that a seed decides. */
final class Chaos {
  /** The longest time until the clean-up after a fault ends. */
  private static final Duration SLACK = Duration.ofSeconds(2);

  private final TestEnvironment environment;
  private final Postgres postgres;
  private final Artemis broker;
  private final List<TcpRelay> relays;
  private final Random random;
  private final List<Strike> strikes = new ArrayList<>();
  private final Map<Product, CompletableFuture<Void>> starts = new HashMap<>();

  /** The kinds of faults. */
  private enum Fault {
    NODE_KILLED,
    DATABASE_RESTARTED,
    BROKER_KILLED,
    CONNECTION_CUT,
    CONNECTION_STALLED
  }

  /**
   * A fault with its begin and its end.
   *
   * @param end returns the end, or empty while the fault lasts
   * @param unrecorded the events that had arrived at the begin, but whose outcomes were not yet
   *     recorded
   */
  private record Strike(
      Fault fault, Instant begin, Supplier<Optional<Instant>> end, Set<String> unrecorded) {
    /**
     * Only an outcome that was not recorded at the begin can be lost. A broker fault explains no
     * duplicate delivery, because intake drops repeated ids.
     */
    boolean explains(Receipt first, Receipt again) {
      return fault != Fault.BROKER_KILLED
          && end.get().map(at -> !first.arrived().isAfter(at.plus(SLACK))).orElse(true)
          && (first.arrived().isAfter(begin) || unrecorded.contains(first.id()))
          && again.arrived().isAfter(begin);
    }
  }

  /**
   * Prepares faults.
   *
   * @param relays the relay between each node and the database
   */
  Chaos(
      TestEnvironment environment,
      Postgres postgres,
      Artemis broker,
      List<TcpRelay> relays,
      long seed) {
    this.environment = environment;
    this.postgres = postgres;
    this.broker = broker;
    this.relays = relays;
    this.random = new Random(seed);
  }

  /**
   * Causes each fault this many times, in a new order in every round. Connections stall last,
   * because only the time-out of their node ends a stall.
   */
  void causeFaults(int rounds, List<Subscriber> subscribers) {
    for (int round = 1; round <= rounds; round++) {
      List<Fault> faults = new ArrayList<>(Arrays.asList(Fault.values()));
      if (round == rounds) {
        faults.remove(Fault.CONNECTION_STALLED);
      }
      Collections.shuffle(faults, random);
      for (Fault fault : faults) {
        pause(1000, 5000);
        strike(fault, subscribers);
      }
    }
    starts.values().forEach(CompletableFuture::join);
    strike(Fault.CONNECTION_STALLED, subscribers);
    pause(1000, 2000);
  }

  private void strike(Fault fault, List<Subscriber> subscribers) {
    int node = random.nextInt(relays.size());
    Instant begin = Instant.now();
    Set<String> unrecorded = unrecorded(subscribers);
    strikes.add(new Strike(fault, begin, cause(fault, node), unrecorded));
  }

  /** Causes a fault, and returns what returns its end. */
  private Supplier<Optional<Instant>> cause(Fault fault, int node) {
    switch (fault) {
      case NODE_KILLED -> kill(environment.nodes().get(node));
      case DATABASE_RESTARTED -> {
        postgres.stop();
        pause(0, 3000);
        postgres.start();
      }
      case BROKER_KILLED -> {
        broker.kill9();
        pause(0, 2000);
        broker.start();
      }
      case CONNECTION_CUT -> {
        relays.get(node).cut();
        pause(500, 5000);
        relays.get(node).restore();
        Progress.say("connection of node %d: cut, and restored", node + 1);
      }
      case CONNECTION_STALLED -> {
        Progress.say("connections of node %d: stalled", node + 1);
        return relays.get(node).stall();
      }
    }
    Optional<Instant> end = Optional.of(Instant.now());
    return () -> end;
  }

  private Set<String> unrecorded(List<Subscriber> subscribers) {
    Set<String> recorded =
        environment
            .database()
            .succeeded(subscribers.stream().map(one -> one.webhook().id()).toList());
    return subscribers.stream()
        .flatMap(one -> one.inbox().receipts().stream())
        .map(Receipt::id)
        .filter(id -> !recorded.contains(id))
        .collect(Collectors.toSet());
  }

  /** Kills a node and starts it again during the next faults. */
  private void kill(Product node) {
    starts.getOrDefault(node, CompletableFuture.completedFuture(null)).join();
    node.kill9();
    starts.put(node, CompletableFuture.runAsync(node::start));
  }

  private void pause(int minMillis, int maxMillis) {
    LockSupport.parkNanos(Duration.ofMillis(random.nextInt(minMillis, maxMillis)).toNanos());
  }

  /** Returns the faults with their times, for the message of a failure. */
  String timeline() {
    return strikes.stream()
        .map(
            strike ->
                "%s %s to %s"
                    .formatted(
                        strike.fault(),
                        strike.begin(),
                        strike.end().get().map(Instant::toString).orElse("now")))
        .collect(Collectors.joining("\n"));
  }

  /**
   * Names the fault that may have caused a repeated delivery. A late answer may cause one too: its
   * node records a time-out.
   */
  Optional<String> explains(Receipt first, Receipt again) {
    return strikes.stream()
        .filter(strike -> strike.explains(first, again))
        .map(strike -> strike.fault().name().toLowerCase(Locale.ROOT).replace('_', ' '))
        .findFirst()
        .or(
            () ->
                environment.database().timedOut(first.id())
                    ? Optional.of("late answer")
                    : Optional.empty());
  }
}
