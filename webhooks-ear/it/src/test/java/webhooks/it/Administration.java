package webhooks.it;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** What an administrator of the product sees and does. */
final class Administration {
  private final Api api;
  private final String token;

  Administration(World world) {
    this.api = world.api();
    this.token = world.tokens().administrator();
  }

  Answer gets(String path) {
    return api.get(path).as(token).send();
  }

  Answer posts(String path) {
    return api.post(path).as(token).send();
  }

  Answer posts(String path, String body) {
    return api.post(path).as(token).json(body).send();
  }

  /** All items of a list, page after page. */
  List<JsonObject> all(String path, String name) {
    List<JsonObject> all = new ArrayList<>();
    String next = path;
    while (next != null) {
      JsonObject page = gets(next).is(200).json();
      all.addAll(page.getJsonArray(name).getValuesAs(JsonObject.class));
      next = next(page);
    }
    return all;
  }

  /** The path of the page after this one, or null. */
  static String next(JsonObject page) {
    JsonValue next = page.getJsonObject("_links").get("next");
    if (next.equals(JsonValue.NULL)) {
      return null;
    }
    URI href = URI.create(next.asJsonObject().getString("href"));
    return href.getRawPath() + "?" + href.getRawQuery();
  }

  /** Tries the operation as those who may not: none of them learns anything. */
  static void isForAdministratorsAlone(World world, String method, String path) {
    Application application = world.application();
    request(world, method, path).send().isError(401, "HeaderNotFound");
    request(world, method, path)
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
            world.tokens().publisher())) {
      request(world, method, path).as(bad).send().isError(401, "Unauthorized");
    }
  }

  private static Api.Request request(World world, String method, String path) {
    return method.equals("GET") ? world.api().get(path) : world.api().post(path);
  }
}
