package webhooks.it.harness.server;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import webhooks.it.harness.Command;
import webhooks.it.harness.Places;
import webhooks.it.harness.http.Api;

/** The shipped {@code webhooks.jar}, which is its own server. */
public final class Micro extends Product {
  private final Path jar;
  private final boolean previous;
  private Path javaHome = JavaHome.ofProduct();

  public Micro(String name) {
    this(name, Places.shipped("webhooks.jar"), false);
  }

  private Micro(String name, Path jar, boolean previous) {
    super(name);
    this.jar = jar;
    this.previous = previous;
  }

  /** The version before this one, built from the repository's history if it is not there yet. */
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
    return new Micro(name, directory.resolve("webhooks-ear/micro/target/webhooks.jar"), true);
  }

  /** Uses the JDK in this directory from the next start. */
  public Micro withJavaHome(Path home) {
    javaHome = home;
    return this;
  }

  /** That version has no description yet. */
  @Override
  public Api api(URI address) {
    return previous ? Api.undescribed(address) : super.api(address);
  }

  @Override
  Process launch() {
    List<String> command = new ArrayList<>();
    command.add(javaHome.resolve("bin/java").toString());
    command.addAll(javaOptions());
    if (javaOptions().contains(FIRST_COMPILER)) {
      // Saves a seventh of the CPU time of a start.
      command.add("-XX:+UseSerialGC");
    }
    command.addAll(List.of("-jar", jar.toString()));
    return run(command);
  }
}
