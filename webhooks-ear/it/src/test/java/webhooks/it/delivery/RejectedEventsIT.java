package webhooks.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.Administration;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Events;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;

/** Rejected events: an administrator lists and replays them. */
class RejectedEventsIT {
  private static final String LIST = "/admin/invalid-events";
  private static final String REPLAY = "/admin/invalid-events/replay";

  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();
  private final Administration administration = new Administration(environment);
  private final String mark = UUID.randomUUID().toString();

  /** Returns the rejected events of this test, in the order of the list. */
  private List<JsonObject> eventsOfThisTest(String query) {
    return administration.all(LIST + query, "invalidEvents").stream()
        .filter(one -> one.getString("body").contains(mark))
        .toList();
  }

  private List<JsonObject> awaitRejected(int count) {
    return await(count + " rejected events")
        .atMost(Duration.ofSeconds(60))
        .until(() -> eventsOfThisTest("?$top=100"), found -> found.size() == count);
  }

  private static String ids(List<JsonObject> messages) {
    return "{\"ids\":[%s]}"
        .formatted(
            String.join(",", messages.stream().map(one -> one.get("id").toString()).toList()));
  }

  @Test
  void listsRejectedEventUnchangedWithReason() {
    String bad = "no JSON, \"東京\" \\ " + mark;
    Instant before = Instant.now();
    environment.producer().publishTexts(List.of(bad));

    JsonObject shown = awaitRejected(1).get(0);

    assertThat(shown.keySet()).containsExactlyInAnyOrder("id", "reason", "time", "body");
    assertThat(shown.getString("id")).startsWith("ID:");
    assertThat(shown.getString("reason")).contains("JSON");
    assertThat(shown.getString("body")).isEqualTo(bad);
    assertThat(shown.getString("time"))
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    assertThat(Instant.parse(shown.getString("time")))
        .isBetween(before.minusSeconds(5), Instant.now().plusSeconds(5));
    assertThat(awaitRejected(1)).as("listing removes none").containsExactly(shown);
    String line =
        "Event rejected to webhooks.events.invalid: "
            + shown.getString("reason")
            + " "
            + shown.getString("id");
    await("the line of the rejected event").until(() -> environment.product().log().contains(line));
  }

  @Test
  void cutsALongBody() {
    String bad = mark + "é".repeat(100_000);
    environment.producer().publishTexts(List.of(bad));

    JsonObject shown = awaitRejected(1).get(0);

    assertThat(shown.getBoolean("truncated")).isTrue();
    assertThat(bad).startsWith(shown.getString("body"));
    assertThat(shown.getString("body").getBytes(StandardCharsets.UTF_8)).hasSize(8 * 1024);
  }

  @Test
  void pagesHoldEachEventOnceOldestFirst() {
    List<String> bad = IntStream.range(0, 25).mapToObj(number -> mark + " " + number).toList();
    for (String text : bad) {
      environment.producer().publishTexts(List.of(text));
      await()
          .until(
              () ->
                  eventsOfThisTest("?$top=100").stream()
                      .anyMatch(one -> one.getString("body").equals(text)));
    }

    for (String query : List.of("?$top=100", "?$top=7", "")) {
      assertThat(eventsOfThisTest(query)).extracting(one -> one.getString("body")).isEqualTo(bad);
    }
  }

  @Test
  void pageContinuesAfterItsCursorWasReplayed() {
    environment
        .producer()
        .publishTexts(IntStream.range(0, 5).mapToObj(number -> mark + " " + number).toList());
    List<JsonObject> mine = awaitRejected(5);
    String next = LIST + "?$top=1";
    JsonObject page;
    do {
      page = administration.get(next).is(200).json();
      next = Administration.next(page);
    } while (!page.getJsonArray("invalidEvents").getJsonObject(0).equals(mine.get(1)));

    administration.post(REPLAY, ids(mine.subList(1, 2))).is(202);
    List<String> after = new ArrayList<>();
    while (next != null) {
      page = administration.get(next).is(200).json();
      next = Administration.next(page);
      page.getJsonArray("invalidEvents")
          .getValuesAs(JsonObject.class)
          .forEach(one -> after.add(one.getString("id")));
    }

    assertThat(after)
        .containsSubsequence(mine.stream().skip(2).map(one -> one.getString("id")).toList());
  }

  /** Returns an event of an unknown iTwin, marked as this test's. */
  private Event eventOfUnknownITwin(UUID iTwin) {
    return Event.ofITwin(iTwin).holding("{\"mark\":\"" + mark + "\"}");
  }

  @Test
  void replaysOneEventByItsId() {
    application.register(inbox);
    UUID iTwin = UUID.randomUUID();
    Event first = eventOfUnknownITwin(iTwin);
    Event second = eventOfUnknownITwin(iTwin);
    environment.producer().publishForTheLastTime(List.of(first.json()));
    List<JsonObject> one = awaitRejected(1);
    environment.producer().publishForTheLastTime(List.of(second.json()));
    awaitRejected(2);
    environment.assignAccount(iTwin, application.account());

    JsonObject answer = administration.post(REPLAY, ids(one)).is(202).json();

    assertThat(answer.keySet()).containsExactly("replayed");
    assertThat(answer.getInt("replayed")).isEqualTo(1);
    assertThat(inbox.awaitEvent(first.messageId()).text()).contains(mark);
    assertThat(awaitRejected(1).get(0).getString("body")).contains("" + second.messageId());
    assertThat(inbox.receipts(second.messageId())).isEmpty();
    assertThat(administration.post(REPLAY, ids(one)).is(202).json().getInt("replayed")).isZero();
  }

