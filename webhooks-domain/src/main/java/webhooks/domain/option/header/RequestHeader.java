package webhooks.domain.option.header;

import java.util.List;

/**
 * A header that each request to the receiver has because of the webhook's options.
 *
 * @param secrets the texts that the delivery history hides, also where the receiver repeats them;
 *     if there are none, the value is no secret
 */
public record RequestHeader(String name, String value, List<String> secrets) {
  /** The name of the header for credentials (RFC 9110, section 11.6.2). */
  public static final String AUTHORIZATION = "Authorization";

  /** Returns a description without the value. */
  @Override
  public String toString() {
    return "RequestHeader[" + name + "]";
  }
}
