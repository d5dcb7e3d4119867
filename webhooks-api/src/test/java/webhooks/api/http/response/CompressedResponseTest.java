package webhooks.api.http.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import webhooks.api.ApiApplication;

/** Compresses what holds no secret, for callers that accept it. */
class CompressedResponseTest {
  private static final String LONG = "{\"webhooks\":\"" + "webhook ".repeat(1000) + "\"}";
  private static final StreamingOutput STREAM =
      out -> out.write(LONG.getBytes(StandardCharsets.UTF_8));

  /** Operations whose responses have secrets, or URLs whose query can hold credentials. */
  private static final List<String> WITH_SECRETS =
      List.of(
          "WebhooksResource",
          "OptionsResource",
          "SigningKeyResource",
          "VerificationResource",
          "RejectedEventsResource",
          "DeliveriesResource.get",
          "TestEventResource");

  private final MultivaluedMap<String, Object> headers = new MultivaluedHashMap<>();
  private final ByteArrayOutputStream connection = new ByteArrayOutputStream();
  private String accepted = "gzip, deflate, br";

  @Test
  void compressesText() throws IOException {
    write(LONG);

    assertThat(decompressed()).isEqualTo(LONG);
    assertThat(connection.size()).isLessThan(LONG.length() / 20);
    assertThat(headers.getFirst("Content-Encoding")).isEqualTo("gzip");
    assertThat(headers.get("Vary")).contains("Accept-Encoding");
    assertThat(headers).doesNotContainKey("Content-Length");
  }

  @Test
  void compressesStream() throws IOException {
    write(STREAM);

    assertThat(decompressed()).isEqualTo(LONG);
  }

  @Test
  void leavesResponseOfCallerThatDoesNotAcceptIt() throws IOException {
    accepted = "identity";

    write(LONG);

    assertThat(connection.toString(StandardCharsets.UTF_8)).isEqualTo(LONG);
    assertThat(headers).doesNotContainKey("Content-Encoding");
    assertThat(headers.get("Vary")).contains("Accept-Encoding");
  }

  @Test
  void leavesShortText() throws IOException {
    write("{}");

    assertThat(connection.toString(StandardCharsets.UTF_8)).isEqualTo("{}");
    assertThat(headers).doesNotContainKey("Content-Encoding");
  }

  /** Otherwise the caller would take a part of a list for all of it. */
  @Test
  void isIncompleteIfItsContentIs() {
    assertThatThrownBy(
            () ->
                write(
                    (StreamingOutput)
                        out -> {
                          STREAM.write(out);
                          throw new IOException("The client does not read");
                        }))
        .isInstanceOf(IOException.class);

    assertThatThrownBy(this::decompressed).isInstanceOf(IOException.class);
  }

  /** The length of a compressed text would show parts of a secret in it. */
  @Test
  void noOperationWithSecretsIsCompressed() {
    List<String> compressed =
        new ApiApplication()
            .getClasses().stream()
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Compressed.class))
                .map(CompressedResponseTest::nameOf)
                .toList();

    assertThat(compressed).contains("DeliveriesResource.list", "AuditResource.list");
    assertThat(compressed)
        .noneMatch(name -> WITH_SECRETS.stream().anyMatch(secret -> name.startsWith(secret)));
  }

  private static String nameOf(Method method) {
    return method.getDeclaringClass().getSimpleName() + "." + method.getName();
  }

  private void write(Object entity) throws IOException {
    headers.putSingle("Content-Length", LONG.length());
    OutputStream[] out = {connection};
    new CompressedResponse(proxy(HttpHeaders.class, (name, args) -> accepted))
        .aroundWriteTo(
            proxy(
                WriterInterceptorContext.class,
                (name, args) -> {
                  switch (name) {
                    case "getOutputStream":
                      return out[0];
                    case "setOutputStream":
                      out[0] = (OutputStream) args[0];
                      return null;
                    case "getHeaders":
                      return headers;
                    case "getEntity":
                      return entity;
                    default:
                      proceed(entity, out[0]);
                      return null;
                  }
                }));
  }

  private static void proceed(Object entity, OutputStream out) throws IOException {
    if (entity instanceof StreamingOutput stream) {
      stream.write(out);
    } else {
      out.write(entity.toString().getBytes(StandardCharsets.UTF_8));
    }
    out.flush();
  }

  private String decompressed() throws IOException {
    return new String(
        new GZIPInputStream(new ByteArrayInputStream(connection.toByteArray())).readAllBytes(),
        StandardCharsets.UTF_8);
  }

  /** Answers a call. */
  @FunctionalInterface
  private interface Answer {
    Object to(String name, Object[] args) throws IOException;
  }

  private static <T> T proxy(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, args) -> answer.to(method.getName(), args)));
  }
}
