package webhooks.api.webhook;

import static webhooks.api.http.response.JsonResponse.JSON;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.nio.charset.StandardCharsets;
import webhooks.api.http.json.JsonBody;
import webhooks.api.http.response.JsonResponse;
import webhooks.api.security.CurrentCaller;
import webhooks.api.security.OnPages;
import webhooks.api.security.RequiresScope;
import webhooks.domain.access.TokenScope;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.PreparedRequest;
import webhooks.domain.event.preview.EventPreview;
import webhooks.domain.event.preview.PreviewOptions;
import webhooks.domain.event.preview.PreviewOptions.Preview;
import webhooks.domain.event.preview.StoredPreview;
import webhooks.domain.portal.PortalPage;

/** Shows which events a webhook would get with some options, and as which requests. */
@Path("webhooks/{webhookId}/options/preview")
@ApplicationScoped
public class OptionPreviewResource {
  @EJB private PreviewOptions previews;

  private final CurrentCaller caller;

  /** Creates the bean's proxy, for the container. */
  public OptionPreviewResource() {
    this(null);
  }

  /** Creates the resource. */
  @Inject
  public OptionPreviewResource(CurrentCaller caller) {
    this.caller = caller;
  }

  /** Makes a preview. */
  @POST
  @RequiresScope(TokenScope.MODIFY)
  @OnPages({PortalPage.OPTIONS})
  public Response preview(@PathParam("webhookId") String webhookId, byte[] body) {
    JsonBody json = new JsonBody(body);
    Preview preview = previews.make(caller.get(), webhookId, json.members(), json.faults());
    return JsonResponse.of(
        Status.OK,
        preview
            .event()
            .map(OptionPreviewResource::write)
            .orElseGet(() -> write(preview.stored().orElseThrow())));
  }

  private static JsonObject write(EventPreview preview) {
    JsonObjectBuilder json = JSON.createObjectBuilder().add("matches", preview.refusal().isEmpty());
    preview.refusal().ifPresent(reason -> json.add("reason", reason.text()));
    preview.filter().ifPresent(filter -> json.add("filter", filter));
    preview.request().ifPresent(request -> write(request, json));
    preview
        .failure()
        .ifPresent(
            cause -> json.add("error", AttemptError.PROTOCOL.text()).add("cause", cause.text()));
    return json.build();
  }

  private static void write(PreparedRequest request, JsonObjectBuilder json) {
    JsonObjectBuilder headers = JSON.createObjectBuilder();
    request.headers().fields().forEach(headers::add);
    json.add("requestHeaders", headers)
        .add("body", new String(request.body(), StandardCharsets.UTF_8));
  }

  private static JsonObject write(StoredPreview preview) {
    JsonArrayBuilder examples = JSON.createArrayBuilder();
    for (StoredPreview.Example one : preview.examples()) {
      JsonObjectBuilder example =
          JSON.createObjectBuilder()
              .add("messageId", one.messageId().toString())
              .add("eventType", one.eventType())
              .add("matches", one.filter().isEmpty());
      one.filter().ifPresent(filter -> example.add("filter", filter));
      examples.add(example);
    }
    return JSON.createObjectBuilder()
        .add("events", preview.events())
        .add("matched", preview.matched())
        .add("bytes", preview.bytes())
        .add("complete", preview.complete())
        .add("examples", examples)
        .build();
  }
}
