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
 * @param webhook its one webhook
 * @param inbox where it is delivered to; nothing arrives there if the receiver is dead
 * @param healthy whether all its events are to arrive
 */
public record Subscriber(
    Application application, Registered webhook, Inbox inbox, boolean healthy) {
  /** Fifty of them: quick, slow, failing now and then, silent, dead. */
  public static List<Subscriber> fifty(World world) {
    List<Subscriber> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Inbox inbox = world.receiver().inbox();
      all.add(
          switch (i % 10) {
            case 0, 1 -> healthy(world, inbox.delays(Duration.ofMillis(300L + 10 * i)));
            case 2 -> healthy(world, inbox.failsEach(7));
            case 3 -> i < 30 ? dead(world) : silent(world, inbox.delays(Duration.ofSeconds(8)));
            default -> healthy(world, inbox);
          });
    }
    return all;
  }

  /** One whose events are all to arrive in this inbox. */
  public static Subscriber healthy(World world, Inbox inbox) {
    return subscribed(world, inbox, inbox.url(), true);
  }

  private static Subscriber silent(World world, Inbox inbox) {
    return subscribed(world, inbox, inbox.url(), false);
  }

  private static Subscriber dead(World world) {
    URI refusing = URI.create("https://127.0.0.1:" + Places.freePort() + "/dead");
    return subscribed(world, world.receiver().inbox(), refusing, false);
  }

  private static Subscriber subscribed(World world, Inbox inbox, URI url, boolean healthy) {
    Application application = world.application();
    Registered webhook = application.activates(application.creates(Body.ofAccount(url)));
    return new Subscriber(application, webhook, inbox, healthy);
  }

  /** A new event for this webhook alone. */
  public Event event() {
    return Event.ofAccount(application.account());
  }
}
