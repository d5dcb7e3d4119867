package webhooks.delivery.intake.invalid;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * The first 8 KiB of a message's body as text, cut between two characters.
 *
 * @param truncated whether the body is longer
 */
record BodyExcerpt(String text, boolean truncated) {
  /** The maximum part of the body, in bytes of UTF-8. */
  static final int MAX_BYTES = 8 * 1024;

  /** Returns the excerpt of a message; empty if it is neither a text nor a bytes message. */
  static BodyExcerpt of(Message message) throws JMSException {
    if (message instanceof TextMessage text) {
      return of(text.getText() == null ? "" : text.getText());
    }
    if (message instanceof BytesMessage bytes) {
      byte[] body = new byte[(int) Math.min(bytes.getBodyLength(), MAX_BYTES)];
      bytes.readBytes(body);
      return of(body, bytes.getBodyLength() > MAX_BYTES);
    }
    return new BodyExcerpt("", false);
  }

  private static BodyExcerpt of(String whole) {
    CharBuffer chars = CharBuffer.wrap(whole);
    StandardCharsets.UTF_8
        .newEncoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .encode(chars, ByteBuffer.allocate(MAX_BYTES), true);
    return new BodyExcerpt(whole.substring(0, chars.position()), chars.hasRemaining());
  }

  /** Replaces invalid UTF-8 by U+FFFD, and leaves out a character that was cut in two. */
  private static BodyExcerpt of(byte[] beginning, boolean truncated) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPLACE);
    CharBuffer chars = CharBuffer.allocate(beginning.length + 1);
    decoder.decode(ByteBuffer.wrap(beginning), chars, !truncated);
    return new BodyExcerpt(chars.flip().toString(), truncated);
  }
}
