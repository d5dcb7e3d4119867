package webhooks.listener;

import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.http.FixedLengthTransferEncoding;
import org.glassfish.grizzly.http.HttpCodecFilter;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpHeader;
import org.glassfish.grizzly.http.HttpPacketParsing;
import org.glassfish.grizzly.http.ParsingResult;
import org.glassfish.grizzly.http.TransferEncoding;

/**
 * Works around a fault of Grizzly, the HTTP server of Payara: separates a body with a {@code
 * Content-Length} from the bytes behind it, which are the next request of the connection.
 *
 * <p>Grizzly's encoding leaves both in one buffer, and releases all of that buffer when the server
 * has read the body. The thread then uses the memory for other connections, whose bytes overwrite
 * the next request before it is handled.
 */
final class SeparateBody implements TransferEncoding {
  private final FixedLengthTransferEncoding encoding = new FixedLengthTransferEncoding();

  private SeparateBody() {}

  /** Replaces Grizzly's encoding in a codec. Call it before the first connection. */
  static void install(HttpCodecFilter codec) {
    for (TransferEncoding original : codec.getTransferEncodings()) {
      codec.removeTransferEncoding(original);
      codec.addTransferEncoding(
          original instanceof FixedLengthTransferEncoding ? new SeparateBody() : original);
    }
  }

  @Override
  public ParsingResult parsePacket(FilterChainContext context, HttpHeader packet, Buffer input) {
    // Negative before the first part of the body.
    long remaining = ((HttpPacketParsing) packet).getContentParsingState().chunkRemainder;
    long bodyBytes = remaining < 0 ? packet.getContentLength() : remaining;
    if (input.remaining() <= bodyBytes) {
      return encoding.parsePacket(context, packet, input);
    }
    Buffer next = input.split(input.position() + (int) bodyBytes);
    ParsingResult body = encoding.parsePacket(context, packet, input);
    // The body ends with its buffer, so Grizzly has found no bytes behind it.
    HttpContent content = body.getHttpContent();
    body.recycle();
    return ParsingResult.create(content, next);
  }

  @Override
  public boolean wantDecode(HttpHeader packet) {
    return encoding.wantDecode(packet);
  }

  @Override
  public boolean wantEncode(HttpHeader packet) {
    return encoding.wantEncode(packet);
  }

  @Override
  public void prepareSerialize(FilterChainContext context, HttpHeader packet, HttpContent content) {
    encoding.prepareSerialize(context, packet, content);
  }

  @Override
  public Buffer serializePacket(FilterChainContext context, HttpContent content) {
    return encoding.serializePacket(context, content);
  }
}
