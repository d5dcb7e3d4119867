package webhooks.it.api;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.Inbox;

/** The catalogue of event types. */
class EventTypesIT {
  private static final String TEST_TYPE = "webhooks.test.v1";

  /** The name of a type, then its properties. */
  private static final String KNOWN =
      """
      iModels.iModelCreated.v1 imodelId userId
      iModels.iModelDeleted.v1 imodelId userId
      iModels.namedVersionCreated.v1 changesetId changesetIndex imodelId userId versionId
      iModels.changesReady.v1 changesetId changesetIndex imodelId userId
      accessControl.memberAdded.v1 memberId eventCreatedBy memberType roleId roleName
      accessControl.roleAssigned.v1 memberId eventCreatedBy memberType roleId roleName
      accessControl.roleUnassigned.v1 memberId eventCreatedBy memberType roleId roleName
      accessControl.memberRemoved.v1 memberId eventCreatedBy memberType
      iTwins.iTwinCreated.v1 eventCreatedBy parentId accountOwnerId accountOwnerType iTwinClass iTwinSubClass
      iTwins.iTwinDeleted.v1 eventCreatedBy parentId accountOwnerId accountOwnerType iTwinClass iTwinSubClass
      synchronization.jobCompleted.v1 synchronizationId iModelId connectionId result
      transformations.jobCompleted.v1 transformationId status sourceITwinId targetITwinId targetIModelId configurationId transformType
      realityModeling.jobCompleted.v1 jobId
      realityAnalysis.jobCompleted.v1 jobId
      realityConversion.jobCompleted.v1 jobId
      changedElements.jobCompleted.v1 jobId iModelId jobSucceeded
      realityModeling.jobCompleted.v2 jobId state
      realityConversion.jobCompleted.v2 jobId state
      export.jobCompleted.v1 exportId iModelId connectionId result
      accessControl.invitationCreated.v1 invitationId
      forms.formCreated.v1 sourceEntityId formId discipline
      forms.formUpdated.v1 sourceEntityId formId discipline
      forms.formDeleted.v1 sourceEntityId formId discipline
      forms.attachmentAttached.v1 attachmentId formId discipline
      forms.attachmentUnattached.v1 attachmentId formId discipline
      forms.commentCreated.v1 commentId formId discipline
      forms.externalFileLinked.v1 fileId formId discipline
      forms.externalFileUnlinked.v1 fileId formId discipline
      forms.metadataDeleted.v1 metadataId discipline
      issues.issueCreated.v1 sourceEntityId issueId
      issues.issueUpdated.v1 sourceEntityId issueId
      issues.issueDeleted.v1 sourceEntityId issueId
      issues.attachmentAttached.v1 attachmentId issueId
      issues.attachmentUnattached.v1 attachmentId issueId
      issues.commentCreated.v1 commentId issueId
      issues.externalFileLinked.v1 fileId issueId
      issues.externalFileUnlinked.v1 fileId issueId
      issues.metadataDeleted.v1 metadataId
      webhooks.webhookDeactivated.v1 webhookId reason
      webhooks.webhookPaused.v1 webhookId until
      webhooks.webhookResumed.v1 webhookId pausedSince
      webhooks.certificateExpiring.v1 webhookId notAfter days
      webhooks.webhookFailing.v1 webhookId since failures
      webhooks.webhookRecovered.v1 webhookId failingSince
      webhooks.deliveriesExhausted.v1 webhookId deliveries since
      """;

  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();

  @Test
  void hasEveryPlatformTypeWithPropertiesAndDescription() {
    Map<String, String> found =
        types().stream()
            .collect(toMap(type -> type.getString("name"), EventTypesIT::nameAndProperties));
    String added = found.remove(TestEnvironment.ADDED_TYPE);

    assertThat(found.values()).containsExactlyInAnyOrder(KNOWN.strip().split("\n"));
    assertThat(added).isEqualTo(TestEnvironment.ADDED_TYPE);
    assertThat(types())
        .filteredOn(type -> !type.getString("name").equals(TestEnvironment.ADDED_TYPE))
        .allSatisfy(type -> assertThat(type.getString("description")).isNotBlank());
  }

  @ParameterizedTest
  @ValueSource(strings = {"webhooks:read", "webhooks:modify", "itwin-platform"})
  void isReadableWithEveryReadingScope(String scope) {
    getCatalogue(scope).is(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "openid", "webhooks:admin", "events:publish"})
  void refusesOtherScopes(String scope) {
    getCatalogue(scope).isError(401, "Unauthorized");
  }

  @Test
  void everyTypeInItCanBeSubscribedTo() {
    String[] names = types().stream().map(type -> type.getString("name")).toArray(String[]::new);
    URI url = environment.receiver().inbox().url();

    JsonObject webhook =
        application.post(Application.Body.ofAccount(url, names).toString()).is(202).json();

    assertThat(webhook.getJsonArray("eventTypes").getValuesAs(JsonString::getString))
        .isEqualTo(Arrays.asList(names));
  }

  @Test
  void refusesTheTypeOfTestEvents() {
    URI url = environment.receiver().inbox().url();

    assertThat(types()).noneMatch(type -> type.getString("name").equals(TEST_TYPE));
    application
        .post(Application.Body.ofAccount(url, TEST_TYPE).toString())
        .isError(422, "InvalidCreateWebhookRequest", "InvalidValue eventTypes");
    environment
        .publish(Event.ofAccount("account-1").ofType(TEST_TYPE).json())
        .isError(422, "InvalidEventsRequest", "InvalidValue eventType");
  }

  @Test
  void eventOfAnAddedTypeIsDelivered() {
    Inbox inbox = environment.receiver().inbox();
    application.register(inbox, TestEnvironment.ADDED_TYPE);
    Event event = Event.ofAccount(application.account()).ofType(TestEnvironment.ADDED_TYPE);

    environment.producer().publish(event);

    inbox.awaitEvent(event.messageId());
  }

  private List<JsonObject> types() {
    JsonObject answer = getCatalogue("webhooks:read").is(200).json();
    assertThat(answer.keySet()).containsExactly("eventTypes");
    List<JsonObject> types = answer.getJsonArray("eventTypes").getValuesAs(JsonObject.class);
    assertThat(types)
        .allSatisfy(
            type -> assertThat(type.keySet()).containsOnly("name", "description", "properties"));
    return types;
  }

  private Answer getCatalogue(String scope) {
    String token = application.draft().with("scope", scope).rs256();
    return environment.api().get("/event-types").as(token).send();
  }

  private static String nameAndProperties(JsonObject type) {
    List<String> properties = type.getJsonArray("properties").getValuesAs(JsonString::getString);
    return String.join(" ", type.getString("name"), String.join(" ", properties)).strip();
  }
}
