package webhooks.api.http.response;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.LongSupplier;
import webhooks.api.token.CallerPrincipal;
import webhooks.domain.limit.CallerLimit;
import webhooks.domain.limit.LimitKey;

/**
 * Limits how many large responses are written at the same time, and for how long. A caller that
 * does not read its response occupies a thread and memory until then.
 *
 * <p>Responses to callers without a valid token, for example the OpenAPI document, have a limit of
 * their own, so that these callers take nothing from all others.
 *
 * <p>A response that fits into the connection's buffers is not large: it never waits for its
 * caller.
 *
 * <p>Whether a list is large shows only after a part of it was read. So if one was large lately,
 * the next one of the caller takes its share before the first query.
 */
@Provider
@ApplicationScoped
public class LargeResponseLimit implements WriterInterceptor {
  private static final Logger LOG = System.getLogger(LargeResponseLimit.class.getName());

  static final int MAX_RESPONSES = 8;

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** All callers without a valid token count as one account, which gets two of three. */
  private static final int MAX_WITHOUT_TOKEN = 3;

  private static final String MESSAGE = "Too many large responses are being read. Try again later.";

  private final CallerLimit responses = new CallerLimit(MAX_RESPONSES, MESSAGE);
  private final CallerLimit responsesWithoutToken = new CallerLimit(MAX_WITHOUT_TOKEN, MESSAGE);

  private final RecentLargeResponses recent;

  @Context private SecurityContext security;
  @Context private UriInfo uri;

  /** Creates the limit, for the container. */
  public LargeResponseLimit() {
    this(null, null, System::nanoTime);
  }

  /** Creates the limit without a container, for tests. */
  LargeResponseLimit(SecurityContext security, UriInfo uri, LongSupplier nanoTime) {
    this.security = security;
    this.uri = uri;
    this.recent = new RecentLargeResponses(nanoTime);
  }

  @Override
  public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
    try (LargeResponse response =
        new LargeResponse(context.getOutputStream(), this::share, TIMEOUT)) {
      // All other entities are in memory already, so taking the share now would save no query.
      if (context.getEntity() instanceof StreamingOutput
          && recent.contains(caller().caller(), uri.getPath())) {
        response.reserve();
      }
      context.setOutputStream(response);
      try {
        context.proceed();
        response.complete();
      } catch (IOException e) {
        if (!response.isStarted()) {
          throw e;
        }
        // The client closed the connection or reads too slowly. The response ends without its last
        // bytes, so that the client can't take it for complete.
        LOG.log(Level.DEBUG, "A large response was not read: {0}", e.toString());
      } finally {
        if (response.isLarge()) {
          recent.add(caller().caller(), uri.getPath());
        }
      }
    }
  }

  private CallerLimit.Share share() {
    LimitKey caller = caller();
    return (caller.equals(LimitKey.WITHOUT_ACCOUNT) ? responsesWithoutToken : responses)
        .take(caller, 1);
  }

  private LimitKey caller() {
    return CallerPrincipal.limitKeyOf(security);
  }
}
