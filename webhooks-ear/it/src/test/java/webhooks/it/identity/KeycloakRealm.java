package webhooks.it.identity;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.net.URI;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import webhooks.it.harness.Rows;
import webhooks.it.harness.Secrets;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.http.Api;
import webhooks.it.identity.KeycloakTokens.Client;
import webhooks.it.identity.KeycloakTokens.User;

/** Sets up a realm of Keycloak as docs/tokens.md describes. */
public final class KeycloakRealm {
  /** The claim {@code aud} of tokens for the product. */
  public static final String AUDIENCE = "webhooks";

  /** The scope for all operations on webhooks. */
  public static final String MODIFY = "webhooks:modify";

  static final String READ = "webhooks:read";

  /** The scope of the product's operators. */
  public static final String ADMIN = "webhooks:admin";

  /** The scope of systems that publish events. */
  public static final String PUBLISH = "events:publish";

  /** The realm role of users who run the product. */
  public static final String OPERATOR = "Webhooks Operator";

  /** The realm role of those who administer their account. */
  public static final String ADMINISTRATOR = "Account Administrator";

  private static final List<String> SCOPES = List.of(MODIFY, READ, ADMIN, PUBLISH);

  /**
   * Claims about a person and about the API. Keycloak puts the names of these scopes into no token.
   */
  private static final String CALLER_SCOPE =
      """
      {"name":"webhooks-caller","protocol":"openid-connect",
       "attributes":{"include.in.token.scope":"false"},
       "protocolMappers":[
         {"name":"audience","protocol":"openid-connect","protocolMapper":"oidc-audience-mapper",
          "config":{"included.custom.audience":"webhooks","access.token.claim":"true"}},
         {"name":"account","protocol":"openid-connect",
          "protocolMapper":"oidc-usermodel-attribute-mapper",
          "config":{"user.attribute":"org","claim.name":"org","jsonType.label":"String",
                    "access.token.claim":"true"}},
         {"name":"roles","protocol":"openid-connect",
          "protocolMapper":"oidc-usermodel-realm-role-mapper",
          "config":{"claim.name":"roles","multivalued":"true","jsonType.label":"String",
                    "access.token.claim":"true"}}]}""";

  private static final String ACCOUNT_ATTRIBUTE =
      "{'name':'org','permissions':{'view':['admin'],'edit':['admin']}}";

  private final Keycloak keycloak;
  private final String path = "/realms/realm-" + UUID.randomUUID();
  private final Map<String, String> scopes = new HashMap<>();

  /** Creates the realm. */
  public KeycloakRealm(Keycloak keycloak) {
    this.keycloak = keycloak;
    String name = path.substring("/realms/".length());
    create("/admin/realms", "{'realm':'%s','enabled':true}".formatted(name));
    restrictAccountAttribute();
    for (String role : List.of(ADMINISTRATOR, OPERATOR)) {
      create(admin("/roles"), "{'name':'%s'}".formatted(role));
    }
    for (String scope : SCOPES) {
      String body =
          "{'name':'%s','protocol':'openid-connect','attributes':{'include.in.token.scope':'true'}}";
      scopes.put(scope, create(admin("/client-scopes"), body.formatted(scope)));
    }
    scopes.put(AUDIENCE, create(admin("/client-scopes"), CALLER_SCOPE));
    String console =
        "{'clientId':'%s','publicClient':true,'directAccessGrantsEnabled':true,"
            + "'redirectUris':['%s']}";
    addOptionalScopes(
        create(
            admin("/clients"), console.formatted(KeycloakTokens.CONSOLE, KeycloakTokens.CALLBACK)));
  }

  /** Registers the product's console at this address, as docs/tokens.md describes. */
  public void allowConsole(String clientId, URI console) {
    String body =
        "{'clientId':'%s','publicClient':true,'standardFlowEnabled':true,'redirectUris':['%s'],"
            + "'webOrigins':['%s'],'attributes':{'post.logout.redirect.uris':'%2$s'}}";
    String origin = console.getScheme() + "://" + console.getAuthority();
    addOptionalScopes(create(admin("/clients"), body.formatted(clientId, console, origin)));
  }

  /**
   * Lets only users with the role {@link #OPERATOR} have the scopes of operators, as docs/tokens.md
   * describes. Others who ask for them get a token without them.
   */
  void reserveScopesOfOperators() {
    JsonObject role = get("/roles/" + OPERATOR.replace(" ", "%20"));
    for (String scope : List.of(ADMIN, PUBLISH)) {
      String mappings = "/client-scopes/" + scopes.get(scope) + "/scope-mappings/realm";
      asAdministrator(keycloak.api().post(admin(mappings))).json("[" + role + "]").send().is(204);
    }
  }

  private void restrictAccountAttribute() {
    JsonObject profile = get("/users/profile");
    JsonArray attributes =
        Json.createArrayBuilder(profile.getJsonArray("attributes"))
            .add(Rows.parse(ACCOUNT_ATTRIBUTE))
            .build();
    JsonObject change = Json.createObjectBuilder().add("attributes", attributes).build();
    put("/users/profile", Rows.merge(profile, change).toString(), 200);
  }

