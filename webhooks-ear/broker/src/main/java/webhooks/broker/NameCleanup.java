package webhooks.broker;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.paging.PagingManager;
import org.apache.activemq.artemis.core.server.ActiveMQServer;

/**
 * Makes the broker forget the names of addresses and queues that only its clients have used.
 *
 * <p>Artemis keeps each name that a client asks for or sends to, until the broker stops: the
 * settings and the roles that it has looked up for the name, and a page store of about 8 KiB for an
 * address. It does so for addresses that don't exist and for clients without a permission, too.
 * This handler counts the bytes that all connections receive, and cleans up after each {@link
 * #INTERVAL_BYTES}, so that only the names of about the latest bytes are kept. Artemis looks up
 * again what it still needs. Safe for several threads.
 */
@ChannelHandler.Sharable
final class NameCleanup extends ChannelInboundHandlerAdapter {
  /** About 2,000 of the shortest packets with a name. */
  static final int INTERVAL_BYTES = 64 * 1024;

  private static final Logger LOG = Logger.getLogger(NameCleanup.class.getName());

  private final ActiveMQServer broker;
  private final AtomicLong received = new AtomicLong();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  NameCleanup(ActiveMQServer broker) {
    this.broker = broker;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object packet) {
    if (packet instanceof ByteBuf bytes
        && received.addAndGet(bytes.readableBytes()) >= INTERVAL_BYTES
        && scheduled.compareAndSet(false, true)) {
      received.set(0);
      schedule();
    }
    context.fireChannelRead(packet);
  }

  /** Cleans up in another thread, because a store may wait for the disk when it is deleted. */
  private void schedule() {
    try {
      broker.getThreadPool().execute(this::cleanUp);
    } catch (RejectedExecutionException e) {
      // The broker stops.
      scheduled.set(false);
    }
  }

  private void cleanUp() {
    scheduled.set(false);
    broker.getAddressSettingsRepository().clearCache();
    broker.getSecurityRepository().clearCache();
    PagingManager stores = broker.getPagingManager();
    for (SimpleString address : stores.getStoreNames()) {
      try {
        if (isUnknown(address)) {
          stores.deletePageStore(address);
        }
      } catch (Exception e) {
        LOG.log(Level.WARNING, "The page store of an unknown address can't be deleted", e);
      }
    }
  }

  private boolean isUnknown(SimpleString address) throws Exception {
    return broker.getAddressInfo(address) == null
        && !broker.getPostOffice().isAddressBound(address);
  }
}
