package webhooks.api.webhook;

import static webhooks.api.http.response.JsonResponse.JSON;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import webhooks.api.http.json.JsonBody;
import webhooks.api.http.response.JsonResponse;
import webhooks.api.security.CurrentCaller;
import webhooks.api.security.OnPages;
import webhooks.api.security.RequiresScope;
import webhooks.domain.access.TokenScope;
import webhooks.domain.id.Ids;
import webhooks.domain.option.ChangeOptions;
import webhooks.domain.portal.PortalPage;
import webhooks.domain.webhook.OptionUpdates;
import webhooks.domain.webhook.OptionUpdates.OptionsView;

/** Reads and changes the options of one webhook. */
@Path("webhooks/{webhookId}/options")
@ApplicationScoped
public class OptionsResource {
  @EJB private OptionUpdates options;

  private final CurrentCaller caller;
  private final PublishedKeySets published;

  /** Creates the bean's proxy, for the container. */
  public OptionsResource() {
    this(null, null);
  }

  /** Creates the resource. */
  @Inject
  public OptionsResource(CurrentCaller caller, PublishedKeySets published) {
    this.caller = caller;
    this.published = published;
  }

  /** Returns the options that are set. */
  @GET
  @RequiresScope(TokenScope.READ)
  @OnPages({PortalPage.OPTIONS})
  public Response get(@PathParam("webhookId") String webhookId) {
    return response(options.get(caller.get(), webhookId));
  }

  /** Replaces all options. An option that the body does not have is reset. */
  @PUT
  @RequiresScope(TokenScope.MODIFY)
  @OnPages({PortalPage.OPTIONS})
  public Response replace(@PathParam("webhookId") String webhookId, byte[] body) {
    return change(webhookId, read(body, true));
  }

  /** Replaces the options in the body. */
  @PATCH
  @RequiresScope(TokenScope.MODIFY)
  @OnPages({PortalPage.OPTIONS})
  public Response update(@PathParam("webhookId") String webhookId, byte[] body) {
    return change(webhookId, read(body, false));
  }

  /** Resets one option. */
  @DELETE
  @Path("{member}")
  @RequiresScope(TokenScope.MODIFY)
  @OnPages({PortalPage.OPTIONS})
  public Response reset(
      @PathParam("webhookId") String webhookId, @PathParam("member") String member) {
    options.reset(caller.get(), webhookId, member);
    forgetKeys(webhookId);
    return Response.noContent().build();
  }

  private Response change(String webhookId, ChangeOptions request) {
    OptionsView changed = options.change(caller.get(), webhookId, request);
    forgetKeys(webhookId);
    return response(changed);
  }

  /** The option of signatures may have changed. */
  private void forgetKeys(String webhookId) {
    Ids.parse(webhookId).ifPresent(published::forget);
  }

  private static ChangeOptions read(byte[] body, boolean replaces) {
    JsonBody json = new JsonBody(body);
    return new ChangeOptions(json.members(), replaces, json.faults());
  }

  private static Response response(OptionsView options) {
    JsonObjectBuilder json = JSON.createObjectBuilder(options.members());
    options.modified().ifPresent(time -> json.add("modified", JsonResponse.time(time)));
    return JsonResponse.of(Status.OK, json.build());
  }
}
