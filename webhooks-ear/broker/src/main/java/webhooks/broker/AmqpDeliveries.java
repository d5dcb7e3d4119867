package webhooks.broker;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The AMQP deliveries that one connection has begun and not finished, each in many frames.
 *
 * <p>Artemis writes the frames of a large message to a file as they come, and asks {@link
 * SizeLimit} after the last one: a message without end would fill the disk. Names in a message can
 * begin in one frame and end in another, so each delivery has its own {@link AmqpValues}.
 *
 * <p>A frame must belong to the delivery that Artemis takes it for. So a link or session must not
 * end or begin again within a delivery; a client aborts the delivery first. For one thread.
 */
final class AmqpDeliveries {
  /** The maximum size of all deliveries together that the connection has not finished. */
  static final int MAX_BYTES = LargeMessages.MAX_BYTES;

  /** More links than a producer has at the same time. */
  private static final int MAX_OPEN = 1000;

  private final Predicate<String> names;
  private final Map<Link, Delivery> open = new HashMap<>();
  private long openBytes;

  private record Link(int channel, long handle) {}

  /** The transfer of a frame, with the state of its delivery. */
  private record Delivery(long id, AmqpValues payload, long bytes) {}

  /**
   * Creates an empty collection.
   *
   * @param names returns whether a name may reach the decoder
   */
  AmqpDeliveries(Predicate<String> names) {
    this.names = names;
  }

  /** Returns whether a frame that is no transfer may come now. */
  boolean allows(Performative frame) {
    return switch (frame.kind()) {
      case BEGIN, ATTACH, DETACH, END ->
          open.keySet().stream()
              .noneMatch(
                  link ->
                      link.channel == frame.channel()
                          && (link.handle == frame.handle() || frame.handle() == Performative.ANY));
      default -> true;
    };
  }

  /**
   * Begins a transfer, which has a delivery or a part of it.
   *
   * @return whether it belongs to a delivery, and the unfinished ones are still small enough
   */
  boolean begin(Performative transfer, int frameBytes) {
    Link link = link(transfer);
    Delivery last = open.get(link);
    boolean isNamed = transfer.deliveryId() != Performative.ANY;
    if (last == null ? !isNamed : isNamed && transfer.deliveryId() != last.id) {
      return false;
    }
    Delivery now =
        last == null
            ? new Delivery(transfer.deliveryId(), new AmqpValues(names), frameBytes)
            : new Delivery(last.id, last.payload, last.bytes + frameBytes);
    open.put(link, now);
    openBytes += frameBytes;
    return !transfer.more() || openBytes <= MAX_BYTES && open.size() <= MAX_OPEN;
  }

  /** Returns the reader of a transfer that has begun. */
  AmqpValues payload(Performative transfer) {
    return open.get(link(transfer)).payload;
  }

  /** Ends a transfer. Returns whether its delivery is whole, if it ends too. */
  boolean end(Performative transfer) {
    if (transfer.more() && !transfer.aborted()) {
      return true;
    }
    Delivery finished = open.remove(link(transfer));
    openBytes -= finished.bytes;
    return transfer.aborted() || finished.payload.isComplete();
  }

  private static Link link(Performative transfer) {
    return new Link(transfer.channel(), transfer.handle());
  }
}
