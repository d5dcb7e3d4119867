package webhooks.delivery.send.connect;

import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Receives the headers of a request when its receiver is connected and they are about to be sent.
 */
@FunctionalInterface
public interface RequestListener {
  /** Takes the headers, on an I/O thread. */
  void sending(Header[] headers);

  /** Sets the listener of the request that is executed in this context. */
  default void in(HttpContext context) {
    context.setAttribute(RequestListener.class.getName(), this);
  }

  /** Passes a request to the listener in the context, if there is one. */
  static void pass(HttpRequest request, EntityDetails body, HttpContext context) {
    if (context.getAttribute(RequestListener.class.getName()) instanceof RequestListener listener) {
      listener.sending(request.getHeaders());
    }
  }
}
