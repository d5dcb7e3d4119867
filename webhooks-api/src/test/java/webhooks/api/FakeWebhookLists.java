package webhooks.api;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import webhooks.domain.access.Caller;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Faults;
import webhooks.domain.page.Page;
import webhooks.domain.webhook.WebhookView;
import webhooks.domain.webhook.list.ListOwnWebhooks;
import webhooks.domain.webhook.list.WebhookLists;

/** Refuses a request in which the API found faults; else returns webhooks. Keeps the request. */
final class FakeWebhookLists extends WebhookLists {
  ListOwnWebhooks request;
  int length;
  RuntimeException failure;

  void reset() {
    request = null;
    length = 2;
    failure = null;
  }

  @Override
  public Page<WebhookView> page(Caller caller, ListOwnWebhooks given) {
    keep(given);
    return new Page<>(List.of(FakeWebhooks.WEBHOOK), Optional.of("next token"));
  }

  @Override
  public Iterator<WebhookView> all(Caller caller, ListOwnWebhooks given) {
    keep(given);
    return Stream.generate(this::next).limit(length).iterator();
  }

  private WebhookView next() {
    if (failure != null) {
      throw failure;
    }
    return FakeWebhooks.WEBHOOK;
  }

  private void keep(ListOwnWebhooks given) {
    request = given;
    new Faults(given.faults()).refuseIfAny(ErrorCode.INVALID_REQUEST, "message");
  }
}
