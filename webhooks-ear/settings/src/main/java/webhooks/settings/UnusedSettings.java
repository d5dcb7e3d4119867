package webhooks.settings;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds settings that nothing reads, such as those with a misspelt name. */
public final class UnusedSettings {
  private static final String PREFIX = "WEBHOOKS_";

  /** The prefix of the settings of tokens. With a misspelt one, a check may be missing. */
  private static final String TOKENS = "MP_JWT_";

  /** The prefix of the settings of the development aids, which are no part of the application. */
  private static final String DEVELOPMENT = PREFIX + "DEV_";

  /** The settings that the server, the launcher and the broker read, not the application. */
  private static final Set<String> OF_OTHERS =
      Set.of(
          "webhooks.http.address",
          "webhooks.http.port",
          "webhooks.https.port",
          "webhooks.https.certificate",
          "webhooks.https.key",
          "webhooks.db.url",
          "webhooks.db.user",
          "webhooks.db.password",
          "webhooks.jms.url",
          "webhooks.jms.user",
          "webhooks.jms.password",
          "webhooks.jms.operations-user",
          "webhooks.jms.operations-password",
          "webhooks.jms.listen",
          "webhooks.jms.certificate",
          "webhooks.jms.key");

  /** The system properties that the product itself sets. */
  private static final Set<String> INTERNAL =
      Set.of(
          "webhooks.micro.driver",
          ReadSetting.OF_LAUNCHER,
          "webhooks.application-runs",
          "webhooks.health-note",
          "webhooks.restart-note.broker",
          "webhooks.restart-note.listener",
          "webhooks.restart-note.start",
          "webhooks.migrated");

  private UnusedSettings() {}

  /** Returns the settings that the server, the launcher and the broker read. */
  public static Set<String> ofOthers() {
    return OF_OTHERS;
  }

  /**
   * Returns the settings that neither the product nor its development aids read. A system property
   * must have the exact name, an environment variable one of its forms.
   *
   * @param properties the names of system properties
   * @param variables the names of environment variables
   * @param read the settings that were read
   */
  public static List<String> among(
      Collection<String> properties, Collection<String> variables, Set<String> read) {
    Set<String> keys =
        Stream.of(read, OF_OTHERS, INTERNAL)
            .flatMap(Collection::stream)
            .flatMap(key -> Stream.of(key, key + ".file"))
            .collect(Collectors.toSet());
    Set<String> forms = keys.stream().flatMap(SettingReader::variables).collect(Collectors.toSet());
    return Stream.concat(
            properties.stream().filter(name -> !keys.contains(name)),
            variables.stream().filter(name -> !forms.contains(name)))
        .filter(UnusedSettings::isOurs)
        .distinct()
        .sorted()
        .toList();
  }

  private static boolean isOurs(String name) {
    String variable = SettingReader.variable(name);
    return (variable.startsWith(PREFIX) && !variable.startsWith(DEVELOPMENT))
        || variable.startsWith(TOKENS);
  }
}
