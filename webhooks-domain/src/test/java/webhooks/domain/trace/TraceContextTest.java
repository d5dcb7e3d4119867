package webhooks.domain.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** W3C Trace Context, level 1: what is read, and what is ignored. */
class TraceContextTest {
  private static final String ID = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "b7ad6b7169203331";
  private static final String VALID = "00-" + ID + "-" + PARENT + "-01";

  @ParameterizedTest
  @CsvSource({
    VALID + ", true",
    "00-" + ID + "-" + PARENT + "-00, false",
    // Only the lowest bit is known.
    "00-" + ID + "-" + PARENT + "-ff, true",
    "00-" + ID + "-" + PARENT + "-fe, false",
    // Later versions.
    "cc-" + ID + "-" + PARENT + "-01, true",
    "01-" + ID + "-" + PARENT + "-01-more, true"
  })
  void readsIdsAndFlag(String parent, boolean sampled) {
    TraceContext context = TraceContext.parse(parent, null).orElseThrow();

    assertThat(context.traceId()).isEqualTo(ID);
    assertThat(context.parentId()).isEqualTo(PARENT);
    assertThat(context.sampled()).isEqualTo(sampled);
    assertThat(context.parent()).isEqualTo("00-" + ID + "-" + PARENT + (sampled ? "-01" : "-00"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "ff-" + ID + "-" + PARENT + "-01",
        VALID + "-more",
        VALID + "," + VALID,
        " " + VALID,
        VALID + "\n",
        "01-" + ID + "-" + PARENT + "-01more",
        "00-00000000000000000000000000000000-" + PARENT + "-01",
        "00-" + ID + "-0000000000000000-01",
        "00-0AF7651916CD43DD8448EB211C80319C-" + PARENT + "-01",
        "00-" + ID + "-" + PARENT + "-0x",
        "00-" + ID + "_" + PARENT + "-01",
        "00-0af7651916cd43dd8448eb211c80319-" + PARENT + "-001",
        "0g-" + ID + "-" + PARENT + "-01"
      })
  void ignoresAnInvalidParent(String parent) {
    assertThat(TraceContext.parse(parent, "a=1")).isEmpty();
  }

  @Test
  void isAbsentWithoutAParent() {
    assertThat(TraceContext.parse(null, "a=1")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a=1",
        "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE",
        "a=1 , b=2,,\tc=3",
        "tenant@vendor=x y!~",
        "0tenant@vendor=1",
        "a/b*c-d_e=1"
      })
  void passesAValidStateOn(String state) {
    assertThat(TraceContext.parse(VALID, state).orElseThrow().state()).contains(state);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "a",
        "=1",
        "a=",
        "A=1",
        "1a=1",
        "a=1=2",
        "a=ä",
        "a=1,a=2",
        "a=1\r\nx: y",
        "a=1,\nb=2",
        "a b=1",
        "a@b@c=1",
        "a@1b=1"
      })
  void dropsAnInvalidStateAlone(String state) {
    TraceContext context = TraceContext.parse(VALID, state).orElseThrow();

    assertThat(context.traceId()).isEqualTo(ID);
    assertThat(context.state()).isEmpty();
  }

  @Test
  void boundsTheState() {
    String longest = "a=" + "x".repeat(250) + ",b=" + "x".repeat(250);
    String fits = longest + ",c=" + "x".repeat(512 - longest.length() - 3);

    assertThat(fits).hasSize(512);
    assertThat(TraceContext.parse(VALID, fits).orElseThrow().state()).contains(fits);
    assertThat(TraceContext.parse(VALID, fits + "x").orElseThrow().state()).isEmpty();
    assertThat(TraceContext.parse(VALID, members(32)).orElseThrow().state()).isPresent();
    assertThat(TraceContext.parse(VALID, members(33)).orElseThrow().state()).isEmpty();
  }

  private static String members(int count) {
    return IntStream.range(0, count).mapToObj(i -> "k" + i + "=1").collect(Collectors.joining(","));
  }

  @Test
  void eventWithoutATraceBeginsOneOfItsOwn() {
    UUID event = UUID.fromString("0193f0c3-11aa-7bd1-8f00-5a3d2c1b0e99");

    assertThat(TraceContext.of(event).parent())
        .isEqualTo("00-0193f0c311aa7bd18f005a3d2c1b0e99-8f005a3d2c1b0e99-00");
    assertThat(TraceContext.of(new UUID(1, 0)).parent())
        .isEqualTo("00-00000000000000010000000000000000-0000000000000001-00");
    assertThat(TraceContext.of(new UUID(0, 0)).parent())
        .isEqualTo("00-00000000000000000000000000000001-0000000000000001-00");
  }

  @Test
  void eventWithoutATraceHasOneOfItsOwn() {
    UUID event = UUID.fromString("0193f0c3-11aa-7bd1-8f00-5a3d2c1b0e99");

    assertThat(TraceContext.traceIdOf(event)).isEqualTo("0193f0c311aa7bd18f005a3d2c1b0e99");
    assertThat(TraceContext.traceIdOf(new UUID(0, 0)))
        .isEqualTo("00000000000000000000000000000001");
  }

  @Test
  void spanIdsAreValidParents() {
    String id = SpanId.next();

    assertThat(TraceContext.parse("00-" + ID + "-" + id + "-01", null)).isPresent();
    assertThat(id).isNotEqualTo(SpanId.next());
  }
}
