package webhooks.delivery.send;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import webhooks.delivery.send.DecryptedWebhooks.DecryptedWebhook;
import webhooks.domain.address.CallbackUrl;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.option.request.RequestContent;
import webhooks.domain.trace.TraceContext;

/**
 * Makes the requests of deliveries: their headers, with the signatures of the bytes that are sent.
 *
 * @param sendsTraceState whether receivers get the header {@code tracestate}
 */
record SignedRequests(boolean sendsTraceState) {
  private static final String PLATFORM_SIGNATURE = "Signature";
  private static final String STANDARD_SIGNATURE = "webhook-signature";

  /** The value of a signature, after its scheme. */
  private static final Pattern SIGNATURE_VALUE = Pattern.compile("(?<=[=,])\\S+");

  /**
   * Returns the signed request of an attempt. Its body is {@link RequestContent#body}.
   *
   * @param host the address that the request goes to
   */
  HttpRequest request(
      DecryptedWebhook webhook,
      LeasedDelivery delivery,
      RequestContent content,
      HttpHost host,
      RunningAttempt attempt) {
    CallbackUrl url = webhook.url();
    byte[] body = content.body();
    Signatures signatures = webhook.signatures();
    String id = delivery.messageId().toString();
    // The history shows this time again, so it is the time that is stored.
    long timestamp = attempt.started().getEpochSecond();
    BasicHttpRequest request = new BasicHttpRequest(Method.POST, host, url.target());
    request.addHeader("Host", url.authority());
    request.addHeader("Content-Type", content.contentType());
    request.addHeader(PLATFORM_SIGNATURE, signatures.platform(body));
    request.addHeader("webhook-id", id);
    request.addHeader("webhook-timestamp", Long.toString(timestamp));
    request.addHeader(STANDARD_SIGNATURE, signatures.standard(id, timestamp, body));
    addTrace(request, delivery, attempt.spanId());
    content.headers().forEach(header -> request.addHeader(header.name(), header.value()));
    webhook.headers().forEach(header -> request.addHeader(header.name(), header.value()));
    attempt.hide(webhook.mask());
    return request;
  }

  /** Replaces the values of the signatures of a request that is shown, and leaves their schemes. */
  static void hideSignatures(HttpRequest request) {
    for (String name : List.of(PLATFORM_SIGNATURE, STANDARD_SIGNATURE)) {
      String signatures = request.getFirstHeader(name).getValue();
      request.setHeader(name, SIGNATURE_VALUE.matcher(signatures).replaceAll("***"));
    }
  }

  /** Adds the trace of the event, with this attempt as the parent of the receiver's spans. */
  private void addTrace(HttpRequest request, LeasedDelivery delivery, String spanId) {
    Optional<TraceContext> given = delivery.event().trace();
    boolean sampled = given.filter(TraceContext::sampled).isPresent();
    request.addHeader(
        TraceContext.TRACEPARENT, TraceContext.parent(delivery.traceId(), spanId, sampled));
    given
        .flatMap(TraceContext::state)
        .filter(state -> sendsTraceState)
        .ifPresent(state -> request.addHeader(TraceContext.TRACESTATE, state));
  }
}
