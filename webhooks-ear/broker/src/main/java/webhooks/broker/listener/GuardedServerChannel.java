package webhooks.broker.listener;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;

/**
 * A listening socket that drops connections which have already ended, before Netty sets them up.
 *
 * <p>A stranger who opens and resets connections fills the queue of the operating system, because
 * Netty needs much longer to set a connection up. The system then drops the requests of others to
 * connect, and they try again only after a second or more. So this class first reads a connection
 * once, which costs a few microseconds.
 */
public final class GuardedServerChannel extends NioServerSocketChannel {
  /** The maximum of ended connections that are dropped before the thread does other work. */
  private static final int MAX_ENDED = 256;

  private static final int MAX_FIRST_BYTES = 1024;

  private final ByteBuffer read = ByteBuffer.allocateDirect(MAX_FIRST_BYTES);

  /** Creates a socket that is not bound yet. */
  public GuardedServerChannel() {}

  @Override
  protected int doReadMessages(List<Object> accepted) throws Exception {
    for (int ended = 0; ended < MAX_ENDED; ended++) {
      SocketChannel socket = javaChannel().accept();
      if (socket == null) {
        return 0;
      }
      if (isOpen(socket)) {
        accepted.add(new Accepted(this, socket, firstBytes()));
        return 1;
      }
      socket.close();
    }
    return 0;
  }

  /** Reads the bytes that have arrived. Returns false if the client has ended the connection. */
  private boolean isOpen(SocketChannel socket) {
    try {
      socket.configureBlocking(false);
      read.clear();
      int count = socket.read(read);
      while (count > 0 && read.hasRemaining()) {
        // The end, or the reset, comes after the bytes that were sent before it.
        count = socket.read(read);
      }
      return count >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  private ByteBuf firstBytes() {
    return read.flip().hasRemaining() ? Unpooled.copiedBuffer(read) : Unpooled.EMPTY_BUFFER;
  }

  /** A connection whose first bytes this class has read. */
  private static final class Accepted extends NioSocketChannel {
    private Accepted(Channel listening, SocketChannel socket, ByteBuf first) {
      super(listening, socket);
      if (first.isReadable()) {
        pipeline().addLast(new FirstBytes(first));
      }
    }
  }

  /** Passes the bytes on that were read before the connection had its handlers. */
  private static final class FirstBytes extends ChannelInboundHandlerAdapter {
    private final ByteBuf bytes;

    private FirstBytes(ByteBuf bytes) {
      this.bytes = bytes;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      context.fireChannelActive();
      context.fireChannelRead(bytes);
      context.fireChannelReadComplete();
      context.pipeline().remove(this);
    }
  }
}
