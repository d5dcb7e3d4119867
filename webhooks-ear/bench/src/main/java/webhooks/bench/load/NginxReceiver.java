package webhooks.bench.load;

import java.net.URI;
import java.nio.file.Path;
import webhooks.bench.measure.ArrivalLog;
import webhooks.it.harness.receiver.Authority;
import webhooks.it.harness.receiver.Nginx;
import webhooks.it.harness.server.CpuTime;

/** Receives with nginx, which costs less than any other part of the measurement. */
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
      """;

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
