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

/** The health checks while the database and the broker stop and return. */
@OnPostgres
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HealthIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Each check must be answered within this time, whatever does not answer the product. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** More than there are connections to the database, and fewer than threads that serve HTTP. */
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
  void isUpWhileAllIsThere() {
    awaitReady(Map.of("database", UP, "broker", UP));

    assertThat(checks("started", 200)).containsEntry("webhooks", UP);
    checks("live", 200);
  }

  @Test
  void isNotReadyWhileTheDatabaseIsAway() {
    awaitReady(Map.of("database", UP, "broker", UP));
    Instant begin = Instant.now();
    postgres.stop();
    try {
      // Intake holds them until they can be stored: it is not the broker that lets it wait.
      environment.producer().publish(Events.ofAccount(environment.application().account(), 20));

      awaitReady(Map.of("database", DOWN, "broker", UP));
      assertThat(noAnswerSince("database")).isBetween(begin.minus(PATIENCE), Instant.now());
      checks("live", 200);
      checks("started", 200);
    } finally {
      postgres.start();
    }
    awaitReady(Map.of("database", UP, "broker", UP));
  }

  @Test
  void answersInTimeWhileTheDatabaseStandsStill() {
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
      checks("live", 200);
    } finally {
      postgres.resume();
      callers.shutdown();
    }
    awaitReady(Map.of("database", UP, "broker", UP));
  }

  @Test
  void isNotReadyWhileTheBrokerIsAway() {
    awaitReady(Map.of("database", UP, "broker", UP));
    Instant begin = Instant.now();
    environment.closeProducer();
    artemis.stop();
    try {
      awaitReady(Map.of("database", UP, "broker", DOWN));
      assertThat(noAnswerSince("broker")).isBetween(begin.minus(PATIENCE), Instant.now());
      checks("live", 200);
      checks("started", 200);
    } finally {
      artemis.start();
    }
    awaitReady(Map.of("database", UP, "broker", UP));
  }

  private void awaitReady(Map<String, String> states) {
    int status = states.containsValue(DOWN) ? 503 : 200;
    await("ready to be " + states)
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(checks("ready", status)).containsAllEntriesOf(states));
  }

  private Instant noAnswerSince(String check) {
    return asks("ready", 503).getJsonArray("checks").getValuesAs(JsonObject.class).stream()
        .filter(found -> found.getString("name").equals(check))
        .map(found -> Instant.parse(found.getJsonObject("data").getString("noAnswerSince")))
        .findFirst()
        .orElseThrow();
  }

  /** The state of each check, some of which may be the server's own. */
  private Map<String, String> checks(String kind, int status) {
    Map<String, String> states = new TreeMap<>();
    asks(kind, status)
        .getJsonArray("checks")
        .getValuesAs(JsonObject.class)
        .forEach(check -> states.put(check.getString("name"), check.getString("status")));
    return states;
  }

  /** Asks without a token. */
  private JsonObject asks(String kind, int status) {
    Instant begin = Instant.now();
    Answer answer = environment.product().health().get("/health/" + kind).send();
    assertThat(Duration.between(begin, Instant.now())).isLessThan(PATIENCE);
    assertThat(answer.is(status).body()).doesNotContain("127.0.0.1", "localhost", "jdbc", "tcp");
    assertThat(answer.json().getString("status")).isEqualTo(status == 200 ? UP : DOWN);
    return answer.json();
  }
}
