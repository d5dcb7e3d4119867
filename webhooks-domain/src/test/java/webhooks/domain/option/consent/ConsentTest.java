package webhooks.domain.option.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.domain.option.OptionRules.faults;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import webhooks.domain.address.Origin;
import webhooks.domain.option.ChangeOptions;
import webhooks.domain.option.OptionJson;
import webhooks.domain.option.OptionMember;
import webhooks.domain.option.WebhookOptions;

/** The consent of a receiver, which is stored as an option that owners neither see nor set. */
class ConsentTest {
  private static final Origin RECEIVER = new Origin("https://receiver.example:443");
  private static final Consent CONSENT = new Consent("events.example", RECEIVER);

  private final WebhookOptions consented =
      WebhookOptions.NONE.consented(CONSENT, Optional.of(BigDecimal.TEN));

  private WebhookOptions change(String json, boolean replaces) {
    return new ChangeOptions(OptionJson.members(json), replaces, List.of())
        .applyTo(consented, RECEIVER);
  }

  private static boolean namesSender(WebhookOptions options) {
    return !options.requestHeaders(RECEIVER).isEmpty();
  }

  @Test
  void changesOfOwnersKeepIt() {
    assertThat(namesSender(change("{'description': 'd'}", false))).isTrue();
    assertThat(namesSender(change("{}", true))).isTrue();
    assertThat(change("{}", true).throttle()).isEmpty();
    assertThat(namesSender(consented.without(OptionMember.THROTTLE))).isTrue();
  }

  @Test
  void ownersCanNotSetIt() {
    assertThat(faults("{'consent': {'sender': 'x', 'origin': 'y'}}"))
        .containsExactly("InvalidProperty consent");
    assertThat(OptionMember.settable("consent")).isEmpty();
  }

  @Test
  void isStoredAndNotShown() {
    WebhookOptions read = WebhookOptions.parse(consented.stored());

    assertThat(read.changes(consented)).isEmpty();
    assertThat(read.shown(RECEIVER)).containsOnlyKeys("throttle");
  }
}
