package webhooks.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import webhooks.it.harness.Command;
import webhooks.it.harness.Places;
import webhooks.it.harness.http.Api;
import webhooks.it.harness.selection.OnMicro;
import webhooks.it.harness.selection.WithOwnBroker;
import webhooks.it.harness.server.ProcessTree;

/**
 * Follows the section "Try it" of README.md: pastes its commands, read from the file, into a shell.
 *
 * <p>Two things are not as a user does them. README's first command builds the product and then
 * runs a class. This build has built the product already, so the test runs only the class, the one
 * that the Maven profile of the command names. And the test uses free ports in place of the ports
 * in the commands.
 */
@OnMicro
@WithOwnBroker
@EnabledIf(value = "hasCurl", disabledReason = "README's commands need sh and curl")
class QuickstartIT {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final Path DEV = ROOT.resolve("webhooks-ear/dev");
  private static final Pattern COMMANDS = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
  private static final Pattern STEP = Pattern.compile("(?m)^(?=# \\d\\. )");
  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final int port = Places.freePort();
  private final int inboxPort = Places.freePort();
  private final int jmsPort = Places.freePort();
  private final Path directory = Places.freshDirectory("quickstart");
  private final Path log = Places.freshLog("quickstart");

  static boolean hasCurl() throws InterruptedException {
    try {
      return new ProcessBuilder("sh", "-c", "command -v curl").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void commandsDoWhatTheReadmeSays() throws Exception {
    List<String> blocks = commandsOf("Try it");
    assertThat(blocks).hasSize(2);
    Process quickstart = start(blocks.get(0).strip());
    try {
      await("the quickstart to run")
          .atMost(START_LIMIT)
          .failFast("the quickstart ended", () -> !quickstart.isAlive())
          .until(() -> Places.textOf(log).contains("Webhooks is running"));
      try (Terminal terminal = Terminal.open("quickstart-terminal", shell())) {
        follow(STEP.split(blocks.get(1)), terminal);
      }
      assertConsoleOpens();
      List<ProcessHandle> product = quickstart.descendants().toList();
      assertThat(product).isNotEmpty();
      quickstart.destroy();
      assertThat(quickstart.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).as("ended").isTrue();
      assertThat(product).noneMatch(ProcessHandle::isAlive);
    } finally {
      ProcessTree.kill(quickstart);
    }
  }

  private void follow(String[] steps, Terminal terminal) throws IOException {
    assertThat(steps).hasSize(5);

    assertThat(terminal.paste(withFreePorts(steps[0]))).as("1. gets a token").isEmpty();

    JsonObject created = json(terminal.paste(withFreePorts(steps[1])));
    assertThat(created.getBoolean("active")).isFalse();
    assertThat(created.getString("secret")).isNotEmpty();

    JsonObject activated = json(terminal.paste(withFreePorts(steps[2])));
    assertThat(activated.getString("id")).isEqualTo(created.getString("id"));
    assertThat(activated.getBoolean("active")).isTrue();

    // New versions of Java warn of what the broker's client does, before its line.
    assertThat(terminal.paste(withFreePorts(steps[3]))).contains("Published 1 to webhooks.events");

    assertDelivered(terminal.paste(withFreePorts(steps[4])), steps);
  }

  /** Goes the way of the two clicks: the console sends the browser to the issuer, and back. */
  private void assertConsoleOpens() {
    Api api = Api.undescribed(URI.create("http://127.0.0.1:" + port));
    String console = "http://127.0.0.1:" + port + "/console/";
    // Of RFC 7636, appendix B.
    String query =
        "?response_type=code&client_id=console&state=s&nonce=n&scope=openid%20webhooks:modify"
            + "&code_challenge_method=S256&redirect_uri="
            + console
            + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    assertThat(api.get("/console/").send().is(200).body()).contains("/dev\"");
    assertThat(api.get("/dev/.well-known/openid-configuration").send().is(200).body())
        .contains("/dev/login/authorize");
    assertThat(api.get("/dev/login/authorize" + query).send().is(200).body())
        .contains("Continue as the administrator of demo-account");
    assertThat(location(api, "/dev/login/authorize" + query + "&prompt=none"))
        .isEqualTo(console + "?error=login_required&state=s");
    String back = location(api, "/dev/login/continue" + query);
    assertThat(back).startsWith(console + "?code=").endsWith("&state=s");
    JsonObject tokens =
        api.post("/dev/connect/token")
            .form(
                Map.of(
                    "grant_type", "authorization_code",
                    "client_id", "console",
                    "redirect_uri", console,
                    "code", back.replaceFirst(".*code=([^&]+).*", "$1"),
                    "code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"))
            .send()
            .is(200)
            .json();
    assertThat(api.get("/webhooks").as(tokens.getString("access_token")).send().is(200).body())
        .contains("/dev/inbox/demo");
  }

  private static String location(Api api, String path) {
    return api.get(path).send().is(303).headers().firstValue("Location").orElseThrow();
  }

  private static void assertDelivered(String inbox, String[] steps) {
    List<JsonObject> received = json(inbox).getJsonArray("received").getValuesAs(JsonObject.class);
    assertThat(received).hasSize(1);
    assertThat(received.get(0).getBoolean("signatureHolds")).isTrue();
    assertThat(received.get(0).getBoolean("webhookSignatureHolds")).isTrue();
    String type = json(received.get(0).getString("body")).getString("eventType");
    assertThat(steps[3]).contains("\"eventType\":\"" + type + "\"");
  }

  /** Returns the shell commands of a section of README.md, one text for each block. */
  private static List<String> commandsOf(String heading) throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    String section = readme.split("\n## " + heading + "\n", 2)[1].split("\n## ", 2)[0];
    return COMMANDS.matcher(section).results().map(found -> found.group(1)).toList();
  }

  private String withFreePorts(String commands) {
    return commands
        .replace("127.0.0.1:8080", "127.0.0.1:" + port)
        .replace("127.0.0.1:8443", "127.0.0.1:" + inboxPort);
  }

  /** Runs what Maven runs at the end of README's command. */
  private Process start(String command) throws IOException {
    assertThat(command).isEqualTo("mvn -q -Pquickstart");
    String pom = Files.readString(DEV.resolve("pom.xml"));
    String profile = pom.split("<id>quickstart</id>", 2)[1];
    assertThat(profile)
        .contains("<argument>${session.executionRootDirectory}</argument>")
        .contains("<phase>verify</phase>");
    MatchResult mainClass =
        Pattern.compile("<mainClass>(.+)</mainClass>").matcher(profile).results().findFirst().get();
    String classPath =
        String.join(
            File.pathSeparator,
            DEV.resolve("target/classes").toString(),
            DEV.resolve("../settings/target/classes").toString(),
            System.getProperty("java.class.path"));
    ProcessBuilder builder =
        Command.withoutSettings(
                ROOT, List.of(java("java"), "-cp", classPath, mainClass.group(1), ROOT.toString()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("WEBHOOKS_HTTP_PORT", Integer.toString(port));
    builder.environment().put("WEBHOOKS_DEV_INBOX_PORT", Integer.toString(inboxPort));
    builder.environment().put("WEBHOOKS_JMS_LISTEN", "127.0.0.1:" + jmsPort);
    builder.environment().put("WEBHOOKS_DATA_DIR", directory.resolve("data").toString());
    Command.limitJava(builder, directory);
    return builder.start();
  }

  private ProcessBuilder shell() {
    ProcessBuilder builder = Command.withoutSettings(ROOT, List.of("sh"));
    builder.environment().put("WEBHOOKS_JMS_URL", "tcp://127.0.0.1:" + jmsPort);
    builder
        .environment()
        .merge("PATH", java(""), (path, first) -> first + File.pathSeparator + path);
    return builder;
  }

  private static String java(String command) {
    return Path.of(System.getProperty("java.home"), "bin", command).toString();
  }

  private static JsonObject json(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }
}
