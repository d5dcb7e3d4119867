package webhooks.domain.event;

import java.util.List;
import java.util.Optional;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;

/**
 * A request to test a webhook, whose properties have passed their rules or have faults.
 *
 * @param eventType the type of the event, in the catalogue or {@code webhooks.test.v1}; empty means
 *     the latter
 * @param content the bytes of the content as given; empty means the example of the type
 * @param faults all faults of the request
 */
public record TestEvent(Optional<String> eventType, Optional<byte[]> content, List<Fault> faults) {
  /** The request without a body. */
  public static final TestEvent DEFAULT =
      new TestEvent(Optional.empty(), Optional.empty(), List.of());

  static TestEvent refused(String message) {
    return new TestEvent(
        Optional.empty(),
        Optional.empty(),
        List.of(Fault.ofBody(FaultCode.INVALID_REQUEST_BODY, message)));
  }
}
