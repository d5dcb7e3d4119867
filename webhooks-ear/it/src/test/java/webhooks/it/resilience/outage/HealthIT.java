package webhooks.it.resilience.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import webhooks.it.harness.broker.Artemis;
import webhooks.it.harness.database.Postgres;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Events;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.selection.OnPostgres;

/** Tests the health checks while the database and the broker stop and return. */
@OnPostgres
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HealthIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** The time in which each check must answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** More than the database connections, fewer than the HTTP threads. */
  private static final int CALLERS = 40;

  private static final String UP = "UP";
  private static final String DOWN = "DOWN";

  private final Postgres postgres = new Postgres("health-database").start();
  private final Artemis artemis = new Artemis("health-broker").start();
  private final TestEnvironment environment =
      TestEnvironment.onPostgres("health", postgres, artemis);

  @BeforeAll
  void start() {
    environment.start();
  }

  @AfterAll
  void stop() {
    environment.close();
    postgres.close();
  }

  @Test
  void isUpWithDatabaseAndBroker() {
    awaitReady(Map.of("database", UP, "broker", UP));

    assertThat(states("started", 200)).containsEntry("webhooks", UP);
    states("live", 200);
  }

  @Test
  void isNotReadyWithoutTheDatabase() {
    awaitReady(Map.of("database", UP, "broker", UP));
    Instant begin = Instant.now();
    postgres.stop();
    try {
      // Intake waits for the database here, not for the broker.
      environment.producer().publish(Events.ofAccount(environment.application().account(), 20));

      awaitReady(Map.of("database", DOWN, "broker", UP));
      assertThat(startOfFailure("database")).isBetween(begin.minus(PATIENCE), Instant.now());
      states("live", 200);
      states("started", 200);
    } finally {
      postgres.start();
    }
    awaitReady(Map.of("database", UP, "broker", UP));
  }

  @Test
  void answersInTimeWhileTheDatabaseHangs() {
    awaitReady(Map.of("database", UP, "broker", UP));
    Application application = environment.application();
    Application.Registered webhook = application.register(environment.receiver().inbox());
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    postgres.pause();
    try {
      for (int i = 0; i < CALLERS; i++) {
        callers.execute(() -> application.get(webhook));
      }

      awaitReady(Map.of("database", DOWN, "broker", UP));
      states("live", 200);
    } finally {
      postgres.resume();
      callers.shutdown();
    }
    awaitReady(Map.of("database", UP, "broker", UP));
  }

  @Test
  void isNotReadyWithoutTheBroker() {
    awaitReady(Map.of("database", UP, "broker", UP));
    Instant begin = Instant.now();
    environment.closeProducer();
    artemis.stop();
    try {
      awaitReady(Map.of("database", UP, "broker", DOWN));
      assertThat(startOfFailure("broker")).isBetween(begin.minus(PATIENCE), Instant.now());
      states("live", 200);
      states("started", 200);
    } finally {
      artemis.start();
    }
    awaitReady(Map.of("database", UP, "broker", UP));
  }

  private void awaitReady(Map<String, String> states) {
    int status = states.containsValue(DOWN) ? 503 : 200;
    await("ready to be " + states)
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(states("ready", status)).containsAllEntriesOf(states));
  }

  private Instant startOfFailure(String check) {
    return requestHealth("ready", 503).getJsonArray("checks").getValuesAs(JsonObject.class).stream()
        .filter(found -> found.getString("name").equals(check))
        .map(found -> Instant.parse(found.getJsonObject("data").getString("noAnswerSince")))
        .findFirst()
        .orElseThrow();
  }

  /** Returns the state of each check, including the server's own. */
  private Map<String, String> states(String kind, int status) {
    Map<String, String> states = new TreeMap<>();
    requestHealth(kind, status)
        .getJsonArray("checks")
        .getValuesAs(JsonObject.class)
        .forEach(check -> states.put(check.getString("name"), check.getString("status")));
    return states;
  }

  /** Sends the request without a token. */
  private JsonObject requestHealth(String kind, int status) {
    Instant begin = Instant.now();
    Answer answer = environment.product().health().get("/health/" + kind).send();
    assertThat(Duration.between(begin, Instant.now())).isLessThan(PATIENCE);
    assertThat(answer.is(status).body()).doesNotContain("127.0.0.1", "localhost", "jdbc", "tcp");
    assertThat(answer.json().getString("status")).isEqualTo(status == 200 ? UP : DOWN);
    return answer.json();
  }
}
