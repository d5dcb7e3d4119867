package webhooks.broker.adapter;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import webhooks.settings.InvalidSetting;

/**
 * The addresses of a broker outside this process. A broker with a backup has several.
 *
 * @param addresses at least one
 * @param options further connection parameters of Artemis, such as {@code sslEnabled=true} and
 *     {@code trustStorePath}, by name; may be empty
 */
record RemoteBroker(List<Address> addresses, Map<String, String> options) {
  static final String KEY = "webhooks.jms.url";

  /** Artemis's form of several addresses, with the same parameters for each. */
  private static final Pattern SEVERAL = Pattern.compile("\\((?<all>[^()?]*)\\)(?<query>\\?.*)?");

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._-]*");

  /**
   * The values that the resource adapter can read. It splits parameters at semicolons and equals
   * signs, and strips blanks. A backslash escapes only a comma.
   */
  private static final Pattern VALUE =
      Pattern.compile("[^;=\\\\\\s]|[^;=\\\\\\s][^;=\\\\]*[^;=\\\\\\s]");

  /** Parameters of clients that wait for a broker. They would have no effect here. */
  private static final Set<String> RECONNECTION =
      Set.of("ha", "reconnectAttempts", "initialConnectAttempts");

  private static final String CONNECT_TIMEOUT = "connect-timeout-millis";

  /** How long a machine may take to accept a connection, unless the options say otherwise. */
  private static final Duration MAX_CONNECT = Duration.ofSeconds(3);

  /** The address of one broker. A host of IPv6 has no brackets. */
  record Address(String host, int port) {}

  static RemoteBroker parse(String text) {
    Matcher several = SEVERAL.matcher(text);
    if (!several.matches()) {
      URI one = uri(text);
      return of(List.of(one), one);
    }
    String query = several.group("query") == null ? "" : several.group("query");
    List<URI> all =
        Arrays.stream(several.group("all").split(",", -1)).map(each -> uri(each + query)).toList();
    return of(all, all.get(0));
  }

  private static RemoteBroker of(List<URI> uris, URI withOptions) {
    return new RemoteBroker(
        uris.stream().map(RemoteBroker::address).toList(), options(withOptions.getRawQuery()));
  }

  private static Address address(URI uri) {
    return new Address(uri.getHost().replaceAll("[\\[\\]]", ""), uri.getPort());
  }

  private static Map<String, String> options(String query) {
    Map<String, String> options = new LinkedHashMap<>();
    for (String option : query == null ? new String[0] : query.split("&")) {
      String[] parts = option.split("=", 2);
      String name = decoded(parts[0]);
      if (RECONNECTION.contains(name)) {
        throw new InvalidSetting(
            KEY,
            "must not set ha, reconnectAttempts or initialConnectAttempts: nodes connect again");
      }
      if (parts.length == 1 || parts[1].isEmpty() || !NAME.matcher(name).matches()) {
        throw new InvalidSetting(
            KEY, "must have its parameters in the form ?name=value&name=value");
      }
      String value = decoded(parts[1]);
      if (!VALUE.matcher(value).matches()) {
        throw new InvalidSetting(
            KEY,
            "must have no semicolon, equals sign, backslash or outer blank in the value of "
                + name
                + ": the connection can't take it");
      }
      if (options.put(name, value) != null) {
        throw new InvalidSetting(KEY, "must not have " + name + " twice");
      }
    }
    return options;
  }

  /** Decodes {@code %2C} and the like. A plus sign stays one. */
  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw malformed();
    }
  }

  private static URI uri(String text) {
    try {
      URI uri = new URI(text);
      if ("tcp".equals(uri.getScheme())
          && uri.getHost() != null
          && uri.getPort() > 0
          && uri.getPort() <= 65_535
          && uri.getUserInfo() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Reported below, like a URL of another form.
    }
    throw malformed();
  }

  private static InvalidSetting malformed() {
    return new InvalidSetting(KEY, "must be tcp://host:port or (tcp://host:port,tcp://host:port)");
  }

  /** Returns a connector class for each address, in the resource adapter's format. */
  String connectorClasses(Class<?> connector) {
    return String.join(",", Collections.nCopies(addresses.size(), connector.getName()));
  }

  /** Returns the connection parameters of all addresses, in the resource adapter's format. */
  String connectionParameters() {
    return parametersOfEach().stream()
        .map(
            parameters ->
                parameters.entrySet().stream()
                    .map(each -> each.getKey() + "=" + each.getValue().replace(",", "\\,"))
                    .collect(Collectors.joining(";")))
        .collect(Collectors.joining(","));
  }

  /** Returns the connection parameters of each address. */
  List<Map<String, String>> parametersOfEach() {
    return addresses.stream().map(this::parameters).toList();
  }

  private Map<String, String> parameters(Address address) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("host", address.host());
    parameters.put("port", Integer.toString(address.port()));
    parameters.put(CONNECT_TIMEOUT, Long.toString(MAX_CONNECT.toMillis()));
    parameters.putAll(options);
    return parameters;
  }
}
