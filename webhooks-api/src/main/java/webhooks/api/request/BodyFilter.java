package webhooks.api.request;

import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Set;

/**
 * Refuses bodies that are too large or no JSON by their type.
 *
 * @param limit how many bytes may come
 */
record BodyFilter(int limit) implements ContainerRequestFilter {
  private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

  @Override
  public void filter(ContainerRequestContext request) {
    if (!WITH_BODY.contains(request.getMethod())) {
      return;
    }
    byte[] body = read(request);
    String type = (String) request.getProperty(RequestNormalizer.CONTENT_TYPE);
    String encoding = request.getHeaderString(HttpHeaders.CONTENT_ENCODING);
    // Without body and type nothing is wrong with the type: the operation tells what is missing.
    boolean typed = body.length > 0 || type != null;
    if (typed && !isJson(type) || encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw new ClientErrorException(Status.UNSUPPORTED_MEDIA_TYPE);
    }
    request.setEntityStream(new ByteArrayInputStream(body));
  }

  private byte[] read(ContainerRequestContext request) {
    // The header spares reading what would be refused; a chunked body has none.
    int length = request.getLength();
    if (length > limit) {
      throw new ClientErrorException(Status.REQUEST_ENTITY_TOO_LARGE);
    }
    byte[] body;
    try {
      // No further than that: with a header Upgrade, Grizzly waits for more after the body's end.
      body = request.getEntityStream().readNBytes(length < 0 ? limit + 1 : length);
    } catch (IOException e) {
      // The client went away or broke the framing: nothing of ours to log as a fault.
      throw new BadRequestException(e);
    }
    if (body.length > limit) {
      throw new ClientErrorException(Status.REQUEST_ENTITY_TOO_LARGE);
    }
    return body;
  }

  static boolean isJson(String type) {
    return type != null
        && type.replaceFirst(";.*", "").strip().equalsIgnoreCase("application/json");
  }
}
