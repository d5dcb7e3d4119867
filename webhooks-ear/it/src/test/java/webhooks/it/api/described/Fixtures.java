package webhooks.it.api.described;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import jakarta.json.JsonObject;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import webhooks.it.api.described.Operation.Parameter;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.Administration;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.RejectedEvents;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Api;
import webhooks.it.harness.http.OpenApiDescription;
import webhooks.it.harness.receiver.Inbox;

/**
 * Values that are valid only because of what exists: ids, tokens, URLs, event types.
 *
 * <p>They are found by the name of the parameter, the property or the schema. A new operation needs
 * a fixture here only if it has a new parameter in its path or a new scope. Then the test fails
 * with the name that is missing.
 */
final class Fixtures {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final JsonPointer SCHEMAS = OpenApiDescription.pointer("components", "schemas");
  private static final Pattern TOKEN = Pattern.compile("[?&]continuationToken=([^&]*)");

  /** Values that the description forbids in words only, by the name of their place. */
  private static final Map<String, List<JsonNode>> FORBIDDEN =
      Map.of(
          "continuationToken", texts("x", "none"),
          "callbackUrl", texts("https://localhost/", "https://10.0.0.1/x", "https://x.test:0/"),
          "scopeId", texts("x", "another-account"),
          "EventTypeName", texts("unknown.type.v1", "Account"),
          "expires", texts("PT0S", "PT61M", "P1D"),
          "previousSecretValidFor", texts("P8D", "PT169H"),
          "useAfter", texts("P8D", "PT59M"),
          "value", List.of(JSON.arrayNode(), JSON.objectNode()));

  private final TestEnvironment environment;
  private final CandidateValues values;
  private final Random random;
  private final Application application;
  private final Inbox inbox;
  private final String ownerToken;
  private final String administratorToken;
  private final String publisherToken;
  private final ErasableEvents erasable;
  private final PortalRequests portal;

  /** Adds two of each thing that a list shows, so that each list has a second page. */
  Fixtures(TestEnvironment environment, CandidateValues values, Random random) {
    this.environment = environment;
    this.values = values;
    this.random = random;
    this.application = environment.application();
    this.inbox = environment.receiver().inbox();
    this.ownerToken = application.token();
    this.administratorToken = environment.tokens().administrator();
    this.publisherToken = environment.tokens().publisher();
    this.erasable = new ErasableEvents(environment, application);
    this.portal = new PortalRequests(environment, application);
    String text = "rejected-" + UUID.randomUUID();
    environment.producer().publishTexts(List.of(text + "-1", text + "-2"));
    for (int i = 1; i <= 2; i++) {
      application.register(inbox);
      String block = "/admin/blocks/account/blocked-" + UUID.randomUUID();
      environment.api().put(block).as(administratorToken).send().is(204);
      new RejectedEvents(environment).awaitBody(text + "-" + i);
    }
  }

  private static List<JsonNode> texts(String... texts) {
    return List.of(texts).stream().<JsonNode>map(TextNode::valueOf).toList();
  }

  /**
   * Returns values of a property or parameter that its schema allows and the description forbids.
   */
  static List<JsonNode> forbidden(String name) {
    return FORBIDDEN.getOrDefault(name, List.of());
  }

  /** Returns a token that may use the operation; empty if it needs none. */
  Optional<String> token(Operation operation) {
    if (operation.scopes().isEmpty()) {
      return Optional.empty();
    }
    if (operation.template().equals(PortalRequests.CURRENT)) {
      return Optional.of(portal.token());
    }
    return Optional.of(
        switch (operation.scopes().get(0)) {
          case "webhooks:read", "webhooks:modify" -> ownerToken;
          case "webhooks:admin" -> administratorToken;
          case "events:publish" -> publisherToken;
          default -> fail("No token for the scope of %s: add one to Fixtures", operation);
        });
  }

  /** Makes what the path of an operation addresses, and returns the values of its parameters. */
  Map<String, String> path(Operation operation) {
    Map<String, String> path = new LinkedHashMap<>();
    for (Parameter parameter : operation.parametersIn("path")) {
      String name = parameter.name();
      path.put(
          name,
          switch (name) {
            case "id" ->
                operation.template().startsWith("/admin/blocks/")
                    ? blocked(path.get("kind"))
                    : webhook();
            case "deliveryId" -> delivery(path.get("id"));
            case "messageId" -> erasable.event();
            case "erasureId" -> erasable.erasure();
            case "sessionId" -> portal.session();
            case "iTwinId" -> environment.createITwin(application.account()).toString();
            case "clientId" -> client(operation, path.get("iTwinId"));
            case "name" -> oneOf(List.of(Event.CREATED, Event.DELETED));
            case "kind", "member" -> oneOf(values.validTexts(parameter.schema()));
            default -> fail("No value for %s of %s: add one to Fixtures", name, operation);
          });
    }
    if (operation.template().endsWith("/authentication/test")) {
      addIssuer(path.get("id"));
    }
    if (operation.template().endsWith("/signature/rotate")
        || operation.template().endsWith("/keys")) {
      setOptions(path.get("id"), "{'signature':{'schemes':['v1','v1a']}}");
    }
    if (operation.template().endsWith("/deliveries")) {
      String webhook = path.containsKey("id") ? path.get("id") : webhook();
      delivery(webhook);
      delivery(webhook);
    }
    return path;
  }

  private String webhook() {
    return application.register(inbox).id();
  }

