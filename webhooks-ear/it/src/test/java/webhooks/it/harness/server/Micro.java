package webhooks.it.harness.server;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import webhooks.it.harness.Places;
import webhooks.it.harness.http.Api;

/** The shipped {@code webhooks.jar}, which is its own server. */
public final class Micro extends Product {
  private static final String PREVIOUS = "webhooks.previous.jar";

  private final Path jar;
  private final boolean previous;
  private Path javaHome = JavaHome.ofProduct();

  public Micro(String name) {
    this(name, "webhooks.jar");
  }

  private Micro(String name, String shipped) {
    super(name);
    jar = Places.shipped(shipped);
    previous = shipped.equals(PREVIOUS);
  }

  /** The version before this one, as the repository's history has it. */
  public static Micro previous(String name) {
    return new Micro(name, PREVIOUS);
  }

  /** Uses the JDK in this directory from the next start. */
  public Micro runsOn(Path home) {
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
    command.addAll(List.of("-jar", jar.toString()));
    return run(command);
  }
}
