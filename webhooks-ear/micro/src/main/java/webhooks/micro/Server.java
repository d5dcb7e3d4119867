package webhooks.micro;

import fish.payara.micro.boot.PayaraMicroBoot;
import fish.payara.micro.boot.PayaraMicroLauncher;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Payara Micro with the archives that this jar holds. */
final class Server {
  private static final Logger LOG = Logger.getLogger(Server.class.getName());
  private static final String APPLICATION = "webhooks";

  private final DataDirectory data;
  private final HttpSettings http;
  private final Optional<HttpsSettings> https;

  Server(DataDirectory data, HttpSettings http, Optional<HttpsSettings> https) {
    this.data = data;
    this.http = http;
    this.https = https;
  }

  /**
   * Starts the server and returns when it answers.
   *
   * @throws StartFailure when an application did not start
   */
  void start(List<String> furtherArguments) throws IOException, StartFailure {
    String[] arguments = arguments(data.freshServerDirectory(), furtherArguments);
    Runtime.getRuntime().addShutdownHook(new Shutdown(data));
    try {
      PayaraMicroBoot server = PayaraMicroLauncher.create(arguments);
      if (answers(server)) {
        return;
      }
    } catch (Exception e) {
      LOG.log(Level.SEVERE, "The server did not start", e);
    }
    throw new StartFailure(
        SettingFaults.first().orElse("Webhooks did not start; the log above says why."));
  }

  /** An application that failed stays among the deployed ones, but not in what the node offers. */
  private static boolean answers(PayaraMicroBoot server) {
    return server.getRuntime().getLocalDescriptor().getDeployedApplications().stream()
        .anyMatch(application -> application.getName().equals(APPLICATION));
  }

  private String[] arguments(Path directory, List<String> furtherArguments) throws IOException {
    Path before = directory.resolve("pre-boot-commands.txt");
    Files.write(before, ServerCommands.beforeStart(http));
    Path after = directory.resolve("post-deploy-commands.txt");
    Files.write(after, ServerCommands.afterDeployment(https.isPresent()));
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
                before.toString(),
                "--postdeploycommandfile",
                after.toString(),
                "--logproperties",
                logging.toString()));
    if (https.isPresent()) {
      arguments.addAll(secure(directory, https.get()));
    }
    arguments.addAll(furtherArguments);
    return arguments.toArray(String[]::new);
  }

  /** Gives the server a key store of its own, locked with a password nobody needs to know. */
  private static List<String> secure(Path directory, HttpsSettings https) throws IOException {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    String password = HexFormat.of().formatHex(random);
    Path store = directory.resolve("https.p12");
    PemKeyStore.write(https, store, password.toCharArray());
    System.setProperty("javax.net.ssl.keyStore", store.toString());
    System.setProperty("javax.net.ssl.keyStorePassword", password);
    return List.of("--sslport", Integer.toString(https.port()), "--sslcert", PemKeyStore.ALIAS);
  }
}
