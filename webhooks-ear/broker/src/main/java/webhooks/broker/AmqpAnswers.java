package webhooks.broker;

import java.nio.ByteBuffer;
import webhooks.broker.listener.AmqpHeader;
import webhooks.broker.listener.FrameReader;

/**
 * Reads the frames that the broker sends on an AMQP connection, up to the one that closes it.
 *
 * <p>After an error Artemis closes the connection, but still reads from it. It could then take the
 * middle of a message for the beginning of one, and keep symbols that {@link AmqpFrames} has seen
 * as data. So Artemis must get no bytes after it has sent this frame. For one thread.
 */
final class AmqpAnswers extends FrameReader {
  /** The beginning of a frame, which holds the descriptor of its performative. */
  private static final int HEAD_BYTES = 32;

  /** Creates a reader. */
  AmqpAnswers() {
    super(HEAD_BYTES);
  }

  @Override
  protected long size(int firstBytes) {
    return firstBytes == AmqpHeader.PROTOCOL ? AmqpHeader.BYTES : firstBytes;
  }

  @Override
  protected boolean isAcceptable(ByteBuffer frame, long bytes) {
    int body = frame.get(AmqpHeader.OFFSET) * Integer.BYTES;
    return frame.getInt(0) == AmqpHeader.PROTOCOL
        || bytes <= body
        || !Performative.isClose(frame.position(body));
  }
}
