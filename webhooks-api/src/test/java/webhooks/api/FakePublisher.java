package webhooks.api;

import java.util.List;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.event.Published;
import webhooks.domain.event.Publisher;

/** Accepts every body that is not empty, and keeps the last one. */
final class FakePublisher extends Publisher {
  byte[] body;

  void reset() {
    body = null;
  }

  @Override
  public Published publish(byte[] given) {
    body = given;
    if (given.length == 0) {
      throw new Refusal(
          ErrorCode.INVALID_EVENTS_REQUEST,
          "message",
          List.of(Fault.ofBody(FaultCode.MISSING_REQUEST_BODY, "message")));
    }
    return new Published(2, 1);
  }
}
