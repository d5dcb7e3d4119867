package webhooks.domain.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static webhooks.domain.option.OptionRules.OTHER;
import static webhooks.domain.option.OptionRules.RECEIVER;
import static webhooks.domain.option.OptionRules.faults;
import static webhooks.domain.option.OptionRules.options;
import static webhooks.domain.option.OptionRules.patch;
import static webhooks.domain.option.OptionRules.put;
import static webhooks.domain.option.OptionRules.shown;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.option.header.RequestHeader;

/** Replacing, changing, resetting and storing options (OPTIONS, section 1). */
class WebhookOptionsTest {
  private static final WebhookOptions ALL =
      options(
          """
          {'headers': [{'name': 'X-Key', 'value': 'canary'},
              {'name': 'X-Stage', 'value': 'a', 'secret': false}],
           'authentication': {'type': 'basic', 'username': 'u', 'password': 'p'},
           'description': 'Builds\\nof the bridge'}
          """);

  @Test
  void storedOptionsAreReadBack() {
    WebhookOptions read = WebhookOptions.parse(ALL.stored());

    assertThat(read.changes(ALL)).isEmpty();
    assertThat(read.requestHeaders(RECEIVER)).isEqualTo(ALL.requestHeaders(RECEIVER));
    assertThat(read.requestHeaders(OTHER)).isEqualTo(ALL.requestHeaders(OTHER));
  }

  @Test
  void patchReplacesGivenMembers() {
    WebhookOptions changed = patch(ALL, "{'description': 'New', 'headers': null}");

    assertThat(changed.changes(ALL)).containsExactly("description");
    assertThat(shown(changed)).contains("'description':'New'", "X-Key");
  }

  @Test
  void putReplacesAll() {
    WebhookOptions changed = put(ALL, "{'headers': [{'name': 'X-Key'}], 'description': null}");

    assertThat(changed.changes(ALL)).containsExactly("headers", "authentication", "description");
    assertThat(changed.requestHeaders(RECEIVER))
        .containsExactly(new RequestHeader("X-Key", "canary", List.of("canary")));
  }

  @Test
  void resetRemovesOneMember() {
    assertThat(ALL.without(OptionMember.HEADERS).changes(ALL)).containsExactly("headers");
  }

  @Test
  void replacedAuthenticationAllowsAuthorizationHeader() {
    String header = "{'headers': [{'name': 'Authorization', 'value': 'Bearer a'}]}";

    assertThat(faults(ALL, header)).containsExactly("InvalidValue headers[0].name");
    assertThat(put(ALL, header).requestHeaders(RECEIVER)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"batch", "ordering", "Headers", "modified", "x"})
  void refusesUnknownMember(String name) {
    assertThat(faults("{'" + name + "': {}}")).containsExactly("InvalidProperty " + name);
  }

  @Test
  void conflictIsOfTheGivenOption() {
    WebhookOptions header =
        options("{'headers': [{'name': 'Authorization', 'value': 'Bearer a'}]}");

    assertThat(
            faults(
                header, "{'authentication': {'type': 'basic', 'username': 'u', 'password': 'p'}}"))
        .containsExactly("InvalidValue authentication");
  }

  @Test
  void nullCountsAsAbsent() {
    assertThat(faults("{'batch': null, 'headers': [null]}")).isEmpty();
  }

  /** Clients check {@code maxItems} before they send a request. */
  @ParameterizedTest
  @CsvSource({
    "headers, 20",
    "retry.schedule, 20",
    "retry.finalStatuses, 100",
    "retention.redact, 20",
    "eventTypePatterns, 50",
    "filters, 50"
  })
  void nullCountsForTheNumberOfElements(String path, int max) {
    String array = String.join(",", Collections.nCopies(max + 1, "null"));
    String[] steps = path.split("\\.");
    String last = "'" + steps[steps.length - 1] + "': [" + array + "]";

    assertThat(
            faults(steps.length == 1 ? "{" + last + "}" : "{'" + steps[0] + "': {" + last + "}}"))
        .contains("LimitExceeded " + path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"''", "' '", "1", "'a\\u0000'", "'a\\tb'", "'\\ud800'"})
  void refusesDescription(String description) {
    assertThat(faults("{'description': " + description + "}"))
        .containsExactly("InvalidValue description");
  }

  @Test
  void boundsDescription() {
    assertThat(faults("{'description': '" + "x".repeat(1000) + "'}")).isEmpty();
    assertThat(faults("{'description': '" + "x".repeat(1001) + "'}"))
        .containsExactly("InvalidValue description");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'later': 1}",
        "{'authentication': {'type': 'later', 'username': 'u', 'password': 'p', 'origin': 'o'}}",
        "{'authentication': {'type': 'basic', 'username': 'u', 'password': 'p', 'origin': 'o',"
            + " 'later': 1}}",
        "{'headers': [{'name': 'X-Key', 'secret': true, 'origin': 'o'}]}",
        "{'headers': 1}"
      })
  void optionsOfLaterVersionAreNotIgnored(String stored) {
    String json = stored.replace('\'', '"');
    assertThatThrownBy(() -> WebhookOptions.parse(json)).isInstanceOf(IllegalStateException.class);
  }

  /** A later version may forbid what an earlier one has stored. */
  @ParameterizedTest
  @ValueSource(
      strings = {"{'headers':[{'name':'Host','secret':false,'value':'a'}]}", "{'description':' '}"})
  void storedOptionsAreReadWithoutRules(String stored) {
    String json = stored.replace('\'', '"');
    assertThat(WebhookOptions.parse(json).stored()).isEqualTo(json);
  }
}
