package webhooks.domain.option.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.domain.option.request.EventForms.PUBLIC_URL;
import static webhooks.domain.option.request.EventForms.event;
import static webhooks.domain.option.request.EventForms.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import webhooks.domain.json.JsonObjectParser;
import webhooks.domain.json.JsonObjectParser.InvalidBody;

/** The templates in docs/templates.md make the messages that the services take. */
class TemplateExamplesTest {
  private static final String JOB =
      "{'synchronizationId':'s-1','iModelId':'m-1','connectionId':'c-1','result':'Success'}";

  /** Returns the example below a heading of the page. */
  private static String example(String heading) throws IOException {
    try (InputStream page = TemplateExamplesTest.class.getResourceAsStream("/templates.md")) {
      Matcher example =
          Pattern.compile("(?s)\n## " + heading + "\n.*?\n```json\n(.*?)\n```\n")
              .matcher(new String(page.readAllBytes(), UTF_8));
      assertThat(example.find()).as(heading).isTrue();
      return example.group(1);
    }
  }

  private static Map<String, Object> message(String heading, String content)
      throws IOException, FormatException, InvalidBody {
    Format format = format(example(heading));
    return JsonObjectParser.parse(format.content(event(content), PUBLIC_URL).body());
  }

  /** Returns the value at names and indexes. */
  private static Object at(Object json, Object... steps) {
    Object value = json;
    for (Object step : steps) {
      value =
          step instanceof Integer index
              ? ((List<?>) value).get(index)
              : ((Map<?, ?>) value).get(step);
    }
    return value;
  }

  @Test
  void slackGetsTextAndBlocks() throws Exception {
    Map<String, Object> message = message("Slack", JOB);

    assertThat(message).containsOnlyKeys("text", "blocks");
    assertThat(message).containsEntry("text", "iModels.iModelCreated.v1");
    assertThat(at(message, "blocks", 0, "text", "text")).isEqualTo("Job Success");
    assertThat(at(message, "blocks", 1, "fields", 0, "text")).isEqualTo("iModel m-1");
    assertThat(at(message("Slack", "{}"), "blocks", 0, "text", "text")).isEqualTo("Job completed");
  }

  @Test
  void teamsGetsAnAdaptiveCard() throws Exception {
    Object card = at(message("Microsoft Teams", JOB), "attachments", 0);

    assertThat(at(card, "contentType")).isEqualTo("application/vnd.microsoft.card.adaptive");
    assertThat(at(card, "content", "type")).isEqualTo("AdaptiveCard");
    assertThat(at(card, "content", "body", 1, "facts", 0, "value")).isEqualTo("Success");
    assertThat(
            at(message("Microsoft Teams", "{}"), "attachments", 0, "content", "body", 1, "facts"))
        .asString()
        .contains("unknown");
  }

  @Test
  void discordGetsAnEmbed() throws Exception {
    Object embed = at(message("Discord", JOB), "embeds", 0);

    assertThat(at(embed, "description")).isEqualTo("Synchronization s-1: Success");
    assertThat(at(embed, "timestamp")).isEqualTo("2026-10-02T14:55:00.463Z");
    assertThat(at(message("Discord", "{'result':'a\\'b'}"), "embeds", 0, "description"))
        .isEqualTo("Synchronization -: a\"b");
    assertThat(at(message("Discord", "{}"), "allowed_mentions", "parse")).isEqualTo(List.of());
  }
}
