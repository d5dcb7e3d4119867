package webhooks.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.eclipse.microprofile.health.HealthCheckResponse.Status.DOWN;
import static org.eclipse.microprofile.health.HealthCheckResponse.Status.UP;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import webhooks.settings.note.RestartNote;

class HealthChecksTest {
  private final NodeHealth node = new NodeHealth();
  private Optional<Instant> databaseUnavailableSince = Optional.empty();
  private Optional<Instant> brokerUnavailableSince = Optional.empty();
  private Optional<Instant> needsRestartSince = Optional.empty();

  @BeforeAll
  static void provideResponses() {
    HealthCheckResponse.setResponseProvider(ResponseBuilder::new);
  }

  @AfterAll
  static void removeProvider() {
    HealthCheckResponse.setResponseProvider(null);
  }

  @Test
  void everyCheckIsDownBeforeTheStart() {
    assertThat(HealthChecks.started(node).call().getStatus()).isEqualTo(DOWN);
    assertThat(HealthChecks.database(node).call().getStatus()).isEqualTo(DOWN);
    assertThat(HealthChecks.broker(node).call().getStatus()).isEqualTo(DOWN);
  }

  @Test
  void everyCheckIsUpWhileBothAnswer() {
    start();

    assertThat(HealthChecks.started(node).call().getStatus()).isEqualTo(UP);
    assertThat(HealthChecks.database(node).call().getStatus()).isEqualTo(UP);
    assertThat(HealthChecks.broker(node).call().getStatus()).isEqualTo(UP);
  }

  @Test
  void databaseThatDoesNotAnswerIsDownWithTheTime() {
    start();
    databaseUnavailableSince = Optional.of(Instant.parse("2026-11-25T12:00:00.123Z"));

    HealthCheckResponse database = HealthChecks.database(node).call();

    assertThat(database.getName()).isEqualTo("database");
    assertThat(database.getStatus()).isEqualTo(DOWN);
    assertThat(database.getData()).contains(Map.of("noAnswerSince", "2026-11-25T12:00:00.123Z"));
    assertThat(HealthChecks.broker(node).call().getStatus()).isEqualTo(UP);
  }

  @Test
  void brokerThatDoesNotAnswerIsDownWithTheTime() {
    start();
    brokerUnavailableSince = Optional.of(Instant.parse("2026-11-25T12:00:00Z"));

    HealthCheckResponse broker = HealthChecks.broker(node).call();

    assertThat(broker.getName()).isEqualTo("broker");
    assertThat(broker.getStatus()).isEqualTo(DOWN);
    assertThat(broker.getData()).contains(Map.of("noAnswerSince", "2026-11-25T12:00:00Z"));
    assertThat(HealthChecks.database(node).call().getStatus()).isEqualTo(UP);
  }

  @Test
  void startedStaysUpWithoutDatabaseAndBroker() {
    start();
    databaseUnavailableSince = Optional.of(Instant.EPOCH);
    brokerUnavailableSince = Optional.of(Instant.EPOCH);

    assertThat(HealthChecks.started(node).call().getStatus()).isEqualTo(UP);
  }

  @Test
  void isAliveWithoutDatabaseAndBroker() {
    assertThat(HealthChecks.live(node).call().getStatus()).isEqualTo(UP);
    start();
    databaseUnavailableSince = Optional.of(Instant.EPOCH);
    brokerUnavailableSince = Optional.of(Instant.EPOCH);

    assertThat(HealthChecks.live(node).call().getStatus()).isEqualTo(UP);
  }

  @Test
  void isNotAliveIfOnlyRestartHelps() {
    start();
    needsRestartSince = Optional.of(Instant.parse("2026-11-25T12:00:00Z"));

    HealthCheckResponse live = HealthChecks.live(node).call();

    assertThat(live.getStatus()).isEqualTo(DOWN);
    assertThat(live.getData()).contains(Map.of("needsRestartSince", "2026-11-25T12:00:00Z"));
  }

  @Test
  void isNotAliveIfOnlyRestartHelpsTheBroker() {
    Clock clock = Clock.fixed(Instant.parse("2026-11-25T12:00:00Z"), ZoneOffset.UTC);
    RestartNote note = new RestartNote(RestartNote.BrokerFault.LISTENER, clock);
    start();
    for (int i = 0; i < RestartNote.BrokerFault.LISTENER.minObservations(); i++) {
      note.observe(true);
    }

    HealthCheckResponse live = HealthChecks.live(node).call();
    note.withdraw();

    assertThat(live.getStatus()).isEqualTo(DOWN);
    assertThat(live.getData()).contains(Map.of("needsRestartSince", "2026-11-25T12:00:00Z"));
    assertThat(HealthChecks.live(node).call().getStatus()).isEqualTo(UP);
  }

  private void start() {
    node.setNeedsRestartSince(() -> needsRestartSince);
    node.start(() -> databaseUnavailableSince, () -> brokerUnavailableSince);
  }
}
