package webhooks.it.api.described;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import webhooks.it.api.described.BrokenRequests.Break;
import webhooks.it.harness.Progress;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.http.OpenApiDescription;
import webhooks.it.harness.selection.Extent;

/**
 * Sends random requests to every operation of the OpenAPI description: valid ones, and ones that
 * are broken in one place.
 *
 * <p>The requests are always the same, unless {@code -Dwebhooks.it.seed} sets another seed. Only
 * the ids in them are new.
 */
class DescribedRequestsIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * The shared product has no mail server, and the body of a corrected event is any message. {@code
   * AlertsIT} and {@code CorrectedEventsIT} send these requests.
   */
  private static final Set<String> HAVE_OTHER_TESTS =
      Set.of("POST /alerts", "DELETE /alerts/{alertId}", "PUT /admin/invalid-events/{id}");

  private final TestEnvironment environment = TestEnvironment.shared();
  private final OpenApiDescription description = environment.api().description().orElseThrow();
  private final long seed = Long.getLong("webhooks.it.seed", 1);
  private final Random random = new Random(seed);
  private final CandidateValues values = new CandidateValues(description);
  private final Fixtures fixtures = new Fixtures(environment, values, random);
  private final RequestGenerator generator =
      new RequestGenerator(description, values, fixtures, random);

  private final int validOfEach = Extent.of(2, 100);
  private final int brokenOfEach = Extent.of(2, 60);
  private final Map<String, Integer> sent = new TreeMap<>();
  private final Map<String, Integer> failed = new TreeMap<>();
  private final List<String> failures = new ArrayList<>();

  @Test
  void answersAsTheDescriptionSays() {
    List<Operation> operations =
        Operation.all(description).stream()
            .filter(
                operation ->
                    !HAVE_OTHER_TESTS.contains(operation.method() + " " + operation.template()))
            .toList();
    Progress.say("%d operations, -Dwebhooks.it.seed=%d", operations.size(), seed);

    for (Operation operation : operations) {
      // Refused requests change nothing, and neither does a GET, so they share a path.
      Map<String, String> path = fixtures.path(operation);
      for (int i = 0; i < validOfEach; i++) {
        boolean changes = i > 0 && !operation.method().equals("GET");
        path = changes ? fixtures.path(operation) : path;
        send("valid", generator.valid(operation, path), DescribedRequestsIT::problemOfValid);
      }
      sendBroken(operation, operation.method().equals("GET") ? path : fixtures.path(operation));
    }

    Progress.say("requests by kind: %s, failures: %s", sent, failed);
    assertThat(failures).as("failures with seed %d", seed).isEmpty();
    assertThat(sent).containsKeys("valid", "path", "query", "property", "unknown parameter");
  }

  /** Breaks each place of the operation. */
  private void sendBroken(Operation operation, Map<String, String> path) {
    for (Break broken : BrokenRequests.of(operation, description, values, random)) {
      for (int i = 0; i < brokenOfEach; i++) {
        DescribedRequest request = broken.change().apply(generator.valid(operation, path));
        send(broken.kind(), request, answer -> problemOfBroken(operation, broken, answer));
      }
    }
  }

  /** Finds what is wrong with an answer. */
  @FunctionalInterface
  private interface Check {
    String problem(Answer answer);
  }

  private void send(String kind, DescribedRequest request, Check check) {
    sent.merge(kind, 1, Integer::sum);
    String problem;
    try {
      Answer answer =
          request.encoded(environment.api(), fixtures.token(request.operation())).send();
      problem = check.problem(answer);
      problem = problem.isEmpty() ? "" : problem + ", " + answer.status() + " " + answer.body();
    } catch (AssertionError e) {
      // The harness compares each answer with the description.
      problem = e.getMessage();
    }
    if (!problem.isEmpty()) {
      failed.merge(kind, 1, Integer::sum);
      failures.add(kind + ": " + problem + "\n  to " + request);
      Progress.say("%s", failures.get(failures.size() - 1));
    }
  }

  private static String problemOfValid(Answer answer) {
    return answer.status() < 400 ? "" : "refused";
  }

  private static String problemOfBroken(Operation operation, Break broken, Answer answer) {
    if (broken.isInPath() && answer.status() == 404) {
      return "";
    }
    if (answer.status() != 422) {
      return "not 422 for " + broken.target();
    }
    // The target is the property; in options and hours also an element or a member of the property.
    boolean isPath = operation.template().matches(".*/(options|reconcile)");
    String element = isPath ? "([.\\[].*)?" : "";
    String expected = Pattern.quote(broken.target()) + element;
    Set<String> targets = targets(answer.body());
    return !targets.isEmpty() && targets.stream().allMatch(target -> target.matches(expected))
        ? ""
        : "no fault of " + broken.target() + " alone";
  }

  /** Returns the targets of all faults; an empty one is of the whole body. */
  private static Set<String> targets(String body) {
    try {
      Set<String> targets = new TreeSet<>();
      for (JsonNode detail : JSON.readTree(body).path("error").path("details")) {
        targets.add(detail.path("target").asText());
      }
      return targets;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
