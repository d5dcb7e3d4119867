package webhooks.api.http;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import webhooks.domain.error.Faults;

/**
 * The query parameters that a request brought, and what is wrong with them.
 *
 * <p>One that is given more than once becomes a fault and counts as not given, as in {@link
 * JsonBody}. One that nobody asks for is passed over.
 */
public final class QueryParameters {
  private final Faults faults = new Faults();
  private final MultivaluedMap<String, String> given;

  /** Reads the query of a request. */
  public QueryParameters(UriInfo uri) {
    given = uri.getQueryParameters();
  }

  /** Returns a parameter, if it is given and not empty. */
  public Optional<String> text(String name) {
    List<String> values = given.getOrDefault(name, List.of());
    if (values.size() > 1) {
      faults.invalid(name, "'" + name + "' must not be given more than once.");
      return Optional.empty();
    }
    return values.stream().filter(text -> !text.isEmpty()).findFirst();
  }

  /** Returns all faults, once every parameter that the request may have was asked for. */
  public Faults faults() {
    return faults;
  }
}
