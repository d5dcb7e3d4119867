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
import java.util.regex.Pattern;

/**
 * Normalizes requests that servers would treat differently, before JAX-RS matches the path.
 *
 * <p>Checks {@code Accept} by the contract's rules, and hides {@code Accept} and {@code
 * Content-Type} from JAX-RS. Otherwise servers would refuse the type of a body before the check of
 * the token, and would answer a malformed header in a shape of their own.
 */
@Provider
@PreMatching
public class RequestNormalizer implements ContainerRequestFilter {
  /**
   * The header that holds the content type of the request behind this filter, if it has one. A
   * caller can't set it.
   */
  static final String CONTENT_TYPE = "Webhooks-Content-Type";

  /** Paths with media types of their own, which the version of the API does not concern. */
  private static final Pattern UNVERSIONED_PATHS = Pattern.compile("/*(openapi|metrics)/*");

  /** Clients of JSON Web Key Sets ask for a media type of their own. The answer is JSON. */
  private static final Pattern KEYS = Pattern.compile("/*webhooks/[^/]+/keys/*");

  private static final Pattern NO_TYPES = Pattern.compile("[,\\s]*");

  private static final Set<String> ACCEPTED_TYPES =
      Set.of(
          "application/vnd.bentley.itwin-platform.v2+json",
          "application/json",
          "application/*",
          "*/*");

  @Override
  public void filter(ContainerRequestContext request) {
    collapseLeadingSlashes(request);
    if (request.getUriInfo().getRequestUri().getRawPath().indexOf(';') >= 0) {
      // JAX-RS drops matrix parameters, so the client id "a;b" in a path would address "a".
      throw new NotFoundException();
    }
    if (request.getMethod().equals(HttpMethod.OPTIONS)) {
      // JAX-RS would answer OPTIONS without a check of the token. No operation has a method of this
      // name, so the request is refused like any other with a wrong method.
      request.setMethod("NO-" + HttpMethod.OPTIONS);
    }
    String path = request.getUriInfo().getPath();
    if (KEYS.matcher(path).matches()) {
      request.getHeaders().remove(HttpHeaders.ACCEPT);
    } else if (!UNVERSIONED_PATHS.matcher(path).matches()) {
      checkVersion(request);
    }
    String contentType = request.getHeaderString(HttpHeaders.CONTENT_TYPE);
    if (contentType == null) {
      request.getHeaders().remove(CONTENT_TYPE);
    } else {
      request.getHeaders().putSingle(CONTENT_TYPE, contentType);
      request.getHeaders().remove(HttpHeaders.CONTENT_TYPE);
    }
  }

  private static void checkVersion(ContainerRequestContext request) {
    String accept = request.getHeaderString(HttpHeaders.ACCEPT);
    // A header with an empty list counts as no header.
    boolean hasTypes = accept != null && !NO_TYPES.matcher(accept).matches();
    if (hasTypes && Arrays.stream(accept.split(",")).noneMatch(RequestNormalizer::isAccepted)) {
      throw new NotFoundException();
    }
    request.getHeaders().remove(HttpHeaders.ACCEPT);
  }

  /**
   * Makes one slash of several leading slashes: Bentley's sample sends {@code //webhooks/{id}},
   * which is the only such path that {@link EntryFilter} lets pass.
   */
  private static void collapseLeadingSlashes(ContainerRequestContext request) {
    URI uri = request.getUriInfo().getRequestUri();
    String path = uri.getRawPath();
    if (path != null && path.startsWith("//")) {
      String text = uri.toString();
      int start = text.indexOf(path, text.indexOf("://") + 3);
      String collapsed = path.replaceFirst("^/+", "/");
      request.setRequestUri(
          URI.create(text.substring(0, start) + collapsed + text.substring(start + path.length())));
    }
  }

  /** Returns a media type without its parameters. */
  static String withoutParameters(String type) {
    int end = type.indexOf(';');
    return (end < 0 ? type : type.substring(0, end)).strip();
  }

  private static boolean isAccepted(String range) {
    return ACCEPTED_TYPES.contains(withoutParameters(range).toLowerCase(Locale.ROOT));
  }
}
