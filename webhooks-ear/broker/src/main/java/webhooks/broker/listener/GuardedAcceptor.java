package webhooks.broker.listener;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultSelectStrategyFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.ThreadPerTaskExecutor;
import java.net.InetSocketAddress;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.server.ActiveMQMessageBundle;
import org.apache.activemq.artemis.core.server.cluster.ClusterConnection;
import org.apache.activemq.artemis.core.server.metrics.MetricsManager;
import org.apache.activemq.artemis.spi.core.protocol.ProtocolManager;
import org.apache.activemq.artemis.spi.core.remoting.BufferHandler;
import org.apache.activemq.artemis.spi.core.remoting.ServerConnectionLifeCycleListener;
import org.apache.activemq.artemis.utils.ActiveMQThreadFactory;
import org.apache.activemq.artemis.utils.ConfigurationHelper;

/**
 * Artemis's acceptor behind a socket of its own, whose connections pass {@link PendingLogins} and
 * {@link LoginGuard} before Artemis reads a byte.
 *
 * <p>Artemis has no place for a handler in front of its own. But it can take over connections that
 * other code has accepted, as WildFly does for connections that begin as HTTP. So Artemis opens no
 * socket here.
 *
 * <p>New connections go to event loops that answer. While none does, each new connection is
 * refused, so that producers and the health check fail at once instead of waiting in vain.
 */
final class GuardedAcceptor extends NettyAcceptor {
  private static final String MAX_AMQP_FRAME = "maxFrameSize";
  private static final int DEFAULT_MAX_AMQP_FRAME = 128 * 1024;

  private final NettyArguments arguments;
  private final BooleanSupplier takesAnonymous;
  private final ListenerHooks hooks;
  private final Set<String> protocols;
  private final boolean secure;

  /** Makes the TLS of new connections, with the key store as it was read last. */
  private volatile NettyAcceptor tls;

  private ChannelGroup sockets;
  private EventLoopGroup accepting;
  private EventLoopGroup connections;
  private EventLoopWatch watch;

  /** The arguments of an acceptor's constructor. One has a raw type of Artemis's interface. */
  @SuppressWarnings("rawtypes")
  record NettyArguments(
      String name,
      ClusterConnection cluster,
      Map<String, Object> parameters,
      BufferHandler handler,
      ServerConnectionLifeCycleListener listener,
      ScheduledExecutorService scheduler,
      EndedConnections ended,
      Map<String, ProtocolManager> protocolManagers,
      String threadGroup,
      MetricsManager metrics) {

    /**
     * Returns the arguments of an acceptor without a socket, with as few threads as Artemis
     * accepts. Its timer of logins is off, because {@link PendingLogins} ends connections sooner.
     */
    private NettyArguments withoutSocket() {
      Map<String, Object> changed = new HashMap<>(parameters);
      changed.put(TransportConstants.HANDSHAKE_TIMEOUT, 0);
      changed.put(TransportConstants.HTTP_UPGRADE_ENABLED_PROP_NAME, true);
      changed.put(TransportConstants.REMOTING_THREADS_PROPNAME, 1);
      return new NettyArguments(
          name,
          cluster,
          changed,
          handler,
          listener,
          scheduler,
          ended,
          protocolManagers,
          threadGroup,
          metrics);
    }

    private NettyAcceptor tls() {
      return new NettyAcceptor(
          name,
          cluster,
          parameters,
          handler,
          listener,
          scheduler,
          ended,
          protocolManagers,
          threadGroup,
          metrics);
    }

    private int number(String parameter, int otherwise) {
      return ConfigurationHelper.getIntProperty(parameter, otherwise, parameters);
    }
  }

  /**
   * Creates an acceptor that does not listen yet.
   *
   * @param takesAnonymous returns whether the broker takes connections without credentials
   */
  GuardedAcceptor(NettyArguments arguments, BooleanSupplier takesAnonymous, ListenerHooks hooks) {
    this(arguments, arguments.withoutSocket(), takesAnonymous, hooks);
  }

  private GuardedAcceptor(
      NettyArguments arguments,
      NettyArguments inner,
      BooleanSupplier takesAnonymous,
      ListenerHooks hooks) {
    super(
        inner.name,
        inner.cluster,
        inner.parameters,
        inner.handler,
        inner.listener,
        inner.scheduler,
        inner.ended,
        inner.protocolManagers,
        inner.threadGroup,
        inner.metrics);
    this.arguments = arguments;
    this.takesAnonymous = takesAnonymous;
    this.hooks = hooks;
    protocols = GuardedAcceptorFactory.protocols(arguments.parameters);
    secure =
        ConfigurationHelper.getBooleanProperty(
            TransportConstants.SSL_ENABLED_PROP_NAME, false, arguments.parameters);
    tls = this;
  }

