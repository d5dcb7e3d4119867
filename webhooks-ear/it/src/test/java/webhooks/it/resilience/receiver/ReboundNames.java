package webhooks.it.resilience.receiver;

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
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import webhooks.it.harness.Event;
import webhooks.it.harness.database.Database.DeliveryRow;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Body;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.receiver.Receiver;
import webhooks.it.harness.server.Hosts;

/**
 * Webhooks with names that a test changes between an allowed address and a forbidden one.
 *
 * <p>Both addresses listen at the same port. The product must never connect to the forbidden one.
 */
final class ReboundNames implements AutoCloseable {
  /** The receiver's address, the only one of this machine that the product may connect to. */
  static final String ALLOWED = "127.0.0.2";

  private static final String FORBIDDEN = "127.0.0.1";
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static final String[] NAMES =
      IntStream.range(0, 50).mapToObj(i -> "n" + i + ".example.test").toArray(String[]::new);

  private final Hosts hosts;
  private final TestEnvironment environment;
  private final Application application;
  private final Receiver receiver;
  private final List<Registered> webhooks = new ArrayList<>();
  private final AtomicInteger intrusions = new AtomicInteger();
  private final ServerSocket forbidden;

  private ReboundNames(
      TestEnvironment environment, Hosts hosts, Receiver receiver, ServerSocket forbidden) {
    this.environment = environment;
    this.hosts = hosts;
    this.receiver = receiver;
    this.forbidden = forbidden;
    this.application = environment.application();
  }

  /** Listens at both addresses and creates active webhooks with the allowed one. */
  static ReboundNames start(TestEnvironment environment, Hosts hosts) throws IOException {
    Receiver receiver = new Receiver(environment.authority().server(NAMES), ALLOWED);
    Inbox inbox = receiver.inbox().respondWithHeader("Connection", "close");
    ServerSocket forbidden =
        new ServerSocket(inbox.url().getPort(), 50, InetAddress.getByName(FORBIDDEN));
    ReboundNames names = new ReboundNames(environment, hosts, receiver, forbidden);
    new Thread(names::countIntrusions).start();
    names.allow();
    names.createWebhooks(inbox);
    return names;
  }

  private void createWebhooks(Inbox inbox) {
    for (String name : NAMES) {
      URI url = URI.create(inbox.url().toString().replace(ALLOWED, name));
      webhooks.add(application.activate(application.create(Body.ofAccount(url))));
    }
  }

  /** Gives all names the allowed address. */
  void allow() {
    define(ALLOWED);
  }

  /** Gives all names the forbidden address. */
  void forbid() {
    define(FORBIDDEN);
  }

  private void define(String address) {
    hosts.define(Stream.of(NAMES).map(name -> address + " " + name).toArray(String[]::new));
  }

  int size() {
    return NAMES.length;
  }

  /**
   * Publishes an event to all webhooks. Checks that none arrives at the forbidden address, and
   * returns the outcomes of all attempts: {@code 204} or {@code forbiddenAddress}.
   */
  List<String> attempts() {
    Event event = Event.ofAccount(application.account());
    environment.producer().publish(event);
    List<String> attempts =
        webhooks.stream().flatMap(webhook -> attempts(webhook, event).stream()).toList();
    assertThat(attempts).isSubsetOf("204", "forbiddenAddress");
    assertThat(intrusions).hasValue(0);
    return attempts;
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

  @Override
  public void close() throws IOException {
    receiver.close();
    forbidden.close();
  }
}
