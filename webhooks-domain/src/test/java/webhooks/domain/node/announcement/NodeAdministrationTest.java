package webhooks.domain.node.announcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Callers;
import webhooks.domain.access.InsufficientScope;
import webhooks.domain.access.TokenScope;
import webhooks.settings.ReadSetting;

class NodeAdministrationTest {
  private final AtomicInteger reads = new AtomicInteger();
  private final List<ReadSetting> settings =
      List.of(new ReadSetting("webhooks.retention", Optional.of("P1D"), Optional.empty()));
  private final NodeAdministration administration =
      new NodeAdministration(
          null,
          () -> {
            reads.incrementAndGet();
            return settings;
          });

  @Test
  void readsTheSettingsOnce() {
    for (int i = 0; i < 3; i++) {
      assertThat(administration.settings(Callers.withScopes(TokenScope.ADMIN))).isEqualTo(settings);
    }

    assertThat(reads).hasValue(1);
  }

  @Test
  void readsNoSettingsForACallerWithoutTheScope() {
    assertThatThrownBy(() -> administration.settings(Callers.withScopes(TokenScope.MODIFY)))
        .isInstanceOf(InsufficientScope.class);

    assertThat(reads).hasValue(0);
  }
}
