package webhooks.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Body;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.Events;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.ForbiddenHosts;
import webhooks.it.harness.receiver.Inbox;

/** Active webhooks whose addresses are forbidden after the next start, in all their spellings. */
final class ForbiddenWebhooks {
  /** The setting that must be one second, so that each delivery has two attempts. */
  static final String RETRIES = "webhooks.delivery.retry-schedule";

  private final TestEnvironment environment;
  private final Application application;
  private final Inbox inbox;
  private final Map<String, Registered> byHost = new LinkedHashMap<>();

  /** Creates the webhooks, while all networks are allowed. */
  ForbiddenWebhooks(TestEnvironment environment) {
    this.environment = environment;
    this.application = environment.application();
    this.inbox = environment.receiver().inbox();
    Stream.concat(ForbiddenHosts.ADDRESSES.stream(), ForbiddenHosts.SPELLINGS.stream())
        .forEach(host -> byHost.put(host, application.create(Body.ofAccount(url(host)))));
    byHost.values().forEach(application::activate);
  }

  /** Returns the inbox's URL with another host, so that any connection to this machine arrives. */
  private URI url(String host) {
    return URI.create(inbox.url().toString().replace("127.0.0.1", host));
  }

  int size() {
    return byHost.size();
  }

  void assertTestsAreRefused() {
    byHost.forEach(
        (host, webhook) -> {
          String path = "/webhooks/" + webhook.id() + "/test";

          Answer answer = environment.api().post(path).as(application.token()).send().is(200);

          assertThat(answer.json().getString("error")).as(host).isEqualTo("forbiddenAddress");
        });
    assertThat(inbox.receipts()).isEmpty();
  }

  void assertNothingIsSent() {
    Event event = Event.ofAccount(application.account());

    environment.publish(event.json()).is(202);

    byHost.values().forEach(webhook -> Events.awaitRefusal(environment, webhook, event));
    assertThat(inbox.receipts()).isEmpty();
  }
}
