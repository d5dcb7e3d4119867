package webhooks.it.resilience.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.server.Product;

/** Reads the health checks of a product. Each must answer in time and name no address. */
record HealthChecks(Product product) {
  static final String UP = "UP";
  static final String DOWN = "DOWN";

  /** The time in which each check must answer. */
  static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Waits until the check of readiness reports these states, by dependency. */
  void awaitReady(Map<String, String> states) {
    int status = states.containsValue(DOWN) ? 503 : 200;
    await("ready to be " + states)
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(states("ready", status)).containsAllEntriesOf(states));
  }

  void assertLiveAndStarted() {
    states("live", 200);
    assertThat(states("started", 200)).containsEntry("webhooks", UP);
  }

  /** Waits until only a restart of the process helps. */
  void awaitNotLive() {
    await("a need of a restart")
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(states("live", 503)).containsEntry("process", DOWN));
  }

  void assertLive() {
    states("live", 200);
  }

  /** Returns since when this dependency has not answered. */
  Instant startOfFailure(String dependency) {
    return request("ready", 503).getJsonArray("checks").getValuesAs(JsonObject.class).stream()
        .filter(found -> found.getString("name").equals(dependency))
        .map(found -> Instant.parse(found.getJsonObject("data").getString("noAnswerSince")))
        .findFirst()
        .orElseThrow();
  }

  /** Returns the state of each check, including the server's own. */
  private Map<String, String> states(String kind, int status) {
    Map<String, String> states = new TreeMap<>();
    request(kind, status)
        .getJsonArray("checks")
        .getValuesAs(JsonObject.class)
        .forEach(check -> states.put(check.getString("name"), check.getString("status")));
    return states;
  }

  /** Sends the request without a token. */
  private JsonObject request(String kind, int status) {
    Instant begin = Instant.now();
    Answer answer = product.health().get("/health/" + kind).send();
    assertThat(Duration.between(begin, Instant.now())).isLessThan(PATIENCE);
    assertThat(answer.is(status).body()).doesNotContain("127.0.0.1", "localhost", "jdbc", "tcp");
    assertThat(answer.json().getString("status")).isEqualTo(status == 200 ? UP : DOWN);
    return answer.json();
  }
}
