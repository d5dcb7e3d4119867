package webhooks.api.portal;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.Optional;
import webhooks.api.http.MaxBodySize;
import webhooks.api.http.json.JsonBody;
import webhooks.api.http.response.JsonResponse;
import webhooks.api.security.NoTokenRequired;
import webhooks.domain.error.Faults;
import webhooks.domain.portal.PortalSessions;
import webhooks.domain.portal.SessionWithSecret;

/** Exchanges the code of a session of the portal for its token, once. */
@Path("portal-sessions/redeem")
@ApplicationScoped
public class PortalCodeResource {
  /** A code is short. Any caller may send a body. */
  private static final int MAX_BODY = 1024;

  @EJB private PortalSessions sessions;

  /** Opens a session. Browsers have no token before. */
  @POST
  @NoTokenRequired
  @MaxBodySize(MAX_BODY)
  public Response open(byte[] body) {
    JsonBody json = new JsonBody(body);
    Optional<String> code = json.text("code");
    SessionWithSecret opened = sessions.open(code, new Faults(json.faults()));
    return JsonResponse.of(
        Status.OK,
        PortalSessionsResource.write(opened.session()).add("token", opened.secret()).build());
  }
}
