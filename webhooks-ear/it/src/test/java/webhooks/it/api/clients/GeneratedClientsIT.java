package webhooks.it.api.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.it.harness.Command;
import webhooks.it.harness.Places;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.selection.GeneratedClients;

/**
 * Clients that other people's tools generate from the description compile, and do what a service
 * does with the product: create, list, read, update, publish, deliveries, errors, delete.
 */
@GeneratedClients
class GeneratedClientsIT {
  private static final String EXPECTED =
      """
      created, active: false
      listed 1
      read, active: false
      updated, active: true
      published 1
      delivered true
      tested true
      measured true
      described true
      401 HeaderNotFound
      403 InsufficientPermissions
      404 WebhookNotFound
      422 InvalidCreateWebhookRequest InvalidValue eventTypes
      404 WebhookNotFound
      """;

  private final TestEnvironment environment = TestEnvironment.shared();
  private final Path directory = Places.freshDirectory("clients").resolve("program");
  private final Path client = directory.resolve("client");

  @Test
  void java() {
    programs("java");
    generate("java", "library=native,useJakartaEe=true,openApiNullable=false");
    String classPath =
        Places.given("webhooks.it.clients").resolve("*")
            + ":"
            + System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> compile =
        new ArrayList<>(List.of("javac", "-nowarn", "-cp", classPath, "-d", "classes", "Use.java"));
    compile.addAll(sources(client.resolve("src/main/java")));
    run("compile", compile);

    assertUses("java", "-cp", directory.resolve("classes") + ":" + classPath, "Use");
  }

  @Test
  void typescriptOfOpenApiGenerator() {
    programs("typescript");
    generate("typescript-fetch", "importFileExtension=.js");
    remove("openapi-fetch.ts");
    run("tsc", List.of("npx", "tsc"));

    assertUses("node", "compiled/openapi-generator.js");
  }

  @Test
  void typescriptOfOpenApiTypescript() {
    programs("typescript");
    describe("description.json", "?format=JSON");
    run("types", List.of("npm", "run", "types"));
    remove("openapi-generator.ts");
    run("tsc", List.of("npx", "tsc"));

    assertUses("node", "compiled/openapi-fetch.js");
  }

  @Test
  void python() {
    programs("python");
    generate("python", "");

    assertUses("/usr/bin/python3", "use.py");
  }

  @Test
  void go() {
    programs("go");
    generate("go", "withGoMod=false,packageName=webhooks");
    run("compile", List.of("go", "build", "-o", "use", "."));

    assertUses("./use");
  }

  /** No compiler for C# is at hand. */
  @Test
  void csharpIsGeneratedWithTheNamesOfTheDescription() throws IOException {
    Files.createDirectories(directory);
    generate("csharp", "");

    try (Stream<Path> models = Files.list(client.resolve("src/Org.OpenAPITools/Model"))) {
      assertThat(models.map(model -> model.getFileName().toString()))
          .contains("ErrorResponse.cs", "Webhook.cs", "Delivery.cs")
          .noneMatch(name -> name.matches(".*(AllOf|OneOf|AnyOf|Inner|[0-9]{3}).*"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"spectral", "redocly"})
  void checkersOfDescriptionsFindNoFault(String checker) {
    programs("lint");
    describe("description.yaml", "");

    run(checker, List.of("npm", "run", checker));
  }

  /** Copies the programs that use the client, and installs what they need. */
  private void programs(String language) {
    Places.copy(Path.of("src", "test", "clients", language), directory);
    if (Files.exists(directory.resolve("package.json"))) {
      run("npm", List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
    }
  }

  /** Generates a client with openapi-generator. */
  private void generate(String generator, String properties) {
    describe("description.yaml", "");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-jar", generator().toString(), "generate"));
    command.addAll(List.of("-i", "description.yaml", "-g", generator, "-o", client.toString()));
    if (!properties.isEmpty()) {
      command.add("--additional-properties=" + properties);
    }
    run("generate", command);
  }

  private static Path generator() {
    return Places.given("webhooks.it.clients").resolve("generator/openapi-generator-cli.jar");
  }

  private void describe(String file, String query) {
    String description = environment.api().get("/openapi" + query).send().is(200).body();
    try {
      Files.writeString(directory.resolve(file), description);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void remove(String file) {
    try {
      Files.delete(directory.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> sources(Path root) {
    try (Stream<Path> all = Files.walk(root)) {
      return all.map(Path::toString).filter(path -> path.endsWith(".java")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run(String step, List<String> command) {
    Command.run("clients-" + step, directory, command);
  }

  private void assertUses(String... command) {
    Application application = environment.application();
    String service = "http://127.0.0.1:" + environment.product().port();
    Map<String, String> given =
        Map.of(
            "SERVICE", service,
            "TOKEN", application.token(),
            "PUBLISHER_TOKEN", environment.tokens().publisher(),
            "ACCOUNT", application.account(),
            "RECEIVER", environment.receiver().inbox().url().toString(),
            "PYTHONPATH", client.toString());

    assertThat(Command.output("clients-use", directory, List.of(command), given))
        .isEqualTo(EXPECTED);
  }
}
