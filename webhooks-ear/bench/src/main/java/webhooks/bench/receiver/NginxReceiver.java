package webhooks.bench.receiver;

import java.net.URI;
import java.nio.file.Path;
import webhooks.bench.measure.ArrivalLog;
import webhooks.it.harness.receiver.Authority;
import webhooks.it.harness.receiver.Nginx;
import webhooks.it.harness.server.CpuTime;

/**
 * Receives with nginx, which costs less than any other part of the measurement. Its delay of
 * refused requests makes the slow answers.
 */
final class NginxReceiver implements DeliveryReceiver {
  private static final String HTTP =
      """
      map $http_webhook_id $sampled { default 0; "~%s$" 1; }
      upstream sample { server 127.0.0.1:%d; keepalive 4; }
      """;

  private static final String SERVER =
      """
      location / {
        if ($sampled) { rewrite ^ /sampled last; }
        return 204;
      }
      location = /sampled {
        internal;
        proxy_pass http://sample;
        proxy_http_version 1.1;
        proxy_set_header Connection "";
      }
      location = %s {
        auth_basic slow;
        auth_basic_user_file /dev/null;
        auth_delay %ds;
        error_page 401 = @slow;
        error_log /dev/null crit;
        access_log off;
      }
      location @slow {
        access_log off;
        return 204;
      }
      location = %s {
        keepalive_timeout 0;
        access_log off;
        return 204;
      }
      """
          .formatted(SLOW_PATH, SLOW.toSeconds(), CLOSING_PATH);

  private final SignatureSample sample = new SignatureSample();
  private final Nginx nginx;

  NginxReceiver(Authority authority) {
    nginx =
        new Nginx(
            authority,
            ArrivalLog.FORMAT,
            HTTP.formatted(SignatureSample.SUFFIX, sample.port()),
            SERVER);
  }

  @Override
  public String name() {
    return "nginx";
  }

  @Override
  public URI url(int webhook) {
    return nginx.url().resolve("/" + webhook);
  }

  @Override
  public URI slowUrl() {
    return nginx.url().resolve(SLOW_PATH);
  }

  @Override
  public URI closingUrl() {
    return nginx.url().resolve(CLOSING_PATH);
  }

  @Override
  public Path log() {
    return nginx.log();
  }

  @Override
  public double cpuSeconds() {
    return CpuTime.ofFamily(nginx.pid());
  }

  @Override
  public SignatureSample sample() {
    return sample;
  }

  @Override
  public void close() {
    nginx.close();
    sample.close();
  }
}
