package webhooks.it.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.it.harness.Event;
import webhooks.it.harness.Places;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.NodeMetrics;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.Inbox;

/** Tests the files for Prometheus and Grafana, and their page, against the product's metrics. */
class MonitoringIT {
  private static final Path DOCS = Path.of("../../docs").toAbsolutePath().normalize();
  private static final Path PAGE = DOCS.resolve("monitoring.md");
  private static final Path FILES = DOCS.resolve("monitoring");
  private static final Path RULES = FILES.resolve("alerts.yml");
  private static final Path DASHBOARD = FILES.resolve("grafana-dashboard.json");

  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private static final Pattern NAME = Pattern.compile("\\bwebhooks_[a-z_]+");
  private static final Pattern LABEL =
      Pattern.compile("\\b(le|outcome|result|reason|state)=~?\\\\?\"([^\"\\\\]*)\\\\?\"");
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$");
  private static final Pattern ALERT = Pattern.compile("(?m)^ *- alert: (\\w+)$");

  private static final Pattern EXEMPLAR =
      Pattern.compile(
          "(?m)^webhooks_attempt_seconds_bucket\\{le=\"[^\"]+\"} \\d+"
              + " # \\{trace_id=\"4bf92f3577b34da6a3ce929d0e0e4736\"} [0-9.E-]+ [0-9.]+$");
  private static final Pattern ENTRY = Pattern.compile("(?m)^### (\\w+)\n(?=\\S)");

  private final TestEnvironment environment = TestEnvironment.shared();

  @Test
  void pageDescribesExactlyTheMetrics() throws IOException {
    assertThat(names(PAGE)).isEqualTo(families());
  }

  @ParameterizedTest
  @ValueSource(strings = {"alerts.yml", "alerts-test.yml", "grafana-dashboard.json"})
  void fileNamesOnlyExistingMetrics(String file) throws IOException {
    assertThat(names(FILES.resolve(file))).hasSizeGreaterThan(10).isSubsetOf(families());
  }

  /** An expression with a value that no sample has is valid, and never true. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "monitoring.md",
        "monitoring/alerts.yml",
        "monitoring/alerts-test.yml",
        "monitoring/grafana-dashboard.json"
      })
  void fileNamesOnlyExistingLabels(String file) throws IOException {
    String metrics = NodeMetrics.text(environment.product());
    List<MatchResult> labels =
        LABEL.matcher(Files.readString(DOCS.resolve(file)).replace("\\|", "|")).results().toList();

    assertThat(labels).isNotEmpty();
    for (MatchResult label : labels) {
      for (String value : label.group(2).split("\\|")) {
        assertThat(metrics).contains(label.group(1) + "=\"" + value + '"');
      }
    }
  }

  @Test
  void eachAlertHasItsEntryAndItsTest() throws IOException {
    String rules = Files.readString(RULES);
    String tests = Files.readString(FILES.resolve("alerts-test.yml"));
    List<String> alerts = all(ALERT, rules);

    assertThat(alerts).hasSizeGreaterThan(10);
    assertThat(all(ENTRY, Files.readString(PAGE))).isEqualTo(alerts);
    for (String alert : alerts) {
      assertThat(rules)
          .contains("runbook: \"docs/monitoring.md#" + alert.toLowerCase(Locale.ROOT) + '"');
      assertThat(tests)
          .contains("alertname: " + alert + ", exp_alerts: []}")
          .contains("alertname: " + alert + "\n        exp_alerts:\n");
    }
  }

  @Test
  void attemptsHaveExemplarsInOpenMetrics() {
    Application application = environment.application();
    Inbox inbox = environment.receiver().inbox();
    application.register(inbox);
    Event event = Event.ofAccount(application.account());
    environment.producer().publish(event, Map.of("traceparent", TRACE));
    inbox.awaitEvent(event.messageId());

    await("an exemplar").until(() -> EXEMPLAR.matcher(openMetrics().body()).find());
    assertThat(NodeMetrics.text(environment.product())).doesNotContain("trace_id");
  }

  @Test
  void answersOpenMetrics() {
    Answer answer = openMetrics();

    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/openmetrics-text")
        .contains("version=1.0.0");
    assertThat(answer.body()).contains("# TYPE webhooks_deliveries counter\n").endsWith("# EOF\n");
  }

  private Answer openMetrics() {
    return environment
        .api()
        .get("/metrics")
        .header("Accept", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5")
        .send()
        .is(200);
  }

  /** Checks by Prometheus's own tool. */
  @Nested
  @EnabledIf(
      value = "webhooks.it.packaging.MonitoringIT#hasPromtool",
      disabledReason = "promtool is missing; Debian has a package of this name")
  class Promtool {
    @Test
    void testsTheRules() throws Exception {
      promtool("", "check", "rules", RULES.toString());
      promtool("", "test", "rules", FILES.resolve("alerts-test.yml").toString());
    }

    @Test
    void acceptsTheMetrics() throws Exception {
      promtool(NodeMetrics.text(environment.product()), "check", "metrics");
    }

    @Test
    void acceptsTheExpressionsOfDashboardAndPage() throws Exception {
      List<String> expressions = new ArrayList<>(ofDashboard());
      expressions.addAll(ofPage());
      StringBuilder rules = new StringBuilder("groups:\n  - name: expressions\n    rules:\n");
      for (int i = 0; i < expressions.size(); i++) {
        rules.append("      - record: expression_%d\n        expr: >-\n".formatted(i));
        rules.append("          ").append(expressions.get(i)).append('\n');
      }
      Path file = Places.freshDirectory("promtool").resolve("expressions.yml");
      Files.writeString(file, rules);

      assertThat(expressions).hasSizeGreaterThan(30);
      promtool("", "check", "rules", file.toString());
    }
  }

  static boolean hasPromtool() throws InterruptedException {
    try {
      return new ProcessBuilder("promtool", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static void promtool(String input, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("promtool"));
    command.addAll(List.of(arguments));
    Path in = Files.writeString(Places.freshDirectory("promtool").resolve("in"), input);
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectInput(in.toFile()).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor()).as("%s: %s", command, output).isZero();
  }

  private static List<String> ofDashboard() throws IOException {
    try (JsonReader reader = Json.createReader(Files.newBufferedReader(DASHBOARD))) {
      JsonArray panels = reader.readObject().getJsonArray("panels");
      return panels.getValuesAs(JsonObject.class).stream()
          .filter(panel -> panel.containsKey("targets"))
          .flatMap(panel -> panel.getJsonArray("targets").getValuesAs(JsonObject.class).stream())
          .map(target -> target.getString("expr"))
          .map(text -> text.replace("$__rate_interval", "5m").replace("$job", ".*"))
          .toList();
    }
  }

  /** Returns the expressions of the indicators: those of more than a name. */
  private static List<String> ofPage() throws IOException {
    return Pattern.compile("\\| `([^`]+\\([^`]+)` \\|")
        .matcher(Files.readString(PAGE))
        .results()
        .map(match -> match.group(1).replace("\\|", "|"))
        .toList();
  }

  /** Returns the metrics that the product has now. */
  private Set<String> families() {
    return TYPE.matcher(NodeMetrics.text(environment.product()))
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns the metrics that a file names, without the suffixes of a histogram's samples. */
  private static Set<String> names(Path file) throws IOException {
    return NAME.matcher(Files.readString(file))
        .results()
        .map(MatchResult::group)
        .map(name -> name.replaceFirst("_(bucket|sum|count)$", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1)).toList();
  }
}
