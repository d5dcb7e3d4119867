package webhooks.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Events;
import webhooks.it.harness.environment.World;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.Inbox;

/** What becomes of events that are published by requests. */
class PublishIT {
  private static final int AT_ONCE = 200;

  private final World world = World.shared();
  private final Application application = world.application();
  private final Inbox inbox = world.receiver().inbox();

  @Test
  void eventArrivesAsItWasPublishedAndSigned() {
    Application.Registered webhook = application.registers(inbox);
    String content = "{\"z\":1.50,\"a\":\"\\u6771京\",\"big\":123456789012345678901234567890}";
    Event event = Event.ofAccount(application.account()).holding(content);

    world.publishes(event.json()).is(202);

    assertThat(inbox.receives(event.messageId()).isSignedWith(webhook.secret()).text())
        .startsWith("{\"content\":" + content + ",");
  }

  @Test
  void everyEventOfAnArrayArrives() {
    application.registers(inbox);
    List<Event> events = Events.ofAccount(application.account(), 50);

    String array = events.stream().map(Event::json).collect(Collectors.joining(",", "[", "]"));
    world.publishes(array).is(202);

    events.forEach(event -> inbox.receives(event.messageId()));
    assertThat(inbox.distinct()).isEqualTo(50);
  }

  @Test
  void eventThatCameByMessageIsADuplicateByRequestAndTheOtherWayRound() {
    application.registers(inbox);
    Event message = Event.ofAccount(application.account());
    Event request = Event.ofAccount(application.account());
    world.producer().publishes(message);
    inbox.receives(message.messageId());

    assertThat(counts(world.publishes("[" + message.json() + "," + request.json() + "]")))
        .isEqualTo("1 1");
    world.producer().publishes(request);
    publishesAnother();

    assertThat(inbox.receives(request.messageId()).text()).isNotEmpty();
    assertThat(inbox.receipts(request.messageId())).hasSize(1);
    assertThat(inbox.receipts(message.messageId())).hasSize(1);
  }

  @Test
  void twoHundredIdenticalRequestsAtTheSameMomentAreOneEvent() throws Exception {
    application.registers(inbox);
    Event event = Event.ofAccount(application.account());
    String token = world.tokens().publisher();

    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    List<Future<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      answers.add(
          threads.submit(
              () -> world.api().post("/events").as(token).json(event.json()).send().is(202)));
    }
    List<String> counts = new ArrayList<>();
    for (Future<Answer> answer : answers) {
      counts.add(counts(answer.get()));
    }
    threads.shutdown();
    publishesAnother();

    assertThat(counts)
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(Stream.of("1 0"), Stream.generate(() -> "0 1").limit(AT_ONCE - 1))
                .toList());
    assertThat(inbox.receives(event.messageId()).id()).isEqualTo(event.messageId().toString());
    assertThat(inbox.receipts(event.messageId())).hasSize(1);
  }

  /** What was published before has been decided when a later event has arrived. */
  private void publishesAnother() {
    Event another = Event.ofAccount(application.account());
    world.producer().publishes(another);
    inbox.receives(another.messageId());
  }

  private static String counts(Answer answer) {
    JsonObject json = answer.is(202).json();
    return json.getInt("accepted") + " " + json.getInt("duplicates");
  }
}
