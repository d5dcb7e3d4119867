package webhooks.broker.listener;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Passes new connections on while an event loop answers and {@link PendingLogins} has room. */
@ChannelHandler.Sharable
final class ConnectionEntry extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = Logger.getLogger(GuardedAcceptorFactory.class.getName());

  private final EventLoopWatch watch;
  private final PendingLogins logins;

  /**
   * Creates the entry of a listener.
   *
   * @param watch knows which event loops answer
   * @param logins gets each connection that is let in
   */
  ConnectionEntry(EventLoopWatch watch, PendingLogins logins) {
    this.watch = watch;
    this.logins = logins;
  }

  @Override
  public void channelRead(ChannelHandlerContext server, Object accepted) {
    Channel connection = (Channel) accepted;
    if (!watch.anyAnswers()) {
      refuse(connection, "no thread of the broker's listener for producers answers");
    } else if (!logins.add(connection)) {
      refuse(connection, "too many of its network, or of all, wait without a login to be closed");
    } else {
      server.fireChannelRead(accepted);
    }
  }

  private static void refuse(Channel connection, String reason) {
    LOG.log(
        Level.SEVERE,
        "The connection from {0} is refused: {1}",
        new Object[] {connection.remoteAddress(), reason});
    connection.unsafe().closeForcibly();
  }
}
