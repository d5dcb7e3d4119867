package webhooks.domain.event.preview;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import webhooks.domain.error.Fault;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.option.ChangeOptions;
import webhooks.domain.option.OptionsRepository;
import webhooks.domain.option.WebhookOptions;
import webhooks.domain.webhook.PreviewableWebhook;
import webhooks.domain.webhook.option.OptionChecks;

/**
 * Reads the options that a request to preview them has, with the checks of a change. Looks no host
 * up: nothing is sent.
 */
@ApplicationScoped
public class PreviewedOptions {
  private OptionsRepository options;
  private OptionChecks checks;

  /** Creates the bean's proxy, for the container. */
  protected PreviewedOptions() {}

  /** Creates the reader. */
  @Inject
  public PreviewedOptions(OptionsRepository options, OptionChecks checks) {
    this.options = options;
    this.checks = checks;
  }

  /** Returns the options that a PUT of these would set. Faults have paths in the request. */
  public WebhookOptions read(PreviewableWebhook webhook, Map<String, Object> given, Faults faults) {
    WebhookOptions before = webhook.webhook().options();
    ChangeOptions request = new ChangeOptions(given, true, List.of());
    try {
      return options
          .withRequestedKey(webhook.webhook().subscription().webhookId(), request)
          .applyTo(
              before,
              webhook.receiver(),
              checks.maxima(),
              (after, found) -> checks.checkValidity(before, after, found));
    } catch (Refusal e) {
      e.details()
          .forEach(
              fault ->
                  faults.add(
                      Fault.of(
                          fault.code(),
                          "options" + fault.target().map(target -> "." + target).orElse(""),
                          fault.message())));
      return before;
    }
  }
}
