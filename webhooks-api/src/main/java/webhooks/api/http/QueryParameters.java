package webhooks.api.http;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import webhooks.domain.error.Faults;

/**
 * The query parameters of a request, with the faults found in them.
 *
 * <p>A parameter that occurs more than once becomes a fault and counts as absent, as in {@link
 * JsonBody}. Unknown parameters are ignored.
 */
public final class QueryParameters {
  private final Faults faults = new Faults();
  private final MultivaluedMap<String, String> given;

  /** Reads the query of a request. */
  public QueryParameters(UriInfo uri) {
    given = uri.getQueryParameters();
  }

  /** Returns a parameter; empty if it is absent or has an empty value. */
  public Optional<String> text(String name) {
    List<String> values = given.getOrDefault(name, List.of());
    if (values.size() > 1) {
      faults.invalid(name, "'" + name + "' must not be given more than once.");
      return Optional.empty();
    }
    return values.stream().filter(text -> !text.isEmpty()).findFirst();
  }

  /** Returns the faults of the parameters that were read before. */
  public Faults faults() {
    return faults;
  }
}