  @Override
  public synchronized void start() throws Exception {
    super.start();
    if (sockets != null) {
      return;
    }
    ThreadFactory threads =
        new ActiveMQThreadFactory(arguments.threadGroup, true, getClass().getClassLoader());
    accepting = new NioEventLoopGroup(1, threads);
    watch = new EventLoopWatch(hooks.hangs());
    connections =
        new NioEventLoopGroup(
            arguments.number(
                TransportConstants.REMOTING_THREADS_PROPNAME,
                Runtime.getRuntime().availableProcessors() * 3),
            new ThreadPerTaskExecutor(threads),
            watch,
            SelectorProvider.provider(),
            DefaultSelectStrategyFactory.INSTANCE);
    every(EventLoopWatch.INTERVAL, watch);
    PendingLogins logins = new PendingLogins(System::nanoTime);
    every(PendingLogins.INTERVAL, logins::closeExpired);
    sockets = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    bind(bootstrap(logins));
  }

  private void every(Duration interval, Runnable task) {
    long millis = interval.toMillis();
    accepting.scheduleWithFixedDelay(task, millis, millis, TimeUnit.MILLISECONDS);
  }

  private ServerBootstrap bootstrap(PendingLogins logins) {
    ServerBootstrap created =
        new ServerBootstrap()
            .group(accepting, connections)
            .channel(GuardedServerChannel.class)
            .handler(new ConnectionEntry(watch, logins))
            .childHandler(new ConnectionSetup(logins))
            .option(ChannelOption.SO_REUSEADDR, true)
            // Reads one buffer of each connection in turn, so that none delays the others.
            .childOption(
                ChannelOption.RCVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator().maxMessagesPerRead(1))
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true);
    int received = getTcpReceiveBufferSize();
    int sent =
        arguments.number(
            TransportConstants.TCP_SENDBUFFER_SIZE_PROPNAME,
            TransportConstants.DEFAULT_TCP_SENDBUFFER_SIZE);
    if (received > 0) {
      created.childOption(ChannelOption.SO_RCVBUF, received);
    }
    if (sent > 0) {
      created.childOption(ChannelOption.SO_SNDBUF, sent);
    }
    return created;
  }

  private void bind(ServerBootstrap bootstrap) {
    int port = arguments.number(TransportConstants.PORT_PROP_NAME, TransportConstants.DEFAULT_PORT);
    String hosts =
        ConfigurationHelper.getStringProperty(
            TransportConstants.HOST_PROP_NAME,
            TransportConstants.DEFAULT_HOST,
            arguments.parameters);
    for (String host : TransportConfiguration.splitHosts(hosts)) {
      ChannelFuture bound =
          bootstrap.bind(new InetSocketAddress(host, port)).awaitUninterruptibly();
      if (!bound.isSuccess()) {
        throw ActiveMQMessageBundle.BUNDLE.failedToBind(
            getName(), host + ":" + port, (Exception) bound.cause());
      }
      sockets.add(bound.channel());
    }
  }

  /**
   * Reads the key store again, for new connections. The socket and the connections stay open. A key
   * store that can't be read changes nothing.
   */
  @Override
  public synchronized void reload() {
    if (secure) {
      tls = arguments.tls();
    }
  }

  @Override
  public synchronized void pause() {
    super.pause();
    if (sockets != null) {
      sockets.close().awaitUninterruptibly();
    }
  }

  @Override
  public synchronized void asyncStop(Runnable callback) {
    if (sockets == null) {
      super.asyncStop(callback);
      return;
    }
    sockets.close().awaitUninterruptibly();
    sockets = null;
    EventLoopGroup stopping = connections;
    EventLoopWatch ending = watch;
    accepting
        .shutdownGracefully(0, getShutdownTimeout(), TimeUnit.MILLISECONDS)
        .addListener(stopped -> ending.end());
    super.asyncStop(
        () ->
            stopping
                .shutdownGracefully(getQuietPeriod(), getShutdownTimeout(), TimeUnit.MILLISECONDS)
                .addListener(stopped -> callback.run()));
  }

  /** Makes the handlers of a connection. */
  private final class ConnectionSetup extends ChannelInitializer<Channel> {
    private final PendingLogins logins;

    private ConnectionSetup(PendingLogins logins) {
      this.logins = logins;
    }

    @Override
    protected void initChannel(Channel channel) throws Exception {
      if (secure) {
        InetSocketAddress peer = (InetSocketAddress) channel.remoteAddress();
        SslHandler handler =
            tls.getSslHandler(channel.alloc(), peer.getAddress().getHostAddress(), peer.getPort());
        channel.pipeline().addLast(new SslHandler(hooks.tls().apply(handler.engine())));
      }
      int maxAmqpBytes = arguments.number(MAX_AMQP_FRAME, DEFAULT_MAX_AMQP_FRAME);
      channel
          .pipeline()
          .addLast(
              new LoginGuard(protocols, maxAmqpBytes, takesAnonymous, logins, arguments.ended));
      transfer(channel);
    }
  }
}