  /** Lets a webhook request tokens from an issuer that gives none. */
  private void addIssuer(String webhook) {
    setOptions(
        webhook,
        "{'authentication':{'type':'oauth2','tokenUrl':'%s','clientId':'c','clientSecret':'s'}}"
            .formatted(inbox.url()));
  }

  private void setOptions(String webhook, String options) {
    environment
        .api()
        .patch("/webhooks/" + webhook + "/options")
        .as(ownerToken)
        .json(options.replace('\'', '"'))
        .send()
        .is(200);
  }

  /** Publishes an event and returns the id of its delivery. */
  private String delivery(String webhook) {
    environment.publish(Event.ofAccount(application.account()).json()).is(202);
    String list = "/webhooks/" + webhook + "/deliveries?$top=1";
    JsonObject page = environment.api().get(list).as(ownerToken).send().is(200).json();
    return page.getJsonArray("deliveries").getJsonObject(0).getString("id");
  }

  private String client(Operation operation, String iTwin) {
    String client = segment("ClientId");
    if (!operation.method().equals("PUT")) {
      environment.grant(UUID.fromString(iTwin), DescribedRequest.segment(client));
    }
    return client;
  }

  private String blocked(String kind) {
    return switch (kind) {
      case "webhook" -> webhook();
      case "client" -> segment("ClientId");
      case "account" -> segment("AccountId");
      default -> fail("No value for a block of a %s: add one to Fixtures", kind);
    };
  }

  private String segment(String schema) {
    return oneOf(
        values.validTexts(OpenApiDescription.append(SCHEMAS, schema)).stream()
            .filter(Texts::isSegment)
            .toList());
  }

  /** Returns the value of a parameter in the query, if it follows from the product's answers. */
  Optional<String> parameter(Operation operation, Map<String, String> path, String name) {
    if (name.equals("accountId") && !operation.template().startsWith("/admin/")) {
      return Optional.of(application.account());
    }
    if (!name.equals("continuationToken")) {
      return Optional.empty();
    }
    DescribedRequest first =
        new DescribedRequest(operation, path, List.of(), Map.of(), Optional.empty());
    for (Parameter parameter : operation.parametersIn("query")) {
      first = parameter.required() ? first.withQuery(parameter.name(), any(parameter)) : first;
    }
    Api api = environment.api();
    JsonObject page =
        first.withQuery("$top", "1").encoded(api, token(operation)).send().is(200).json();
    Matcher token = TOKEN.matcher(Optional.ofNullable(Administration.next(page)).orElse(""));
    return token.find()
        ? Optional.of(URLDecoder.decode(token.group(1), UTF_8))
        : fail("No second page of %s: add items to Fixtures", operation);
  }

  private String any(Parameter parameter) {
    return oneOf(values.validTexts(parameter.schema()));
  }

  /** Returns a value of a property or a schema of this name, if it must exist. */
  Optional<JsonNode> value(String name) {
    return switch (name) {
      case "callbackUrl" -> Optional.of(JSON.textNode(inbox.url() + oneOf(List.of("", "?a=b"))));
      case "EventTypeName", "ChosenEventTypeName" ->
          Optional.of(JSON.textNode(oneOf(List.of(Event.CREATED, Event.DELETED))));
      case "PauseEnd" ->
          Optional.of(JSON.textNode(Instant.now().plus(Duration.ofHours(1)).toString()));
      // A filter can hold filters, so random ones would have no end.
      case "EventFilter" -> Optional.of(RequestBodies.filter());
      case "error" -> Optional.of(JSON.textNode(oneOf(List.of("timeout", "status"))));
      case "useAfter" -> Optional.of(JSON.textNode(oneOf(List.of("PT0S", "PT1H", "P7D"))));
      case "code" -> Optional.of(JSON.textNode(portal.code()));
      case "expires" -> Optional.of(JSON.textNode(oneOf(List.of("PT1S", "PT90S", "PT1H"))));
      case "hash" -> Optional.of(JSON.textNode("0123456789abcdef".repeat(4)));
      case "messageId" -> Optional.of(JSON.textNode(UUID.randomUUID().toString()));
      case "redact element" -> Optional.of(JSON.textNode("$.content.a"));
      default -> Optional.empty();
    };
  }

  /** Adds properties to an object that the description requires in words only. */
  void complete(String schema, ObjectNode object) {
    switch (schema) {
      case "CreateWebhook" -> addScope(object);
      case "Event" -> addOwner(object, "accountId", "iTwinId");
      case "CloudEvent" -> addOwner(object, "accountid", "itwinid");
      case "CreatePortalSession" -> object.remove("accountId");
      case "ReplayInvalidEvents" -> {
        // Without ids, the request would replay the rejected events of other suites.
        if (!object.path("ids").isArray()) {
          object.set("ids", JSON.arrayNode().add("ID:none"));
        }
      }
      default -> RequestBodies.complete(schema, object, inbox.url());
    }
  }

  private void addScope(ObjectNode webhook) {
    boolean isITwin = webhook.path("scope").asText().equals("iTwin");
    webhook.remove("scopeId");
    if (isITwin) {
      webhook.put("scopeId", application.createMaintainedITwin().toString());
    } else if (random.nextBoolean()) {
      webhook.put("scopeId", application.account());
    }
  }

  /** Adds the iTwin of an event without an account. */
  private void addOwner(ObjectNode event, String account, String iTwin) {
    if (!event.path(account).isTextual()) {
      event.put(iTwin, environment.createITwin(application.account()).toString());
    }
  }

  /** Returns whether a request without its optional body would disturb other suites. */
  static boolean needsBody(String schema) {
    return schema.equals("ReplayInvalidEvents");
  }

  private <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
