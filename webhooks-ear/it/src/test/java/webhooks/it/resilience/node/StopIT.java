package webhooks.it.resilience.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import webhooks.it.harness.Event;
import webhooks.it.harness.Progress;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Events;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.http.KeptConnection;
import webhooks.it.harness.http.SentRequest;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.OnMicro;
import webhooks.it.harness.selection.OnWildFly;
import webhooks.it.harness.selection.RunSettings;

/**
 * What clients with open connections get while the server stops or, on WildFly, reloads; and what
 * publishers get on as many connections as a server has.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StopIT {
  private static final Pattern RETRY_AFTER = Pattern.compile("(?im)^Retry-After: \\d+\\s*$");
  private static final Pattern JSON = Pattern.compile("(?im)^Content-Type: application/json\\b");
  private static final Pattern DATE = Pattern.compile("(?im)^Date: (.*?)\\s*$");

  /** The header has whole seconds, and servers format it once a second. */
  private static final Duration DATE_PRECISION = Duration.ofSeconds(2);

  private static final int PUBLISHERS = 32;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** With less, the listener has fewer than a thousand connections. */
  private static final String HEAP = "-Xmx768m";

  private final TestEnvironment environment = TestEnvironment.named("stop");

  @BeforeAll
  void configure() {
    environment.product().with("webhooks.log.format", "json").withJava(HEAP);
  }

  @BeforeEach
  void start() {
    environment.start();
  }

  @AfterAll
  void close() {
    environment.close();
  }

  /** With 404 a publisher would take its events for refused, and drop them. */
  @Test
  void openConnectionsNeverAnswerThatNothingIsThere() throws Exception {
    List<String> answers = new CopyOnWriteArrayList<>();
    CountDownLatch stopped = new CountDownLatch(1);
    try (KeptConnection idle = connection();
        KeptConnection busy = connection()) {
      assertThat(ask(idle, answers)).isTrue();
      assertThat(answers).singleElement().asString().startsWith("HTTP/1.1 401");
      Thread asking = new Thread(() -> askOften(busy, answers, stopped));
      asking.start();

      environment.product().reload();

      stopped.countDown();
      asking.join();
      ask(idle, answers);
    }
    Progress.say(
        "open connections answered %s while the server stopped",
        answers.stream()
            .map(answer -> answer.lines().findFirst().orElseThrow())
            .collect(Collectors.groupingBy(line -> line, Collectors.counting())));
    assertThat(answers).allMatch(StopIT::isOfRunningProduct);
  }

  /** The other servers answer 404 for a moment while they reload: a known fault. */
  @Test
  @OnMicro
  void publishersAreAnsweredOrCutAndAcceptedEventsArrive() throws Exception {
    Application application = environment.application();
    Inbox inbox = environment.receiver().inbox();
    application.register(inbox);
    Queue<Event> accepted = new ConcurrentLinkedQueue<>();
    CountDownLatch stopped = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(PUBLISHERS);
    List<Future<?>> publishers =
        Stream.<Future<?>>generate(
                () -> threads.submit(() -> publishOften(application.account(), accepted, stopped)))
            .limit(PUBLISHERS)
            .toList();
    await("events to be accepted").atMost(LIMIT).until(() -> accepted.size() > 10 * PUBLISHERS);

    environment.product().reload();

    stopped.countDown();
    threads.shutdown();
    for (Future<?> publisher : publishers) {
      publisher.get();
    }
    environment.start();
    Events.awaitAll(List.copyOf(accepted), inbox, LIMIT);
  }

  /** Publishes until the server or the test ends. Each request has an answer, or its end. */
  private void publishOften(String account, Queue<Event> accepted, CountDownLatch stopped) {
    int port = environment.product().port();
    String token = environment.tokens().publisher();
    boolean open = true;
    while (open && stopped.getCount() > 0) {
      Event event = Event.ofAccount(account);
      try {
        Optional<Answer> answer = SentRequest.publish(port, token, event.json()).answer();
        answer.ifPresent(given -> assertThat(given.status()).isIn(202, 503));
        answer.filter(given -> given.status() == 202).ifPresent(given -> accepted.add(event));
      } catch (UncheckedIOException e) {
        assertThat(e).hasCauseInstanceOf(SocketException.class);
        open = false;
      }
    }
  }

  @Test
  void publishersOnAThousandConnectionsAreAnswered() {
    Application application = environment.application();
    Inbox inbox = environment.receiver().inbox();
    application.register(inbox);
    String token = environment.tokens().publisher();
    List<Event> events = Events.ofAccount(application.account(), 1_000);

    List<SentRequest> sent =
        events.stream()
            .map(event -> SentRequest.publish(environment.product().port(), token, event.json()))
            .toList();
    List<Event> accepted = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      Answer answer = sent.get(i).answer().orElseThrow();
      assertThat(answer.status()).isIn(202, 503);
      if (answer.status() == 202) {
        accepted.add(events.get(i));
      }
    }

    assertThat(accepted).isNotEmpty();
    Events.awaitAll(accepted, inbox, LIMIT);
  }

  @Test
  @OnWildFly
  void dateIsCurrentAfterReload() throws Exception {
    try (KeptConnection before = connection()) {
      before.head("/webhooks");
    }
    environment.product().reload();
    environment.start();

    try (KeptConnection after = connection()) {
      Instant sent = Instant.now();
      assertThat(date(after.answerToHead("/webhooks"))).isAfter(sent.minus(DATE_PRECISION));
    }
  }

  @Test
  @OnMicro
  void eachLineOfAStopHasTheFormatOfTheLog() {
    int logged = environment.product().log().length();

    environment.product().stop();

    assertThat(environment.product().log().substring(logged).lines())
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).startsWith("{\"").endsWith("}"))
        .noneSatisfy(line -> assertThat(line).contains("SEVERE"));
  }

  private KeptConnection connection() throws IOException {
    return new KeptConnection(
        new Socket(InetAddress.getLoopbackAddress(), environment.product().port()));
  }

  /** Asks again and again until the connection or the server has ended. */
  private static void askOften(
      KeptConnection connection, List<String> answers, CountDownLatch stopped) {
    boolean open;
    do {
      open = ask(connection, answers);
    } while (open && stopped.getCount() > 0);
  }

  /** Adds the answer; returns whether there was one. */
  private static boolean ask(KeptConnection connection, List<String> answers) {
    try {
      answers.add(connection.answerToHead("/webhooks"));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** While WildFly takes the application away, it answers 503 itself, as HTML. */
  private static boolean isOfRunningProduct(String answer) {
    return answer.startsWith("HTTP/1.1 401")
        || answer.startsWith("HTTP/1.1 503")
            && (RunSettings.server().equals("wildfly")
                || RETRY_AFTER.matcher(answer).find() && JSON.matcher(answer).find());
  }

  private static Instant date(String answer) {
    Matcher date = DATE.matcher(answer);
    assertThat(date.find()).isTrue();
    return DateTimeFormatter.RFC_1123_DATE_TIME.parse(date.group(1), Instant::from);
  }
}
