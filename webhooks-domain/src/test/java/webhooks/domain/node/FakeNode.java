package webhooks.domain.node;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.HeaderExcerpt;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.PreparedRequest;
import webhooks.domain.delivery.TokenOutcome;
import webhooks.domain.histogram.Histogram;
import webhooks.domain.option.request.FormatException;
import webhooks.domain.option.request.OutgoingEvent;
import webhooks.domain.subscription.SendableWebhook;

/** A node that keeps what it is asked for. The test ends the attempts. */
public class FakeNode implements Node {
  /** The webhooks whose backlogs grew. */
  public final List<UUID> notified = Collections.synchronizedList(new ArrayList<>());

  /** The attempts that began. */
  public final List<CompletableFuture<Attempt>> attempts = new ArrayList<>();

  /** The deliveries of attempts that began. */
  public final List<LeasedDelivery> tested = new ArrayList<>();

  /** The webhooks of these attempts. */
  public final List<SendableWebhook> testedWebhooks = new ArrayList<>();

  /** The names of the sender for which consents were asked. */
  public final List<String> senders = new ArrayList<>();

  /** The token requests that began. */
  public final List<CompletableFuture<TokenOutcome>> tokenRequests = new ArrayList<>();

  /** The deliveries that were leased to this node. */
  public final List<LeasedDelivery> sent = Collections.synchronizedList(new ArrayList<>());

  private final Histogram claimSizes = Histogram.ofSizes(1, 10);

  @Override
  public void backlogGrew(Collection<UUID> webhookIds) {
    notified.addAll(webhookIds);
  }

  @Override
  public NodeSlots slots() {
    return new NoSlots(sent);
  }

  @Override
  public CompletableFuture<Attempt> test(LeasedDelivery delivery, SendableWebhook webhook) {
    tested.add(delivery);
    testedWebhooks.add(webhook);
    return begin();
  }

  @Override
  public CompletableFuture<TokenOutcome> testToken(SendableWebhook webhook) {
    CompletableFuture<TokenOutcome> request = new CompletableFuture<>();
    tokenRequests.add(request);
    return request;
  }

  @Override
  public PreparedRequest prepare(LeasedDelivery delivery, SendableWebhook webhook)
      throws FormatException {
    OutgoingEvent event =
        new OutgoingEvent(delivery.body(), delivery.messageId(), delivery.event().trace());
    byte[] body = webhook.options().format().content(event, "").body();
    return new PreparedRequest(HeaderExcerpt.of(List.of()), body);
  }

  @Override
  public CompletableFuture<Attempt> askConsent(String sender, SendableWebhook webhook) {
    senders.add(sender);
    return begin();
  }

  private CompletableFuture<Attempt> begin() {
    CompletableFuture<Attempt> attempt = new CompletableFuture<>();
    attempts.add(attempt);
    return attempt;
  }

  @Override
  public InvalidEventQueue invalidEvents() {
    throw new UnsupportedOperationException();
  }

  @Override
  public NodeLoad load() {
    return new NodeLoad(
        new NodeLoad.SlotUse(3, 500, 9, 4000), 4, 2, new NodeLoad.ConnectionUse(5, 6, 1064));
  }

  @Override
  public Histogram claimSizes() {
    return claimSizes;
  }

  /** Returns a port to this node. */
  public RunningNode running() {
    RunningNode running = new RunningNode();
    running.start(this);
    return running;
  }

  /** Slots of a node that has none free. */
  private record NoSlots(List<LeasedDelivery> sent) implements NodeSlots {
    @Override
    public int free() {
      return NONE.free();
    }

    @Override
    public int take(UUID webhookId, int wanted) {
      return NONE.take(webhookId, wanted);
    }

    @Override
    public void giveBack(UUID webhookId, int count) {
      NONE.giveBack(webhookId, count);
    }

    @Override
    public void send(List<LeasedDelivery> deliveries) {
      sent.addAll(deliveries);
    }

    @Override
    public void close() {}
  }
}
