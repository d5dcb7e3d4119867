package webhooks.api.http.response;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses the responses of operations with {@link Compressed} by gzip, at its quickest level.
 *
 * <p>It runs after {@link LargeResponseLimit}, which counts compressed bytes therefore: a small
 * compressed response waits for no caller. The time that it takes is bounded by the size of the
 * response, which each of these operations limits, or reads slower from the database.
 */
@Provider
@Compressed
@Priority(Priorities.USER + 1000)
@ApplicationScoped
public class CompressedResponse implements WriterInterceptor {
  /** A smaller text fits into one packet anyway. */
  static final int MIN_LENGTH = 1024;

  private static final int BUFFER = 8 * 1024;

  @Context private HttpHeaders request;

  /** Creates the interceptor, for the container. */
  public CompressedResponse() {}

  /** Creates the interceptor without a container, for tests. */
  CompressedResponse(HttpHeaders request) {
    this.request = request;
  }

  @Override
  public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
    // Caches must not give the compressed response to another caller.
    context.getHeaders().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    boolean small = context.getEntity() instanceof String text && text.length() < MIN_LENGTH;
    if (small || !AcceptedEncoding.isGzip(request.getHeaderString(HttpHeaders.ACCEPT_ENCODING))) {
      context.proceed();
      return;
    }
    context.getHeaders().putSingle(HttpHeaders.CONTENT_ENCODING, "gzip");
    context.getHeaders().remove(HttpHeaders.CONTENT_LENGTH);
    OutputStream out = context.getOutputStream();
    try (Quick compressed = new Quick(out)) {
      context.setOutputStream(compressed);
      context.proceed();
      compressed.finish();
    } finally {
      context.setOutputStream(out);
    }
  }

  /** Compresses quickly. A flush in the middle would cost more than it brings. */
  private static final class Quick extends GZIPOutputStream {
    Quick(OutputStream connection) throws IOException {
      super(connection, BUFFER);
      def.setLevel(Deflater.BEST_SPEED);
    }

    @Override
    public void flush() {}

    /** Frees the memory of the compressor. The server closes the connection's stream. */
    @Override
    public void close() {
      def.end();
    }
  }
}
