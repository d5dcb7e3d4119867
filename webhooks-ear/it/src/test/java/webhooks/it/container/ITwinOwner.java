package webhooks.it.container;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import webhooks.domain.access.BearerToken;
import webhooks.domain.access.Caller;
import webhooks.domain.event.Event;
import webhooks.domain.event.EventPayload;
import webhooks.domain.webhook.CreateWebhook;
import webhooks.domain.webhook.UpdateWebhook;

/** A caller with an iTwin of its own, its requests, and events of the iTwin. */
final class ITwinOwner {
  private static final String TYPE = "iModels.iModelCreated.v1";

  private final UUID iTwin = UUID.randomUUID();
  private final Caller caller =
      new Caller(
          "client-" + iTwin,
          Optional.of("account-" + iTwin),
          true,
          false,
          true,
          Set.of(),
          Optional.empty(),
          new BearerToken("a.b.c"));

  UUID iTwin() {
    return iTwin;
  }

  Caller caller() {
    return caller;
  }

  CreateWebhook creation() {
    return new CreateWebhook(
        Optional.of("https://8.8.8.8/never-called"),
        Optional.of("iTwin"),
        Optional.of(iTwin.toString()),
        Optional.empty(),
        Optional.of(List.of(TYPE)),
        List.of());
  }

  UpdateWebhook activation() {
    return new UpdateWebhook(
        Optional.empty(), Optional.empty(), Optional.of(true), Optional.empty(), List.of());
  }

  Event event() {
    return event(TYPE);
  }

  /** Returns an event whose type is too long for the database. */
  Event unstorableEvent() {
    return event("x".repeat(256));
  }

  private Event event(String type) {
    EventPayload text =
        new EventPayload("{}".getBytes(StandardCharsets.UTF_8), "2026-10-02T14:55:00.463Z");
    return new Event(
        UUID.randomUUID(), type, Optional.of(caller.account()), Optional.of(iTwin), text);
  }
}
