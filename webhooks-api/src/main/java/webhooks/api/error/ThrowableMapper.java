package webhooks.api.error;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.WeakHashMap;
import webhooks.domain.error.Refusal;

/**
 * Answers every exception that has no mapper of its own.
 *
 * <p>A {@link Refusal} that the server has wrapped gets the same answer as without the wrapper. An
 * unavailable database is answered with status 503. Any other exception is answered with status 500
 * and an id; the log has the stack trace with the same id.
 */
@Provider
public class ThrowableMapper implements ExceptionMapper<Throwable> {
  private static final Logger LOG = System.getLogger(ThrowableMapper.class.getName());

  private static final OutageLog OUTAGES =
      new OutageLog(System::nanoTime, line -> LOG.log(Level.WARNING, line));

  /**
   * The ids of logged exceptions. Jersey can map one exception of an EJB several times, so each is
   * logged once.
   */
  private static final Map<Throwable, UUID> IDS = Collections.synchronizedMap(new WeakHashMap<>());

  @Override
  public Response toResponse(Throwable exception) {
    CauseChain causes = CauseChain.of(exception);
    // Some servers wrap application exceptions although they should not.
    Optional<Refusal> refusal = causes.first(Refusal.class);
    if (refusal.isPresent()) {
      return new RefusalMapper().toResponse(refusal.get());
    }
    return response(exception, causes).response();
  }

  static ErrorResponse response(Throwable exception) {
    return response(exception, CauseChain.of(exception));
  }

  private static ErrorResponse response(Throwable exception, CauseChain causes) {
    if (causes.isDatabaseUnavailable()) {
      OUTAGES.add(exception.toString().lines().findFirst().orElse(""));
      return ErrorResponse.unavailable();
    }
    return ErrorResponse.internal(IDS.computeIfAbsent(exception, ThrowableMapper::log));
  }

  private static UUID log(Throwable exception) {
    UUID id = UUID.randomUUID();
    log(id, exception);
    return id;
  }

  static void log(UUID id, Throwable exception) {
    LOG.log(Level.ERROR, "Error id: " + id, exception);
  }
}
