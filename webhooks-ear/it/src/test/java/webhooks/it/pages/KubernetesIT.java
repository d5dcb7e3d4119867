package webhooks.it.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.swagger.v3.core.util.Yaml;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Compares the manifests in docs/kubernetes with the API of Kubernetes: the models of its Java
 * client refuse unknown fields and missing ones.
 */
class KubernetesIT {
  private static final Path DIRECTORY = Pages.ROOT.resolve("docs/kubernetes");

  private static final Map<String, Validator> KINDS =
      Map.of(
          "Deployment", V1Deployment::validateJsonElement,
          "Service", V1Service::validateJsonElement,
          "PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement,
          "NetworkPolicy", V1NetworkPolicy::validateJsonElement);

  /** Refuses JSON that is not of a kind. */
  @FunctionalInterface
  interface Validator {
    void validate(JsonElement json) throws IOException;
  }

  @ParameterizedTest
  @CsvSource({
    "deployment.yaml,apps/v1,Deployment",
    "service.yaml,v1,Service",
    "disruption-budget.yaml,policy/v1,PodDisruptionBudget",
    "network-policy.yaml,networking.k8s.io/v1,NetworkPolicy"
  })
  void manifestIsOfItsKind(String file, String version, String kind) throws IOException {
    JsonNode manifest = manifest(file);

    assertThat(manifest.path("apiVersion").asText()).isEqualTo(version);
    assertThat(manifest.path("kind").asText()).isEqualTo(kind);
    validate(kind, manifest.toString());
    assertThat(Pages.text(Pages.ROOT.resolve("docs/kubernetes.md")))
        .contains("(kubernetes/" + file + ")");
  }

  @ParameterizedTest
  @CsvSource({"readOnlyRootFilesystem,readOnlyRootFileSystem", "failureThreshold,failures"})
  void findsAnUnknownField(String field, String unknown) throws IOException {
    String manifest = manifest("deployment.yaml").toString();

    assertThatThrownBy(() -> validate("Deployment", manifest.replace(field, unknown)))
        .hasMessageContaining(unknown);
  }

  private static void validate(String kind, String json) throws IOException {
    KINDS.get(kind).validate(JsonParser.parseString(json));
  }

  @Test
  void partsFitEachOther() throws IOException {
    JsonNode deployment = manifest("deployment.yaml").path("spec");
    JsonNode labels = deployment.at("/template/metadata/labels");

    assertThat(deployment.at("/selector/matchLabels")).isEqualTo(labels);
    assertThat(manifest("service.yaml").at("/spec/selector")).isEqualTo(labels);
    assertThat(manifest("disruption-budget.yaml").at("/spec/selector/matchLabels"))
        .isEqualTo(labels);
    assertThat(manifest("network-policy.yaml").at("/spec/podSelector/matchLabels"))
        .isEqualTo(labels);
    assertThat(manifest("service.yaml").at("/spec/ports/0/targetPort"))
        .isEqualTo(container().at("/ports/0/name"));
  }

  @Test
  void nodeRunsAsTheImageSays() throws IOException {
    String image =
        Pages.text(Pages.ROOT.resolve("webhooks-ear/micro/src/main/container/Containerfile"));
    JsonNode pod = manifest("deployment.yaml").at("/spec/template/spec");

    assertThat(image)
        .contains(
            "USER %s:%s"
                .formatted(
                    pod.at("/securityContext/runAsUser"), pod.at("/securityContext/runAsGroup")))
        .contains("VOLUME [" + container().at("/volumeMounts/0/mountPath") + "]")
        .contains("EXPOSE " + container().at("/ports/0/containerPort"));
    assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
    assertThat(container().at("/securityContext/readOnlyRootFilesystem").asBoolean()).isTrue();
  }

  @Test
  void variablesAreSettingsAndHoldNoSecret() throws IOException {
    String known =
        Pages.text(Pages.ROOT.resolve("webhooks-ear/micro/src/main/systemd/webhooks.env.example"));

    for (JsonNode variable : container().path("env")) {
      assertThat(known).contains(variable.path("name").asText() + "=");
      assertThat(variable.path("name").asText()).doesNotContain("PASSWORD", "ENCRYPTION");
    }
  }

  private static JsonNode container() throws JsonProcessingException {
    return manifest("deployment.yaml").at("/spec/template/spec/containers/0");
  }

  private static JsonNode manifest(String file) throws JsonProcessingException {
    return Yaml.mapper().readTree(Pages.text(DIRECTORY.resolve(file)));
  }
}
