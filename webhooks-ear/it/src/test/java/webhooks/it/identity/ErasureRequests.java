package webhooks.it.identity;

import java.util.UUID;
import webhooks.it.harness.http.Api;
import webhooks.it.harness.http.Api.Request;

/** Requests to erase payloads. */
record ErasureRequests(Api api, String account) {
  Request ofDelivery(Target target) {
    return api.delete(target.path() + "/deliveries/" + target.delivery() + "/payload");
  }

  Request ofUnknownEvent() {
    return api.delete("/events/" + UUID.randomUUID() + "/payload?accountId=" + account);
  }

  Request ofNothing() {
    return api.post("/admin/erasures")
        .json(
            "{'path':'$.content.none','value':'none','accountId':'%s'}"
                .replace('\'', '"')
                .formatted(account));
  }

  Request verify() {
    return api.post("/admin/erasure-receipts/verify").json("{\"receipt\":\"x\"}");
  }
}
