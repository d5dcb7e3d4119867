package webhooks.listener;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.WriteHandler;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.filterchain.TransportFilter;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.http.KeepAlive;
import org.glassfish.grizzly.nio.NIOConnection;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;
import org.glassfish.grizzly.nio.transport.TCPNIOTransportBuilder;
import org.glassfish.grizzly.ssl.SSLBaseFilter;
import org.glassfish.grizzly.ssl.SSLEngineConfigurator;
import org.glassfish.grizzly.threadpool.ThreadPoolConfig;

/** A listener with the strategy, and an application on two threads. */
final class GuardedListener implements AutoCloseable {
  static final int THREADS = 2;
  private static final int RECEIVE_BUFFER_BYTES = 16 * 1024;

  /** So small that the listener sees that a client takes something. */
  private static final int SEND_BUFFER_BYTES = 16 * 1024;

  /** The header of an answer that says how long the body of the request was. */
  static final String BODY_LENGTH = "X-Body";

  /** The body of a chunked answer. */
  static final String PART = "a part of the body";

  private final TCPNIOTransport transport = TCPNIOTransportBuilder.newInstance().build();
  private final Consumer<HttpRequestPacket> application;
  private final Queue<Integer> answered = new ConcurrentLinkedQueue<>();
  private final Map<Integer, Integer> read = new ConcurrentHashMap<>();
  private volatile boolean readsBodies = true;
  private final Map<Integer, NIOConnection> connections = new ConcurrentHashMap<>();
  private final int port;

  /**
   * Starts a listener.
   *
   * @param application answers a request by the status and the headers of its response. A chunked
   *     one is sent in parts: the head, {@link #PART}, and the end
   */
  GuardedListener(String threads, Consumer<HttpRequestPacket> application) throws IOException {
    this(threads, Optional.empty(), application);
  }

  /** Starts a listener, with TLS if there is a context. */
  GuardedListener(String threads, Optional<SSLContext> tls, Consumer<HttpRequestPacket> application)
      throws IOException {
    this(threads, THREADS, tls, application);
  }

  /** Starts a listener with this number of threads for requests. */
  @SuppressWarnings("deprecation") // HttpServerFilter has no other constructor.
  GuardedListener(
      String threads, int count, Optional<SSLContext> tls, Consumer<HttpRequestPacket> application)
      throws IOException {
    this.application = application;
    FilterChainBuilder filters = FilterChainBuilder.stateless().add(new TransportFilter());
    tls.map(context -> new SSLEngineConfigurator(context, false, false, false))
        .ifPresent(engines -> filters.add(new SSLBaseFilter(engines)));
    transport.setProcessor(
        filters
            .add(new Observer())
            .add(new HttpServerFilter(true, 8192, new KeepAlive(), null))
            .add(new Application())
            .build());
    transport.setIOStrategy(GuardedStrategy.getInstance());
    transport.setSelectorRunnersCount(1);
    transport.setKernelThreadPoolConfig(ThreadPoolConfig.defaultConfig().setPoolName(threads));
    transport.setWorkerThreadPoolConfig(
        ThreadPoolConfig.defaultConfig().setCorePoolSize(count).setMaxPoolSize(count));
    port = ((InetSocketAddress) transport.bind("127.0.0.1", 0).getLocalAddress()).getPort();
    transport.start();
  }

  /** Makes the application answer without reading the body of a request. */
  void ignoreBodies() {
    readsBodies = false;
  }

