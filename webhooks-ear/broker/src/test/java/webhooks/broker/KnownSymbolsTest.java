package webhooks.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KnownSymbolsTest {
  private static final Logger LOG = Logger.getLogger(KnownSymbols.class.getName());

  private final AtomicLong clock = new AtomicLong();
  private final KnownSymbols symbols = new KnownSymbols(clock::get);
  private final List<LogRecord> warnings = new ArrayList<>();
  private Filter filter;

  @BeforeEach
  void listen() {
    filter = LOG.getFilter();
    LOG.setFilter(record -> !warnings.add(record));
  }

  @AfterEach
  void stopListening() {
    LOG.setFilter(filter);
  }

  private Predicate<String> of(String address) throws UnknownHostException {
    return symbols.of(new InetSocketAddress(InetAddress.getByName(address), 1));
  }

  /** Sends names of no length but their number until one is refused, and returns their cost. */
  private static int fill(Predicate<String> names, String prefix) {
    int bytes = 0;
    for (int i = 0; bytes <= KnownSymbols.MAX_BYTES; i++) {
      String name = prefix + i;
      if (!names.test(name)) {
        return bytes;
      }
      bytes += name.length() + KnownSymbols.NAME_BYTES;
    }
    return bytes;
  }

  @Test
  void knownNamesCostNothing() throws Exception {
    for (int i = 0; i < KnownSymbols.MAX_BYTES; i++) {
      assertThat(of("10.0.0.1").test("same")).isTrue();
    }

    assertThat(fill(of("10.0.0.1"), "a")).isGreaterThan(KnownSymbols.MAX_BYTES * 7 / 10);
  }

  @Test
  void addressesHaveShares() throws Exception {
    int all = KnownSymbols.MAX_BYTES;

    int first = fill(of("10.0.0.1"), "a");
    assertThat(first).isBetween(all / 4 * 3 - 1000, all / 4 * 3);
    assertThat(of("10.0.0.1").test("new")).isFalse();
    int second = fill(of("10.0.0.2"), "b");
    assertThat(second).isBetween((all - first) / 4 * 3 - 1000, (all - first) / 4 * 3);
    int third = fill(of("10.0.0.3"), "c");
    assertThat(third).isPositive();

    assertThat(first + second + third).isLessThan(all);
  }

  @Test
  void fullSetStillKnowsItsNames() throws Exception {
    assertThat(of("10.0.0.2").test("other")).isTrue();
    fill(of("10.0.0.1"), "a");

    for (String name : List.of("a0", "a1", "other")) {
      assertThat(of("10.0.0.1").test(name)).isTrue();
      assertThat(of("10.0.0.3").test(name)).isTrue();
    }
    assertThat(warnings).hasSize(1);
  }

  @Test
  void networkOfIpv6HasOneShare() throws Exception {
    fill(of("2001:db8:0:1::1"), "a");

    assertThat(of("2001:db8:0:1:ffff::2").test("b")).isFalse();
    assertThat(of("2001:db8:0:2::1").test("b")).isTrue();
  }

  @Test
  void warnsOnceInAMinute() throws Exception {
    fill(of("10.0.0.1"), "a");
    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0).getParameters()[0]).asString().contains("10.0.0.1");

    clock.addAndGet(TimeUnit.SECONDS.toNanos(59));
    assertThat(of("10.0.0.1").test("b")).isFalse();
    assertThat(warnings).hasSize(1);

    clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
    assertThat(of("10.0.0.1").test("b")).isFalse();
    assertThat(warnings).hasSize(2);
  }
}
