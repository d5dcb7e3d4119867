package webhooks.domain.delivery.history.account;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import webhooks.domain.access.Caller;
import webhooks.domain.access.TokenScope;
import webhooks.domain.delivery.history.StatisticsLimit;
import webhooks.domain.delivery.history.StatisticsWindow;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.Faults;
import webhooks.domain.id.Ids;

/** Shows an administrator of the product which accounts have the most deliveries. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AccountOverviews {
  private static final int MAX_SEARCH_LENGTH = 128;

  @Inject private StatisticsLimit limit;
  @EJB private AccountOverviewRepository accounts;

  /**
   * Returns accounts with pending deliveries, or with finished ones in the window, at most 100.
   *
   * @param window the text {@code PT1H}, the default, or {@code P1D}
   * @param search a part of the accounts' ids, in any case
   * @param found the faults found while the request was read
   * @throws webhooks.domain.access.InsufficientScope if the caller's token lacks the scope
   * @throws webhooks.domain.error.Refusal {@code InsufficientPermissions}, {@code InvalidRequest},
   *     or {@code ServiceUnavailable} if too many statistics are being read or take too long
   */
  public AccountOverview of(
      Caller by, Optional<String> window, Optional<String> search, List<Fault> found) {
    by.require(TokenScope.ADMIN);
    Faults faults = new Faults(found);
    StatisticsWindow checked = StatisticsWindow.check(window, faults);
    if (search.filter(text -> !Ids.isOpaque(text, MAX_SEARCH_LENGTH)).isPresent()) {
      faults.invalid("search", "'search' " + Ids.opaqueRule(MAX_SEARCH_LENGTH));
    }
    faults.refuseIfAny(
        ErrorCode.INVALID_REQUEST,
        "Cannot read the accounts. Make sure the query parameters are valid.");
    return limit.read(by, () -> accounts.read(checked, search));
  }
}
