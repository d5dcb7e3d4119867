package webhooks.it.harness.environment;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import webhooks.it.harness.Event;
import webhooks.it.harness.Secrets;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.http.Api;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.server.Product;
import webhooks.it.harness.token.TokenBuilder;

/** A service application that maintains webhooks with its own token. */
public final class Application {
  private final TestEnvironment environment;
  private final Api api;
  private final String clientId;
  private final String account;

  public Application(TestEnvironment environment, String clientId, String account) {
    this(environment, environment.api(), clientId, account);
  }

  private Application(TestEnvironment environment, Api api, String clientId, String account) {
    this.environment = environment;
    this.api = api;
    this.clientId = clientId;
    this.account = account;
  }

  /** Returns the same application as a client of this node. */
  public Application at(Product node) {
    return new Application(environment, node.api(), clientId, account);
  }

  public String clientId() {
    return clientId;
  }

  public String account() {
    return account;
  }

  /** Returns a token of this application for all operations on webhooks. */
  public String token() {
    return draft().rs256();
  }

  /** Returns a token of a user of this application with this role. */
  public String userToken(String role) {
    return draft().with("email", "admin@example.test").with("role", role).rs256();
  }

  /** Returns the same token before its signature, to be changed. */
  public TokenBuilder draft() {
    return environment.tokens().draft(clientId, account);
  }

  /** Creates an iTwin of the application's account and grants the permission on it. */
  public UUID createMaintainedITwin() {
    UUID iTwin = environment.createITwin(account);
    environment.grant(iTwin, clientId);
    return iTwin;
  }

  /** Creates an active webhook for its account. */
  public Registered register(Inbox inbox, String... eventTypes) {
    return activate(create(Body.ofAccount(inbox.url(), eventTypes)));
  }

  /** Creates an active webhook for an iTwin. */
  public Registered register(Inbox inbox, UUID iTwin, String... eventTypes) {
    return activate(create(Body.ofITwin(inbox.url(), iTwin, eventTypes)));
  }

  /** Creates a webhook and leaves it inactive. */
  public Registered create(JsonObject body) {
    Answer answer = post(body.toString()).is(202);
    JsonObject json = answer.json();
    return new Registered(
        json.getString("id"),
        Secrets.remember(json.getString("secret")),
        json.getString("scopeId"));
  }

  public Registered activate(Registered webhook) {
    patch(webhook, "{\"active\":true}").is(200);
    return webhook;
  }

  public Registered deactivate(Registered webhook) {
    patch(webhook, "{\"active\":false}").is(200);
    return webhook;
  }

  /** Sends a create request. */
  public Answer post(String body) {
    return api.post("/webhooks").as(token()).json(body).send();
  }

  /** Sends an update request. */
  public Answer patch(Registered webhook, String body) {
    return api.patch("/webhooks/" + webhook.id()).as(token()).json(body).send();
  }

  /** Changes options of a webhook. */
  public void setOptions(Registered webhook, String options) {
    patchOptions(webhook, options).is(200);
  }

  /** Sends a change of options, JSON that may have single quotes instead of double ones. */
  public Answer patchOptions(Registered webhook, String options) {
    return api.patch("/webhooks/" + webhook.id() + "/options")
        .as(token())
        .json(options.replace('\'', '"'))
        .send();
  }

  public Answer get(Registered webhook) {
    return api.get("/webhooks/" + webhook.id()).as(token()).send();
  }

  /** A webhook with its secret. */
  public record Registered(String id, String secret, String scopeId) {}

  /** Valid request bodies. */
  public static final class Body {
    private Body() {}

    public static JsonObject ofAccount(URI callbackUrl, String... eventTypes) {
      return of(callbackUrl, eventTypes).add("scope", "Account").build();
    }

    public static JsonObject ofITwin(URI callbackUrl, UUID iTwin, String... eventTypes) {
      return of(callbackUrl, eventTypes)
          .add("scope", "iTwin")
          .add("scopeId", iTwin.toString())
          .build();
    }

    private static JsonObjectBuilder of(URI callbackUrl, String... eventTypes) {
      List<String> types = eventTypes.length == 0 ? List.of(Event.CREATED) : List.of(eventTypes);
      return Json.createObjectBuilder()
          .add("callbackUrl", callbackUrl.toString())
          .add("eventTypes", Json.createArrayBuilder(types));
    }
  }
}
