package webhooks.it.api.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.Progress;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.http.HttpViolation;
import webhooks.it.harness.http.OpenApiDescription;
import webhooks.it.harness.http.OpenApiDescription.Operation;
import webhooks.it.harness.http.RawHttp;
import webhooks.it.harness.http.RawRequest;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.Extent;

/**
 * Sends thousands of invalid requests. The product answers each one as described and stays up.
 *
 * <p>The requests are always the same, unless {@code -Dwebhooks.it.seed} sets another seed.
 */
class MutationIT {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int ENOUGH = 20;

  /** The types of the description and of the metrics. */
  private static final Set<String> OTHER_TYPES =
      Set.of("application/yaml", "text/plain", "application/openmetrics-text");

  private final TestEnvironment environment = TestEnvironment.shared();
  private final OpenApiDescription description = environment.api().description().orElseThrow();
  private final int count = Extent.of(1_000, 20_000);
  private final long seed = Long.getLong("webhooks.it.seed", 1);
  private final Map<String, Integer> statuses = new ConcurrentSkipListMap<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();

  @Test
  void answersEveryMutatedRequestAsDescribed() {
    int logged = environment.product().log().length();
    SampleRequests operations = new SampleRequests(environment);
    assertThat(described(operations)).containsExactlyInAnyOrderElementsOf(description.operations());
    RawHttp client = new RawHttp(environment.product().port(), PATIENCE);
    Progress.say("%d mutations, -Dwebhooks.it.seed=%d", count, seed);

    IntStream.range(0, count)
        .parallel()
        .forEach(i -> sendMutation(client, i, mutated(operations, i)));

    Progress.say("answers to mutations: %s", statuses);
    assertThat(failures).as("failures with seed %d", seed).isEmpty();
    assertThat(environment.product().log().substring(logged)).doesNotContain("Error id");
    assertStillWorks();
  }

  /** Returns the operations of the requests. */
  private Set<Operation> described(SampleRequests operations) {
    return operations.requests().stream()
        .map(
            request ->
                new Operation(
                    request.method().toLowerCase(Locale.ROOT),
                    description.template(request.target().replaceFirst("\\?.*", "")).orElse("")))
        .collect(Collectors.toSet());
  }

  /** Returns the mutation of this number, which depends on the seed only. */
  private RawRequest mutated(SampleRequests operations, int number) {
    Random random = new Random(seed * 31 + number);
    // The first values of neighbouring seeds are similar, so skip one.
    IntStream.range(0, 8).forEach(i -> random.nextInt());
    List<RawRequest> all = operations.requests();
    RawRequest request = all.get(random.nextInt(all.size()));
    BodyMutations bodies = new BodyMutations(random);
    HeadMutations heads = new HeadMutations(random, operations);
    boolean ofBody = request.body().length > 0 && random.nextInt(3) > 0;
    if (ofBody) {
      request = request.body(bodies.mutate(request.body()));
    }
    if (request.body().length > 0 || ofBody) {
      request = request.with("Content-Length: " + request.body().length);
    }
    for (int i = ofBody ? random.nextInt(2) : 1 + random.nextInt(3); i > 0; i--) {
      request = heads.mutate(request);
    }
    return random.nextInt(40) == 0 ? noisy(request, bodies) : request;
  }

  /** Changes single bytes of the head. */
  private static RawRequest noisy(RawRequest request, BodyMutations bodies) {
    String head = String.join("\r\n", request.headers());
    String noisy = new String(bodies.changeBytes(head.getBytes(ISO_8859_1)), ISO_8859_1);
    return new RawRequest(
        request.line(), List.of(noisy), request.body(), EnumSet.allOf(HttpViolation.class));
  }

  private void sendMutation(RawHttp client, int number, RawRequest request) {
    if (failures.size() >= ENOUGH) {
      return;
    }
    String problem;
    try {
      Optional<Answer> answer = client.send(request);
      String status = answer.map(one -> "" + one.status()).orElse("none");
      problem = answer.map(one -> problem(request, one)).orElseGet(() -> silence(request));
      boolean own = answer.isEmpty() || isOfServer(request, answer.get());
      statuses.merge(own ? status + " by the server" : status, 1, Integer::sum);
    } catch (IOException | RuntimeException e) {
      problem = e.toString();
    }
    if (!problem.isEmpty()) {
      String failure = "#" + number + " " + problem + "\n  to " + request;
      Progress.say("%s", failure);
      failures.add(failure);
    }
  }

  private static String silence(RawRequest request) {
    return request.breaches().isEmpty() ? "closed without an answer" : "";
  }

  private static boolean isOfServer(RawRequest request, Answer answer) {
    return answer.body().isEmpty()
        && request.breaches().stream().anyMatch(one -> one.mayBeAnswered(answer.status()));
  }

  private static String problem(RawRequest request, Answer answer) {
    if (isOfServer(request, answer)) {
      return "";
    }
    boolean bodyless =
        answer.status() == 204 || Set.of("HEAD", "CONNECT").contains(request.method());
    if (answer.status() >= 500 || answer.status() >= 300 && answer.status() < 400) {
      return answer.toString();
    }
    if (bodyless) {
      return answer.body().isEmpty() ? "" : answer.toString();
    }
    String type = answer.headers().firstValue("Content-Type").orElse("");
    if (answer.status() == 200 && OTHER_TYPES.contains(type.replaceFirst(";.*", ""))) {
      return "";
    }
    try {
      boolean json =
          type.startsWith("application/json") || request.breaches().contains(HttpViolation.UPGRADE);
      JsonObject body = answer.json();
      return json && (answer.status() < 300 || isError(body)) ? "" : answer.toString();
    } catch (JsonException | ClassCastException e) {
      return answer.toString();
    }
  }

  private static boolean isError(JsonObject body) {
    return body.keySet().equals(Set.of("error"))
        && isFault(body.getJsonObject("error"), "code", "message", "target", "details")
        && body
            .getJsonObject("error")
            .getOrDefault("details", JsonValue.EMPTY_JSON_ARRAY)
            .asJsonArray()
            .stream()
            .allMatch(detail -> isFault(detail.asJsonObject(), "code", "message", "target"));
  }

  private static boolean isFault(JsonObject fault, String... names) {
    return List.of(names).containsAll(fault.keySet())
        && fault.getString("code").matches("[A-Z][A-Za-z]+")
        && !fault.getString("message").isBlank();
  }

  private void assertStillWorks() {
    Application application = environment.application();
    Inbox inbox = environment.receiver().inbox();
    Registered webhook = application.register(inbox);
    Event event = Event.ofAccount(application.account());
    environment.producer().publish(event);
    inbox.awaitEvent(event.messageId()).assertSignedWith(webhook.secret());
    application.get(webhook).is(200);
    environment.api().delete("/webhooks/" + webhook.id()).as(application.token()).send().is(204);
  }
}
