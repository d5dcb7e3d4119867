package webhooks.broker;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.activemq.artemis.core.protocol.core.CoreRemotingConnection;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnection;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import webhooks.broker.listener.GuardedAcceptorFactory;
import webhooks.broker.listener.ListenerHooks;

/**
 * Protects the broker from packets that claim more than they hold, from packets of brokers, from
 * messages without end and from AMQP symbols without end. It closes the connection that such a
 * packet comes from, so the producer gets an error. It also makes the broker forget the names that
 * only clients have used.
 *
 * <p>Such a packet would exhaust the broker's memory, and end a process that runs with {@code
 * -XX:+ExitOnOutOfMemoryError}; the embedded broker's process is the product's. An interceptor
 * would be too late: Artemis decodes packets first, even before the producer logs in. External
 * brokers name this class in their broker.xml, so its name stays.
 */
public final class PacketGuard implements ActiveMQServerPlugin {
  private static final Logger LOG = Logger.getLogger(PacketGuard.class.getName());

  /** Artemis's name for the handler that decodes packets. */
  private static final String DECODING_HANDLER = "handler";

  private static final String AMQP = "AMQP";

  private final ListenerHooks hooks;
  private NameCleanup cleanup;

  /** Creates the plugin; an external broker does so by the class name in its broker.xml. */
  public PacketGuard() {
    this(ListenerHooks.NONE);
  }

  /** Creates the plugin of the embedded broker, with these hooks for its listeners. */
  public PacketGuard(ListenerHooks hooks) {
    this.hooks = hooks;
  }

  /** Limits what a connection can make the broker log, and do before a login. */
  @Override
  public void registered(ActiveMQServer server) {
    LogLimit.install();
    cleanup = new NameCleanup(server);
    GuardedAcceptorFactory.guardAcceptorsOf(server, hooks);
  }

  /** Checks the packets of a connection over the network. Artemis has read none of them yet. */
  @Override
  public void afterCreateConnection(RemotingConnection connection) {
    if (connection.getTransportConnection() instanceof NettyConnection transport) {
      if (connection instanceof CoreRemotingConnection) {
        add(transport, PacketFilter.ofCore());
      } else if (AMQP.equals(connection.getProtocolName())) {
        add(
            transport,
            PacketFilter.ofAmqp(
                KnownSymbols.OF_PROCESS.of(transport.getNettyChannel().remoteAddress())));
      }
    }
  }

  private void add(NettyConnection transport, PacketFilter filter) {
    transport
        .getNettyChannel()
        .pipeline()
        .addBefore(DECODING_HANDLER, PacketGuard.class.getName(), filter)
        .addBefore(DECODING_HANDLER, NameCleanup.class.getName(), cleanup);
  }

  /**
   * Passes packets on until one is not acceptable, then closes the connection. Also closes the
   * connection after the answer by which the broker ends it.
   */
  static final class PacketFilter extends ChannelDuplexHandler {
    private final Predicate<ByteBuf> isAcceptable;
    private final Predicate<ByteBuf> leavesOpen;
    private boolean closing;

    private PacketFilter(Predicate<ByteBuf> isAcceptable, Predicate<ByteBuf> leavesOpen) {
      this.isAcceptable = isAcceptable;
      this.leavesOpen = leavesOpen;
    }

    /** Returns a filter for whole packets of Artemis core. */
    static PacketFilter ofCore() {
      LargeMessages largeMessages = new LargeMessages();
      return new PacketFilter(
          packet -> PacketCheck.isDecodable(packet) && largeMessages.add(packet), answer -> true);
    }

    /**
     * Returns a filter for the bytes of an AMQP connection, in pieces of any size.
     *
     * @param names returns whether a symbol may reach Artemis
     */
    static PacketFilter ofAmqp(Predicate<String> names) {
      AmqpAnswers answers = new AmqpAnswers();
      return new PacketFilter(
          new AmqpFrames(names)::add, answer -> answers.read(answer.duplicate()));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object packet) {
      if (!closing && packet instanceof ByteBuf bytes && !isAcceptable.test(bytes)) {
        closing = true;
        LOG.log(
            Level.WARNING,
            "A message that is too large, claims more than it holds, has too many new symbols or"
                + " comes from a broker is refused, and its connection from {0} is closed",
            context.channel().remoteAddress());
        context.close();
      }
      if (closing) {
        // Later packets too: the commit of a transaction may already be here.
        ReferenceCountUtil.release(packet);
      } else {
        context.fireChannelRead(packet);
      }
    }

    @Override
    public void write(ChannelHandlerContext context, Object answer, ChannelPromise promise) {
      ChannelPromise written = promise;
      if (!closing && answer instanceof ByteBuf bytes && !leavesOpen.test(bytes)) {
        closing = true;
        written = promise.unvoid().addListener(ChannelFutureListener.CLOSE);
      }
      context.write(answer, written);
    }
  }
}
