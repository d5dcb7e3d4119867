package webhooks.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.database.HeldEvents;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Events;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.http.SentRequest;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.OnPostgres;

/** Tests events that are published over HTTP. */
class PublishIT {
  private static final int AT_ONCE = 200;
  private static final int MAX_BODY = 8 * 1024 * 1024;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Content of the maximum size. */
  private static final String LARGE_CONTENT =
      "{\"a\":\"" + "x".repeat(256 * 1024 - "{'a':''}".length()) + "\"}";

  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();

  @Test
  void eventArrivesAsItWasPublishedAndSigned() {
    Application.Registered webhook = application.register(inbox);
    String content = "{\"z\":1.50,\"a\":\"\\u6771京\",\"big\":123456789012345678901234567890}";
    Event event = Event.ofAccount(application.account()).holding(content);

    environment.publish(event.json()).is(202);

    assertThat(inbox.awaitEvent(event.messageId()).assertSignedWith(webhook.secret()).text())
        .startsWith("{\"content\":" + content + ",");
  }

  @Test
  void everyEventOfAnArrayArrives() {
    application.register(inbox);
    List<Event> events = Events.ofAccount(application.account(), 50);

    String array = events.stream().map(Event::json).collect(Collectors.joining(",", "[", "]"));
    environment.publish(array).is(202);

    events.forEach(event -> inbox.awaitEvent(event.messageId()));
    assertThat(inbox.distinct()).isEqualTo(50);
  }

  @Test
  void recognizesDuplicatesAcrossJmsAndHttp() {
    application.register(inbox);
    Event message = Event.ofAccount(application.account());
    Event request = Event.ofAccount(application.account());
    environment.producer().publish(message);
    inbox.awaitEvent(message.messageId());

    assertThat(counts(environment.publish("[" + message.json() + "," + request.json() + "]")))
        .isEqualTo("1 1");
    environment.producer().publish(request);
    publishAnother();

    assertThat(inbox.awaitEvent(request.messageId()).text()).isNotEmpty();
    assertThat(inbox.receipts(request.messageId())).hasSize(1);
    assertThat(inbox.receipts(message.messageId())).hasSize(1);
  }

  @Test
  void acceptsOneOfManySimultaneousDuplicates() throws Exception {
    application.register(inbox);
    Event event = Event.ofAccount(application.account());
    String token = environment.tokens().publisher();

    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    List<Future<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      answers.add(
          threads.submit(
              () -> environment.api().post("/events").as(token).json(event.json()).send().is(202)));
    }
    List<String> counts = new ArrayList<>();
    for (Future<Answer> answer : answers) {
      counts.add(counts(answer.get()));
    }
    threads.shutdown();
    publishAnother();

    assertThat(counts)
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(Stream.of("1 0"), Stream.generate(() -> "0 1").limit(AT_ONCE - 1))
                .toList());
    assertThat(inbox.awaitEvent(event.messageId()).id()).isEqualTo(event.messageId().toString());
    assertThat(inbox.receipts(event.messageId())).hasSize(1);
  }

  @Test
  void smallRequestsAreStoredBesideTheLargestBody() {
    application.register(inbox);
    Application other = environment.application();
    Inbox ofOther = environment.receiver().inbox();
    other.register(ofOther);
    List<Event> large =
        Stream.generate(() -> Event.ofAccount(application.account()).holding(LARGE_CONTENT))
            .limit(MAX_BODY / LARGE_CONTENT.length() - 1)
            .toList();
    List<Event> small = Events.ofAccount(other.account(), 100);
    String body = large.stream().map(Event::json).collect(Collectors.joining(",", "[", "]"));

    SentRequest largest = send(body + " ".repeat(MAX_BODY - body.length()));
    List<SentRequest> others = small.stream().map(event -> send(event.json())).toList();

    assertThat(counts(largest.answer().orElseThrow())).isEqualTo(large.size() + " 0");
    assertThat(others)
        .allSatisfy(one -> assertThat(counts(one.answer().orElseThrow())).isEqualTo("1 0"));
    Events.awaitAll(small, ofOther, LIMIT);
    Events.awaitAll(large, inbox, LIMIT);
  }

  /** Each of them has a share of the memory for events that wait. */
  @OnPostgres
  @Test
  void callersWhoLeaveBeforeTheirAnswerKeepNothing() {
    String body = Event.ofAccount(application.account()).holding(LARGE_CONTENT).json();
    String array = Stream.generate(() -> body).limit(4).collect(Collectors.joining(",", "[", "]"));

    int refused =
        environment
            .database()
            .withTableLocked(
                "event",
                () -> {
                  List<SentRequest> sent = Stream.generate(() -> send(array)).limit(40).toList();
                  await("the memory to be used up")
                      .until(() -> sent.stream().anyMatch(SentRequest::isAnswered));
                  int answered = (int) sent.stream().filter(SentRequest::isAnswered).count();
                  sent.forEach(SentRequest::close);
                  return answered;
                });
    assertThat(refused).isLessThan(40);

    await("the same memory again")
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              List<SentRequest> again = Stream.generate(() -> send(array)).limit(12).toList();
              assertThat(again).allSatisfy(one -> one.answer().orElseThrow().is(202));
            });
  }

  /** A node that hangs in a transaction holds the rows until its session ends, after 30 s. */
  @OnPostgres
  @Test
  void publishersOfEventsThatAnotherSessionHoldsAreAnswered() throws Exception {
    application.register(inbox);
    List<Event> held = Events.ofAccount(application.account(), 10);
    List<Event> others = Events.ofAccount(environment.application().account(), 10);

    HeldEvents session = new HeldEvents(environment.database(), held);
    try (session) {
      List<SentRequest> waiting = held.stream().map(event -> send(event.json())).toList();
      List<SentRequest> beside = others.stream().map(event -> send(event.json())).toList();

      assertThat(waiting)
          .allSatisfy(one -> one.answer().orElseThrow().isError(503, "ServiceUnavailable"));
      assertThat(beside)
          .allSatisfy(one -> assertThat(one.answer().orElseThrow().status()).isIn(202, 503));
    }

    // A transaction that ran when the session ended has stored its event after the answer.
    held.forEach(event -> assertThat(counts(environment.publish(event.json()))).isIn("1 0", "0 1"));
    Events.awaitAll(held, inbox, LIMIT);
  }

  private SentRequest send(String body) {
    return SentRequest.publish(
        environment.product().port(), environment.tokens().publisher(), body);
  }

  /** Publishes a later event and waits for it: all earlier events are processed then. */
  private void publishAnother() {
    Event another = Event.ofAccount(application.account());
    environment.producer().publish(another);
    inbox.awaitEvent(another.messageId());
  }

  private static String counts(Answer answer) {
    JsonObject json = answer.is(202).json();
    return json.getInt("accepted") + " " + json.getInt("duplicates");
  }
}
