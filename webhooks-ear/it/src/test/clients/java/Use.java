import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.DeliveriesApi;
import org.openapitools.client.api.DescriptionApi;
import org.openapitools.client.api.EventsApi;
import org.openapitools.client.api.MetricsApi;
import org.openapitools.client.api.WebhooksApi;
import org.openapitools.client.model.CreateWebhook;
import org.openapitools.client.model.CreatedWebhook;
import org.openapitools.client.model.Delivery;
import org.openapitools.client.model.DeliveryStatus;
import org.openapitools.client.model.ErrorBody;
import org.openapitools.client.model.ErrorDetail;
import org.openapitools.client.model.ErrorResponse;
import org.openapitools.client.model.Event;
import org.openapitools.client.model.Scope;
import org.openapitools.client.model.UpdateWebhook;

/** Uses the client that openapi-generator makes for Java, and prints a line for each step. */
public final class Use {
  private static final Map<String, String> GIVEN = System.getenv();
  private static final String TYPE = "iModels.iModelCreated.v1";

  interface Call {
    void run() throws ApiException;
  }

  private Use() {}

  public static void main(String... none) throws Exception {
    WebhooksApi webhooks = new WebhooksApi(client(GIVEN.get("TOKEN")));
    EventsApi events = new EventsApi(client(GIVEN.get("PUBLISHER_TOKEN")));
    DeliveriesApi deliveries = new DeliveriesApi(client(GIVEN.get("TOKEN")));
    URI receiver = URI.create(GIVEN.get("RECEIVER"));

    CreatedWebhook created = webhooks.createWebhook(webhook(receiver.toString(), TYPE));
    UUID id = created.getId();
    say("created, active: " + created.getActive());
    say("listed " + webhooks.listWebhooks(null, null, null, null, null, null, null, null).getWebhooks().size());
    say("read, active: " + webhooks.getWebhook(id).getActive());
    say("updated, active: " + webhooks.updateWebhook(id, new UpdateWebhook().active(true)).getActive());
    Event event =
        new Event()
            .messageId(UUID.randomUUID())
            .eventType(TYPE)
            .accountId(GIVEN.get("ACCOUNT"))
            .content(Map.of("imodelId", "one"));
    say("published " + events.publishEvents(List.of(event)).getAccepted());
    say("delivered " + awaitDelivery(deliveries, id).getMessageId().equals(event.getMessageId()));
    say("tested " + webhooks.testWebhook(id, null).getSucceeded());
    say("measured " + new MetricsApi(client("")).getMetrics().contains("webhooks_"));
    Object description = new DescriptionApi(client("")).getDescription("JSON", null);
    say("described " + ((Map<?, ?>) description).containsKey("openapi"));

    refused(() -> new WebhooksApi(client("")).getWebhook(id));
    refused(
        () ->
            webhooks.createWebhook(
                webhook(receiver.toString(), TYPE)
                    .scope(Scope.I_TWIN)
                    .scopeId(UUID.randomUUID().toString())));
    refused(() -> webhooks.getWebhook(UUID.randomUUID()));
    refused(() -> webhooks.createWebhook(webhook(receiver.toString(), "no.such.type")));
    webhooks.deleteWebhook(id);
    refused(() -> webhooks.getWebhook(id));
  }

  private static ApiClient client(String token) {
    ApiClient client = new ApiClient();
    client.updateBaseUri(GIVEN.get("SERVICE"));
    if (!token.isEmpty()) {
      client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + token));
    }
    return client;
  }

  private static CreateWebhook webhook(String receiver, String type) {
    return new CreateWebhook().callbackUrl(receiver).scope(Scope.ACCOUNT).eventTypes(List.of(type));
  }

  private static Delivery awaitDelivery(DeliveriesApi deliveries, UUID id) {
    return Awaitility.await()
        .atMost(1, TimeUnit.MINUTES)
        .until(
            () ->
                deliveries
                    .listDeliveries(id, DeliveryStatus.SUCCEEDED, TYPE, null, null, null, null, null, null, null, 10, null)
                    .getDeliveries(),
            succeeded -> !succeeded.isEmpty())
        .get(0);
  }

  private static void refused(Call call) throws Exception {
    try {
      call.run();
      say("not refused");
    } catch (ApiException e) {
      ErrorBody error =
          new ObjectMapper().readValue(e.getResponseBody(), ErrorResponse.class).getError();
      StringBuilder line = new StringBuilder(e.getCode() + " " + error.getCode());
      if (error.getDetails() != null) {
        for (ErrorDetail detail : error.getDetails()) {
          line.append(" ").append(detail.getCode()).append(" ").append(detail.getTarget());
        }
      }
      say(line.toString());
    }
  }

  private static void say(String line) {
    System.out.println(line);
  }
}
