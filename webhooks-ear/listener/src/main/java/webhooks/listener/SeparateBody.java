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
 * Separates a body with a {@code Content-Length} from the bytes behind it, which are the next
 * request of the connection.
 *
 * <p>Grizzly's encoding leaves both in one buffer. When the server has read the body it gives back
 * the memory of all of that buffer. The thread then uses the memory for other requests and answers,
 * also of other connections, and their bytes replace the next request before it is run.
 */
final class SeparateBody implements TransferEncoding {
  private final FixedLengthTransferEncoding encoding = new FixedLengthTransferEncoding();

  private SeparateBody() {}

  /** Replaces Grizzly's encoding of a parser. The order of all encodings stays. */
  static void install(HttpCodecFilter parser) {
    for (TransferEncoding before : parser.getTransferEncodings()) {
      parser.removeTransferEncoding(before);
      parser.addTransferEncoding(
          before instanceof FixedLengthTransferEncoding ? new SeparateBody() : before);
    }
  }

  @Override
  public ParsingResult parsePacket(FilterChainContext context, HttpHeader packet, Buffer input) {
    long parsed = ((HttpPacketParsing) packet).getContentParsingState().chunkRemainder;
    long length = parsed < 0 ? packet.getContentLength() : parsed;
    if (input.remaining() <= length) {
      return encoding.parsePacket(context, packet, input);
    }
    Buffer next = input.split(input.position() + (int) length);
    ParsingResult body = encoding.parsePacket(context, packet, input);
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
