package webhooks.domain.delivery.history.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.error.Fault;
import webhooks.domain.error.Refusal;
import webhooks.domain.page.Cursor;

/** The rules for the parameters of a search. */
class SearchRulesTest {
  private static final Instant NOW = Instant.parse("2026-10-02T14:55:00Z");

  private static SearchQuery check(Map<String, String> parameters) {
    return SearchRules.check(SearchRequests.of(parameters), NOW);
  }

  @ParameterizedTest
  @CsvSource({
    "status, done",
    "eventType, ' '",
    "messageId, 1",
    "traceId, 0AF7651916CD43DD8448EB211C80319C",
    "traceId, 00000000000000000000000000000000",
    "traceId, 0af7651916cd43dd8448eb211c80319",
    "statusCode, 6xx",
    "statusCode, 5XX",
    "statusCode, 099",
    "statusCode, 5031",
    "error, STATUS",
    "error, http",
    "text, ab",
    "since, today",
    "continuationToken, x",
    "$top, 101"
  })
  void refuses(String name, String value) {
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> check(Map.of(name, value)));

    assertThat(refusal.details()).extracting(Fault::target).containsExactly(Optional.of(name));
  }

  @Test
  void refusesLongTextsAndControlCharacters() {
    for (String text : List.of("x".repeat(201), "a\tb")) {
      assertThat(catchThrowableOfType(Refusal.class, () -> check(Map.of("text", text))))
          .as(text)
          .isNotNull();
    }
    assertThat(check(Map.of("text", "x".repeat(200))).filter().text()).isPresent();
  }

  @Test
  void namesAllFaults() {
    Refusal refusal =
        catchThrowableOfType(
            Refusal.class, () -> check(Map.of("error", "x", "statusCode", "x", "traceId", "x")));

    assertThat(refusal.details()).hasSize(3);
  }

  @Test
  void acceptsTypesOutsideTheCatalogue() {
    assertThat(check(Map.of("eventType", "removed.type.v1")).filter().eventType())
        .contains("removed.type.v1");
  }

  @Test
  void failuresAreNotLookedForAmongSuccesses() {
    for (Map<String, String> failures :
        List.of(Map.of("error", "dns"), Map.of("statusCode", "5xx"), Map.of("statusCode", "301"))) {
      assertThat(check(failures).filter().possibleStatuses())
          .as("%s", failures)
          .doesNotContain(DeliveryStatus.SUCCEEDED)
          .hasSize(3);
    }
    for (String success : List.of("2xx", "200", "299")) {
      assertThat(check(Map.of("statusCode", success)).filter().possibleStatuses()).hasSize(4);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2026-09-01T00:00:00Z"})
  void textIsLookedForInOneDay(String since) {
    Map<String, String> text =
        since.isEmpty() ? Map.of("text", "abc") : Map.of("text", "abc", "since", since);

    assertThat(check(text).start().since()).isEqualTo(NOW.minus(Duration.ofDays(1)));
  }

  @Test
  void textPeriodEndsAtTheEndOfTheRequest() {
    SearchPosition start = check(Map.of("text", "abc", "until", "2026-09-02T12:00:00Z")).start();

    assertThat(start.since()).isEqualTo(Instant.parse("2026-09-01T12:00:00Z"));
    assertThat(start.before()).isEqualTo(Cursor.before(Instant.parse("2026-09-02T12:00:00Z")));
  }

  @Test
  void laterPagesKeepThePeriodOfTheFirst() {
    Instant since = NOW.minusSeconds(100);
    SearchPosition reached =
        new SearchPosition(
            Cursor.before(NOW.minusSeconds(10)), since, 700, SearchPosition.FIRST_WINDOW);

    SearchPosition next =
        check(Map.of("text", "abc", "continuationToken", reached.token())).start();

    assertThat(next).isEqualTo(reached);
  }

  @Test
  void tokenKeepsThePosition() {
    SearchPosition position =
        new SearchPosition(Cursor.last(), Instant.EPOCH, 5, Duration.ofDays(3));

    assertThat(SearchPosition.of(position.token())).contains(position);
    assertThat(SearchPosition.of(Cursor.last().token("deliveries"))).isEmpty();
  }
}
