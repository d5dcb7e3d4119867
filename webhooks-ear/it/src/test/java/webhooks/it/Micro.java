package webhooks.it;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The shipped {@code webhooks.jar}, which is its own server. */
final class Micro extends Product {
  Micro(String name) {
    super(name);
  }

  @Override
  Process launch() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(javaOptions());
    command.addAll(List.of("-jar", Places.shipped("webhooks.jar").toString()));
    return run(command);
  }
}
