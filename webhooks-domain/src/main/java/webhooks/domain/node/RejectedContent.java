package webhooks.domain.node;

import java.util.Map;

/**
 * The content of a rejected event.
 *
 * @param body the whole body
 * @param attributes the attributes of a CloudEvent in binary mode, without a prefix; none otherwise
 */
public record RejectedContent(byte[] body, Map<String, String> attributes) {
  /** Returns a description without the body. */
  @Override
  public String toString() {
    return "RejectedContent[" + body.length + " bytes]";
  }
}
