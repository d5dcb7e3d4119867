package webhooks.domain.page;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Encodes a text as a continuation token, which is safe in a URL. Callers do not interpret it. */
public final class CursorText {
  private CursorText() {}

  /** Returns the token of a text. */
  public static String of(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the text of a token; empty if the token is not valid. */
  public static Optional<String> read(String token) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(token);
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
