package webhooks.domain.webhook.option;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import webhooks.domain.access.Caller;
import webhooks.domain.address.CallbackUrlValidator;
import webhooks.domain.error.Faults;
import webhooks.domain.option.OptionMember;
import webhooks.domain.option.WebhookOptions;
import webhooks.domain.option.authentication.OAuth2Authentication;
import webhooks.domain.settings.OptionSettings;
import webhooks.domain.settings.Settings;

/** Checks what the options themselves can't know: the operator's maxima, hosts, and the time. */
@ApplicationScoped
public class OptionChecks {
  private CallbackUrlValidator urls;
  private Settings settings;
  private Clock clock;

  /** Creates the bean's proxy, for the container. */
  protected OptionChecks() {}

  /** Creates the checks. */
  @Inject
  public OptionChecks(CallbackUrlValidator urls, Settings settings, Clock clock) {
    this.urls = urls;
    this.settings = settings;
    this.clock = clock;
  }

  /** Returns the operator's maxima. */
  public OptionSettings maxima() {
    return settings.options();
  }

  /**
   * Adds the faults of changed options that a look-up or the time decides. Looks names up, so it
   * must not run in a transaction.
   */
  public void check(Caller caller, WebhookOptions before, WebhookOptions after, Faults faults) {
    checkIssuer(caller, after.changes(before), after, faults);
    checkValidity(before, after, faults);
  }

  /** Adds a fault if a changed certificate is not valid at this time. Looks no name up. */
  public void checkValidity(WebhookOptions before, WebhookOptions after, Faults faults) {
    after
        .tls()
        .filter(tls -> after.changes(before).contains(OptionMember.TLS.text()))
        .ifPresent(tls -> tls.checkValidity(OptionMember.TLS.text(), clock.instant(), faults));
  }

  /** Adds a fault if a new token issuer is at a host that must not be called. */
  private void checkIssuer(
      Caller caller, List<String> changes, WebhookOptions after, Faults faults) {
    String authentication = OptionMember.AUTHENTICATION.text();
    Optional<OAuth2Authentication> issuer =
        changes.contains(authentication) ? after.oauth2() : Optional.empty();
    issuer
        .flatMap(oauth2 -> oauth2.request().url())
        .ifPresent(
            url ->
                urls.checkHost(
                    url,
                    authentication + "." + OAuth2Authentication.TOKEN_URL,
                    caller.limitKey(),
                    faults));
  }
}
