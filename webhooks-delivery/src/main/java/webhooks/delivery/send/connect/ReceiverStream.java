package webhooks.delivery.send.connect;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import org.apache.hc.client5.http.impl.DefaultClientConnectionReuseStrategy;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.config.CharCodingConfig;
import org.apache.hc.core5.http.impl.BasicHttpTransportMetrics;
import org.apache.hc.core5.http.impl.DefaultContentLengthStrategy;
import org.apache.hc.core5.http.impl.nio.ClientHttp1IOEventHandler;
import org.apache.hc.core5.http.impl.nio.ClientHttp1StreamDuplexer;
import org.apache.hc.core5.http.impl.nio.DefaultHttpRequestWriterFactory;
import org.apache.hc.core5.http.impl.nio.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.nio.ContentDecoder;
import org.apache.hc.core5.http.nio.NHttpMessageParser;
import org.apache.hc.core5.http.nio.NHttpMessageWriter;
import org.apache.hc.core5.http.nio.SessionInputBuffer;
import org.apache.hc.core5.http.nio.SessionOutputBuffer;
import org.apache.hc.core5.http.protocol.HttpProcessorBuilder;
import org.apache.hc.core5.reactor.IOEventHandler;
import org.apache.hc.core5.reactor.ProtocolIOSession;
import webhooks.delivery.send.connect.ReceiverEndpoint.Purpose;

/**
 * The HTTP stream on a connection to a receiver. It closes the connection at the first byte that
 * belongs to no response.
 *
 * <p>The client itself keeps such bytes and reads them as the beginning of the next response on the
 * connection. A receiver could forge the outcome of another webhook's delivery in this way.
 */
final class ReceiverStream extends ClientHttp1StreamDuplexer {
  /**
   * The maximum size of the heads of a response and its interim responses, in bytes: the client
   * keeps a head until the attempt ends. Its own limits allow 800 KiB.
   */
  private static final int MAX_HEAD = 16 * 1024;

  private final Purpose purpose;

  private ReceiverStream(ProtocolIOSession connection, Purpose purpose, OpenRequest request) {
    super(
        connection,
        HttpProcessorBuilder.create().build(),
        HttpClientFactory.HTTP1,
        CharCodingConfig.DEFAULT,
        DefaultClientConnectionReuseStrategy.INSTANCE,
        new ResponseParser(
            new DefaultHttpResponseParserFactory(HttpClientFactory.HTTP1).create(), request),
        new RequestWriter(DefaultHttpRequestWriterFactory.INSTANCE.create(), request),
        ReceiverStream::responseLength,
        DefaultContentLengthStrategy.INSTANCE,
        null);
    this.purpose = purpose;
  }

  /**
   * Replaces the client's own stream, which has no setting for this, on a connection. Call it after
   * the handshake, before the client uses the connection.
   *
   * @throws IOException if the connection is closed
   */
  static void handle(ProtocolIOSession connection, Purpose purpose) throws IOException {
    IOEventHandler handler =
        new ClientHttp1IOEventHandler(new ReceiverStream(connection, purpose, new OpenRequest()));
    connection.upgrade(handler);
    handler.connected(connection);
  }

  private static long responseLength(HttpMessage response) throws HttpException {
    return hasBody((HttpResponse) response)
        ? DefaultContentLengthStrategy.INSTANCE.determineLength(response)
        : 0;
  }

  private static boolean hasBody(HttpResponse response) {
    int status = response.getCode();
    return status != HttpStatus.SC_NO_CONTENT && status != HttpStatus.SC_NOT_MODIFIED;
  }

  private static boolean isFinal(HttpResponse response) {
    return response.getCode() >= HttpStatus.SC_SUCCESS;
  }

  /**
   * Returns true for each final response, also for one without a body: it then gets a decoder of
   * length 0, which detects surplus bytes ({@link StrictDecoder}).
   */
  @Override
  protected boolean handleIncomingMessage(HttpResponse response) throws HttpException {
    return super.handleIncomingMessage(response) || isFinal(response);
  }

  @Override
  protected ContentDecoder createContentDecoder(
      long length,
      ReadableByteChannel channel,
      SessionInputBuffer input,
      BasicHttpTransportMetrics metrics)
      throws HttpException {
    return new StrictDecoder(
        super.createContentDecoder(length, channel, input, metrics),
        input,
        metrics,
        purpose.maxResponse());
  }

  /** Whether a request is sent that has no final response yet. Only I/O threads use it. */
  private static final class OpenRequest {
    private boolean open;
  }

  private record RequestWriter(NHttpMessageWriter<HttpRequest> writer, OpenRequest request)
      implements NHttpMessageWriter<HttpRequest> {
    @Override
    public void write(HttpRequest head, SessionOutputBuffer output)
        throws IOException, HttpException {
      writer.write(head, output);
      request.open = true;
    }

    @Override
    public void reset() {
      writer.reset();
    }
  }

  private static final class ResponseParser implements NHttpMessageParser<HttpResponse> {
    private final NHttpMessageParser<HttpResponse> parser;
    private final OpenRequest request;

    /** The bytes read for the heads of the current response. */
    private int size;

    ResponseParser(NHttpMessageParser<HttpResponse> parser, OpenRequest request) {
      this.parser = parser;
      this.request = request;
    }

    @Override
    public HttpResponse parse(SessionInputBuffer input, boolean ended)
        throws IOException, HttpException {
      if (!request.open && input.hasData()) {
        throw new ProtocolException("The receiver sent data without a request");
      }
      size += input.length();
      HttpResponse response = parser.parse(input, ended);
      size -= input.length();
      if (size > MAX_HEAD) {
        throw new MessageConstraintException("The head of the response is larger than the limit");
      }
      if (response != null && isFinal(response)) {
        request.open = false;
        size = 0;
      }
      return response;
    }

    @Override
    public void reset() {
      parser.reset();
    }
  }
}
