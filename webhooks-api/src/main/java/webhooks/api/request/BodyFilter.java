package webhooks.api.request;

import jakarta.annotation.Priority;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Set;

/** Refuses bodies that are too large or no JSON by their type; comes after the token's check. */
@Provider
@Priority(Priorities.ENTITY_CODER)
public class BodyFilter implements ContainerRequestFilter {
  private static final int LIMIT = 64 * 1024;
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

  private static byte[] read(ContainerRequestContext request) {
    // The header spares reading what would be refused; a chunked body has none.
    if (request.getLength() > LIMIT) {
      throw new ClientErrorException(Status.REQUEST_ENTITY_TOO_LARGE);
    }
    byte[] body;
    try {
      body = request.getEntityStream().readNBytes(LIMIT + 1);
    } catch (IOException e) {
      // The client went away or broke the framing: nothing of ours to log as a fault.
      throw new BadRequestException(e);
    }
    if (body.length > LIMIT) {
      throw new ClientErrorException(Status.REQUEST_ENTITY_TOO_LARGE);
    }
    return body;
  }

  private static boolean isJson(String type) {
    return type != null
        && type.replaceFirst(";.*", "").strip().equalsIgnoreCase("application/json");
  }
}
