package webhooks.api.http;

import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.SecurityContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Set;
import webhooks.api.security.StrangerKey;
import webhooks.api.token.CallerPrincipal;
import webhooks.domain.limit.CallerLimit;
import webhooks.domain.limit.LimitKey;

/**
 * Reads the whole body into memory, and refuses a body that is too large, too slow, encoded, or of
 * another type than the operation takes: JSON, or CloudEvents too.
 *
 * <p>A large body takes a share of the memory for bodies. The share is given back when the request
 * is answered.
 *
 * @param maxSize the maximum number of bytes
 * @param takesCloudEvents whether the body can be CloudEvents
 * @param limits the limits of the memory for bodies and of the threads that wait for them
 */
record RequestBodyFilter(int maxSize, boolean takesCloudEvents, BodyLimits limits)
    implements ContainerRequestFilter, ContainerResponseFilter {
  private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");
  private static final String MEMORY = "webhooks.body-memory";

  @Override
  public void filter(ContainerRequestContext request) {
    if (!WITH_BODY.contains(request.getMethod())) {
      return;
    }
    byte[] body = read(request);
    request.setProperty(UnreadBody.NOTHING_TO_DROP, Boolean.TRUE);
    String type = request.getHeaderString(RequestNormalizer.CONTENT_TYPE);
    String encoding = request.getHeaderString(HttpHeaders.CONTENT_ENCODING);
    // A request without body and type has no wrong type; the operation reports the missing body.
    boolean hasType = body.length > 0 || type != null;
    if (hasType && !isTaken(type, request)
        || encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw new ClientErrorException(Status.UNSUPPORTED_MEDIA_TYPE);
    }
    request.setEntityStream(new ByteArrayInputStream(body));
  }

  /** Gives the memory of the body back, also after a refusal. */
  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getProperty(MEMORY) instanceof CallerLimit.Share memory) {
      memory.close();
    }
  }

  private byte[] read(ContainerRequestContext request) {
    // The header shows that a body is too large before it is read. A chunked body has none.
    long length = length(request);
    if (length > maxSize) {
      throw new ClientErrorException(Status.REQUEST_ENTITY_TOO_LARGE);
    }
    LimitKey caller = limitKey(request);
    CallerLimit.Share memory = limits.memory(caller);
    request.setProperty(MEMORY, memory);
    BodyReader reader = new BodyReader(request.getEntityStream(), limits, caller, memory);
    byte[] body;
    try {
      // Reads no more than the length, because Grizzly waits for more data after a header Upgrade.
      body = length < 0 ? reader.readToEnd(maxSize + 1) : reader.read((int) length);
    } catch (IOException e) {
      // The client closed the connection or broke the framing. Nothing to log.
      request.setProperty(UnreadBody.NOTHING_TO_DROP, Boolean.TRUE);
      throw new BadRequestException(e);
    } catch (Error e) {
      // A server may answer without the response filter, which would close the share.
      memory.close();
      throw e;
    }
    if (body.length > maxSize) {
      throw new ClientErrorException(Status.REQUEST_ENTITY_TOO_LARGE);
    }
    return body;
  }

  private static LimitKey limitKey(ContainerRequestContext request) {
    SecurityContext security = request.getSecurityContext();
    return security != null && security.getUserPrincipal() instanceof CallerPrincipal
        ? CallerPrincipal.limitKeyOf(security)
        : StrangerKey.of(request);
  }

  /**
   * Returns the length in the header, or -1 without a header. The servers' own method parses it as
   * an int, and fails on a larger number.
   */
  private static long length(ContainerRequestContext request) {
    String header = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
    try {
      return header == null ? -1 : Long.parseLong(header);
    } catch (NumberFormatException e) {
      throw new BadRequestException(e);
    }
  }

  private boolean isTaken(String type, ContainerRequestContext request) {
    return switch (BodyType.of(type)) {
      case JSON -> true;
      case CLOUDEVENT, CLOUDEVENT_BATCH -> takesCloudEvents;
      case OTHER_JSON ->
          takesCloudEvents && request.getHeaderString(BodyType.VERSION_HEADER) != null;
      case OTHER -> false;
    };
  }
}
