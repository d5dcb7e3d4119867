package webhooks.dev.token;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.Optional;

/**
 * Issues tokens to clients of the quickstart, by the client credentials grant, and to its console,
 * by OpenID Connect's code flow. For development only: any client id and secret are accepted.
 */
@Path("/")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class TokenResource {
  private final SigningKey key;
  private final AuthorizationCodes codes;

  /** Creates the resource, for the container. */
  protected TokenResource() {
    this(null, null);
  }

  @Inject
  TokenResource(SigningKey key, AuthorizationCodes codes) {
    this.key = key;
    this.codes = codes;
  }

  /** Issues tokens that are valid for an hour. */
  @POST
  @Path("connect/token")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response token(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
      MultivaluedMap<String, String> form,
      @Context UriInfo uri) {
    if ("authorization_code".equals(form.getFirst("grant_type"))) {
      return codes
          .redeem(
              form.getFirst("code"),
              form.getFirst("code_verifier"),
              form.getFirst("client_id"),
              form.getFirst("redirect_uri"))
          .map(login -> tokens(login, issuer(uri)))
          .orElseGet(() -> error(400, "invalid_grant"));
    }
    if (!"client_credentials".equals(form.getFirst("grant_type"))) {
      return error(400, "unsupported_grant_type");
    }
    Optional<TokenRequest> request = TokenRequest.of(authorization, form);
    if (request.isEmpty()) {
      return error(401, "invalid_client");
    }
    JsonObject answer =
        Json.createObjectBuilder()
            .add("access_token", key.sign(request.get().claims(issuer(uri), Instant.now())))
            .add("token_type", "Bearer")
            .add("expires_in", TokenRequest.LIFETIME.toSeconds())
            .add("scope", request.get().scope())
            .build();
    return Response.ok(answer).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
  }

  private Response tokens(AuthorizationRequest login, String issuer) {
    Instant now = Instant.now();
    JsonObject answer =
        Json.createObjectBuilder()
            .add("access_token", key.sign(login.accessClaims(issuer, now)))
            .add("id_token", key.sign(login.idClaims(issuer, now)))
            .add("token_type", "Bearer")
            .add("expires_in", TokenRequest.LIFETIME.toSeconds())
            .add("scope", login.scope())
            .build();
    return Response.ok(answer).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
  }

  /** Returns the OpenID Connect discovery document. */
  @GET
  @Path(".well-known/openid-configuration")
  public JsonObject configuration(@Context UriInfo uri) {
    return Json.createObjectBuilder()
        .add("issuer", issuer(uri))
        .add("authorization_endpoint", issuer(uri) + "/login/authorize")
        .add("token_endpoint", issuer(uri) + "/connect/token")
        .add("end_session_endpoint", issuer(uri) + "/login/logout")
        .add("jwks_uri", issuer(uri) + "/jwks")
        .add("response_types_supported", Json.createArrayBuilder().add("code"))
        .add("subject_types_supported", Json.createArrayBuilder().add("public"))
        .add("id_token_signing_alg_values_supported", Json.createArrayBuilder().add("RS256"))
        .add("code_challenge_methods_supported", Json.createArrayBuilder().add("S256"))
        .add(
            "grant_types_supported",
            Json.createArrayBuilder().add("authorization_code").add("client_credentials"))
        .add(
            "token_endpoint_auth_methods_supported",
            Json.createArrayBuilder()
                .add("client_secret_basic")
                .add("client_secret_post")
                .add("none"))
        .build();
  }

  /** Returns the public key that verifies tokens. */
  @GET
  @Path("jwks")
  public String keys() {
    return key.publicKeys();
  }

  private static String issuer(UriInfo uri) {
    String base = uri.getBaseUri().toString();
    return base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
  }

  private static Response error(int status, String error) {
    return Response.status(status)
        .entity(Json.createObjectBuilder().add("error", error).build())
        .build();
  }
}
