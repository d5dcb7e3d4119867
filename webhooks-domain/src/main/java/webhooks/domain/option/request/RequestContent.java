package webhooks.domain.option.request;

import java.util.List;
import webhooks.domain.option.header.RequestHeader;

/**
 * The body of a request, and the headers that describe it.
 *
 * @param contentType the value of {@code Content-Type}
 * @param headers the other headers, none of them secret
 */
public record RequestContent(byte[] body, String contentType, List<RequestHeader> headers) {
  static final String JSON = "application/json";

  static RequestContent json(byte[] body) {
    return new RequestContent(body, JSON, List.of());
  }

  /** Returns a description without the body. */
  @Override
  public String toString() {
    return "RequestContent[" + contentType + ", " + body.length + " bytes]";
  }
}
