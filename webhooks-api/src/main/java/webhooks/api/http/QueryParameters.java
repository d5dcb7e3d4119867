package webhooks.api.http;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.error.Faults;

/**
 * The query parameters of a request, decoded. Collects their faults. For one thread.
 *
 * <p>A parameter that occurs more than once, or has an empty value, becomes a fault and counts as
 * absent, as in {@link webhooks.api.http.json.JsonBody}. {@link #faults} also reports each
 * parameter that was not read with {@link #text}, so callers call it last.
 */
public final class QueryParameters {
  private final Faults faults = new Faults();
  private final Set<String> known = new HashSet<>();
  private final MultivaluedMap<String, String> given;

  /** Reads the query of a request. */
  public QueryParameters(UriInfo uri) {
    given = uri.getQueryParameters();
    // Some servers leave out a parameter without a name, and others return it with an empty one.
    String query = uri.getRequestUri().getRawQuery();
    if (query != null && Stream.of(query.split("&")).anyMatch(part -> part.startsWith("="))) {
      faults.add(
          Fault.of(FaultCode.INVALID_PROPERTY, "=", "A query parameter has no name before '='."));
    }
    known.add("");
  }

  /** Returns a parameter; empty if it is absent, empty or repeated. */
  public Optional<String> text(String name) {
    known.add(name);
    List<String> values = given.getOrDefault(name, List.of());
    if (values.size() > 1) {
      faults.invalid(name, "'" + name + "' must not be given more than once.");
      return Optional.empty();
    }
    if (values.contains("")) {
      faults.invalid(name, "'" + name + "' must not be empty. Leave it out.");
      return Optional.empty();
    }
    return values.stream().findFirst();
  }

  /** Returns all faults, with one for each parameter that was not read. */
  public List<Fault> faults() {
    for (String name : given.keySet()) {
      if (known.add(name)) {
        faults.add(
            Fault.of(
                FaultCode.INVALID_PROPERTY, name, "Query parameter '" + name + "' is unknown."));
      }
    }
    return faults.all();
  }
}
