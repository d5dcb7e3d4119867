package webhooks.it.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.it.harness.Event;
import webhooks.it.harness.database.Database.DeliveryRow;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.OnPostgres;
import webhooks.it.harness.server.Hosts;

/**
 * The product refuses non-public addresses at create, update, test and send.
 *
 * <p>The product runs twice on the same data. The first run allows all networks, so that webhooks
 * with forbidden addresses exist. The second run must refuse to call them. A hosts file, which
 * changes between the runs, resolves the names.
 */
class AddressRulesIT {
  private static final String CHANGED = "changed.example.test";
  private static final String MIXED = "mixed.example.test";
  private static final String PRIVATE = "private.example.test";

  private static final Hosts HOSTS = new Hosts();
  private static TestEnvironment environment;
  private static Application application;
  private static Registered kept;
  private static Inbox inbox;

  /** The webhooks of the first run by the host of their URL. */
  private static final Map<String, Registered> WEBHOOKS = new LinkedHashMap<>();

  @BeforeAll
  static void createWebhooksThenForbidTheirNetworks() {
    environment = TestEnvironment.named("address");
    application = environment.application();
    inbox = environment.receiver().inbox();
    HOSTS
        .configure(environment.product())
        .with("webhooks.delivery.retry-schedule", "PT1S")
        .with("webhooks.delivery.allowed-networks", "0.0.0.0/0,::/0");
    environment.start();
    stored().forEach(host -> WEBHOOKS.put(host, application.create(body(host))));
    WEBHOOKS.values().forEach(application::activate);
    environment.product().stop();
    List<String> lines = new ArrayList<>();
    lines.addAll(List.of("127.0.0.1 " + CHANGED, "8.8.8.8 " + MIXED, "127.0.0.1 " + MIXED));
    lines.add("10.0.0.1 " + PRIVATE);
    ForbiddenHosts.ADDRESSES.forEach(
        host -> lines.add(host.replaceAll("[\\[\\]]", "") + " " + named(host)));
    HOSTS.define(lines.toArray(String[]::new));
    environment.product().with("webhooks.delivery.allowed-networks", null).start();
    kept = application.create(body("8.8.8.8"));
  }

  @AfterAll
  static void close() {
    environment.close();
  }

  /** Returns forbidden addresses, names of them, other spellings, and names with two addresses. */
  static Stream<String> stored() {
    return Stream.of(
            ForbiddenHosts.ADDRESSES.stream(),
            ForbiddenHosts.ADDRESSES.stream().map(AddressRulesIT::named),
            ForbiddenHosts.SPELLINGS.stream(),
            Stream.of(CHANGED, MIXED))
        .flatMap(hosts -> hosts);
  }

  /** Returns a name that resolves to this address in the second run. */
  private static String named(String address) {
    return "h" + ForbiddenHosts.ADDRESSES.indexOf(address) + ".example.test";
  }

  /** Holds one host of each kind; only the test of sending uses all hosts. */
  static final List<String> SAMPLES =
      List.of(
          "169.254.169.254", "[::1]", "[::ffff:a00:1]", "2130706433", "LOCALHOST", CHANGED, MIXED);

  static final List<String> MALFORMED = ForbiddenHosts.MALFORMED;

  @ParameterizedTest
  @FieldSource({"SAMPLES", "MALFORMED"})
  @ValueSource(strings = {PRIVATE, PRIVATE + "."})
  void refusesForbiddenHostAtCreateAndUpdate(String host) {
    application
        .post(body(host).toString())
        .isError(422, "InvalidCreateWebhookRequest", "InvalidValue callbackUrl");
    patch(host).isError(422, "InvalidUpdateWebhookRequest", "InvalidValue callbackUrl");
  }

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void refusesForbiddenHostAtTest(String host) {
    String path = "/webhooks/" + WEBHOOKS.get(host).id() + "/test";

    Answer answer = environment.api().post(path).as(application.token()).send().is(200);

    assertThat(answer.json().getString("error")).isEqualTo("forbiddenAddress");
  }

  @OnPostgres
  @Test
  void sendsNothingToForbiddenHosts() {
    Event event = Event.ofAccount(application.account());

    environment.producer().publish(event);

    WEBHOOKS.forEach(
        (host, webhook) ->
            await("the outcome of " + host)
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(
                    () ->
                        assertThat(
                                environment.database().deliveries(webhook.id(), event.messageId()))
                            .singleElement()
                            .extracting(DeliveryRow::status, DeliveryRow::attempts)
                            .containsExactly(
                                "exhausted", List.of("forbiddenAddress", "forbiddenAddress"))));
    assertThat(inbox.receipts()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"8.8.8.8", "172.32.0.0", "[2606:4700::1111]", "8.8.8.8.", "no.such.example.test"})
  void acceptsPublicHosts(String host) {
    application.post(body(host).toString()).is(202);
    patch(host).is(200);
  }

  @Test
  void errorContainsNoAddress() {
    String answer = application.post(body(PRIVATE).toString()).is(422).body();

    assertThat(answer).doesNotContain("10.0.0.1");
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
