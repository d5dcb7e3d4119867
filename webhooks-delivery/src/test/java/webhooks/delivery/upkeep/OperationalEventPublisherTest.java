package webhooks.delivery.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.delivery.worker.StopSignal;
import webhooks.domain.operational.OperationalEvent;
import webhooks.domain.operational.OperationalEventOutbox;

class OperationalEventPublisherTest {
  private static final int STEP = 2;

  private final List<OperationalEvent> waiting = new ArrayList<>();
  private final List<List<OperationalEvent>> published = new ArrayList<>();
  private final StopSignal stop = new StopSignal();
  private boolean brokerAnswers = true;

  private final OperationalEventOutbox outbox =
      new OperationalEventOutbox() {
        @Override
        public List<OperationalEvent> claim() {
          return waiting.stream().limit(STEP).toList();
        }

        @Override
        public void delete(List<OperationalEvent> done) {
          waiting.removeAll(done);
        }
      };

  private final OperationalEventPublisher publisher =
      new OperationalEventPublisher(outbox, this::publish, stop);

  private void publish(List<OperationalEvent> events) {
    if (!brokerAnswers) {
      throw new IllegalStateException("away");
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
