package webhooks.api.delivery;

import static webhooks.api.http.response.JsonResponse.JSON;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import webhooks.api.http.QueryParameters;
import webhooks.api.http.response.JsonResponse;
import webhooks.api.http.response.PageResponse;
import webhooks.domain.delivery.history.search.DeliveryPage;
import webhooks.domain.delivery.history.search.DeliveryPage.FoundDelivery;
import webhooks.domain.delivery.history.search.ListDeliveries;
import webhooks.domain.delivery.history.search.Searched;

/** Reads requests for deliveries, and writes their answers as JSON. */
final class SearchJson {
  private SearchJson() {}

  static ListDeliveries read(UriInfo uri) {
    QueryParameters query = new QueryParameters(uri);
    return new ListDeliveries(
        query.text(PageResponse.TOP),
        query.text(PageResponse.TOKEN),
        query.text("status"),
        query.text("since"),
        query.text("until"),
        new ListDeliveries.Conditions(
            query.text("eventType"),
            query.text("messageId"),
            query.text("traceId"),
            query.text("statusCode"),
            query.text("error"),
            query.text("text")),
        query.faults());
  }

  /** Returns a page of the deliveries of one webhook. */
  static Response ofWebhook(PageResponse pages, UriInfo uri, DeliveryPage page) {
    JsonArrayBuilder deliveries = JSON.createArrayBuilder();
    page.page().items().forEach(found -> deliveries.add(DeliveryJson.builder(found.delivery())));
    return respond(pages, uri, page, deliveries);
  }

  /** Returns a page of the deliveries of several webhooks. */
  static Response ofAccount(PageResponse pages, UriInfo uri, DeliveryPage page) {
    JsonArrayBuilder deliveries = JSON.createArrayBuilder();
    page.page().items().forEach(found -> deliveries.add(withWebhook(found)));
    return respond(pages, uri, page, deliveries);
  }

  private static JsonObjectBuilder withWebhook(FoundDelivery found) {
    return DeliveryJson.builder(found.delivery()).add("webhookId", found.webhookId().toString());
  }

  private static Response respond(
      PageResponse pages, UriInfo uri, DeliveryPage page, JsonArrayBuilder deliveries) {
    JsonObjectBuilder json = JSON.createObjectBuilder().add("deliveries", deliveries);
    page.searched().ifPresent(searched -> json.add("searched", write(searched)));
    return pages.of(uri, json, page.page().continuation());
  }

  private static JsonObjectBuilder write(Searched searched) {
    JsonObjectBuilder json = JSON.createObjectBuilder().add("rows", searched.rows());
    searched.newest().ifPresent(newest -> json.add("newest", JsonResponse.time(newest)));
    searched.since().ifPresent(since -> json.add("since", JsonResponse.time(since)));
    return json.add("complete", searched.complete());
  }
}