  /** Sets how long a write of a new connection may wait for its client. */
  void setWriteTimeout(Duration timeout) {
    transport.setWriteTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Opens a connection and sends this text, with a line break for each {@code |}. */
  Socket send(String text) throws IOException {
    return sendFrom("127.0.0.1", text);
  }

  /** Opens a connection from an address of this machine, and sends this text as before. */
  Socket sendFrom(String address, String text) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
    socket.bind(new InetSocketAddress(address, 0));
    socket.connect(new InetSocketAddress("127.0.0.1", port));
    socket.setSoTimeout(10_000);
    socket.getOutputStream().write(text.replace("|", "\r\n").getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  /** Sends this text on a new connection and returns all that is answered until its end. */
  String ask(String text) throws IOException {
    try (Socket socket = send(text)) {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  int port() {
    return port;
  }

  /** Returns the clients' ports in the order in which they have got answers. */
  List<Integer> answered() {
    return List.copyOf(answered);
  }

  /** Returns how many bytes a client has sent that were read. */
  int read(Socket client) {
    return read.getOrDefault(client.getLocalPort(), 0);
  }

  /** Returns whether the listener looks for more that a client sends, or for its end. */
  boolean isWatched(Socket client) {
    return (connections.get(client.getLocalPort()).getSelectionKey().interestOps()
            & SelectionKey.OP_READ)
        != 0;
  }

  /** Reads and accepts nothing until {@link #resume()}, after one more event at most. */
  void pause() {
    transport.pause();
  }

  void resume() {
    transport.resume();
  }

  @Override
  public void close() throws IOException {
    transport.shutdownNow();
  }

  /** Notes whose answers are written, and how much is read of a connection. */
  private final class Observer extends BaseFilter {
    @Override
    public NextAction handleAccept(FilterChainContext context) throws IOException {
      SocketChannel channel =
          (SocketChannel) ((NIOConnection) context.getConnection()).getChannel();
      channel.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER_BYTES);
      connections.put(port(context), (NIOConnection) context.getConnection());
      return context.getInvokeAction();
    }

    @Override
    public NextAction handleRead(FilterChainContext context) {
      Buffer bytes = context.getMessage();
      read.merge(port(context), bytes.remaining(), Integer::sum);
      return context.getInvokeAction();
    }

    @Override
    public NextAction handleWrite(FilterChainContext context) {
      answered.add(port(context));
      return context.getInvokeAction();
    }

    private static int port(FilterChainContext context) {
      return ((InetSocketAddress) context.getConnection().getPeerAddress()).getPort();
    }
  }

  /** Stands for the server and the application behind the guard. */
  private final class Application extends BaseFilter {
    @Override
    public NextAction handleRead(FilterChainContext context) throws IOException {
      HttpContent content = context.getMessage();
      HttpRequestPacket request = (HttpRequestPacket) content.getHttpHeader();
      application.accept(request);
      HttpResponsePacket response = request.getResponse();
      if (readsBodies && request.isExpectContent()) {
        response.setHeader(BODY_LENGTH, String.valueOf(lengthOfBody(context, content)));
      }
      if (response.isChunked()) {
        response.getHeaders().mark();
        context.write(response);
        context.write(content(context, response, PART.getBytes(StandardCharsets.UTF_8)).build());
      }
      byte[] body = new byte[(int) Math.max(0, response.getContentLength())];
      context.write(content(context, response, body).last(true).build());
      awaitRoom(context.getConnection());
      context.notifyDownstream(HttpServerFilter.RESPONSE_COMPLETE_EVENT);
      return context.getStopAction();
    }

    /** Reads a body as the server does, on the thread of the request, and gives back its memory. */
    private static int lengthOfBody(FilterChainContext context, HttpContent first)
        throws IOException {
      int length = first.getContent().remaining();
      HttpContent part = first;
      while (!part.isLast()) {
        part.getContent().dispose();
        part = (HttpContent) context.read().getMessage();
        length += part.getContent().remaining();
      }
      part.getContent().dispose();
      return length;
    }

    private static HttpContent.Builder<?> content(
        FilterChainContext context, HttpResponsePacket response, byte[] body) {
      Buffer memory = context.getMemoryManager().allocate(body.length);
      return HttpContent.builder(response).content(memory.put(body).flip());
    }

    /** Waits as the server does after each write. */
    private static void awaitRoom(Connection<?> connection) {
      CompletableFuture<Boolean> room = new CompletableFuture<>();
      connection.notifyCanWrite(
          new WriteHandler() {
            @Override
            public void onWritePossible() {
              room.complete(true);
            }

            @Override
            public void onError(Throwable closed) {
              room.complete(false);
            }
          });
      long millis = connection.getWriteTimeout(TimeUnit.MILLISECONDS);
      room.completeOnTimeout(false, millis, TimeUnit.MILLISECONDS).join();
    }
  }
}
