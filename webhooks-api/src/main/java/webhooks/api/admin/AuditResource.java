package webhooks.api.admin;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import webhooks.api.http.QueryParameters;
import webhooks.api.http.response.Compressed;
import webhooks.api.http.response.PageResponse;
import webhooks.api.security.CurrentCaller;
import webhooks.api.security.RequiresScope;
import webhooks.domain.access.TokenScope;
import webhooks.domain.audit.AuditEntryView;
import webhooks.domain.audit.AuditReader;
import webhooks.domain.audit.ListAuditEntries;
import webhooks.domain.page.Page;

/** Serves the audit trail. */
@Path("admin/audit")
@ApplicationScoped
public class AuditResource {
  @EJB private AuditReader audit;

  private final PageResponse pages;
  private final CurrentCaller caller;

  /** Creates the bean's proxy, for the container. */
  public AuditResource() {
    this(null, null);
  }

  /** Creates the resource. */
  @Inject
  public AuditResource(PageResponse pages, CurrentCaller caller) {
    this.pages = pages;
    this.caller = caller;
  }

  /** Returns a page of audit entries, newest first. */
  @GET
  @RequiresScope(TokenScope.ADMIN)
  @Compressed
  public Response list(@Context UriInfo uri) {
    QueryParameters query = new QueryParameters(uri);
    Page<AuditEntryView> page =
        audit.list(
            caller.get(),
            new ListAuditEntries(
                query.text(PageResponse.TOP),
                query.text(PageResponse.TOKEN),
                query.text("accountId"),
                query.text("webhookId"),
                query.text("action"),
                query.text("since"),
                query.text("until"),
                query.faults()));
    return pages.of(
        uri, "acts", AdminJson.array(page.items(), AdminJson::write), page.continuation());
  }
}
