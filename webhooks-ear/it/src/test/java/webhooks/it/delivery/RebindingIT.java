package webhooks.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.PeriodicTask;
import webhooks.it.harness.Progress;
import webhooks.it.harness.database.Database.DeliveryRow;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Body;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.receiver.Receiver;
import webhooks.it.harness.selection.OnPostgres;
import webhooks.it.harness.server.Hosts;

/**
 * Tests a name that resolves first to an allowed address and then to a forbidden one.
 *
 * <p>127.0.0.1 is allowed and 127.0.0.2 is not. Both listen at the same port.
 */
@OnPostgres
class RebindingIT {
  private static final String ALLOWED = "127.0.0.1 ";
  private static final String FORBIDDEN = "127.0.0.2 ";
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration PACE = Duration.ofMillis(5);

  private static final String[] NAMES =
      IntStream.range(0, 50).mapToObj(i -> "n" + i + ".example.test").toArray(String[]::new);

  private final Hosts hosts = new Hosts();
  private final TestEnvironment environment = TestEnvironment.named("rebinding");
  private final Application application = environment.application();
  private final Receiver receiver = new Receiver(environment.authority().server(NAMES));
  private final Inbox inbox = receiver.inbox().respondWithHeader("Connection", "close");
  private final List<Registered> webhooks = new ArrayList<>();
  private final AtomicInteger intrusions = new AtomicInteger();
  private ServerSocket forbidden;

  @BeforeEach
  void start() throws IOException {
    forbidden = new ServerSocket(inbox.url().getPort(), 50, InetAddress.getByName("127.0.0.2"));
    new Thread(this::countIntrusions).start();
    hosts
        .configure(environment.product())
        .with("webhooks.delivery.allowed-networks", "127.0.0.1/32")
        .with("webhooks.delivery.retry-schedule", "PT0.1S");
    environment.start();
    for (String name : NAMES) {
      URI url = URI.create(inbox.url().toString().replace("127.0.0.1", name));
      webhooks.add(application.activate(application.create(Body.ofAccount(url))));
    }
  }

  @AfterEach
  void stop() throws IOException {
    environment.close();
    receiver.close();
    forbidden.close();
  }

  @Test
  void neverConnectsToForbiddenAddress() {
    hosts.define(lines(ALLOWED));
    assertThat(attempts()).containsOnly("204");

    hosts.define(lines(FORBIDDEN));
    // The product may reuse an allowed address for some seconds.
    await("the new address is seen")
        .atMost(LIMIT)
        .until(
            () -> assertSafe(attempts()),
            attempts -> Set.copyOf(attempts).equals(Set.of("forbiddenAddress")));

    AtomicInteger turn = new AtomicInteger();
    List<String> attempts = new ArrayList<>();
    PeriodicTask rebinding =
        new PeriodicTask(
            PACE, () -> hosts.define(lines(turn.incrementAndGet() % 2 == 0 ? ALLOWED : FORBIDDEN)));
    try {
      await("names that were looked up both ways")
          .atMost(LIMIT)
          .until(
              () -> {
                attempts.addAll(assertSafe(attempts()));
                return count("204", attempts) > 50 && count("forbiddenAddress", attempts) > 50;
              });
    } finally {
      rebinding.close();
    }
    Progress.say(
        "while %d names were rebound: %d attempts at the allowed address, %d refused",
        NAMES.length, count("204", attempts), count("forbiddenAddress", attempts));
  }

  private List<String> assertSafe(List<String> attempts) {
    assertThat(attempts).isSubsetOf("204", "forbiddenAddress");
    assertThat(intrusions).hasValue(0);
    return attempts;
  }

  private static int count(String outcome, List<String> attempts) {
    return Collections.frequency(attempts, outcome);
  }

  private static String[] lines(String address) {
    return Stream.of(NAMES).map(name -> address + name).toArray(String[]::new);
  }

  /** Publishes an event to all webhooks and returns the outcomes of their attempts. */
  private List<String> attempts() {
    Event event = Event.ofAccount(application.account());
    environment.producer().publish(event);
    return webhooks.stream().flatMap(webhook -> attempts(webhook, event).stream()).toList();
  }

  private List<String> attempts(Registered webhook, Event event) {
    return await("the outcome at " + webhook.id())
        .atMost(LIMIT)
        .until(
            () -> environment.database().deliveries(webhook.id(), event.messageId()),
            found -> found.stream().anyMatch(one -> !one.status().equals("pending")))
        .stream()
        .map(DeliveryRow::attempts)
        .flatMap(List::stream)
        .toList();
  }

  private void countIntrusions() {
    try {
      while (true) {
        forbidden.accept().close();
        intrusions.incrementAndGet();
      }
    } catch (SocketException e) {
      // The test ended and closed the socket.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
