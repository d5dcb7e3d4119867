package webhooks.broker.listener;

import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;

/**
 * The rules of AMQP 1.0: a header, the frames of a login by SASL, another header, and the frames of
 * AMQP. Where anybody may publish, clients may leave out SASL.
 *
 * <p>A client may send more before it knows the answer to its login. Artemis could read these bytes
 * as a part of the login, so they wait for the answer. Without SASL, frames wait for the broker's
 * header. A broker that asks for a login sends the header of SASL instead, but would still read the
 * frames and keep their symbols for as long as the process lives.
 *
 * <p>Artemis accepts each login by ANONYMOUS, and checks it only with the frames that follow. So it
 * gets such a login only where anybody may connect.
 */
final class AmqpConversation extends Conversation {
  /** The maximum size of a frame of SASL (AMQP 1.0, 5.3.1). */
  static final int MAX_SASL_BYTES = 512;

  private static final int PROTOCOL_SASL = 0x03010000;
  private static final int PROTOCOL_AMQP = 0x00010000;

  /** The next bytes that the client may send. */
  private enum Expected {
    FIRST_HEADER,
    SASL,
    NOTHING_UNTIL_HEADER,
    NOTHING_UNTIL_ANSWER,
    HEADER_AFTER_SASL,
    FRAMES
  }

  private final int maxBytes;
  private final BooleanSupplier takesAnonymous;
  private final FrameReader received = new ReceivedFrames();
  private final FrameReader sent = new SentFrames();
  private Expected expected = Expected.FIRST_HEADER;

  /**
   * Creates the rules of a connection.
   *
   * @param maxBytes the maximum size of a frame after the login
   * @param takesAnonymous returns whether the broker takes connections without credentials
   */
  AmqpConversation(int maxBytes, BooleanSupplier takesAnonymous) {
    this.maxBytes = maxBytes;
    this.takesAnonymous = takesAnonymous;
  }

  @Override
  FrameReader received() {
    return received;
  }

  @Override
  FrameReader sent() {
    return sent;
  }

  private final class ReceivedFrames extends FrameReader {
    private ReceivedFrames() {
      super(MAX_SASL_BYTES);
    }

    @Override
    protected boolean isPaused() {
      return expected == Expected.NOTHING_UNTIL_HEADER || expected == Expected.NOTHING_UNTIL_ANSWER;
    }

    @Override
    protected long size(int firstBytes) {
      if (expected == Expected.FIRST_HEADER || expected == Expected.HEADER_AFTER_SASL) {
        return firstBytes == AmqpHeader.PROTOCOL ? AmqpHeader.BYTES : 0;
      }
      return firstBytes < AmqpHeader.BYTES || firstBytes > maxSize() ? 0 : firstBytes;
    }

    private int maxSize() {
      if (expected == Expected.SASL) {
        return MAX_SASL_BYTES;
      }
      return isLoggedIn() ? maxBytes : Math.min(maxBytes, MAX_LOGIN_BYTES);
    }

    @Override
    protected boolean isAcceptable(ByteBuffer frame, long bytes) {
      return isWithinLimits(bytes) && isNext(frame, bytes);
    }

    private boolean isNext(ByteBuffer frame, long bytes) {
      int protocol = frame.getInt(AmqpHeader.OFFSET);
      return switch (expected) {
        case FIRST_HEADER -> {
          expected = protocol == PROTOCOL_SASL ? Expected.SASL : Expected.NOTHING_UNTIL_HEADER;
          yield protocol == PROTOCOL_SASL || protocol == PROTOCOL_AMQP;
        }
        case SASL -> {
          expected = Expected.NOTHING_UNTIL_ANSWER;
          yield SaslFrame.isOfClient(frame)
              && (!SaslFrame.isAnonymous(frame) || takesAnonymous.getAsBoolean());
        }
        case NOTHING_UNTIL_HEADER, NOTHING_UNTIL_ANSWER -> false;
        case HEADER_AFTER_SASL -> {
          expected = Expected.FRAMES;
          yield protocol == PROTOCOL_AMQP;
        }
        case FRAMES -> isHeaderValid(frame, bytes);
      };
    }

    private boolean isHeaderValid(ByteBuffer frame, long bytes) {
      int offset = (frame.get(AmqpHeader.OFFSET) & 0xff) * Integer.BYTES;
      return offset >= AmqpHeader.BYTES
          && offset <= bytes
          && frame.get(AmqpHeader.TYPE) == AmqpHeader.TYPE_AMQP;
    }
  }

  private final class SentFrames extends FrameReader {
    private SentFrames() {
      super(MAX_SASL_BYTES);
    }

    @Override
    protected long size(int firstBytes) {
      return firstBytes == AmqpHeader.PROTOCOL ? AmqpHeader.BYTES : firstBytes;
    }

    @Override
    protected boolean isAcceptable(ByteBuffer frame, long bytes) {
      switch (expected) {
        case SASL, NOTHING_UNTIL_ANSWER -> answeredInSasl(frame);
        case NOTHING_UNTIL_HEADER -> {
          boolean takesFrames = frame.getInt(AmqpHeader.OFFSET) == PROTOCOL_AMQP;
          note(takesFrames ? LoginState.PENDING : LoginState.REFUSED);
          expected = Expected.FRAMES;
        }
        case FRAMES -> {
          // Without SASL the broker accepts a client with its first session.
          if (SaslFrame.isBegin(frame)) {
            note(LoginState.DONE);
          }
        }
        case FIRST_HEADER, HEADER_AFTER_SASL -> {
          // The answer changes nothing.
        }
      }
      return true;
    }

    private void answeredInSasl(ByteBuffer frame) {
      if (SaslFrame.isOutcome(frame)) {
        note(SaslFrame.isSuccess(frame) ? LoginState.DONE : LoginState.REFUSED);
        expected = Expected.HEADER_AFTER_SASL;
      } else if (SaslFrame.isChallenge(frame)) {
        expected = Expected.SASL;
      }
    }
  }
}
