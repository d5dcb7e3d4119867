package webhooks.micro;

import fish.payara.micro.boot.PayaraMicroBoot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import webhooks.micro.boot.PayaraMicro;
import webhooks.settings.LogFormat;
import webhooks.settings.log.JsonLogFormatter;
import webhooks.settings.tls.ServerCertificate;

/** Runs Payara Micro with the archives inside webhooks.jar. */
final class PayaraServer {
  private static final Logger LOG = Logger.getLogger(PayaraServer.class.getName());
  private static final String APPLICATION = "webhooks";

  private final DataDirectory data;
  private final HttpSettings http;
  private final Optional<HttpsSettings> https;
  private final LogFormat format;

  PayaraServer(
      DataDirectory data, HttpSettings http, Optional<HttpsSettings> https, LogFormat format) {
    this.data = data;
    this.http = http;
    this.https = https;
    this.format = format;
  }

  /**
   * Starts the server and returns when it answers requests.
   *
   * @throws StartFailure if the server or the application does not start
   * @throws webhooks.settings.InvalidSetting if the trust store or the certificate can't be used
   */
  void start(List<String> furtherArguments) throws IOException, StartFailure {
    Path directory = data.freshServerDirectory();
    TrustStore.create(directory);
    String[] arguments = arguments(directory, furtherArguments);
    Runtime.getRuntime().addShutdownHook(new ShutdownHook(data));
    try {
      PayaraMicroBoot server = PayaraMicro.start(directory, arguments);
      if (runsApplication(server)) {
        return;
      }
    } catch (Exception e) {
      LOG.log(Level.SEVERE, "The server did not start", e);
    }
    throw new StartFailure("Webhooks did not start; the log above says why.");
  }

  /** Asks the node's descriptor, because the deployer also lists applications that failed. */
  private static boolean runsApplication(PayaraMicroBoot server) {
    return server.getRuntime().getLocalDescriptor().getDeployedApplications().stream()
        .anyMatch(application -> application.getName().equals(APPLICATION));
  }

  private String[] arguments(Path directory, List<String> furtherArguments) throws IOException {
    Path before = directory.resolve("pre-boot-commands.txt");
    Files.write(before, PayaraCommands.beforeStart(http));
    Path after = directory.resolve("post-deploy-commands.txt");
    Files.write(after, PayaraCommands.afterDeployment(http.port().isPresent(), https.isPresent()));
    Path logging = directory.resolve("logging-of-server.properties");
    Files.writeString(logging, logging(format));
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
      arguments.addAll(enableHttps(directory, https.get()));
    }
    arguments.addAll(furtherArguments);
    return arguments.toArray(String[]::new);
  }

  /** Returns the configuration of the log. */
  static String logging(LogFormat format) throws IOException {
    try (InputStream in = PayaraServer.class.getResourceAsStream("logging.properties")) {
      String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      return format == LogFormat.TEXT
          ? text
          : text.replace(
              "formatter=" + SimpleFormatter.class.getName(),
              "formatter=" + JsonLogFormatter.class.getName());
    }
  }

  /** Creates a key store with a random password and returns the arguments that enable HTTPS. */
  private static List<String> enableHttps(Path directory, HttpsSettings https) throws IOException {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    String password = HexFormat.of().formatHex(random);
    Path store = directory.resolve("https.p12");
    https.certificate().write(store, password.toCharArray());
    // The listener reads these files again when they change.
    System.setProperty("webhooks.https.certificate", https.certificate().certificate().toString());
    System.setProperty("webhooks.https.key", https.certificate().key().toString());
    System.setProperty("javax.net.ssl.keyStore", store.toString());
    System.setProperty("javax.net.ssl.keyStorePassword", password);
    return List.of(
        "--sslport", Integer.toString(https.port()), "--sslcert", ServerCertificate.ALIAS);
  }
}
