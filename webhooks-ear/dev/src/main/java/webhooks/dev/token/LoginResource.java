package webhooks.dev.token;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;

/**
 * Logs the development user in to the console, by OpenID Connect's code flow. For development only:
 * there is no password.
 */
@Path("login")
@RequestScoped
public class LoginResource {
  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html lang="en">
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>Development login</title>
      <h1>Development login</h1>
      <p>The quickstart's own issuer. There is no password, because only this machine can connect.</p>
      <p><a href="%s">Continue as the administrator of demo-account</a></p>
      </html>
      """;

  /** The cookie of a browser that has logged in. It holds no secret, as there is no password. */
  private static final String SESSION = "webhooks-dev-login";

  private final AuthorizationCodes codes;

  /** Creates the resource, for the container. */
  protected LoginResource() {
    this(null);
  }

  @Inject
  LoginResource(AuthorizationCodes codes) {
    this.codes = codes;
  }

  /**
   * Shows the page with the only user. If the console asks for no page, sends the browser back to
   * the console at once, with a code if the browser has logged in before.
   */
  @GET
  @Path("authorize")
  public Response authorize(@Context UriInfo uri, @CookieParam(SESSION) String session) {
    if ("none".equals(uri.getQueryParameters().getFirst("prompt"))) {
      return session == null ? loginRequired(uri) : continueAsUser(uri);
    }
    return request(uri).isEmpty()
        ? refusal()
        : Response.ok(
                PAGE.formatted(continuation(uri)), MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
            .header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
            .header(HttpHeaders.CACHE_CONTROL, "no-store")
            .build();
  }

  /** Logs the user in, and sends the browser back to the console with a code. */
  @GET
  @Path("continue")
  public Response continueAsUser(@Context UriInfo uri) {
    return request(uri)
        .map(
            request ->
                Response.seeOther(
                        UriBuilder.fromUri(request.redirectUri())
                            .queryParam("code", codes.issue(request))
                            .queryParam("state", "{state}")
                            .build(request.state()))
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .cookie(session(uri).build())
                    .build())
        .orElseGet(LoginResource::refusal);
  }

  private static Response loginRequired(UriInfo uri) {
    return request(uri)
        .map(
            request ->
                Response.seeOther(
                        UriBuilder.fromUri(request.redirectUri())
                            .queryParam("error", "login_required")
                            .queryParam("state", "{state}")
                            .build(request.state()))
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .build())
        .orElseGet(LoginResource::refusal);
  }

  /** Ends the session of the browser, and sends it back to the console. */
  @GET
  @Path("logout")
  public Response logOut(@Context UriInfo uri) {
    return Response.seeOther(UriBuilder.fromUri(console(uri)).build())
        .cookie(session(uri).maxAge(0).build())
        .build();
  }

  private static NewCookie.Builder session(UriInfo uri) {
    return new NewCookie.Builder(SESSION)
        .value("yes")
        .path(uri.getBaseUri().getPath())
        .httpOnly(true)
        .sameSite(NewCookie.SameSite.LAX);
  }

  private static Optional<AuthorizationRequest> request(UriInfo uri) {
    return AuthorizationRequest.of(uri.getQueryParameters(), console(uri));
  }

  private static String console(UriInfo uri) {
    return uri.getBaseUri().resolve("/console/").toString();
  }

  /** Returns the link of the page. Escapes the query, because the browser can send any text. */
  private static String continuation(UriInfo uri) {
    return ("continue?" + uri.getRequestUri().getRawQuery())
        .replace("&", "&amp;")
        .replace("\"", "&quot;")
        .replace("<", "&lt;");
  }

  private static Response refusal() {
    return Response.status(Response.Status.BAD_REQUEST)
        .entity("This is not a login of the console, with code flow and PKCE.")
        .type(MediaType.TEXT_PLAIN)
        .build();
  }
}
