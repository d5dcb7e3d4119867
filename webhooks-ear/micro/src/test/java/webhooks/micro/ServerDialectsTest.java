package webhooks.micro;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import webhooks.settings.SettingReader;

/**
 * The pools, threads and time-outs of the servers are written three times, because each server has
 * a language of its own: for Payara Micro here, for Payara Server and WildFly in their set-ups.
 */
class ServerDialectsTest {
  private static final Path SERVERS = Path.of("../ear/src/main/servers");
  private static final String HTTP = ".*network-config\\.protocols\\.protocol\\.http.*";

  /** Attributes that differ for a reason. */
  private static final Set<String> OF_ONE_SERVER =
      Set.of(
          // Names the certificate; Payara Micro has an argument for it.
          "protocol.ssl.cert-nickname");

  private static Map<String, String> texts;

  @BeforeAll
  static void read() throws IOException {
    String database =
        DatabaseSettings.read(
                new SettingReader(List.of(Map.of("webhooks.db.url", "jdbc:postgresql://h/d")::get)),
                Path.of("data"))
            .url();
    texts =
        Map.of(
            "micro",
            String.join("\n", microCommands())
                + Files.readString(Path.of("src/main/server/resources.xml"))
                + database.replace("%20", " "),
            "payara",
            read("payara/server.asadmin", "payara/database.asadmin", "payara/broker.asadmin"),
            "wildfly",
            read(
                "wildfly/server.cli",
                "wildfly/https.cli",
                "wildfly/tls.cli",
                "wildfly/h2.cli",
                "wildfly/postgresql.cli",
                "wildfly/connections.cli"));
  }

  private static List<String> microCommands() {
    return PayaraCommands.beforeStart(new HttpSettings("127.0.0.1", OptionalInt.of(8080)));
  }

  private static String read(String... files) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String file : files) {
      text.append(Files.readString(SERVERS.resolve(file))).append('\n');
    }
    return text.toString();
  }

  /**
   * One setting in the words of each server.
   *
   * @param name the setting
   * @param values patterns by server, each with a group that matches the value
   */
  record Rule(String name, Map<String, String> values) {
    Rule(String name, String micro, String payara, String wildFly) {
      this(name, Map.of("micro", micro, "payara", payara, "wildfly", wildFly));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Rule> haveTheSameValueOnEachServer() {
    return Stream.of(connectionPools(), parametersOfPostgres(), listeners())
        .flatMap(rules -> rules);
  }

  private static Stream<Rule> connectionPools() {
    String jdbc = "<jdbc-connection-pool name=\"webhooks\"[^>]*";
    String jms = "<connector-connection-pool name=\"webhooks-broker\"[^>]*";
    String jdbcCli = "data-source=webhooks:add\\(.*";
    String jmsCli = "pooled-connection-factory=webhooks:add\\(.*";
    return Stream.of(
        new Rule(
            "database connections kept",
            jdbc + "steady-pool-size=\"(\\d+)\"",
            "create-jdbc-connection-pool .*--steadypoolsize (\\d+)",
            jdbcCli + "min-pool-size=(\\d+)"),
        new Rule(
            "database connections at most",
            jdbc + "max-pool-size=\"(\\d+)\"",
            "create-jdbc-connection-pool .*--maxpoolsize (\\d+)",
            jdbcCli + "max-pool-size=(\\d+)"),
        new Rule(
            "wait for a database connection, ms",
            jdbc + "max-wait-time-in-millis=\"(\\d+)\"",
            "create-jdbc-connection-pool .*--maxwait (\\d+)",
            jdbcCli + "blocking-timeout-wait-millis=(\\d+)"),
        new Rule(
            "broker connections kept",
            jms + "steady-pool-size=\"(\\d+)\"",
            "create-connector-connection-pool .*--steadypoolsize (\\d+)",
            jmsCli + "min-pool-size=(\\d+)"),
        new Rule(
            "broker connections at most",
            jms + "max-pool-size=\"(\\d+)\"",
            "create-connector-connection-pool .*--maxpoolsize (\\d+)",
            jmsCli + "max-pool-size=(\\d+)"));
  }

  private static Stream<Rule> parametersOfPostgres() {
    String login = "loginTimeout=(\\d+)";
    String statement = "socketTimeout=(\\d+)";
    String parameter = "-c [a-z_]+=\\w+";
    String parameters = "(" + parameter + "(?: " + parameter + ")*)";
    String options = "options=" + parameters;
    String connect = "connectTimeout=(\\d+)";
    String target = "targetServerType=(\\w+)";
    String keepAlive = "tcpKeepAlive=(\\w+)";
    return Stream.of(
        new Rule("connect, s", connect, connect, "connectTimeout:add\\(value=(\\d+)\\)"),
        new Rule("server", target, target, "targetServerType:add\\(value=(\\w+)\\)"),
        new Rule("keep-alive", keepAlive, keepAlive, "tcpKeepAlive:add\\(value=(\\w+)\\)"),
        new Rule("login, s", login, login, "loginTimeout:add\\(value=(\\d+)\\)"),
        new Rule("statement, s", statement, statement, "socketTimeout:add\\(value=(\\d+)\\)"),
        new Rule("options", options, options, "options:add\\(value=\"" + parameters + "\"\\)"));
  }

  private static Stream<Rule> listeners() {
    String threads = "http-thread-pool.max-thread-pool-size=(\\d+)";
    String wait = "tcp.read-timeout-millis=(\\d+)";
    String http2 = "http2-enabled=(\\w+)";
    return Stream.of(
        new Rule("threads for requests", threads, threads, "task-max-threads, value=(\\d+)"),
        new Rule(
            "wait for the next byte of a request, ms",
            wait,
            wait,
            "read-timeout(?:, value)?=(\\d+)"),
        new Rule("HTTP/2", http2, http2, "enable-http2(?:, value)?=(\\w+)"));
  }

  @ParameterizedTest
  @MethodSource
  void haveTheSameValueOnEachServer(Rule rule) {
    Set<String> values = new TreeSet<>();
    rule.values()
        .forEach(
            (server, pattern) -> {
              List<String> found =
                  Pattern.compile(pattern)
                      .matcher(texts.get(server))
                      .results()
                      .map(match -> match.group(1))
                      .toList();
              assertThat(found).as("%s on %s", rule, server).isNotEmpty();
              values.addAll(found);
            });

    assertThat(values).as(rule.name()).hasSize(1);
  }

  /** Both Payaras have the same attributes, under other names of their listeners. */
  @Test
  void bothPayarasListenInTheSameWay() {
    assertThat(attributes(microCommands().stream()))
        .isEqualTo(attributes(texts.get("payara").lines()));
  }

  private static Set<String> attributes(Stream<String> commands) {
    return commands
        .filter(command -> command.startsWith("set "))
        .filter(
            command ->
                command.matches(HTTP)
                    || command.contains(".thread-pools.")
                    || command.contains(".transports."))
        .map(command -> command.replaceFirst(".*\\.protocol\\.(http[a-z0-9-]*)", "protocol"))
        .map(command -> command.replaceFirst("set configs\\.config\\.server-config\\.", ""))
        .filter(command -> OF_ONE_SERVER.stream().noneMatch(command::startsWith))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
