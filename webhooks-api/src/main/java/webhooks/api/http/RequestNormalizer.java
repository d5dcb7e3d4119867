package webhooks.api.http;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * Levels what clients send and servers treat differently, before the request is matched.
 *
 * <p>Types are negotiated by the contract's own rules: servers would refuse a body's type before
 * they ask for a token, and answer a malformed header in a shape of their own.
 */
@Provider
@PreMatching
public class RequestNormalizer implements ContainerRequestFilter {
  /** The request property that holds the content type as it was sent, if any was. */
  static final String CONTENT_TYPE = "webhooks.content-type";

  /** What has types of its own, with versions of their own. */
  private static final String UNVERSIONED = "/*(openapi|metrics)/*";

  private static final Set<String> SERVED =
      Set.of(
          "application/vnd.bentley.itwin-platform.v2+json",
          "application/json",
          "application/*",
          "*/*");

  @Override
  public void filter(ContainerRequestContext request) {
    foldLeadingSlashes(request);
    if (request.getUriInfo().getRequestUri().getRawPath().indexOf(';') >= 0) {
      // JAX-RS would leave out what follows, and so take the name of one client for another's.
      throw new NotFoundException();
    }
    if (request.getMethod().equals(HttpMethod.OPTIONS)) {
      // JAX-RS would answer it without asking for a token. No operation has a method of this name,
      // so that it is refused like any other method that a path does not take.
      request.setMethod("NO-" + HttpMethod.OPTIONS);
    }
    if (!request.getUriInfo().getPath().matches(UNVERSIONED)) {
      checkVersion(request);
    }
    String contentType = request.getHeaderString(HttpHeaders.CONTENT_TYPE);
    if (contentType != null) {
      request.setProperty(CONTENT_TYPE, contentType);
      request.getHeaders().remove(HttpHeaders.CONTENT_TYPE);
    }
  }

  private static void checkVersion(ContainerRequestContext request) {
    String accept = request.getHeaderString(HttpHeaders.ACCEPT);
    // A list without elements asks for nothing, as no header does.
    boolean asks = accept != null && !accept.matches("[,\\s]*");
    if (asks && Arrays.stream(accept.split(",")).noneMatch(RequestNormalizer::isServed)) {
      throw new NotFoundException();
    }
    request.getHeaders().remove(HttpHeaders.ACCEPT);
  }

  /** Makes {@code //webhooks/{id}}, which Bentley's own sample sends, {@code /webhooks/{id}}. */
  private static void foldLeadingSlashes(ContainerRequestContext request) {
    URI uri = request.getUriInfo().getRequestUri();
    String path = uri.getRawPath();
    if (path != null && path.startsWith("//")) {
      String text = uri.toString();
      int start = text.indexOf(path, text.indexOf("://") + 3);
      String folded = path.replaceFirst("^/+", "/");
      request.setRequestUri(
          URI.create(text.substring(0, start) + folded + text.substring(start + path.length())));
    }
  }

  private static boolean isServed(String range) {
    return SERVED.contains(range.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT));
  }
}
