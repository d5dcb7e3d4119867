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
 * Refuses bodies that are too large, too slow or no JSON by their type.
 *
 * @param limit how many bytes may come
 * @param patience for how long they may come; the server's own bound is on each wait for the next
 */
record RequestBodyFilter(int limit, Duration patience) implements ContainerRequestFilter {
  private static final int CHUNK = 8192;
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
    long length = length(request);
    if (length > limit) {
      throw new ClientErrorException(Status.REQUEST_ENTITY_TOO_LARGE);
    }
    byte[] body;
    try {
      // No further than that: with a header Upgrade, Grizzly waits for more after the body's end.
      body = read(request.getEntityStream(), length < 0 ? limit + 1 : (int) length);
    } catch (IOException e) {
      // The client went away or broke the framing: nothing of ours to log as a fault.
      throw new BadRequestException(e);
    }
    if (body.length > limit) {
      throw new ClientErrorException(Status.REQUEST_ENTITY_TOO_LARGE);
    }
    return body;
  }

  /** Returns what the header tells, or -1; servers read it as an int, and fail on a larger one. */
  private static long length(ContainerRequestContext request) {
    String told = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
    try {
      return told == null ? -1 : Long.parseLong(told);
    } catch (NumberFormatException e) {
      throw new BadRequestException(e);
    }
  }

  private byte[] read(InputStream stream, int most) throws IOException {
    long begin = System.nanoTime();
    ByteArrayOutputStream body = new ByteArrayOutputStream(Math.min(most, CHUNK));
    byte[] chunk = new byte[Math.min(most, CHUNK)];
    int count = 0;
    while (body.size() < most && count >= 0) {
      count = stream.read(chunk, 0, Math.min(chunk.length, most - body.size()));
      body.write(chunk, 0, Math.max(0, count));
      if (body.size() < most && count >= 0 && System.nanoTime() - begin > patience.toNanos()) {
        throw new IOException("The body did not come in time");
      }
    }
    return body.toByteArray();
  }

  static boolean isJson(String type) {
    return type != null
        && type.replaceFirst(";.*", "").strip().equalsIgnoreCase("application/json");
  }
}
