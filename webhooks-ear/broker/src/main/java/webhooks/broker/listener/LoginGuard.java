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
 * Passes the bytes of a connection on, and closes the connection as soon as the client sends bytes
 * that its protocol does not allow.
 *
 * <p>It recognises the protocol by the first bytes, as Artemis does. Artemis would take a
 * connection with other bytes for HTTP or for Artemis core. This class also reads Artemis's
 * answers, and so knows when the client has logged in.
 *
 * <p>It holds the first bytes back for a moment, and drops them if the client ends the connection
 * meanwhile. Artemis makes some hundred objects for a connection as soon as it sees the protocol,
 * and a client could send bytes and reset the connection again and again. If too many ended
 * connections wait in Artemis, a new connection waits too. {@link PendingLogins} limits the number
 * of these connections and their time.
 */
final class LoginGuard extends ChannelDuplexHandler {
  static final String CORE = "CORE";
  static final String AMQP = "AMQP";

  /**
   * The first bytes of a client are few, because it has no credit for messages before its login.
   */
  static final int MAX_WAITING_BYTES = 64 * 1024;

  /** How long the first bytes wait. Meanwhile the connection's thread can see that it has ended. */
  static final Duration FIRST_BYTES_WAIT = Duration.ofMillis(1);

  /** The time until a connection asks again whether too many ended connections wait in Artemis. */
  static final Duration ENDED_WAIT = Duration.ofMillis(20);

  private static final Logger LOG = Logger.getLogger(GuardedAcceptorFactory.class.getName());
  private static final byte[] CORE_PREFIX = "ARTEMIS".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] AMQP_PREFIX = "AMQP".getBytes(StandardCharsets.US_ASCII);

  private final Set<String> protocols;
  private final int maxAmqpBytes;
  private final BooleanSupplier takesAnonymous;
  private final PendingLogins logins;
  private final EndedConnections ended;
  private final byte[] prefix = new byte[CORE_PREFIX.length];
  private int prefixLength;
  private Conversation conversation;
  private boolean handedOver;
  private boolean loggedIn;
  private boolean refused;

  /** The client's bytes that Artemis may not see yet. */
  private ByteBuf waiting = Unpooled.EMPTY_BUFFER;

  /**
   * Creates the guard of a connection.
   *
   * @param protocols the names of the allowed protocols
   * @param maxAmqpBytes the maximum size of an AMQP frame after the login
   * @param takesAnonymous returns whether the broker takes connections without credentials
   * @param logins has the connection until it has logged in
   * @param ended knows whether too many ended connections wait in Artemis
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

  /** Passes the first bytes on to Artemis as soon as it may, unless the connection has ended. */
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

  /** Keeps bytes until Artemis may see them. Releases the buffer. */
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
      prefix[prefixLength++] = bytes.readByte();
      if (mayBecome(CORE, CORE_PREFIX)) {
        conversation = prefixLength == CORE_PREFIX.length ? new CoreConversation() : null;
      } else if (mayBecome(AMQP, AMQP_PREFIX)) {
        conversation =
            prefixLength == AMQP_PREFIX.length
                ? new AmqpConversation(maxAmqpBytes, takesAnonymous)
                : null;
        if (conversation != null) {
          conversation.isAllowed(Unpooled.wrappedBuffer(prefix, 0, prefixLength));
        }
      } else {
        return false;
      }
    }
    return conversation == null || conversation.isAllowed(bytes);
  }

  private boolean mayBecome(String protocol, byte[] begin) {
    return protocols.contains(protocol)
        && prefixLength <= begin.length
        && Arrays.equals(prefix, 0, prefixLength, begin, 0, prefixLength);
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
      // Passes them on later, because Artemis has not finished the bytes that it answers.
      if (waiting.isReadable()) {
        context.executor().execute(() -> passOnWaiting(context));
      }
    }
    context.write(message, promise);
  }

  /**
   * Stops reading from a client that does not read its answers, because they would fill the memory.
   * Artemis itself stops only the sending of messages then. AMQP connections stay as they are:
   * Artemis stops and resumes their reading for large messages.
   */
  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (conversation instanceof CoreConversation) {
      context.channel().config().setAutoRead(context.channel().isWritable());
    }
    context.fireChannelWritabilityChanged();
  }

  /**
   * Closes a connection without a login at its first error, such as one of TLS. Artemis does not
   * get the error, because it would start a thread for it. The end of the connection is enough.
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
