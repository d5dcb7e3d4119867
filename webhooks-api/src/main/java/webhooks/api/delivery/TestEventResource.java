package webhooks.api.delivery;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.concurrent.CompletionStage;
import webhooks.api.http.response.JsonResponse;
import webhooks.api.security.CurrentCaller;
import webhooks.api.security.OnPages;
import webhooks.api.security.RequiresScope;
import webhooks.domain.access.TokenScope;
import webhooks.domain.event.EventReader;
import webhooks.domain.event.direct.TestEventSender;
import webhooks.domain.portal.PortalPage;
import webhooks.domain.task.ManagedTasks;

/** Sends a test event to a webhook, and returns the receiver's answer. */
@Path("webhooks/{webhookId}/test")
@ApplicationScoped
public class TestEventResource {
  @EJB private TestEventSender tests;
  @EJB private ManagedTasks tasks;

  private final EventReader reader;
  private final CurrentCaller caller;

  /** Creates the bean's proxy, for the container. */
  public TestEventResource() {
    this(null, null);
  }

  /** Creates the resource. */
  @Inject
  public TestEventResource(EventReader reader, CurrentCaller caller) {
    this.reader = reader;
    this.caller = caller;
  }

  /**
   * Makes one attempt.
   *
   * <p>The request's thread is free during the attempt. The response, which fits into the buffers
   * of its connection, is written on a thread of the product's tasks, because the I/O thread on
   * which the attempt ends must do nothing else.
   */
  @POST
  @RequiresScope(TokenScope.MODIFY)
  @OnPages({PortalPage.WEBHOOKS})
  public CompletionStage<Response> test(@PathParam("webhookId") String webhookId, byte[] body) {
    return tests
        .send(caller.get(), webhookId, reader.readTest(body))
        .thenApplyAsync(
            attempt -> JsonResponse.of(Status.OK, DeliveryJson.writeTested(attempt)),
            tasks.forShortTasks());
  }
}
