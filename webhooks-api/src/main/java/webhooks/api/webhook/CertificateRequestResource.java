package webhooks.api.webhook;

import static webhooks.api.http.response.JsonResponse.JSON;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.Optional;
import webhooks.api.http.json.JsonBody;
import webhooks.api.http.response.JsonResponse;
import webhooks.api.security.CurrentCaller;
import webhooks.api.security.OnPages;
import webhooks.api.security.RequiresScope;
import webhooks.domain.access.TokenScope;
import webhooks.domain.option.tls.RequestCertificate;
import webhooks.domain.portal.PortalPage;
import webhooks.domain.webhook.CertificateRequests;
import webhooks.domain.webhook.CertificateRequests.RequestedCertificate;

/** Makes a key for a webhook, and answers the request for its certificate. */
@Path("webhooks/{webhookId}/options/tls/request")
@ApplicationScoped
public class CertificateRequestResource {
  @EJB private CertificateRequests requests;

  private final CurrentCaller caller;

  /** Creates the bean's proxy, for the container. */
  public CertificateRequestResource() {
    this(null);
  }

  /** Creates the resource. */
  @Inject
  public CertificateRequestResource(CurrentCaller caller) {
    this.caller = caller;
  }

  /** Makes a key in place of one that waits for its certificate. */
  @POST
  @RequiresScope(TokenScope.MODIFY)
  @OnPages({PortalPage.OPTIONS})
  public Response request(@PathParam("webhookId") String webhookId, byte[] body) {
    JsonBody json = new JsonBody(body);
    Optional<String> subject = json.text("subject");
    RequestCertificate request = new RequestCertificate(subject, json.faults());
    return JsonResponse.of(Status.OK, write(requests.request(caller.get(), webhookId, request)));
  }

  private static JsonObject write(RequestedCertificate requested) {
    return JSON.createObjectBuilder()
        .add("certificateRequest", requested.pem())
        .add("subject", requested.subject())
        .add("keptUntil", JsonResponse.time(requested.keptUntil()))
        .build();
  }
}
