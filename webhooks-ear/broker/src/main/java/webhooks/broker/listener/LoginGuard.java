package webhooks.broker.listener;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLException;

/**
 * Passes the bytes of a connection on until the client sends what it may not send, then closes the
 * connection.
 *
 * <p>It recognises the protocol by the first bytes, as Artemis does, which takes all others for
 * HTTP or for Artemis core. It sees what Artemis answers, and so when the client has logged in.
 *
 * <p>It holds the first bytes back until the connection has been read once more. Artemis makes some
 * hundred objects for a connection as soon as it sees the protocol. A client that sends bytes and
 * resets the connection, again and again, would make it do that for each. If too many ended
 * connections wait in Artemis, a new connection waits too. {@link PendingLogins} bounds the number
 * and the time of connections that wait, with a share for each network.
 */
final class LoginGuard extends ChannelDuplexHandler {
  static final String CORE = "CORE";
  static final String AMQP = "AMQP";

  /** A client has no credit for messages before its login, so what it sends is short. */
  static final int MAX_WAITING_BYTES = 64 * 1024;

  /** In this time the thread of a connection looks again for what has come. */
  static final Duration FIRST_BYTES_WAIT = Duration.ofMillis(1);

  /** The time between two looks at whether Artemis may see a connection that waits. */
  static final Duration ENDED_WAIT = Duration.ofMillis(20);

