package webhooks.domain.delivery.history.payload;

import java.util.Optional;
import webhooks.domain.delivery.Attempt;

/** Shows all of a payload. */
record WholePayload(byte[] bytes) implements PayloadView {
  @Override
  public Optional<byte[]> body() {
    return Optional.of(bytes);
  }

  @Override
  public Attempt of(Attempt attempt) {
    return attempt;
  }

  /** Returns a description without the body. */
  @Override
  public String toString() {
    return "WholePayload[" + bytes.length + " bytes]";
  }
}
