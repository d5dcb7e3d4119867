package webhooks.broker.adapter;

import java.net.URI;
import java.net.URISyntaxException;
import webhooks.settings.InvalidSetting;

/**
 * The address of a broker outside this process.
 *
 * @param options further connection parameters of Artemis, such as {@code
 *     sslEnabled=true&trustStorePath=…}; may be empty
 */
record RemoteBroker(String host, int port, String options) {
  static final String KEY = "webhooks.jms.url";

  static RemoteBroker parse(String text) {
    try {
      URI uri = new URI(text);
      if ("tcp".equals(uri.getScheme())
          && uri.getHost() != null
          && uri.getPort() > 0
          && uri.getPort() <= 65_535
          && uri.getUserInfo() == null) {
        return new RemoteBroker(
            uri.getHost(), uri.getPort(), uri.getQuery() == null ? "" : uri.getQuery());
      }
    } catch (URISyntaxException e) {
      // Reported below, like a URL of another form.
    }
    throw new InvalidSetting(KEY, "must be tcp://host:port");
  }

  /** Returns the connection parameters in the resource adapter's format. */
  String connectionParameters() {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    String address = "host=" + bare + ";port=" + port;
    return options.isEmpty() ? address : address + ";" + options.replace('&', ';');
  }
}
