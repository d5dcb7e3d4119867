package webhooks.api.webhook;

import static webhooks.api.http.response.JsonResponse.JSON;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import webhooks.api.http.json.JsonBody;
import webhooks.api.http.response.JsonResponse;
import webhooks.api.security.CurrentCaller;
import webhooks.api.security.OnPages;
import webhooks.api.security.RequiresScope;
import webhooks.domain.access.TokenScope;
import webhooks.domain.event.direct.OwnershipVerifier;
import webhooks.domain.event.direct.ProofOutcome;
import webhooks.domain.portal.PortalPage;
import webhooks.domain.task.ManagedTasks;
import webhooks.domain.webhook.proof.ProofView;
import webhooks.domain.webhook.proof.VerifyWebhook;

/** Asks the receiver of one webhook for a proof of ownership, and shows the proof. */
@Path("webhooks/{webhookId}/verify")
@ApplicationScoped
public class VerificationResource {
  @EJB private OwnershipVerifier verifier;
  @EJB private ManagedTasks tasks;

  private final CurrentCaller caller;

  /** Creates the bean's proxy, for the container. */
  public VerificationResource() {
    this(null);
  }

  /** Creates the resource. */
  @Inject
  public VerificationResource(CurrentCaller caller) {
    this.caller = caller;
  }

  /** Returns whether there is a proof for the present URL. */
  @GET
  @RequiresScope(TokenScope.READ)
  @OnPages({PortalPage.WEBHOOKS, PortalPage.OPTIONS})
  public Response get(@PathParam("webhookId") String webhookId) {
    return JsonResponse.of(Status.OK, write(verifier.get(caller.get(), webhookId)));
  }

  /**
   * Asks the receiver once.
   *
   * <p>The request's thread is free during the attempt. The proof is stored and the response
   * written on a thread of the product's tasks, because the I/O thread on which the attempt ends
   * must do nothing else.
   */
  @POST
  @RequiresScope(TokenScope.MODIFY)
  @OnPages({PortalPage.WEBHOOKS, PortalPage.OPTIONS})
  public CompletionStage<Response> verify(@PathParam("webhookId") String webhookId, byte[] body) {
    return verifier
        .verify(caller.get(), webhookId, read(body), tasks.forShortTasks())
        .thenApply(outcome -> JsonResponse.of(Status.OK, write(outcome)));
  }

  private static VerifyWebhook read(byte[] body) {
    JsonBody json = new JsonBody(body);
    Optional<String> method = json.text("method");
    return new VerifyWebhook(method, json.faults());
  }

  private static JsonObject write(ProofOutcome outcome) {
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("verified", outcome.verified())
            .add("at", JsonResponse.time(outcome.at()))
            .add("durationMs", outcome.duration().toMillis());
    outcome.statusCode().ifPresent(code -> json.add("statusCode", code));
    outcome.error().ifPresent(error -> json.add("error", error));
    outcome.cause().ifPresent(cause -> json.add("cause", cause));
    return json.build();
  }

  private static JsonObject write(ProofView proof) {
    JsonObjectBuilder json = JSON.createObjectBuilder().add("verified", proof.verified());
    proof.at().ifPresent(time -> json.add("at", JsonResponse.time(time)));
    proof.method().ifPresent(method -> json.add("method", method));
    return json.build();
  }
}