  private static final Logger LOG = Logger.getLogger(GuardedAcceptorFactory.class.getName());
  private static final byte[] CORE_PREFIX = "ARTEMIS".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] AMQP_PREFIX = "AMQP".getBytes(StandardCharsets.US_ASCII);

  private final Set<String> protocols;
  private final int maxAmqpBytes;
  private final BooleanSupplier takesAnonymous;
  private final PendingLogins logins;
  private final EndedConnections ended;
  private final byte[] first = new byte[CORE_PREFIX.length];
  private int count;
  private Conversation conversation;
  private boolean handedOver;
  private boolean loggedIn;
  private boolean refused;

  /** The first bytes, and what the client has sent before the answer that it must wait for. */
  private ByteBuf waiting = Unpooled.EMPTY_BUFFER;

  /**
   * Creates the guard of a connection.
   *
   * @param protocols the protocols that are allowed
   * @param maxAmqpBytes the maximum size of an AMQP frame after the login
   * @param takesAnonymous returns whether the broker takes connections without credentials
   * @param logins has the connection until it has logged in
   * @param ended knows how many connections Artemis still holds that have ended
   */
  LoginGuard(
      Set<String> protocols,
      int maxAmqpBytes,
      BooleanSupplier takesAnonymous,
      PendingLogins logins,
      EndedConnections ended) {
    this.protocols = protocols;
    this.maxAmqpBytes = maxAmqpBytes;
    this.takesAnonymous = takesAnonymous;
    this.logins = logins;
    this.ended = ended;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (refused) {
      ReferenceCountUtil.release(message);
    } else if (!(message instanceof ByteBuf bytes)) {
      context.fireChannelRead(message);
    } else if (waiting.isReadable()) {
      keep(context, bytes);
    } else if (!handedOver) {
      keep(context, bytes);
      handOverAfter(FIRST_BYTES_WAIT, context);
    } else {
      passOn(context, bytes);
    }
  }

  private void handOverAfter(Duration wait, ChannelHandlerContext context) {
    context.executor().schedule(() -> handOver(context), wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Lets Artemis see the connection as soon as it may, unless it has ended meanwhile. */
  private void handOver(ChannelHandlerContext context) {
    if (!context.channel().isActive()) {
      return;
    }
    if (ended.areTooMany()) {
      handOverAfter(ENDED_WAIT, context);
    } else {
      handedOver = true;
      passOnWaiting(context);
    }
  }

  /** Passes on what the client may send now, and keeps what must wait for the broker's answer. */
  private void passOn(ChannelHandlerContext context, ByteBuf bytes) {
    ByteBuf rest = bytes.duplicate();
    if (!isAllowed(rest)) {
      bytes.release();
      refuse(context);
      return;
    }
    if (rest.isReadable()) {
      ByteBuf allowed = bytes.readRetainedSlice(rest.readerIndex() - bytes.readerIndex());
      keep(context, bytes);
      context.fireChannelRead(allowed);
    } else {
      context.fireChannelRead(bytes);
    }
  }

  /** Keeps bytes until the broker has answered. Releases the buffer. */
  private void keep(ChannelHandlerContext context, ByteBuf bytes) {
    boolean fits = bytes.readableBytes() <= MAX_WAITING_BYTES - waiting.readableBytes();
    if (fits) {
      waiting = waiting.isReadable() ? waiting : Unpooled.buffer();
      waiting.writeBytes(bytes);
    } else {
      refuse(context);
    }
    bytes.release();
  }

  private void passOnWaiting(ChannelHandlerContext context) {
    if (!refused && waiting.isReadable()) {
      ByteBuf bytes = waiting;
      waiting = Unpooled.EMPTY_BUFFER;
      passOn(context, bytes);
      context.fireChannelReadComplete();
    }
  }

  private void refuse(ChannelHandlerContext context) {
    refused = true;
    waiting = Unpooled.EMPTY_BUFFER;
    LOG.log(
        Level.WARNING,
        "The connection from {0} is closed: it {1}",
        new Object[] {
          context.channel().remoteAddress(),
          conversation == null
              ? "speaks another protocol than " + protocols
              : loggedIn
                  ? "sent a frame that is too large or has no valid header"
                  : "sent what does not belong to a login, or too much"
        });
    PendingLogins.close(context.channel());
  }

  private boolean isAllowed(ByteBuf bytes) {
    return conversation == null ? readProtocol(bytes) : conversation.isAllowed(bytes);
  }

  private boolean readProtocol(ByteBuf bytes) {
    while (conversation == null && bytes.isReadable()) {
      first[count++] = bytes.readByte();
      if (mayBecome(CORE, CORE_PREFIX)) {
        conversation = count == CORE_PREFIX.length ? new CoreConversation() : null;
      } else if (mayBecome(AMQP, AMQP_PREFIX)) {
        conversation =
            count == AMQP_PREFIX.length ? new AmqpConversation(maxAmqpBytes, takesAnonymous) : null;
        if (conversation != null) {
          conversation.isAllowed(Unpooled.wrappedBuffer(first, 0, count));
        }
      } else {
        return false;
      }
    }
    return conversation == null || conversation.isAllowed(bytes);
  }

  private boolean mayBecome(String protocol, byte[] begin) {
    return protocols.contains(protocol)
        && count <= begin.length
        && Arrays.equals(first, 0, count, begin, 0, count);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (!loggedIn && conversation != null && message instanceof ByteBuf bytes) {
      switch (conversation.answered(bytes)) {
        case DONE -> {
          loggedIn = true;
          logins.remove(context.channel());
        }
        case REFUSED -> {
          refused = true;
          context.write(message, promise.unvoid().addListener(ChannelFutureListener.CLOSE));
          return;
        }
        default -> {
          // The login goes on.
        }
      }
      // Later, because Artemis is still at work on what it answers.
      if (waiting.isReadable()) {
        context.executor().execute(() -> passOnWaiting(context));
      }
    }
    context.write(message, promise);
  }

  /**
   * Reads nothing from a client that does not read its answers, which would fill the memory.
   * Artemis bounds only messages by that. Connections of AMQP are left alone: Artemis itself stops
   * and resumes their reading for large messages.
   */
  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (conversation instanceof CoreConversation) {
      context.channel().config().setAutoRead(context.channel().isWritable());
    }
    context.fireChannelWritabilityChanged();
  }

  /**
   * Ends a connection without a login at its first error, such as one of TLS. Artemis does not see
   * the error: it would start a thread for it, and sees the end of the connection.
   */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    boolean isTls = cause instanceof SSLException || cause.getCause() instanceof SSLException;
    if (isTls) {
      LOG.log(
          Level.WARNING,
          "The connection from {0} is closed: its TLS failed, {1}",
          new Object[] {context.channel().remoteAddress(), cause.getMessage()});
    }
    if (!loggedIn) {
      PendingLogins.close(context.channel());
    } else if (!isTls) {
      context.fireExceptionCaught(cause);
    }
  }
}
