package webhooks.domain.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The refusal of a request. */
class RefusalTest {
  @Test
  void costsNoStackTrace() {
    Refusal refusal = new Refusal(ErrorCode.UNAUTHORIZED, "No.");

    assertThat(refusal.getStackTrace()).isEmpty();
    assertThat(refusal).hasMessage("No.").hasNoCause();
  }

  @Test
  void keepsFailuresThatItSuppresses() {
    Fault fault = Fault.of(FaultCode.INVALID_PROPERTY, "name", "No.");
    Refusal refusal = new Refusal(ErrorCode.INVALID_REQUEST, "No.", List.of(fault));
    refusal.addSuppressed(new IllegalStateException("later"));

    assertThat(refusal.details()).extracting(Fault::target).containsExactly(Optional.of("name"));
    assertThat(refusal.getSuppressed()).hasSize(1);
  }
}
