package webhooks.it.harness.environment;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import webhooks.it.harness.Event;
import webhooks.it.harness.Places;
import webhooks.it.harness.environment.Application.Body;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.receiver.Inbox;

/**
 * An account with one webhook.
 *
 * @param webhook the webhook
 * @param inbox the inbox of the webhook, unused if its URL is another one
 * @param healthy whether all events must arrive
 */
public record Subscriber(
    Application application, Registered webhook, Inbox inbox, boolean healthy) {
  /** Creates fifty subscribers: fast, slow, sometimes failing, without answers, closed. */
  public static List<Subscriber> fiftyMixed(TestEnvironment environment) {
    List<Subscriber> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Inbox inbox = environment.receiver().inbox();
      all.add(
          switch (i % 10) {
            case 0, 1 -> healthy(environment, inbox.delayBy(Duration.ofMillis(300L + 10 * i)));
            case 2 -> healthy(environment, inbox.failEvery(7));
            case 3 ->
                i < 30
                    ? dead(environment)
                    : silent(environment, inbox.delayBy(Duration.ofSeconds(8)));
            default -> healthy(environment, inbox);
          });
    }
    return all;
  }

  /** Creates a subscriber whose events must all arrive in this inbox. */
  public static Subscriber healthy(TestEnvironment environment, Inbox inbox) {
    return subscribed(environment, inbox, inbox.url(), true);
  }

  private static Subscriber silent(TestEnvironment environment, Inbox inbox) {
    return subscribed(environment, inbox, inbox.url(), false);
  }

  private static Subscriber dead(TestEnvironment environment) {
    URI refusing = URI.create("https://127.0.0.1:" + Places.freePort() + "/dead");
    return subscribed(environment, environment.receiver().inbox(), refusing, false);
  }

  private static Subscriber subscribed(
      TestEnvironment environment, Inbox inbox, URI url, boolean healthy) {
    Application application = environment.application();
    Registered webhook = application.activate(application.create(Body.ofAccount(url)));
    return new Subscriber(application, webhook, inbox, healthy);
  }

  /** Returns a new event for this webhook only. */
  public Event event() {
    return Event.ofAccount(application.account());
  }
}
