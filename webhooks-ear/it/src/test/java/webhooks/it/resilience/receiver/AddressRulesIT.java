package webhooks.it.resilience.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.it.harness.Event;
import webhooks.it.harness.PeriodicTask;
import webhooks.it.harness.Progress;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.Events;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.ForbiddenHosts;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.OnPostgres;
import webhooks.it.harness.server.Hosts;

/**
 * The product refuses non-public addresses at create, update, test and send.
 *
 * <p>The settings allow one non-public address. A hosts file resolves the names: they have this
 * address when their webhooks are created, and other addresses afterwards. {@code RestartIT} tests
 * webhooks whose address was allowed by earlier settings.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AddressRulesIT {
  private static final String CHANGED = "changed.example.test";
  private static final String MIXED = "mixed.example.test";
  private static final String PRIVATE = "private.example.test";
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration PACE = Duration.ofMillis(5);

  private static final Hosts HOSTS = new Hosts();
  private static TestEnvironment environment;
  private static Application application;
  private static Registered kept;
  private static Inbox inbox;

  /** The webhooks by the names in their URLs. */
  private static final Map<String, Registered> WEBHOOKS = new LinkedHashMap<>();

  @BeforeAll
  static void createWebhooksThenChangeTheirAddresses() {
    environment = TestEnvironment.named("address");
    application = environment.application();
    inbox = environment.receiver().inbox();
    HOSTS
        .configure(environment.product())
        .with("webhooks.delivery.retry-schedule", "PT0.1S")
        // An attempt of a busy machine must end by the rule, not by the time-out.
        .with("webhooks.delivery.timeout", "PT1M")
        .with("webhooks.delivery.allowed-networks", ReboundNames.ALLOWED + "/32");
    environment.start();
    HOSTS.define(names().map(name -> ReboundNames.ALLOWED + " " + name).toArray(String[]::new));
    names().forEach(name -> WEBHOOKS.put(name, application.create(body(name))));
    WEBHOOKS.values().forEach(application::activate);
    List<String> lines = new ArrayList<>();
    lines.addAll(List.of("127.0.0.1 " + CHANGED, "8.8.8.8 " + MIXED, "127.0.0.1 " + MIXED));
    lines.add("10.0.0.1 " + PRIVATE);
    ForbiddenHosts.ADDRESSES.forEach(
        host -> lines.add(host.replaceAll("[\\[\\]]", "") + " " + named(host)));
    HOSTS.define(lines.toArray(String[]::new));
    kept = application.create(body("8.8.8.8"));
  }

  @AfterAll
  static void close() {
    environment.close();
  }

  /** Returns names that get forbidden addresses, one of them beside a public address. */
  static Stream<String> names() {
    return Stream.concat(
        ForbiddenHosts.ADDRESSES.stream().map(AddressRulesIT::named), Stream.of(CHANGED, MIXED));
  }

  /** Returns a name that resolves to this address after the creation of the webhooks. */
  private static String named(String address) {
    return "h" + ForbiddenHosts.ADDRESSES.indexOf(address) + ".example.test";
  }

  /** Holds one host of each kind; only the test of sending uses all hosts. */
  static final List<String> SAMPLES =
      List.of(
          "169.254.169.254", "[::1]", "[::ffff:a00:1]", "2130706433", "LOCALHOST", CHANGED, MIXED);

  static final List<String> MALFORMED = ForbiddenHosts.MALFORMED;

  @ParameterizedTest
  @Order(1)
  @FieldSource({"SAMPLES", "MALFORMED"})
  @ValueSource(strings = {PRIVATE, PRIVATE + "."})
  void refusesForbiddenHostAtCreateAndUpdate(String host) {
    application
        .post(body(host).toString())
        .isError(422, "InvalidCreateWebhookRequest", "InvalidValue callbackUrl");
    patch(host).isError(422, "InvalidUpdateWebhookRequest", "InvalidValue callbackUrl");
  }

  @ParameterizedTest
  @Order(1)
  @ValueSource(strings = {CHANGED, MIXED})
  void refusesForbiddenHostAtTest(String host) {
    String path = "/webhooks/" + WEBHOOKS.get(host).id() + "/test";

    Answer answer = environment.api().post(path).as(application.token()).send().is(200);

    assertThat(answer.json().getString("error")).isEqualTo("forbiddenAddress");
  }

  @OnPostgres
  @Order(1)
  @Test
  void sendsNothingToForbiddenHosts() {
    Event event = Event.ofAccount(application.account());

    environment.producer().publish(event);

    WEBHOOKS.values().forEach(webhook -> Events.awaitRefusal(environment, webhook, event));
    assertThat(inbox.receipts()).isEmpty();
  }

  @ParameterizedTest
  @Order(1)
  @ValueSource(
      strings = {"8.8.8.8", "172.32.0.0", "[2606:4700::1111]", "8.8.8.8.", "no.such.example.test"})
  void acceptsPublicHosts(String host) {
    application.post(body(host).toString()).is(202);
    patch(host).is(200);
  }

  @Order(1)
  @Test
  void errorContainsNoAddress() {
    String answer = application.post(body(PRIVATE).toString()).is(422).body();

    assertThat(answer).doesNotContain("10.0.0.1");
  }

  /** Runs last, because it redefines all names. */
  @OnPostgres
  @Order(2)
  @Test
  void neverConnectsToForbiddenAddressOfReboundName() throws IOException {
    try (ReboundNames names = ReboundNames.start(environment, HOSTS)) {
      assertThat(names.attempts()).containsOnly("204");

      names.forbid();
      // The product may reuse an allowed address for some seconds.
      await("the new address is seen")
          .atMost(LIMIT)
          .until(
              names::attempts, attempts -> Set.copyOf(attempts).equals(Set.of("forbiddenAddress")));

      AtomicInteger turn = new AtomicInteger();
      List<String> attempts = new ArrayList<>();
      PeriodicTask rebinding =
          new PeriodicTask(
              PACE,
              () -> {
                if (turn.incrementAndGet() % 2 == 0) {
                  names.allow();
                } else {
                  names.forbid();
                }
              });
      try {
        await("names that were looked up both ways")
            .atMost(LIMIT)
            .until(
                () -> {
                  attempts.addAll(names.attempts());
                  return count("204", attempts) > 50 && count("forbiddenAddress", attempts) > 50;
                });
      } finally {
        rebinding.close();
      }
      Progress.say(
          "while %d names were rebound: %d attempts at the allowed address, %d refused",
          names.size(), count("204", attempts), count("forbiddenAddress", attempts));
    }
  }

  private static int count(String outcome, List<String> attempts) {
    return Collections.frequency(attempts, outcome);
  }

  private static Answer patch(String host) {
    JsonObject change = Json.createObjectBuilder().add("callbackUrl", url(host)).build();
    return application.patch(kept, change.toString());
  }

  private static JsonObject body(String host) {
    JsonObject base = Application.Body.ofAccount(URI.create("https://replaced.example.test"));
    return Json.createObjectBuilder(base).add("callbackUrl", url(host)).build();
  }

  /** Returns the inbox's URL with another host, so that any connection to this machine arrives. */
  private static String url(String host) {
    return inbox.url().toString().replace("127.0.0.1", host);
  }
}
