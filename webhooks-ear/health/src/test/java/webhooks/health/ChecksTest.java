package webhooks.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.eclipse.microprofile.health.HealthCheckResponse.Status.DOWN;
import static org.eclipse.microprofile.health.HealthCheckResponse.Status.UP;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ChecksTest {
  private final NodeHealth node = new NodeHealth();
  private Optional<Instant> databaseAwaySince = Optional.empty();
  private Optional<Instant> brokerAwaySince = Optional.empty();

  @BeforeAll
  static void standInForTheServer() {
    HealthCheckResponse.setResponseProvider(ResponseBuilder::new);
  }

  @AfterAll
  static void end() {
    HealthCheckResponse.setResponseProvider(null);
  }

  @Test
  void nothingIsUpBeforeTheNodeHasBegun() {
    assertThat(Checks.started(node).call().getStatus()).isEqualTo(DOWN);
    assertThat(Checks.database(node).call().getStatus()).isEqualTo(DOWN);
    assertThat(Checks.broker(node).call().getStatus()).isEqualTo(DOWN);
  }

  @Test
  void allIsUpWhileBothAnswer() {
    begin();

    assertThat(Checks.started(node).call().getStatus()).isEqualTo(UP);
    assertThat(Checks.database(node).call().getStatus()).isEqualTo(UP);
    assertThat(Checks.broker(node).call().getStatus()).isEqualTo(UP);
  }

  @Test
  void databaseThatIsAwayIsNamedWithTheTimeAndTheBrokerIsNot() {
    begin();
    databaseAwaySince = Optional.of(Instant.parse("2026-11-25T12:00:00.123Z"));

    HealthCheckResponse database = Checks.database(node).call();

    assertThat(database.getName()).isEqualTo("database");
    assertThat(database.getStatus()).isEqualTo(DOWN);
    assertThat(database.getData()).contains(Map.of("noAnswerSince", "2026-11-25T12:00:00.123Z"));
    assertThat(Checks.broker(node).call().getStatus()).isEqualTo(UP);
  }

  @Test
  void brokerThatIsAwayIsNamedWithTheTimeAndTheDatabaseIsNot() {
    begin();
    brokerAwaySince = Optional.of(Instant.parse("2026-11-25T12:00:00Z"));

    HealthCheckResponse broker = Checks.broker(node).call();

    assertThat(broker.getName()).isEqualTo("broker");
    assertThat(broker.getStatus()).isEqualTo(DOWN);
    assertThat(broker.getData()).contains(Map.of("noAnswerSince", "2026-11-25T12:00:00Z"));
    assertThat(Checks.database(node).call().getStatus()).isEqualTo(UP);
  }

  @Test
  void nodeThatHasStartedStaysStartedWhateverIsAway() {
    begin();
    databaseAwaySince = Optional.of(Instant.EPOCH);
    brokerAwaySince = Optional.of(Instant.EPOCH);

    assertThat(Checks.started(node).call().getStatus()).isEqualTo(UP);
  }

  private void begin() {
    node.begins(() -> databaseAwaySince, () -> brokerAwaySince);
  }
}
