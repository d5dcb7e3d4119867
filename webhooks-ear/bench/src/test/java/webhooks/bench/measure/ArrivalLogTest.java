package webhooks.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counts from logs with faults put into them. */
class ArrivalLogTest {
  private static final int EVENTS = 1_000;

  @TempDir Path directory;

  @Test
  void findsNoFaultInACompleteLog() throws IOException {
    Arrivals arrivals = count(1, lines(1));

    assertThat(arrivals.distinct()).isEqualTo(EVENTS);
    assertThat(arrivals.lost(EVENTS)).isZero();
    assertThat(arrivals.duplicates(EVENTS)).isZero();
    assertThat(arrivals.firstMillis()).isEqualTo(1_764_210_000_000L);
    assertThat(arrivals.lastMillis()).isEqualTo(1_764_210_000_999L);
  }

  @Test
  void findsALostDelivery() throws IOException {
    List<String> lines = lines(1);
    lines.remove(500);

    assertThat(count(1, lines).lost(EVENTS)).isEqualTo(1);
  }

  @Test
  void findsARepeatedDelivery() throws IOException {
    List<String> lines = lines(1);
    lines.add(lines.get(500));

    Arrivals arrivals = count(1, lines);

    assertThat(arrivals.lost(EVENTS)).isZero();
    assertThat(arrivals.duplicates(EVENTS)).isEqualTo(1);
  }

  /** The number of lines is right in this log. */
  @Test
  void findsALostDeliveryBesideARepeatedOne() throws IOException {
    List<String> lines = lines(3);
    lines.set(700, lines.get(701));

    Arrivals arrivals = count(3, lines);

    assertThat(arrivals.lost(EVENTS)).isEqualTo(1);
    assertThat(arrivals.duplicates(EVENTS)).isEqualTo(1);
  }

  @Test
  void countsWhatNobodyPublishedAsDuplicate() throws IOException {
    List<String> lines = lines(1);
    lines.add(line(EVENTS, 0, 204, 0));
    lines.add("- 1764210000.000 204 /0");
    lines.add("no line of the receiver");

    assertThat(count(1, lines).duplicates(EVENTS)).isEqualTo(3);
  }

  @Test
  void aRefusedRequestIsNoArrival() throws IOException {
    List<String> lines = lines(1);
    lines.set(3, line(3, 0, 503, 0));

    Arrivals arrivals = count(1, lines);

    assertThat(arrivals.lost(EVENTS)).isEqualTo(1);
    assertThat(arrivals.refusals()).isEqualTo(1);
  }

  @Test
  void readsALineWhenItIsComplete() throws IOException {
    Path file = directory.resolve("log");
    Arrivals arrivals = new Arrivals(1);
    String line = line(7, 0, 204, 0);
    try (ArrivalLog log = new ArrivalLog(file)) {
      log.read(arrivals);
      Files.writeString(file, line + "\n" + line(8, 0, 204, 0).substring(0, 50));
      log.read(arrivals);
      assertThat(arrivals.distinct()).isEqualTo(1);

      Files.writeString(file, line(8, 0, 204, 0).substring(50) + "\n", StandardOpenOption.APPEND);
      log.read(arrivals);
      assertThat(arrivals.distinct()).isEqualTo(2);
      assertThat(arrivals.duplicates(9)).isZero();
    }
  }

  private Arrivals count(int webhooks, List<String> lines) throws IOException {
    Path file = directory.resolve("log");
    Files.write(file, lines);
    Arrivals arrivals = new Arrivals(webhooks);
    try (ArrivalLog log = new ArrivalLog(file)) {
      log.read(arrivals);
    }
    return arrivals;
  }

  /** Returns a line for each event and webhook. */
  private static List<String> lines(int webhooks) {
    return new ArrayList<>(
        IntStream.range(0, EVENTS * webhooks)
            .mapToObj(i -> line(i / webhooks, i % webhooks, 204, i / webhooks))
            .toList());
  }

  private static String line(int event, int webhook, int status, int millis) {
    UUID id = EventId.of(event);
    return "%s 1764210000.%03d %d /%d".formatted(id, millis, status, webhook);
  }
}
