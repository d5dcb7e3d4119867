package webhooks.api.portal;

import static webhooks.api.http.response.JsonResponse.JSON;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import webhooks.api.http.QueryParameters;
import webhooks.api.http.json.JsonBody;
import webhooks.api.http.response.JsonResponse;
import webhooks.api.http.response.PageResponse;
import webhooks.api.security.CurrentCaller;
import webhooks.api.security.OnPages;
import webhooks.api.security.RequiresScope;
import webhooks.domain.access.TokenScope;
import webhooks.domain.page.Page;
import webhooks.domain.portal.CreatePortalSession;
import webhooks.domain.portal.ListPortalSessions;
import webhooks.domain.portal.PortalPage;
import webhooks.domain.portal.PortalSession;
import webhooks.domain.portal.PortalSessions;
import webhooks.domain.portal.SessionWithSecret;
import webhooks.domain.settings.Settings;

/**
 * Creates, lists and revokes sessions of the portal for service applications, and ends them for
 * their users.
 */
@Path("portal-sessions")
@ApplicationScoped
public class PortalSessionsResource {
  /** The page that exchanges a code. Browsers send the fragment to no server. */
  private static final String PAGE = "/console/portal#code=";

  @EJB private PortalSessions sessions;

  private final PageResponse pages;
  private final CurrentCaller caller;
  private final Settings settings;

  /** Creates the bean's proxy, for the container. */
  public PortalSessionsResource() {
    this(null, null, null);
  }

  /** Creates the resource. */
  @Inject
  public PortalSessionsResource(PageResponse pages, CurrentCaller caller, Settings settings) {
    this.pages = pages;
    this.caller = caller;
    this.settings = settings;
  }

  /** Creates a session. Only this answer has its URL. */
  @POST
  @RequiresScope(TokenScope.PORTAL)
  public Response create(byte[] body) {
    JsonBody json = new JsonBody(body);
    SessionWithSecret created =
        sessions.create(
            caller.get(),
            new CreatePortalSession(
                json.text("accountId"),
                json.text("user"),
                json.text("expires"),
                json.texts("pages"),
                json.flag("readOnly"),
                json.faults()));
    return JsonResponse.of(
        Status.CREATED,
        JSON.createObjectBuilder()
            .add("id", created.session().id().toString())
            .add(
                "url", settings.publicUrl().map(URI::toString).orElse("") + PAGE + created.secret())
            .add("expires", JsonResponse.time(created.session().expires()))
            .build());
  }

  /** Returns a page of the caller's sessions that have not ended, newest first. */
  @GET
  @RequiresScope(TokenScope.PORTAL)
  public Response list(@Context UriInfo uri) {
    QueryParameters query = new QueryParameters(uri);
    Page<PortalSession> page =
        sessions.list(
            caller.get(),
            new ListPortalSessions(
                query.text(PageResponse.TOP),
                query.text(PageResponse.TOKEN),
                query.text("accountId"),
                query.faults()));
    JsonArrayBuilder items = JSON.createArrayBuilder();
    page.items().forEach(session -> items.add(write(session).add("opened", session.opened())));
    return pages.of(uri, "portalSessions", items, page.continuation());
  }

  /** Ends a session. */
  @DELETE
  @Path("{id}")
  @RequiresScope(TokenScope.PORTAL)
  public Response revoke(@PathParam("id") String id) {
    sessions.revoke(caller.get(), id);
    return Response.noContent().build();
  }

  /** Ends the session whose token the caller has: the user logs out. */
  @DELETE
  @Path("current")
  @RequiresScope(TokenScope.READ)
  @OnPages({PortalPage.WEBHOOKS, PortalPage.DELIVERIES, PortalPage.OPTIONS, PortalPage.EVENT_TYPES})
  public Response end() {
    sessions.end(caller.get());
    return Response.noContent().build();
  }

  /** Writes the members that all answers with a session have. */
  static JsonObjectBuilder write(PortalSession session) {
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("id", session.id().toString())
            .add("accountId", session.accountId())
            .add("user", session.user())
            .add("created", JsonResponse.time(session.created()))
            .add("expires", JsonResponse.time(session.expires()))
            .add("readOnly", session.readOnly());
    session
        .pages()
        .ifPresent(
            pages -> {
              JsonArrayBuilder names = JSON.createArrayBuilder();
              pages.forEach(page -> names.add(page.text()));
              json.add("pages", names);
            });
    return json;
  }
}
