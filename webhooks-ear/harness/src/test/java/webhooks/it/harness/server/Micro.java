package webhooks.it.harness.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import webhooks.it.harness.Command;
import webhooks.it.harness.Places;

/** Runs the shipped {@code webhooks.jar}, which contains its server. */
public final class Micro extends Product {
  /** The options of Java that the unit, the image and the pages show. See ADR 44. */
  public static final List<String> SHIPPED_OPTIONS =
      List.of(
          "-XX:+UseParallelGC",
          "-XX:MaxInlineLevel=8",
          "-XX:FreqInlineSize=120",
          "-XX:+ExitOnOutOfMemoryError");

  private final Path jar;
  private Path javaHome = JavaHome.ofProduct();
  private Process process;

  public Micro(String name) {
    this(name, Places.shipped("webhooks.jar"));
  }

  private Micro(String name, Path jar) {
    super(name);
    this.jar = jar;
  }

  /** Returns the previous version. Builds it from the repository's history if necessary. */
  public static Micro previous(String name) {
    Path directory = Places.given("webhooks.it.previous.directory");
    Command.run(
        "previous-build",
        Path.of("src", "test", "previous"),
        List.of(
            "sh",
            "build.sh",
            System.getProperty("webhooks.it.previous"),
            directory.toString(),
            System.getProperty("webhooks.it.maven"),
            System.getProperty("webhooks.it.repository")));
    return new Micro(name, directory.resolve("webhooks-ear/micro/target/webhooks.jar"));
  }

  /** Uses the JDK in this directory from the next start. */
  public Micro withJavaHome(Path home) {
    javaHome = home;
    return this;
  }

  @Override
  Process launch() {
    List<String> command = new ArrayList<>();
    command.add(javaHome.resolve("bin/java").toString());
    command.addAll(javaOptions());
    if (javaOptions().contains(FIRST_COMPILER)) {
      // Saves 15 % of a start's CPU time.
      command.addAll(List.of("-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
    } else {
      command.addAll(SHIPPED_OPTIONS);
    }
    command.addAll(List.of("-jar", jar.toString()));
    process = run(command);
    return process;
  }

  /** Returns the exit code of the latest process, which must have ended. */
  public int exitCode() {
    return process.exitValue();
  }
}
