package webhooks.it.harness.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.http.HttpHeaders;
import java.util.Set;
import java.util.TreeSet;

/** An answer of the API. */
public record Answer(String request, int status, HttpHeaders headers, String body) {

  public JsonObject json() {
    try (JsonReader reader = Json.createReader(new StringReader(body))) {
      return reader.readObject();
    }
  }

  /** Checks the status and returns this answer. */
  public Answer is(int expected) {
    assertThat(status).as("%s answered %s", request, body).isEqualTo(expected);
    return this;
  }

  /**
   * Checks that this is an error of the documented shape, and returns this answer.
   *
   * @param details all expected details, each as {@code code target} or {@code code} alone
   */
  public Answer isError(int expected, String code, String... details) {
    is(expected);
    assertThat(headers.firstValue("Content-Type"))
        .as("content type of %s", request)
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
    JsonObject whole = json();
    assertThat(whole.keySet()).as(body).containsExactly("error");
    JsonObject error = whole.getJsonObject("error");
    assertThat(error.keySet()).as(body).isSubsetOf("code", "message", "target", "details");
    assertThat(error.getString("code")).as(body).isEqualTo(code);
    assertThat(error.getString("message")).as(body).isNotBlank();
    assertThat(details(error)).as(body).containsExactlyInAnyOrder(details);
    return this;
  }

  /** Checks an error's message. */
  public void hasMessage(String message) {
    assertThat(json().getJsonObject("error").getString("message")).isEqualTo(message);
  }

  private static Set<String> details(JsonObject error) {
    Set<String> found = new TreeSet<>();
    if (error.containsKey("details")) {
      for (JsonObject detail : error.getJsonArray("details").getValuesAs(JsonObject.class)) {
        assertThat(detail.keySet()).isSubsetOf("code", "message", "target");
        assertThat(detail.getString("message")).isNotBlank();
        String target = detail.getString("target", "");
        found.add((detail.getString("code") + " " + target).strip());
      }
    }
    return found;
  }
}
