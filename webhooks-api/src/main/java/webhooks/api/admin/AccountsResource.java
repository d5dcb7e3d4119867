package webhooks.api.admin;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import webhooks.api.http.QueryParameters;
import webhooks.api.http.response.Compressed;
import webhooks.api.http.response.JsonResponse;
import webhooks.api.security.CurrentCaller;
import webhooks.api.security.RequiresScope;
import webhooks.domain.access.TokenScope;
import webhooks.domain.delivery.history.account.AccountOverviews;

/** Shows the pending deliveries and the outcomes of accounts. */
@Path("admin/accounts")
@ApplicationScoped
public class AccountsResource {
  @EJB private AccountOverviews accounts;

  private final CurrentCaller caller;

  /** Creates the bean's proxy, for the container. */
  public AccountsResource() {
    this(null);
  }

  /** Creates the resource. */
  @Inject
  public AccountsResource(CurrentCaller caller) {
    this.caller = caller;
  }

  /** Returns a limited number of accounts, those with most pending deliveries first. */
  @GET
  @RequiresScope(TokenScope.ADMIN)
  @Compressed
  public Response list(@Context UriInfo uri) {
    QueryParameters query = new QueryParameters(uri);
    return JsonResponse.of(
        Status.OK,
        OperatorJson.write(
            accounts.of(caller.get(), query.text("window"), query.text("search"), query.faults())));
  }
}
