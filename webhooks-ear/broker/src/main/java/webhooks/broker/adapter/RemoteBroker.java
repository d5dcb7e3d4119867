package webhooks.broker.adapter;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import webhooks.settings.InvalidSetting;

/**
 * The addresses of a broker outside this process. A broker with a backup has several.
 *
 * @param options further connection parameters of Artemis, such as {@code
 *     sslEnabled=true&trustStorePath=…}; may be empty
 */
record RemoteBroker(List<Address> addresses, String options) {
  static final String KEY = "webhooks.jms.url";

  /** Artemis's form of several addresses, with the same parameters for each. */
  private static final Pattern SEVERAL = Pattern.compile("\\((?<all>[^()?]*)\\)(?<query>\\?.*)?");

  /** Parameters of clients that wait for a broker. They would have no effect here. */
  private static final Pattern RECONNECTION =
      Pattern.compile("(.*&)?(ha|reconnectAttempts|initialConnectAttempts)=.*");

  /** The address of one broker. */
  record Address(String host, int port) {
    /** Returns the parameters in the resource adapter's format. */
    String parameters() {
      String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
      return "host=" + bare + ";port=" + port;
    }
  }

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
    String options = withOptions.getQuery() == null ? "" : withOptions.getQuery();
    if (RECONNECTION.matcher(options).matches()) {
      throw new InvalidSetting(
          KEY, "must not set ha, reconnectAttempts or initialConnectAttempts: nodes connect again");
    }
    return new RemoteBroker(
        uris.stream().map(uri -> new Address(uri.getHost(), uri.getPort())).toList(), options);
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
    throw new InvalidSetting(KEY, "must be tcp://host:port or (tcp://host:port,tcp://host:port)");
  }

  /** Returns a connector class for each address, in the resource adapter's format. */
  String connectorClasses(Class<?> connector) {
    return String.join(",", Collections.nCopies(addresses.size(), connector.getName()));
  }

  /** Returns the connection parameters of all addresses, in the resource adapter's format. */
  String connectionParameters() {
    return String.join(",", parametersOfEach());
  }

  /** Returns the connection parameters of each address, separated by semicolons. */
  List<String> parametersOfEach() {
    return addresses.stream()
        .map(
            address ->
                options.isEmpty()
                    ? address.parameters()
                    : address.parameters() + ";" + options.replace('&', ';'))
        .toList();
  }
}
