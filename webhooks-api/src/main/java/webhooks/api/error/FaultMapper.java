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
public class FaultMapper implements ExceptionMapper<Throwable> {
  private static final Logger LOG = System.getLogger(FaultMapper.class.getName());

  /** The ids given: Jersey asks for the answer to the same exception of an EJB more than once. */
  private static final Map<Throwable, UUID> IDS = Collections.synchronizedMap(new WeakHashMap<>());

  @Override
  public Response toResponse(Throwable fault) {
    Causes causes = Causes.of(fault);
    // A server that wraps application exceptions all the same must not turn a refusal into a fault.
    Optional<Refusal> refusal = causes.first(Refusal.class);
    if (refusal.isPresent()) {
      return new RefusalMapper().toResponse(refusal.get());
    }
    return answer(fault, causes).response();
  }

  static ErrorAnswer answer(Throwable fault) {
    return answer(fault, Causes.of(fault));
  }

  private static ErrorAnswer answer(Throwable fault, Causes causes) {
    if (causes.tellThatTheDatabaseIsAway()) {
      LOG.log(Level.WARNING, "The database is away: {0}", fault.toString());
      return ErrorAnswer.unavailable();
    }
    return ErrorAnswer.internal(IDS.computeIfAbsent(fault, FaultMapper::log));
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
