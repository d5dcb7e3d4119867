package webhooks.domain.delivery.history.overview;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import webhooks.domain.error.Fault;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.id.Ids;
import webhooks.domain.page.Cursor;

/** The rules for requests to find webhooks. */
class FindRulesTest {
  /** Returns a request with these parameters. */
  static FindWebhooks request(Map<String, String> given) {
    Map<String, Optional<String>> all = new HashMap<>();
    given.forEach((name, value) -> all.put(name, Optional.ofNullable(value)));
    return new FindWebhooks(
        all.getOrDefault("$top", Optional.empty()),
        all.getOrDefault("continuationToken", Optional.empty()),
        all.getOrDefault("accountId", Optional.empty()),
        all.getOrDefault("active", Optional.empty()),
        all.getOrDefault("ids", Optional.empty()),
        all.getOrDefault("search", Optional.empty()),
        all.getOrDefault("state", Optional.empty()),
        all.getOrDefault("eventType", Optional.empty()),
        all.getOrDefault("sort", Optional.empty()),
        List.of());
  }

  @Test
  void refusesInvalidParametersTogether() {
    String token = new SortKey(WebhookSort.HOST, 0, "a", Cursor.last()).token();

    assertThatThrownBy(
            () ->
                FindRules.check(
                    request(
                        Map.of(
                            "$top", "0",
                            "sort", "size",
                            "continuationToken", token,
                            "active", "yes",
                            "ids", Ids.next() + ",x",
                            "search", " ",
                            "state", "ok",
                            "eventType", "a\nb")),
                    new Faults()))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal ->
                assertThat(refusal.details())
                    .extracting(Fault::target)
                    .containsExactlyInAnyOrder(
                        Optional.of("$top"),
                        Optional.of("sort"),
                        Optional.of("continuationToken"),
                        Optional.of("active"),
                        Optional.of("ids"),
                        Optional.of("search"),
                        Optional.of("state"),
                        Optional.of("eventType")));
  }

  @Test
  void takesAHundredIds() {
    String hundred =
        Stream.generate(Ids::next).limit(100).map(UUID::toString).collect(joining(","));

    assertThat(FindRules.check(request(Map.of("ids", hundred)), new Faults()).filter().ids())
        .hasSize(100)
        .doesNotHaveDuplicates();
    for (String refused : List.of(hundred + "," + Ids.next(), hundred + ",", ",")) {
      assertThatThrownBy(() -> FindRules.check(request(Map.of("ids", refused)), new Faults()))
          .isInstanceOfSatisfying(
              Refusal.class,
              refusal ->
                  assertThat(refusal.details())
                      .extracting(Fault::target)
                      .containsExactly(Optional.of("ids")));
    }
  }
}
