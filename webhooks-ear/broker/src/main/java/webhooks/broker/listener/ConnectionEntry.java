package webhooks.broker.listener;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Lets connections in, while all event loops answer. */
@ChannelHandler.Sharable
final class ConnectionEntry extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = Logger.getLogger(GuardedAcceptorFactory.class.getName());

  private final EventLoopWatch watch;
  private final PendingLogins logins;

  /**
   * Creates the entry of a listener.
   *
   * @param watch tells whether all event loops answer
   * @param logins gets each connection that is let in
   */
  ConnectionEntry(EventLoopWatch watch, PendingLogins logins) {
    this.watch = watch;
    this.logins = logins;
  }

  @Override
  public void channelRead(ChannelHandlerContext server, Object accepted) {
    Channel connection = (Channel) accepted;
    if (watch.allAnswer()) {
      logins.add(connection);
      server.fireChannelRead(accepted);
    } else {
      LOG.log(
          Level.SEVERE,
          "A thread of the broker''s listener for producers does not answer: the connection from {0}"
              + " is refused",
          connection.remoteAddress());
      connection.unsafe().closeForcibly();
    }
  }
}
