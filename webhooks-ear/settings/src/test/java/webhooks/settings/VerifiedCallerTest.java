package webhooks.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VerifiedCallerTest {
  @Test
  void isReadFromItsAttribute() {
    VerifiedCaller caller = new VerifiedCaller(List.of("account"), List.of("client"));

    assertThat(VerifiedCaller.of(caller.attribute())).contains(caller);
  }

  /** The listener knows no class of the application. */
  @Test
  void attributeHasClassesOfJavaOnly() {
    Object attribute = new VerifiedCaller("account", "client").attribute();

    assertThat(attribute.getClass().getClassLoader()).isNull();
  }

  @Test
  void otherRequestsHaveNone() {
    assertThat(VerifiedCaller.of(null)).isEmpty();
    assertThat(VerifiedCaller.of("account")).isEmpty();
  }
}
