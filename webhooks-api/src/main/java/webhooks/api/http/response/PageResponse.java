package webhooks.api.http.response;

import static webhooks.api.http.response.JsonResponse.JSON;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;
import webhooks.domain.settings.Settings;

/**
 * Builds the response to a request for one page of a list.
 *
 * <p>Links begin with {@code webhooks.public-url}. Without this setting they are paths, because the
 * server behind a proxy does not know its address, and the caller chooses the header {@code Host}.
 */
@ApplicationScoped
public class PageResponse {
  /** The query parameter with the maximum number of items. */
  public static final String TOP = "$top";

  /** The query parameter with the cursor that the previous page returned. */
  public static final String TOKEN = "continuationToken";

  private String address;

  /** Creates the bean, for the container. */
  protected PageResponse() {}

  /** Creates the bean. */
  @Inject
  public PageResponse(Settings settings) {
    this.address = settings.publicUrl().map(URI::toString).orElse("");
  }

  /**
   * Returns a page with links to itself and to the next page.
   *
   * @param name the property that holds the items
   * @param continuation the cursor of the next page; empty on the last page
   */
  public Response of(
      UriInfo uri, String name, JsonArrayBuilder items, Optional<String> continuation) {
    return of(uri, name, items, continuation, json -> {});
  }

  /**
   * Returns a page with further members.
   *
   * @param members adds the members that come after the items
   */
  public Response of(
      UriInfo uri,
      String name,
      JsonArrayBuilder items,
      Optional<String> continuation,
      Consumer<JsonObjectBuilder> members) {
    JsonObjectBuilder links = JSON.createObjectBuilder().add("self", link(uri.getRequestUri()));
    continuation
        .map(token -> uri.getRequestUriBuilder().replaceQueryParam(TOKEN, token).build())
        .ifPresentOrElse(
            next -> links.add("next", link(next)), () -> links.add("next", JsonValue.NULL));
    JsonObjectBuilder json = JSON.createObjectBuilder().add(name, items);
    members.accept(json);
    return JsonResponse.of(Status.OK, json.add("_links", links).build());
  }

  private JsonObjectBuilder link(URI uri) {
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return JSON.createObjectBuilder().add("href", address + uri.getRawPath() + query);
  }
}
