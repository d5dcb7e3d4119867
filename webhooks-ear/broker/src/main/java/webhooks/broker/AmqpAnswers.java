package webhooks.broker;

import java.nio.ByteBuffer;
import webhooks.broker.listener.AmqpHeader;
import webhooks.broker.listener.FrameReader;

/**
 * The frames that the broker sends on an AMQP connection, up to the one that closes it.
 *
 * <p>Artemis closes a connection at an error and still reads it. It could take the rest of a
 * message for its beginning then, and keep symbols that {@link AmqpFrames} has seen as data. So
 * nothing that follows may reach it. For one thread.
 */
final class AmqpAnswers extends FrameReader {
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
