package webhooks.broker.listener;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A connection without a network behind a {@link LoginGuard}. */
final class GuardedConnection {
  static final int MAX_AMQP = 128 * 1024;

  private final PendingLogins logins = new PendingLogins(System::nanoTime);
  private final Queue<Runnable> ends = new ArrayDeque<>();
  private final EndedConnections ended = new EndedConnections(ends::add);
  private final EmbeddedChannel channel;

  /** Connects to a broker that requires a login. */
  GuardedConnection(Set<String> protocols) {
    this(protocols, false);
  }

  GuardedConnection(Set<String> protocols, boolean takesAnonymous) {
    channel =
        new EmbeddedChannel(
            new LoginGuard(protocols, MAX_AMQP, () -> takesAnonymous, logins, ended));
    channel.freezeTime();
    logins.add(channel);
  }

  /** Receives bytes, and lets the time pass that the first ones are held back. */
  void receive(ByteBuf bytes) {
    receiveNow(bytes);
    pass(LoginGuard.FIRST_BYTES_WAIT);
  }

  void receiveNow(ByteBuf bytes) {
    channel.writeInbound(bytes);
  }

  void pass(Duration time) {
    channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
    channel.runScheduledPendingTasks();
  }

  void receiveInPieces(String bytes) {
    for (byte each : HexFormat.of().parseHex(bytes)) {
      receive(Unpooled.wrappedBuffer(new byte[] {each}));
    }
  }

  /** Sends the client an answer of the broker. */
  void answer(ByteBuf bytes) {
    channel.writeAndFlush(bytes);
    channel.runPendingTasks();
  }

  /** Writes an answer that the client does not read yet. */
  void keepAnswer(ByteBuf bytes) {
    channel.write(bytes);
  }

  /** Lets the client read what was kept. */
  void readAnswers() {
    channel.flush();
  }

  boolean isReading() {
    return channel.config().isAutoRead();
  }

  void fail(Exception cause) {
    channel.pipeline().fireExceptionCaught(cause);
  }

  /** Returns the bytes that have passed the guard since the last call. */
  String passedOn() {
    StringBuilder bytes = new StringBuilder();
    for (ByteBuf next; (next = channel.readInbound()) != null; ) {
      bytes.append(ByteBufUtil.hexDump(next));
      next.release();
    }
    return bytes.toString();
  }

  int answers() {
    return channel.outboundMessages().size();
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  /** Lets as many other connections end as Artemis may hold. */
  void endOthers() {
    for (int i = 0; i < EndedConnections.MAX; i++) {
      ended.execute(() -> {});
    }
  }

  /** Lets Artemis deal with one of them. */
  void forgetOther() {
    ends.remove().run();
  }

  int pendingLogins() {
    return logins.size();
  }

  static ByteBuf hex(String text) {
    return Unpooled.wrappedBuffer(HexFormat.of().parseHex(text));
  }
}
