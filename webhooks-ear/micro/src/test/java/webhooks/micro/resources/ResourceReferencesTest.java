package webhooks.micro.resources;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.concurrent.ManagedExecutorDefinition;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorDefinition;
import org.junit.jupiter.api.Test;
import webhooks.delivery.DeliveryLifecycle;
import webhooks.domain.task.ManagedTasks;

class ResourceReferencesTest {
  @Test
  void declaresTheExecutorsOfTheEar() {
    assertThat(ResourceReferences.class.getAnnotation(ManagedExecutorDefinition.class))
        .isNotNull()
        .isEqualTo(ManagedTasks.class.getAnnotation(ManagedExecutorDefinition.class));
    assertThat(ResourceReferences.class.getAnnotation(ManagedScheduledExecutorDefinition.class))
        .isNotNull()
        .isEqualTo(DeliveryLifecycle.class.getAnnotation(ManagedScheduledExecutorDefinition.class));
  }
}