  @Test
  void replayOfAllKeepsRejectedEvents() {
    application.register(inbox);
    UUID iTwin = UUID.randomUUID();
    List<Event> accepted =
        IntStream.range(0, 250).mapToObj(number -> eventOfUnknownITwin(iTwin)).toList();
    List<String> bad = IntStream.range(0, 250).mapToObj(number -> mark + " " + number).toList();
    environment.producer().publishForTheLastTime(accepted.stream().map(Event::json).toList());
    environment.producer().publishTexts(bad);
    List<JsonObject> before = awaitRejected(500);
    environment.assignAccount(iTwin, application.account());

    int count = administration.post(REPLAY).is(202).json().getInt("replayed");

    assertThat(count).isGreaterThanOrEqualTo(500);
    Events.awaitAll(accepted, inbox, Duration.ofSeconds(60));
    List<JsonObject> after = awaitRejected(250);
    assertThat(after)
        .extracting(one -> one.getString("body"))
        .containsExactlyInAnyOrderElementsOf(bad);
    assertThat(after)
        .extracting(one -> one.getString("id"))
        .doesNotContainAnyElementsOf(before.stream().map(one -> one.getString("id")).toList());
    assertThat(after)
        .extracting(one -> one.getString("reason"))
        .allMatch(why -> why.contains("JSON"));
    assertThat(inbox.byId().values()).allSatisfy(all -> assertThat(all).hasSize(1));
  }

  @Test
  void replaysEventWithoutIdOnce() {
    application.register(inbox);
    UUID iTwin = UUID.randomUUID();
    environment
        .producer()
        .publishForTheLastTime(
            List.of(
                "{\"eventType\":\"%s\",\"iTwinId\":\"%s\",\"content\":{\"mark\":\"%s\"}}"
                    .formatted(Event.CREATED, iTwin, mark)));
    awaitRejected(1);
    administration.post(REPLAY, ids(awaitRejected(1))).is(202);
    List<JsonObject> again = awaitRejected(1);
    environment.assignAccount(iTwin, application.account());

    administration.post(REPLAY, ids(again)).is(202);

    await().until(() -> inbox.receipts().size(), count -> count == 1);
    Event another = Event.ofAccount(application.account());
    environment.producer().publish(another);
    inbox.awaitEvent(another.messageId());
    assertThat(inbox.receipts()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"ids\":[\"ID:0b8f1f6c-3c1f-4a63-9f8e-1f2b3c4d5e6f\"]}",
        "{\"ids\":[\"' or 1=1\"]}"
      })
  void ignoresUnknownId(String body) {
    environment.producer().publishTexts(List.of(mark));
    List<JsonObject> before = awaitRejected(1);

    assertThat(administration.post(REPLAY, body).is(202).json().getInt("replayed")).isZero();

    assertThat(awaitRejected(1)).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | InvalidRequestBody",
        "{ | InvalidRequestBody",
        "{\"ids\":\"x\"} | InvalidRequestBody ids",
        "{\"ids\":[1]} | InvalidRequestBody ids",
        "{\"ids\":[]} | InvalidValue ids",
        "{\"ids\":[\"\"]} | InvalidValue ids",
        "{\"ids\":[\"a\\u0000\"]} | InvalidValue ids",
        "{\"x\":1} | InvalidProperty x"
      })
  void refusesABadReplay(String body, String detail) {
    administration.post(REPLAY, body).isError(422, "InvalidRequest", detail);
  }

  @Test
  void refusesMoreThanAThousandIds() {
    String many = String.join("\",\"", Collections.nCopies(1001, "x"));

    administration
        .post(REPLAY, "{\"ids\":[\"" + many + "\"]}")
        .isError(422, "InvalidRequest", "InvalidValue ids");
  }

  @ParameterizedTest
  @CsvSource({
    "$top=0, $top",
    "$top=101, $top",
    "continuationToken=abc, continuationToken",
    "continuationToken=MTIz, continuationToken",
    "$top=5&$top=5, $top"
  })
  void refusesABadParameterByItsName(String query, String target) {
    administration.get(LIST + "?" + query).isError(422, "InvalidRequest", "InvalidValue " + target);
  }

  @Test
  void refusesAllBadParametersAtOnce() {
    administration
        .get(LIST + "?$top=x&continuationToken=x")
        .isError(422, "InvalidRequest", "InvalidValue $top", "InvalidValue continuationToken");
  }

  @ParameterizedTest
  @CsvSource({"GET, " + LIST, "POST, " + REPLAY})
  void assertAdministratorsOnly(String method, String path) {
    Administration.assertAdministratorsOnly(environment, method, path);
  }
}
