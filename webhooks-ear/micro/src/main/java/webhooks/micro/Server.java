package webhooks.micro;

import fish.payara.micro.boot.PayaraMicroBoot;
import fish.payara.micro.boot.PayaraMicroLauncher;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Payara Micro with the archives that this jar holds. */
final class Server {
  private static final String APPLICATION = "webhooks";

  private final DataDirectory data;
  private final HttpSettings http;

  Server(DataDirectory data, HttpSettings http) {
    this.data = data;
    this.http = http;
  }

  /**
   * Starts the server and returns when it answers.
   *
   * @throws StartFailure when the application did not start
   */
  void start(List<String> furtherArguments) throws Exception {
    Path directory = data.freshServerDirectory();
    Runtime.getRuntime().addShutdownHook(new Shutdown(data));
    PayaraMicroBoot server = PayaraMicroLauncher.create(arguments(directory, furtherArguments));
    if (!server.getRuntime().getDeployedApplicationNames().contains(APPLICATION)) {
      throw new StartFailure("The application did not start; the log above says why.");
    }
  }

  private String[] arguments(Path directory, List<String> furtherArguments) throws IOException {
    Path commands = directory.resolve("pre-boot-commands.txt");
    Files.write(commands, ServerCommands.of(http));
    Path logging = directory.resolve("logging-of-server.properties");
    try (InputStream in = Server.class.getResourceAsStream("logging.properties")) {
      Files.copy(in, logging);
    }
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--nocluster",
                "--nohazelcast",
                "--disablephonehome",
                "--rootdir",
                directory.toString(),
                "--prebootcommandfile",
                commands.toString(),
                "--logproperties",
                logging.toString()));
    arguments.addAll(furtherArguments);
    return arguments.toArray(String[]::new);
  }
}
