package webhooks.api.http;

import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Set;

/**
 * Reads the whole body into memory, and refuses a body that is too large, too slow or not JSON
 * according to its type.
 *
 * @param maxSize the maximum number of bytes
 * @param timeout the time for the whole body; the server limits only the wait for the next byte
 */
record RequestBodyFilter(int maxSize, Duration timeout) implements ContainerRequestFilter {
  private static final int BUFFER_SIZE = 8192;
  private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

  @Override
  public void filter(ContainerRequestContext request) {
    if (!WITH_BODY.contains(request.getMethod())) {
      return;
    }
    byte[] body = read(request);
    String type = (String) request.getProperty(RequestNormalizer.CONTENT_TYPE);
    String encoding = request.getHeaderString(HttpHeaders.CONTENT_ENCODING);
    // A request without body and type has no wrong type; the operation reports the missing body.
    boolean hasType = body.length > 0 || type != null;
    if (hasType && !isJson(type) || encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw new ClientErrorException(Status.UNSUPPORTED_MEDIA_TYPE);
    }
    request.setEntityStream(new ByteArrayInputStream(body));
  }

  private byte[] read(ContainerRequestContext request) {
    // The header avoids reading a body that is too large. A chunked body has no such header.
    long length = length(request);
    if (length > maxSize) {
      throw new ClientErrorException(Status.REQUEST_ENTITY_TOO_LARGE);
    }
    byte[] body;
    try {
      // Reads no more than the length, because Grizzly waits for more data after a header Upgrade.
      body = read(request.getEntityStream(), length < 0 ? maxSize + 1 : (int) length);
    } catch (IOException e) {
      // The client closed the connection, was too slow or broke the framing. Nothing to log.
      throw new BadRequestException(e);
    }
    if (body.length > maxSize) {
      throw new ClientErrorException(Status.REQUEST_ENTITY_TOO_LARGE);
    }
    return body;
  }

  /**
   * Returns the length in the header, or -1. Servers parse it as an int and fail on a larger one.
   */
  private static long length(ContainerRequestContext request) {
    String header = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
    try {
      return header == null ? -1 : Long.parseLong(header);
    } catch (NumberFormatException e) {
      throw new BadRequestException(e);
    }
  }

  private byte[] read(InputStream stream, int max) throws IOException {
    long start = System.nanoTime();
    ByteArrayOutputStream body = new ByteArrayOutputStream(Math.min(max, BUFFER_SIZE));
    byte[] buffer = new byte[Math.min(max, BUFFER_SIZE)];
    int count = 0;
    while (body.size() < max && count >= 0) {
      count = stream.read(buffer, 0, Math.min(buffer.length, max - body.size()));
      body.write(buffer, 0, Math.max(0, count));
      if (body.size() < max && count >= 0 && System.nanoTime() - start > timeout.toNanos()) {
        throw new IOException("The body did not arrive in time");
      }
    }
    return body.toByteArray();
  }

  static boolean isJson(String type) {
    return type != null
        && type.replaceFirst(";.*", "").strip().equalsIgnoreCase("application/json");
  }
}
