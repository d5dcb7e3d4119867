package webhooks.domain.delivery.history.overview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import webhooks.domain.error.Fault;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
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
                        Optional.of("search"),
                        Optional.of("state"),
                        Optional.of("eventType")));
  }
}
