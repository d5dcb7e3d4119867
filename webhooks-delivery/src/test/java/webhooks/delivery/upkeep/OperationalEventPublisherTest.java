package webhooks.delivery.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import webhooks.delivery.worker.StopSignal;
import webhooks.delivery.worker.Worker;
import webhooks.domain.LoggedLines;
import webhooks.domain.operational.OperationalEvent;
import webhooks.domain.operational.OperationalEventOutbox;

class OperationalEventPublisherTest {
  private static final int STEP = 2;

  private final List<OperationalEvent> waiting = new ArrayList<>();
  private final List<List<OperationalEvent>> published = new ArrayList<>();
  private final StopSignal stop = new StopSignal();
  private boolean brokerAnswers = true;
  private boolean allAreClaimed;

  private final OperationalEventOutbox outbox =
      new OperationalEventOutbox() {
        @Override
        public List<OperationalEvent> claim() {
          return allAreClaimed ? List.of() : waiting.stream().limit(STEP).toList();
        }

        @Override
        public boolean isEmpty() {
          return waiting.isEmpty();
        }

        @Override
        public void delete(List<OperationalEvent> done) {
          waiting.removeAll(done);
        }
      };

  private final OperationalEventPublisher publisher =
      new OperationalEventPublisher(outbox, this::publish, stop);

  private void publish(List<OperationalEvent> events) throws IOException {
    if (!brokerAnswers) {
      throw new IOException("away");
    }
    published.add(events);
  }

  @Test
  void publishesAndDeletesAllInSteps() {
    List<OperationalEvent> events = List.of(event(), event(), event());

    publisher.run();

    assertThat(published).containsExactly(events.subList(0, 2), events.subList(2, 3));
    assertThat(waiting).isEmpty();
  }

  @Test
  void keepsWhatTheBrokerDidNotTake() {
    OperationalEvent event = event();
    brokerAnswers = false;

    assertThatThrownBy(publisher::run).hasRootCauseMessage("away");

    assertThat(waiting).containsExactly(event);
  }

  /** After a failure the events are claimed for a while, and the runs in between find none. */
  @Test
  void warnsOnceOfAnOutage() {
    event();
    brokerAnswers = false;

    List<String> warnings =
        warningsOf(
            () -> allAreClaimed = false, () -> allAreClaimed = true, () -> allAreClaimed = false);

    assertThat(warnings)
        .containsExactly("Testing failed and is tried again: java.io.IOException: away");
  }

  @Test
  void warnsOfEachOutage() {
    List<String> warnings =
        warningsOf(
            () -> {
              event();
              brokerAnswers = false;
            },
            () -> brokerAnswers = true,
            () -> {
              event();
              brokerAnswers = false;
            });

    assertThat(warnings).hasSize(2);
  }

  @Test
  void warnsAgainAfterAnotherNodeHasPublishedTheRest() {
    List<String> warnings =
        warningsOf(
            () -> {
              event();
              brokerAnswers = false;
            },
            waiting::clear,
            () -> event());

    assertThat(warnings).hasSize(2);
  }

  /** Returns the warnings of a worker that runs the publisher once after each of these. */
  private List<String> warningsOf(Runnable... before) {
    Iterator<Runnable> next = List.of(before).iterator();
    try (LoggedLines lines = LoggedLines.of(Worker.class)) {
      Worker.of(
              "Testing",
              stop,
              () -> {
                if (next.hasNext()) {
                  next.next().run();
                  publisher.run();
                }
                return next.hasNext();
              })
          .run();
      return lines.at(Level.WARNING);
    }
  }

  @Test
  void endsAfterAStepWhenDeliveryStops() {
    List<OperationalEvent> events = List.of(event(), event(), event());
    stop.set();

    publisher.run();

    assertThat(published).containsExactly(events.subList(0, 2));
    assertThat(waiting).containsExactly(events.get(2));
  }

  private OperationalEvent event() {
    OperationalEvent event =
        new OperationalEvent(
            UUID.randomUUID(), "webhooks.x.v1", Optional.empty(), "{}", Instant.EPOCH);
    waiting.add(event);
    return event;
  }
}
