package webhooks.listener;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.Method;
import org.glassfish.grizzly.http.util.Header;
import org.glassfish.grizzly.http.util.HttpStatus;
import webhooks.settings.note.HealthNote;

/**
 * The answer to a health probe, from the application's {@link HealthNote}. It needs no thread of
 * the application, so the load of the API can't delay it.
 *
 * <p>An old note means that the application hangs: then all probes are down.
 */
record HealthProbe(HttpStatus status, String body) {
  /** Longer than a machine that is only busy delays the note, which is renewed each second. */
  static final Duration MAX_AGE = Duration.ofSeconds(15);

  private static final Set<Method> METHODS = Set.of(Method.GET, Method.HEAD);
  private static final String UP = "{\"status\":\"UP\"";
  private static final String HANGS =
      "{\"status\":\"DOWN\",\"checks\":[{\"name\":\"application\",\"status\":\"DOWN\","
          + "\"data\":{\"noAnswerSince\":\"%s\"}}]}";

  /**
   * Returns the answer to a request; empty if the application has to answer it.
   *
   * @param now the time by {@link System#nanoTime}
   */
  static Optional<HealthProbe> answer(HttpRequestPacket request, long now) {
    return isPlain(request)
        ? HealthNote.current().flatMap(note -> answer(note, request.getRequestURI(), now))
        : Optional.empty();
  }

  /**
   * Returns whether a request is a {@code GET} or {@code HEAD} without query and body. Only the
   * application knows the rules for all others.
   */
  private static boolean isPlain(HttpRequestPacket request) {
    return METHODS.contains(request.getMethod())
        && request.getQueryStringDC().isNull()
        && !request.containsHeader(Header.ContentLength)
        && !request.containsHeader(Header.TransferEncoding);
  }

  private static Optional<HealthProbe> answer(HealthNote note, String path, long now) {
    Map<String, String> answers = note.answers();
    Duration age = note.age(now);
    return Optional.ofNullable(answers.get(path))
        .map(body -> age.compareTo(MAX_AGE) > 0 ? HANGS.formatted(Instant.now().minus(age)) : body)
        .map(body -> new HealthProbe(status(body), body));
  }

  private static HttpStatus status(String body) {
    return body.startsWith(UP) ? HttpStatus.OK_200 : HttpStatus.SERVICE_UNAVAILABLE_503;
  }
}
