package webhooks.it.api.described;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import webhooks.it.harness.http.Api;

/**
 * A request for an operation. It is not yet encoded.
 *
 * @param path the values of the parameters in the path, by name
 * @param query names and values; a name may occur twice
 * @param headers the values of the parameters in headers, by name
 */
record DescribedRequest(
    Operation operation,
    Map<String, String> path,
    List<Map.Entry<String, String>> query,
    Map<String, String> headers,
    Optional<JsonNode> body) {

  DescribedRequest withPath(String name, String value) {
    Map<String, String> changed = new LinkedHashMap<>(path);
    changed.put(name, value);
    return new DescribedRequest(operation, changed, query, headers, body);
  }

  DescribedRequest withHeader(String name, String value) {
    Map<String, String> changed = new LinkedHashMap<>(headers);
    changed.put(name, value);
    return new DescribedRequest(operation, path, query, changed, body);
  }

  /** Returns the request with these values of a parameter in the query, instead of the others. */
  DescribedRequest withQuery(String name, String... values) {
    List<Map.Entry<String, String>> changed = new ArrayList<>(query);
    changed.removeIf(parameter -> parameter.getKey().equals(name));
    for (String value : values) {
      changed.add(Map.entry(name, value));
    }
    return new DescribedRequest(operation, path, changed, headers, body);
  }

  DescribedRequest withBody(Optional<JsonNode> changed) {
    return new DescribedRequest(operation, path, query, headers, changed);
  }

  /** Returns the request as a client of the product sends it. */
  Api.Request encoded(Api api, Optional<String> token) {
    Api.Request request = api.request(operation.method(), target());
    token.ifPresent(request::as);
    headers.forEach(request::header);
    body.ifPresent(
        json -> request.body(operation.body().orElseThrow().mediaType(), json.toString()));
    return request;
  }

  private String target() {
    String target = operation.template();
    for (Map.Entry<String, String> parameter : path.entrySet()) {
      target = target.replace("{" + parameter.getKey() + "}", segment(parameter.getValue()));
    }
    return query.isEmpty()
        ? target
        : query.stream()
            .map(parameter -> encoded(parameter.getKey()) + "=" + encoded(parameter.getValue()))
            .collect(Collectors.joining("&", target + "?", ""));
  }

  /** Returns a value as a segment of a path. */
  static String segment(String value) {
    return encoded(value).replace("+", "%20");
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, UTF_8);
  }

  @Override
  public String toString() {
    return operation.method()
        + " "
        + target()
        + " "
        + headers
        + body.map(json -> " " + json).orElse("");
  }
}