  private void addOptionalScopes(String client) {
    put("/clients/" + client + "/default-client-scopes/" + scopes.get(AUDIENCE), "", 204);
    for (String scope : SCOPES) {
      put("/clients/" + client + "/optional-client-scopes/" + scopes.get(scope), "", 204);
    }
  }

  /** Registers an application of the account that may request both scopes. */
  public Client application(String account) {
    return application(account, "{}");
  }

  /**
   * Registers an application of the account.
   *
   * @param attributes the client's attributes in Keycloak, as JSON with single quotes
   */
  Client application(String account, String attributes) {
    String clientId = "Hooks-" + UUID.randomUUID();
    String client = serviceClient(clientId, attributes);
    addOptionalScopes(client);
    JsonObject user = get("/clients/" + client + "/service-account-user");
    JsonObject org = Rows.parse("{'attributes':{'org':['%s']}}".formatted(account));
    put("/users/" + user.getString("id"), Rows.merge(user, org).toString(), 204);
    return new Client(clientId, secret(client));
  }

  /** Registers an application of another service that may request the scope too. */
  Client applicationOfAnotherService() {
    String clientId = "other-" + UUID.randomUUID();
    String client = serviceClient(clientId, "{}");
    put("/clients/" + client + "/optional-client-scopes/" + scopes.get(MODIFY), "", 204);
    return new Client(clientId, secret(client));
  }

  private String serviceClient(String clientId, String attributes) {
    String body =
        "{'clientId':'%s','serviceAccountsEnabled':true,'standardFlowEnabled':false,"
            + "'attributes':%s}";
    return create(admin("/clients"), body.formatted(clientId, attributes));
  }

  private String secret(String client) {
    return Secrets.remember(get("/clients/" + client + "/client-secret").getString("value"));
  }

  /** Registers a user of the account with these realm roles. */
  public User user(String name, String account, String... roles) {
    String password = Secrets.random();
    String body =
        "{'username':'%1$s','email':'%1$s@example.test','firstName':'A','lastName':'User',"
            + "'enabled':true,'emailVerified':true,'attributes':{'org':['%2$s']},"
            + "'credentials':[{'type':'password','value':'%3$s'}]}";
    String user = create(admin("/users"), body.formatted(name, account, password));
    for (String role : roles) {
      JsonObject found = get("/roles/" + role.replace(" ", "%20"));
      asAdministrator(keycloak.api().post(admin("/users/" + user + "/role-mappings/realm")))
          .json("[" + found + "]")
          .send()
          .is(204);
    }
    return new User(name, password);
  }

  /** Replaces the signing key and removes the old one. */
  void replaceKey() {
    String before =
        get("/keys").getJsonArray("keys").getValuesAs(JsonObject.class).stream()
            .filter(key -> key.getString("algorithm").equals("RS256"))
            .map(key -> key.getString("providerId"))
            .findFirst()
            .orElseThrow();
    String key =
        "{'name':'key-%s','parentId':'%s','providerId':'rsa-generated',"
            + "'providerType':'org.keycloak.keys.KeyProvider','config':{'algorithm':['RS256']}}";
    create(admin("/components"), key.formatted(UUID.randomUUID(), get("").getString("id")));
    asAdministrator(keycloak.api().delete(admin("/components/" + before))).send().is(204);
  }

  /** Returns a source of tokens of this realm. */
  public KeycloakTokens tokens() {
    return new KeycloakTokens(keycloak, path);
  }

  /** Returns the {@code iss} of the realm's tokens. */
  public String issuer() {
    return keycloak.base() + path;
  }

  /** Returns the URL of the realm's public keys. */
  public String keys() {
    return issuer() + KeycloakTokens.PROTOCOL + "certs";
  }

  /** Returns the URL over HTTPS at which a client gets a token. */
  String tokenUrl() {
    return keycloak.httpsBase() + path + KeycloakTokens.PROTOCOL + "token";
  }

  /** Returns the times at which the public keys were read, from Keycloak's log. */
  List<LocalDateTime> timesOfKeyReads() {
    return keycloak.timesOfReads(path + KeycloakTokens.PROTOCOL + "certs");
  }

  private String admin(String what) {
    return "/admin" + path + what;
  }

  private JsonObject get(String what) {
    return asAdministrator(keycloak.api().get(admin(what))).send().is(200).json();
  }

  /** Creates an object from JSON with single quotes and returns its id. */
  private String create(String where, String body) {
    Answer answer =
        asAdministrator(keycloak.api().post(where)).json(body.replace('\'', '"')).send().is(201);
    return answer.headers().firstValue("Location").orElseThrow().replaceFirst(".*/", "");
  }

  private void put(String what, String body, int status) {
    asAdministrator(keycloak.api().put(admin(what))).json(body).send().is(status);
  }

  private Api.Request asAdministrator(Api.Request request) {
    return request.as(keycloak.administrator());
  }
}
