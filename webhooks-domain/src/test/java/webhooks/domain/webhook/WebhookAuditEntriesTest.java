package webhooks.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import webhooks.domain.webhook.WebhookAuditEntries.UpdatableProperties;

class WebhookAuditEntriesTest {
  private static UpdatableProperties state(
      String url, String secret, boolean previous, String type) {
    return new UpdatableProperties(true, url, secret, previous, List.of(type));
  }

  @Test
  void namesChangesWithoutValues() {
    UpdatableProperties before = state("https://a.example/?key=1", "secret-1", false, "a.v1");
    UpdatableProperties after = state("https://a.example/?key=2", "secret-2", false, "b.v1");

    assertThat(before.changesTo(after)).hasValue("callbackUrl, secret, eventTypes");
    assertThat(before.changesTo(before)).isEmpty();
    assertThat(before.toString()).doesNotContain("secret-1").doesNotContain("key=1");
  }

  @Test
  void droppedPreviousSecretIsAChange() {
    assertThat(
            state("https://a.example/", "s", true, "a.v1")
                .changesTo(state("https://a.example/", "s", false, "a.v1")))
        .hasValue("secret");
  }
}
