package webhooks.domain.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.settings.TestSettings;
import webhooks.settings.InvalidSetting;

class EventTypesTest {
  private static final String EXAMPLES = "webhooks.event-types.examples";
  private static final String TEST_CONTENT =
      "{\"message\":\"This event tests a webhook. Nothing happened.\"}";

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
  void listsEachKnownTypeOnceInOrder() {
    assertThat(names(known()))
        .hasSize(45)
        .doesNotHaveDuplicates()
        .startsWith("iModels.iModelCreated.v1", "iModels.iModelDeleted.v1")
        .contains("issues.metadataDeleted.v1")
        .endsWith(EventTypes.OWN.toArray(String[]::new));
  }

  @Test
  void describesEachTypeAndItsProperties() {
    assertThat(known().all())
        .allSatisfy(
            type -> {
              assertThat(type.description()).endsWith(".").doesNotContain("|");
              assertThat(type.properties()).isNotEmpty().doesNotContain("").doesNotHaveDuplicates();
              assertThat(type.exampleMembers()).containsOnlyKeys(type.properties());
            })
        .contains(
            new EventType(
                "iModels.iModelCreated.v1",
                "An iModel was created.",
                List.of("imodelId", "userId"),
                "{\"imodelId\":\"3f8a0c52-7f5d-4c0e-9b57-2a1f6d0c9e41\","
                    + "\"userId\":\"b2a4f9d0-53c8-4f4b-a3de-0d6e1c7b8a95\"}"));
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

    assertThat(names(types)).hasSize(47).endsWith("orders.created.v1", "a_b-c");
    assertThat(types.all()).contains(new EventType("a_b-c", "", List.of(), TEST_CONTENT));
    assertThat(types.all())
        .filteredOn(type -> type.name().equals("forms.formCreated.v1"))
        .extracting(EventType::description)
        .containsExactly("A form was created.");
  }

  @Test
  void addedTypesCanHaveExamples() {
    EventTypes types =
        new EventTypes(
            TestSettings.with(
                "webhooks.event-types",
                "orders.created.v1,orders.paid.v1",
                EXAMPLES,
                "{\"orders.paid.v1\": {\"id\": 1.50, \"a\": {\"b\": [null, true]}}}"));

    assertThat(new String(types.example("orders.paid.v1"), UTF_8))
        .isEqualTo("{\"id\":1.50,\"a\":{\"b\":[null,true]}}");
    assertThat(new String(types.example("orders.created.v1"), UTF_8)).isEqualTo(TEST_CONTENT);
    assertThat(new String(types.example(EventTypes.TEST), UTF_8)).isEqualTo(TEST_CONTENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[]", "x", "{'orders.paid.v1': 1}", "{'orders.paid.v1': null}", "{'a.v1': {}}"})
  void refusesInvalidExamples(String examples) {
    assertThatThrownBy(
            () ->
                new EventTypes(
                    TestSettings.with(
                        "webhooks.event-types",
                        "orders.paid.v1",
                        EXAMPLES,
                        examples.replace('\'', '"'))))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageStartingWith("Setting " + EXAMPLES + " ");
  }

  /** Otherwise a publisher could send events that receivers take for the product's. */
  @ParameterizedTest
  @ValueSource(
      strings = {"webhooks.test.v1", "webhooks.backlogExceeded.v1", "webhooks.webhookFailing.v1"})
  void refusesAddedNamesThatBeginAsTheProducts(String name) {
    assertThatThrownBy(
            () -> new EventTypes(TestSettings.with("webhooks.event-types", "a.v1," + name)))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageStartingWith("Setting webhooks.event-types must not have " + name + ": ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"webhooks.test.v1", "webhooks.backlogExceeded.v1"})
  void excludesTypesThatNobodyCanSubscribeTo(String name) {
    assertThat(known().has(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words", "a..b", ".a", "a.", "a/b", "a\"b", "é.created.v1", "a,b c"})
  void refusesInvalidAddedNames(String name) {
    assertThatThrownBy(() -> new EventTypes(TestSettings.with("webhooks.event-types", name)))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageStartingWith("Setting webhooks.event-types must be ");
  }

  @Test
  void refusesTooLongAddedNames() {
    assertThat(new EventTypes(TestSettings.with("webhooks.event-types", "n".repeat(255))).all())
        .hasSize(46);
    assertThatThrownBy(
            () -> new EventTypes(TestSettings.with("webhooks.event-types", "n".repeat(256))))
        .isInstanceOf(InvalidSetting.class);
  }

  private static List<String> names(EventTypes types) {
    return types.all().stream().map(EventType::name).toList();
  }

  private static EventTypes known() {
    return new EventTypes(TestSettings.with());
  }
}
