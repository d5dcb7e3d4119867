package webhooks.bench.receiver;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import webhooks.it.harness.receiver.Authority;
import webhooks.it.harness.receiver.Nginx;

/**
 * Receives deliveries over TLS, answers 204 and logs each request as {@link
 * webhooks.bench.measure.ArrivalLog} reads it.
 */
public interface DeliveryReceiver extends AutoCloseable {
  /** How long the slow URL takes to answer. */
  Duration SLOW = Duration.ofSeconds(4);

  /** The path of the slow URL. */
  String SLOW_PATH = "/slow";

  /** The path of the closing URL. */
  String CLOSING_PATH = "/closing";

  /** Starts nginx if this machine has it, otherwise a receiver in this process. */
  static DeliveryReceiver start(Authority authority) {
    return Nginx.isInstalled() ? new NginxReceiver(authority) : new JavaReceiver(authority);
  }

  /** Returns the name of the software. */
  String name();

  /** Returns the URL of a webhook by its number. */
  URI url(int webhook);

  /** Returns the URL of a webhook at this host name, which must be one of this machine. */
  default URI url(String host, int webhook) {
    return URI.create("https://" + host + ":" + url(webhook).getPort() + url(webhook).getPath());
  }

  /** Returns a URL that answers 204 after {@link #SLOW}, and is not in the log. */
  URI slowUrl();

  /** Returns a URL that answers 204 and then closes the connection, and is not in the log. */
  URI closingUrl();

  /** Returns how many connections it has accepted, if it counts them. */
  default OptionalLong connections() {
    return OptionalLong.empty();
  }

  /** Returns the log. */
  Path log();

  /** Returns the CPU time of the receiver in seconds. */
  double cpuSeconds();

  /** Returns the check of signatures. */
  SignatureSample sample();

  @Override
  void close();
}
