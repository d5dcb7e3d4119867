package webhooks.api.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.error.Refusal;
import webhooks.domain.settings.MutableClock;

/** Verification of tokens while their issuer publishes another key. */
class KeyRotationTest {
  private static final RSAKey OLD = TestIssuer.RSA;
  private static final RSAKey NEW = TestIssuer.rsa("rsa-2");

  private final MutableClock clock = new MutableClock();
  private final AtomicInteger fetches = new AtomicInteger();
  private volatile JWK published = OLD;
  private HttpServer server;
  private TokenVerifier verifier;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/jwks",
        exchange -> {
          fetches.incrementAndGet();
          byte[] body = TestIssuer.jwks(published).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    String location = "http://127.0.0.1:" + server.getAddress().getPort() + "/jwks";
    verifier = new TokenVerifier(TestIssuer.keysAt(location), clock);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private TestToken token(JWK key) {
    return TestIssuer.token(key, clock);
  }

  private void assertAccepted(JWK key) {
    assertThat(verifier.verify(token(key).signed())).isNotNull();
  }

  private void assertRefused(TestToken token) {
    assertThatThrownBy(() -> verifier.verify(token.signed())).isInstanceOf(Refusal.class);
  }

  @Test
  void acceptsNewKeyAtOnce() {
    assertAccepted(OLD);
    clock.advance(Duration.ofSeconds(10));
    published = NEW;

    assertAccepted(NEW);
    assertRefused(token(OLD));
    assertThat(fetches).hasValue(2);
  }

  @Test
  void acceptsNewKeyTenSecondsAfterLastFetch() {
    assertAccepted(OLD);
    published = NEW;

    clock.advance(Duration.ofMillis(9_999));
    assertRefused(token(NEW));
    assertAccepted(OLD);
    clock.advance(Duration.ofMillis(1));
    assertAccepted(NEW);
  }

  @Test
  void refusesVerifiedTokensOfWithdrawnKey() {
    String token = token(OLD).with("exp", clock.instant().plusSeconds(3600)).signed();
    assertThat(verifier.verify(token)).isSameAs(verifier.verify(token));
    published = NEW;

    clock.advance(Duration.ofMinutes(5));
    assertThat(verifier.verify(token)).isNotNull();
    clock.advance(Duration.ofMillis(1));
    assertThatThrownBy(() -> verifier.verify(token)).isInstanceOf(Refusal.class);
  }

  @Test
  void fetchesOnceForManyUnknownKeyIds() throws Exception {
    assertAccepted(OLD);
    clock.advance(Duration.ofSeconds(10));

    ExecutorService threads = Executors.newFixedThreadPool(16);
    List<Future<?>> flood = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      TestToken unknown = token(NEW).keyId("unknown-" + i);
      flood.add(threads.submit(() -> assertRefused(unknown)));
      flood.add(threads.submit(() -> assertAccepted(OLD)));
    }
    for (Future<?> one : flood) {
      one.get();
    }
    threads.shutdown();

    assertThat(fetches).hasValue(2);
    published = NEW;
    clock.advance(Duration.ofSeconds(10));
    assertAccepted(NEW);
    assertThat(fetches).hasValue(3);
  }
}
