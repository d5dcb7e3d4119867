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

/** Answers everything nobody foresaw, with an id that the log has next to the stack trace. */
@Provider
public class ThrowableMapper implements ExceptionMapper<Throwable> {
  private static final Logger LOG = System.getLogger(ThrowableMapper.class.getName());

  /** The ids given: Jersey asks for the answer to the same exception of an EJB more than once. */
  private static final Map<Throwable, UUID> IDS = Collections.synchronizedMap(new WeakHashMap<>());

  @Override
  public Response toResponse(Throwable fault) {
    CauseChain causes = CauseChain.of(fault);
    // A server that wraps application exceptions all the same must not turn a refusal into a fault.
    Optional<Refusal> refusal = causes.first(Refusal.class);
    if (refusal.isPresent()) {
      return new RefusalMapper().toResponse(refusal.get());
    }
    return answer(fault, causes).response();
  }

  static ErrorResponse answer(Throwable fault) {
    return answer(fault, CauseChain.of(fault));
  }

  private static ErrorResponse answer(Throwable fault, CauseChain causes) {
    if (causes.tellThatTheDatabaseIsAway()) {
      LOG.log(Level.WARNING, "The database is away: {0}", fault.toString());
      return ErrorResponse.unavailable();
    }
    return ErrorResponse.internal(IDS.computeIfAbsent(fault, ThrowableMapper::log));
  }

  private static UUID log(Throwable fault) {
    UUID id = UUID.randomUUID();
    log(id, fault);
    return id;
  }

  static void log(UUID id, Throwable fault) {
    LOG.log(Level.ERROR, "Error id: " + id, fault);
  }
}
