package webhooks.broker;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Limits the AMQP deliveries that one connection has begun and not finished, and checks the names
 * in them. A delivery can come in many frames.
 *
 * <p>Artemis writes the frames of a large message to a file as they come, and asks {@link
 * SizeLimit} after the last one: a message without end would fill the disk. Names in a message can
 * begin in one frame and end in another, so each delivery has its own {@link AmqpValues}.
 *
 * <p>This class must assign each frame to the same delivery as Artemis does. So a link or session
 * must not end or begin again within a delivery; a client aborts the delivery first. For one
 * thread.
 */
final class AmqpDeliveries {
  /** The maximum size of all deliveries together that the connection has not finished. */
  static final int MAX_BYTES = LargeMessages.MAX_BYTES;

  /** More links than a producer has at the same time. */
  private static final int MAX_OPEN = 1000;

  private final Predicate<String> names;
  private final Map<Link, Unfinished> open = new HashMap<>();
  private long openBytes;

  private record Link(int channel, long handle) {}

  /**
   * A delivery that has not ended.
   *
   * @param payload reads its values
   * @param bytes the size of its frames so far
   */
  private record Unfinished(long id, AmqpValues payload, long bytes) {}

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
                          && (link.handle == frame.handle()
                              || frame.handle() == Performative.NONE));
      default -> true;
    };
  }

  /**
   * Begins a transfer, which has a delivery or a part of it.
   *
   * @return whether it belongs to a delivery, and the unfinished deliveries are small enough
   */
  boolean begin(Performative transfer, int frameBytes) {
    Link link = link(transfer);
    Unfinished last = open.get(link);
    boolean isNamed = transfer.deliveryId() != Performative.NONE;
    if (last == null ? !isNamed : isNamed && transfer.deliveryId() != last.id) {
      return false;
    }
    Unfinished now =
        last == null
            ? new Unfinished(transfer.deliveryId(), new AmqpValues(names), frameBytes)
            : new Unfinished(last.id, last.payload, last.bytes + frameBytes);
    open.put(link, now);
    openBytes += frameBytes;
    return !transfer.more() || openBytes <= MAX_BYTES && open.size() <= MAX_OPEN;
  }

  /** Returns the reader of the delivery whose transfer has begun. */
  AmqpValues payload(Performative transfer) {
    return open.get(link(transfer)).payload;
  }

  /** Ends a transfer. Returns false if its delivery ends too, in the middle of a value. */
  boolean end(Performative transfer) {
    if (transfer.more() && !transfer.aborted()) {
      return true;
    }
    Unfinished finished = open.remove(link(transfer));
    openBytes -= finished.bytes;
    return transfer.aborted() || finished.payload.isComplete();
  }

  private static Link link(Performative transfer) {
    return new Link(transfer.channel(), transfer.handle());
  }
}
