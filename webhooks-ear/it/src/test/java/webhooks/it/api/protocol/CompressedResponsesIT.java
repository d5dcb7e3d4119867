package webhooks.it.api.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Secrets;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.TestEnvironment;

/** Tests on each server that lists are compressed, and that nothing with a secret is. */
class CompressedResponsesIT {
  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final HttpClient client = HttpClient.newHttpClient();

  private HttpResponse<byte[]> send(String method, String path, String body, String accepted)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + environment.product().port() + path);
    return client.send(
        HttpRequest.newBuilder(uri)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .header("Authorization", "Bearer " + application.token())
            .header("Content-Type", "application/json")
            .header("Accept-Encoding", accepted)
            .build(),
        BodyHandlers.ofByteArray());
  }

  private static boolean isCompressed(HttpResponse<byte[]> answer) {
    return answer.headers().firstValue("Content-Encoding").isPresent();
  }

  private static String text(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }

  @Test
  void compressesAListForACallerThatAcceptsIt() throws Exception {
    HttpResponse<byte[]> plain = send("GET", "/event-types", "", "identity");
    HttpResponse<byte[]> compressed = send("GET", "/event-types", "", "gzip, deflate");

    assertThat(isCompressed(plain)).isFalse();
    assertThat(compressed.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(compressed.body()).hasSizeLessThan(plain.body().length / 3);
    assertThat(
            text(new GZIPInputStream(new ByteArrayInputStream(compressed.body())).readAllBytes()))
        .isEqualTo(text(plain.body()));
    for (HttpResponse<byte[]> answer : List.of(plain, compressed)) {
      assertThat(String.join(",", answer.headers().allValues("Vary"))).contains("Accept-Encoding");
    }
  }

  /** A short list does not become shorter, and a refusal is for the caller to read. */
  @Test
  void leavesWhatIsShort() throws Exception {
    Registered webhook = application.register(environment.receiver().inbox());

    HttpResponse<byte[]> none =
        send("GET", "/webhooks/" + webhook.id() + "/deliveries", "", "gzip");
    HttpResponse<byte[]> refused =
        send("GET", "/webhooks/" + webhook.id() + "/deliveries?status=x", "", "gzip");

    assertThat(text(none.body())).startsWith("{\"deliveries\":[]");
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(text(refused.body())).startsWith("{\"error\":");
  }

  /** The length would show parts of a secret to those who choose other parts of the response. */
  @Test
  void doesNotCompressWhatHasASecret() throws Exception {
    String body =
        Application.Body.ofAccount(
                URI.create(environment.receiver().inbox().url() + "?key=" + "a".repeat(1500)))
            .toString();

    HttpResponse<byte[]> created = send("POST", "/webhooks", body, "gzip");
    assertThat(created.statusCode()).isEqualTo(202);
    String json = text(created.body());
    Secrets.remember(json.replaceFirst("(?s).*\"secret\":\"([^\"]+)\".*", "$1"));
    String id = json.replaceFirst("(?s).*?\"id\":\"([^\"]+)\".*", "$1");
    HttpResponse<byte[]> rotated = send("POST", "/webhooks/" + id + "/rotate-secret", "", "gzip");
    Secrets.remember(text(rotated.body()).replaceFirst("(?s).*\"secret\":\"([^\"]+)\".*", "$1"));

    assertThat(isCompressed(created)).isFalse();
    assertThat(isCompressed(rotated)).isFalse();
    assertThat(isCompressed(send("GET", "/webhooks/" + id, "", "gzip"))).isFalse();
    assertThat(isCompressed(send("GET", "/webhooks", "", "gzip"))).isFalse();
  }
}
