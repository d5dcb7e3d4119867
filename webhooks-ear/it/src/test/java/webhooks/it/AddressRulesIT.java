package webhooks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.it.Application.Registered;
import webhooks.it.Database.StoredDelivery;

/**
 * Callbacks to addresses that are not public are refused at create, at update and at send.
 *
 * <p>The product runs twice on the same data: first with this host's own networks allowed, to have
 * webhooks that its second run, without them, must refuse to serve. Names come from a hosts file
 * that changes in between.
 */
class AddressRulesIT {
  private static final String CHANGED = "changed.example.test";
  private static final String MIXED = "mixed.example.test";
  private static final String PRIVATE = "private.example.test";

  private static World world;
  private static Application application;
  private static Registered kept;
  private static final Map<String, Inbox> INBOXES = new HashMap<>();
  private static final Map<String, Registered> WEBHOOKS = new HashMap<>();

  /** One host at least of each range, as it can be written in a URL. */
  static final List<String> ADDRESSES =
      List.of(
          "0.0.0.0",
          "0.1.2.3",
          "10.0.0.1",
          "10.255.255.255",
          "100.64.0.1",
          "100.127.255.255",
          "127.0.0.1",
          "127.255.255.254",
          "169.254.169.254",
          "172.16.0.1",
          "172.31.255.255",
          "192.0.0.1",
          "192.0.2.1",
          "192.88.99.1",
          "192.168.0.1",
          "198.18.0.1",
          "198.19.255.255",
          "198.51.100.1",
          "203.0.113.1",
          "224.0.0.1",
          "239.255.255.255",
          "240.0.0.1",
          "255.255.255.255",
          "[::]",
          "[::1]",
          "[::ffff:127.0.0.1]",
          "[::ffff:a00:1]",
          "[::127.0.0.1]",
          "[::a00:1]",
          "[64:ff9b::10.0.0.1]",
          "[64:ff9b::7f00:1]",
          "[64:ff9b:1::1]",
          "[100::1]",
          "[2001::1]",
          "[2001:1ff::1]",
          "[2001:db8::1]",
          "[2002:a00:1::1]",
          "[2002:7f00:1::1]",
          "[3fff::1]",
          "[3fff:fff::1]",
          "[5f00::1]",
          "[fc00::1]",
          "[fdff::1]",
          "[fe80::1]",
          "[fe80::1%25eth0]",
          "[fec0::1]",
          "[ff02::1]");

  /** Other spellings of addresses, and names that are refused as names. */
  static final List<String> SPELLINGS =
      List.of(
          "2130706433",
          "017700000001",
          "0x7f000001",
          "0x7f.0.0.1",
          "0177.0.0.1",
          "127.1",
          "127.0.1",
          "0",
          "10.1",
          "0xa000001",
          "127.0.0.1.",
          "2130706433.",
          "127.0.0.256",
          "1.2.3.4.5",
          "example.1",
          "example.0x1",
          "localhost",
          "localhost.",
          "LOCALHOST",
          "a.localhost",
          "a.b.localhost.");

  @BeforeAll
  static void createWhileAllowedThenStartWithoutAllowedNetworks() throws IOException {
    world = World.named("address");
    application = world.application();
    Path hosts = world.authority().pem().resolveSibling("hosts");
    writeHosts(hosts);
    world
        .product()
        .withJava("-Djdk.net.hosts.file=" + hosts)
        .with("webhooks.delivery.retry-schedule", "PT1S");
    world.start();
    for (String host : List.of("127.0.0.1", CHANGED, MIXED)) {
      Inbox inbox = world.receiver().inbox();
      INBOXES.put(host, inbox);
      WEBHOOKS.put(host, application.activates(application.creates(body(inbox, host))));
    }
    world.product().stop();
    writeHosts(
        hosts,
        "127.0.0.1 " + CHANGED,
        "8.8.8.8 " + MIXED,
        "127.0.0.1 " + MIXED,
        "10.0.0.1 " + PRIVATE);
    world.product().with("webhooks.delivery.allowed-networks", null).start();
    kept = application.creates(body("8.8.8.8"));
  }

  @AfterAll
  static void close() {
    world.close();
  }

  /** The server wants to know this host's own name, too. */
  private static void writeHosts(Path file, String... lines) throws IOException {
    String self = InetAddress.getLocalHost().getHostName();
    Files.writeString(file, "127.0.0.1 localhost " + self + "\n" + String.join("\n", lines) + "\n");
  }

  @ParameterizedTest
  @FieldSource({"ADDRESSES", "SPELLINGS"})
  void forbiddenHostIsRefusedAtCreateAndAtUpdate(String host) {
    assertRefused(host);
  }

  @ParameterizedTest
  @ValueSource(strings = {PRIVATE, PRIVATE + ".", CHANGED, MIXED})
  void nameWithAForbiddenAddressIsRefusedAtCreateAndAtUpdate(String host) {
    assertRefused(host);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "100.63.255.255",
        "[2606:4700::1111]",
        "[64:ff9b::808:808]",
        "134744072",
        "8.8.8.8.",
        "no.such.example.test"
      })
  void publicNeighbourIsAccepted(String host) {
    application.posts(body(host).toString()).is(202);
    patch(host).is(200);
  }

  static Stream<String> created() {
    return Stream.of("127.0.0.1", CHANGED, MIXED);
  }

  @Tag("postgresql")
  @ParameterizedTest
  @MethodSource("created")
  void addressIsRefusedAgainAtSendAndTheReceiverGetsNothing(String host) {
    Event event = Event.ofAccount(application.account());

    world.producer().publishes(event);

    await("the outcome of " + host)
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(world.database().deliveries(WEBHOOKS.get(host).id(), event.messageId()))
                    .singleElement()
                    .extracting(StoredDelivery::status, StoredDelivery::attempts)
                    .containsExactly("exhausted", List.of("forbiddenAddress", "forbiddenAddress")));
    assertThat(INBOXES.get(host).receipts()).isEmpty();
  }

  @Test
  void errorTellsNoAddress() {
    String answer = application.posts(body(PRIVATE).toString()).is(422).body();

    assertThat(answer).doesNotContain("10.0.0.1");
  }

  private static void assertRefused(String host) {
    application
        .posts(body(host).toString())
        .isError(422, "InvalidCreateWebhookRequest", "InvalidValue callbackUrl");
    patch(host).isError(422, "InvalidUpdateWebhookRequest", "InvalidValue callbackUrl");
  }

  private static Answer patch(String host) {
    JsonObject change = Json.createObjectBuilder().add("callbackUrl", url(host)).build();
    return application.patches(kept, change.toString());
  }

  private static JsonObject body(String host) {
    JsonObject base = Application.Body.ofAccount(URI.create("https://replaced.example.test"));
    return Json.createObjectBuilder(base).add("callbackUrl", url(host)).build();
  }

  /** A webhook whose URL is the inbox's, under another name of this host. */
  private static JsonObject body(Inbox inbox, String host) {
    return Application.Body.ofAccount(
        URI.create(inbox.url().toString().replace("127.0.0.1", host)));
  }

  private static String url(String host) {
    return "https://" + host + "/a";
  }
}
