package webhooks.it.harness.environment;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.http.Api;

/** Sends requests as an administrator of the product. */
public final class Administration {
  private final Api api;
  private final String token;

  public Administration(TestEnvironment environment) {
    this.api = environment.api();
    this.token = environment.tokens().administrator();
  }

  public Answer get(String path) {
    return api.get(path).as(token).send();
  }

  public Answer post(String path) {
    return api.post(path).as(token).send();
  }

  public Answer post(String path, String body) {
    return api.post(path).as(token).json(body).send();
  }

  /** Returns all items of a list from all its pages. */
  public List<JsonObject> all(String path, String name) {
    List<JsonObject> all = new ArrayList<>();
    String next = path;
    while (next != null) {
      JsonObject page = get(next).is(200).json();
      all.addAll(page.getJsonArray(name).getValuesAs(JsonObject.class));
      next = next(page);
    }
    return all;
  }

  /** Returns the path of the next page, or null. */
  public static String next(JsonObject page) {
    JsonValue next = page.getJsonObject("_links").get("next");
    if (next.equals(JsonValue.NULL)) {
      return null;
    }
    URI href = URI.create(next.asJsonObject().getString("href"));
    return href.getRawPath() + "?" + href.getRawQuery();
  }

  /** Checks that the operation refuses callers without the administrator's scope. */
  public static void assertAdministratorsOnly(
      TestEnvironment environment, String method, String path) {
    Application application = environment.application();
    request(environment, method, path).send().isError(401, "HeaderNotFound");
    request(environment, method, path)
        .header("Authorization", "Basic abc")
        .send()
        .isError(401, "InvalidAuthorizationScheme");
    for (String bad :
        List.of(
            "garbage",
            application.draft().with("scope", "webhooks:admin").foreignKey(),
            application.draft().with("scope", "webhooks:admin").tampered(),
            application.token(),
            application.draft().with("scope", "itwin-platform webhooks:read").rs256(),
            environment.tokens().publisher())) {
      request(environment, method, path).as(bad).send().isError(401, "Unauthorized");
    }
  }

  private static Api.Request request(TestEnvironment environment, String method, String path) {
    return method.equals("GET") ? environment.api().get(path) : environment.api().post(path);
  }
}
