package webhooks.domain.portal;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Faults;
import webhooks.domain.page.Durations;
import webhooks.domain.page.PageRules;

/** Checks requests to create a session of the portal. */
public final class PortalSessionRules {
  /** How long a session lasts at most. */
  static final Duration MAX_LIFETIME = Duration.ofHours(1);

  private static final Duration MIN_LIFETIME = Duration.ofSeconds(1);

  private PortalSessionRules() {}

  /**
   * The values of a checked request.
   *
   * @param pages empty means all
   */
  public record Checked(
      String accountId,
      String user,
      Duration lifetime,
      Optional<Set<PortalPage>> pages,
      boolean readOnly) {}

  /**
   * Checks a request.
   *
   * @param ownAccount the account of the caller, if the token names one
   * @throws webhooks.domain.error.Refusal {@code InvalidRequest} with all faults
   */
  static Checked check(CreatePortalSession request, Optional<String> ownAccount) {
    Faults faults = new Faults(request.faults());
    Optional<String> account =
        PageRules.accountId(request.accountId(), faults)
            .or(() -> request.accountId().isPresent() ? Optional.empty() : ownAccount);
    boolean unread = faults.concernWholeBody();
    if (account.isEmpty() && !unread) {
      faults.missing("accountId");
    }
    if (request.user().isEmpty() && !unread) {
      faults.missing("user");
    }
    request
        .user()
        .filter(user -> !PortalUserName.isValid(user))
        .ifPresent(user -> faults.invalid("user", "'user' " + PortalUserName.RULE));
    Optional<Duration> lifetime = lifetime(request, faults);
    Optional<Set<PortalPage>> pages = request.pages().flatMap(names -> pages(names, faults));
    faults.refuseIfAny(
        ErrorCode.INVALID_REQUEST,
        "Cannot create a portal session. Make sure the request body is valid.");
    return new Checked(
        account.orElseThrow(),
        request.user().orElseThrow(),
        lifetime.orElseThrow(),
        pages,
        request.readOnly().orElse(false));
  }

  private static Optional<Duration> lifetime(CreatePortalSession request, Faults faults) {
    if (request.expires().isEmpty() && !faults.concernWholeBody()) {
      faults.missing("expires");
    }
    Optional<Duration> lifetime =
        request
            .expires()
            .flatMap(Durations::parse)
            .filter(given -> given.compareTo(MIN_LIFETIME) >= 0)
            .filter(given -> given.compareTo(MAX_LIFETIME) <= 0);
    if (request.expires().isPresent() && lifetime.isEmpty()) {
      faults.invalid("expires", "'expires' must be an ISO 8601 duration from PT1S to PT1H.");
    }
    return lifetime;
  }

  private static Optional<Set<PortalPage>> pages(List<String> names, Faults faults) {
    Set<PortalPage> pages = EnumSet.noneOf(PortalPage.class);
    for (String name : names) {
      Optional<PortalPage> page = PortalPage.of(name);
      page.ifPresent(pages::add);
      if (page.isEmpty() && !faults.has("pages")) {
        faults.invalid("pages", "'pages' must hold only names of pages: " + PortalPage.NAMES + ".");
      }
    }
    if (names.isEmpty()) {
      faults.invalid("pages", "'pages' must not be empty. Leave it out for all pages.");
    }
    return Optional.of(pages);
  }
}
