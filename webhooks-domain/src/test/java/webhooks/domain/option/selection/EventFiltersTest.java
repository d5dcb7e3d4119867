package webhooks.domain.option.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.domain.option.OptionRules.faults;
import static webhooks.domain.option.OptionRules.options;
import static webhooks.domain.option.OptionRules.shown;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.domain.option.WebhookOptions;

/** The rules of the option filters (OPTIONS, section 3). */
class EventFiltersTest {
  private static String leaves(int number) {
    return String.join(",", Collections.nCopies(number, "{'exists':{'$.content.a':true}}"));
  }

  private static String nested(int levels) {
    return "{'not':".repeat(levels - 1)
        + "{'exists':{'$.content.a':true}}"
        + "}".repeat(levels - 1);
  }

  @Test
  void keepsFiltersAsTheyWereWritten() {
    String json =
        "{'filters':[{'any':[{'exact':{'eventType':'a.v1'}},{'not':{'in':{'$.content.x':"
            + "['b',1.50,true]}}}]},{'number':{'$.content.n':{'gte':1E+2}}}]}";
    WebhookOptions read = options(json);

    assertThat(shown(read)).isEqualTo(json);
    assertThat(WebhookOptions.parse(read.stored()).changes(read)).isEmpty();
    assertThat(read.changes(options("{'filters':[{'exact':{'eventType':'a.v1'}}]}")))
        .containsExactly("filters");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`{}` | InvalidValue filters",
        "`[]` | InvalidValue filters",
        "`['a']` | InvalidValue filters[0]",
        "`[{}]` | InvalidValue filters[0]",
        "`[{'exact': null}]` | InvalidValue filters[0]",
        "`[{'sql': 'true'}]` | InvalidProperty filters[0].sql",
        "`[{'regex': {'eventType': 'a.*'}}]` | InvalidProperty filters[0].regex",
        "`[{'exact': {'eventType': 'a'}, 'cesql': ''}]` | InvalidProperty filters[0].cesql",
        "`[{'exact': {'eventType': 'a'}, 'prefix': {'eventType': 'a'}}]` | InvalidValue filters[0]",
        "`[{'exact': 'a'}]` | InvalidValue filters[0].exact",
        "`[{'exact': {}}]` | InvalidValue filters[0].exact",
        "`[{'exact': {'eventType': ['a']}}]` | InvalidValue filters[0].exact.eventType",
        "`[{'exact': {'type': 'a'}}]` | InvalidValue filters[0].exact.type",
        "`[{'exact': {'webhookId': 'a'}}]` | InvalidValue filters[0].exact.webhookId",
        "`[{'exact': {'$.x': 'a'}}]` | InvalidValue filters[0].exact.$.x",
        "`[{'exact': {'$': 'a'}}]` | InvalidValue filters[0].exact.$",
        "`[{'exact': {'$.content.*': 'a'}}]` | InvalidValue filters[0].exact.$.content.*",
        "`[{'exact': {'$..a': 'a'}}]` | InvalidValue filters[0].exact.$..a",
        "`[{'exact': {'$.content[?@.a]': 'a'}}]` | InvalidValue filters[0].exact.$.content[?@.a]",
        "`[{'exact': {'$.content.a[*].b[*]': 1}}]` | InvalidValue filters[0].exact.$.content.a[*].b[*]",
        "`[{'exact': {'$.content[0][0][0][0][0]': 1}}]` | InvalidValue filters[0].exact.$.content[0][0][0][0][0]",
        "`[{'prefix': {'eventType': ''}}]` | InvalidValue filters[0].prefix.eventType",
        "`[{'suffix': {'eventType': 1}}]` | InvalidValue filters[0].suffix.eventType",
        "`[{'in': {'eventType': []}}]` | InvalidValue filters[0].in.eventType",
        "`[{'in': {'eventType': ['a', {}]}}]` | InvalidValue filters[0].in.eventType[1]",
        "`[{'number': {'$.content.a': 1}}]` | InvalidValue filters[0].number.$.content.a",
        "`[{'number': {'$.content.a': {}}}]` | InvalidValue filters[0].number.$.content.a",
        "`[{'number': {'$.content.a': {'gt': '1'}}}]` | InvalidValue filters[0].number.$.content.a.gt",
        "`[{'number': {'$.content.a': {'eq': 1}}}]` | InvalidProperty filters[0].number.$.content.a.eq",
        "`[{'number': {'$.content.a': {'gt': 1e1001}}}]` | InvalidValue filters[0].number.$.content.a.gt",
        "`[{'exact': {'$.content.a': 1e999999999}}]` | InvalidValue filters[0].exact.$.content.a",
        "`[{'exists': {'$.content.a': 'yes'}}]` | InvalidValue filters[0].exists.$.content.a",
        "`[{'all': []}]` | InvalidValue filters[0].all",
        "`[{'any': {'exact': {'eventType': 'a'}}}]` | InvalidValue filters[0].any",
        "`[{'not': []}]` | InvalidValue filters[0].not",
        "`[{'exact': {'eventType': 'a'}}, {'all': [{'x': 1}]}]` | InvalidProperty filters[1].all[0].x",
        "`[{'exact': {'$.content.a': 1, '$.content.b': 1, '$[\"content\"].a': 2}}]`"
            + " | InvalidValue filters[0].exact.$[\"content\"].a"
      })
  void refuses(String json, String fault) {
    assertThat(faults("{'filters': " + json.replace("\"", "\\'") + "}")).hasSize(1);
    assertThat(faults("{'filters': " + json.replace("\"", "\\'") + "}").get(0))
        .isEqualTo(fault.replace("\"", "\""));
  }

  @Test
  void showsAllFaultsAtOnce() {
    assertThat(
            faults(
                "{'filters':[{'exact':{'a':'b','$.content.x':{}}},{'any':[{'sql':''},{'not':3}]}]}"))
        .containsExactly(
            "InvalidValue filters[0].exact.a",
            "InvalidValue filters[0].exact.$.content.x",
            "InvalidProperty filters[1].any[0].sql",
            "InvalidValue filters[1].any[1].not");
  }

  @Test
  void boundsLeavesDepthValuesAndSize() {
    assertThat(faults("{'filters':[" + leaves(50) + "]}")).isEmpty();
    assertThat(faults("{'filters':[" + leaves(51) + "]}")).containsExactly("LimitExceeded filters");
    assertThat(faults("{'filters':[" + nested(5) + "]}")).isEmpty();
    assertThat(faults("{'filters':[" + nested(6) + "]}"))
        .containsExactly("LimitExceeded filters[0].not.not.not.not.not");
    String values = String.join(",", Collections.nCopies(100, "1"));
    assertThat(faults("{'filters':[{'in':{'$.content.a':[" + values + "]}}]}")).isEmpty();
    assertThat(faults("{'filters':[{'in':{'$.content.a':[" + values + ",1]}}]}"))
        .containsExactly("LimitExceeded filters[0].in.$.content.a");
    String digits = "1".repeat(100);
    assertThat(faults("{'filters':[{'exact':{'$.content.a':" + digits + "}}]}")).isEmpty();
    assertThat(faults("{'filters':[{'exact':{'$.content.a':" + digits + "1}}]}"))
        .containsExactly("InvalidValue filters[0].exact.$.content.a");
    String large = "'" + "x".repeat(16 * 1024) + "'";
    assertThat(faults("{'filters':[{'exact':{'$.content.a':" + large + "}}]}"))
        .containsExactly("LimitExceeded filters");
  }
}
