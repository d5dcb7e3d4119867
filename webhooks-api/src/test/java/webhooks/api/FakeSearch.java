package webhooks.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import webhooks.domain.access.Caller;
import webhooks.domain.delivery.history.search.DeliveryPage;
import webhooks.domain.delivery.history.search.DeliverySearch;
import webhooks.domain.delivery.history.search.ListDeliveries;
import webhooks.domain.delivery.history.search.Searched;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Faults;
import webhooks.domain.page.Page;

/** Searches that find nothing, and keep what they got. */
final class FakeSearch extends DeliverySearch {
  static final Instant SINCE = Instant.parse("2026-10-02T14:55:00Z");
  static final Instant NEWEST = Instant.parse("2026-10-02T15:55:00Z");

  private final FakeAdministration administration;

  FakeSearch(FakeAdministration administration) {
    this.administration = administration;
  }

  @Override
  public DeliveryPage ofWebhook(Caller by, String webhookId, ListDeliveries request) {
    return ofAccount(by, request);
  }

  @Override
  public DeliveryPage ofAccount(Caller by, ListDeliveries request) {
    administration.got = request;
    new Faults(request.faults()).refuseIfAny(ErrorCode.INVALID_REQUEST, "message");
    return new DeliveryPage(
        new Page<>(List.of(), Optional.empty()),
        request
            .conditions()
            .text()
            .map(text -> new Searched(250, Optional.of(NEWEST), Optional.of(SINCE), false)));
  }
}
