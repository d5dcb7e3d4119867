package webhooks.domain.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.settings.InvalidSetting;
import webhooks.domain.settings.TestSettings;

class EventTypesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "iModels.iModelCreated.v1",
        "iModels.namedVersionCreated.v1",
        "accessControl.memberAdded.v1",
        "iTwins.iTwinDeleted.v1",
        "realityModeling.jobCompleted.v1",
        "realityModeling.jobCompleted.v2",
        "forms.metadataDeleted.v1",
        "issues.externalFileUnlinked.v1"
      })
  void knowsTheTypesOfTheITwinPlatform(String name) {
    assertThat(known().has(name)).isTrue();
  }

  @Test
  void holdsEachKnownTypeOnceInItsOrder() {
    assertThat(known().names())
        .hasSize(38)
        .startsWith("iModels.iModelCreated.v1", "iModels.iModelDeleted.v1")
        .endsWith("issues.metadataDeleted.v1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "#", "imodels.imodelcreated.v1", "iModels.iModelCreated", "orders.created.v1"})
  void hasNoOtherTypes(String name) {
    assertThat(known().has(name)).isFalse();
  }

  @Test
  void addsTheTypesOfTheSetting() {
    EventTypes types =
        new EventTypes(
            TestSettings.with(
                "webhooks.event-types", "orders.created.v1, a_b-c, forms.formCreated.v1"));

    assertThat(types.names()).hasSize(40).endsWith("orders.created.v1", "a_b-c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words", "a..b", ".a", "a.", "a/b", "a\"b", "é.created.v1", "a,b c"})
  void refusesAddedNamesThatAreNone(String name) {
    assertThatThrownBy(() -> new EventTypes(TestSettings.with("webhooks.event-types", name)))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageStartingWith("Setting webhooks.event-types must be ");
  }

  @Test
  void refusesAddedNamesThatAreLongerThanTheColumn() {
    assertThat(new EventTypes(TestSettings.with("webhooks.event-types", "n".repeat(255))).names())
        .hasSize(39);
    assertThatThrownBy(
            () -> new EventTypes(TestSettings.with("webhooks.event-types", "n".repeat(256))))
        .isInstanceOf(InvalidSetting.class);
  }

  private static EventTypes known() {
    return new EventTypes(TestSettings.with());
  }
}
