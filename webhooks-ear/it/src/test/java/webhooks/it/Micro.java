package webhooks.it;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The shipped {@code webhooks.jar}, which is its own server. */
final class Micro extends Product {
  private final Path jar;

  Micro(String name) {
    this(name, Places.shipped("webhooks.jar"));
  }

  private Micro(String name, Path jar) {
    super(name);
    this.jar = jar;
  }

  /** The version before this one, as the repository's history has it. */
  static Micro previous(String name) {
    return new Micro(name, Places.shipped("webhooks.previous.jar"));
  }

  @Override
  Process launch() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(javaOptions());
    command.addAll(List.of("-jar", jar.toString()));
    return run(command);
  }
}
