import io.cloudevents.CloudEvent;
import io.cloudevents.http.HttpMessageFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Reads a CloudEvent from a request as CGI gives it, with the SDK of CloudEvents: the artifacts
 * {@code cloudevents-http-basic} and {@code cloudevents-json-jackson}. Needs Java 17 or later.
 *
 * <p>Prints id, type and source of the event in a line each, then its data in JSON.
 */
public final class Receive {
  private Receive() {}

  /** Returns the event of a request. */
  static CloudEvent read(Map<String, String> headers, byte[] body) {
    return HttpMessageFactory.createReader(headers, body).toEvent();
  }

  public static void main(String[] arguments) throws IOException {
    Map<String, String> headers = new HashMap<>();
    System.getenv()
        .forEach(
            (name, value) -> {
              if (name.startsWith("HTTP_")) {
                headers.put(name.substring(5).replace('_', '-').toLowerCase(Locale.ROOT), value);
              }
            });
    headers.put("content-type", System.getenv("CONTENT_TYPE"));
    CloudEvent event = read(headers, System.in.readAllBytes());
    System.out.println(event.getId());
    System.out.println(event.getType());
    System.out.println(event.getSource());
    byte[] data = Objects.requireNonNull(event.getData()).toBytes();
    System.out.println(new String(data, StandardCharsets.UTF_8));
  }
}
