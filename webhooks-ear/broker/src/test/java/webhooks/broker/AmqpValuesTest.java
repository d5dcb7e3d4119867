package webhooks.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.broker.AmqpHex.array;
import static webhooks.broker.AmqpHex.binary;
import static webhooks.broker.AmqpHex.buffer;
import static webhooks.broker.AmqpHex.compound;
import static webhooks.broker.AmqpHex.described;
import static webhooks.broker.AmqpHex.list;
import static webhooks.broker.AmqpHex.longSymbol;
import static webhooks.broker.AmqpHex.map;
import static webhooks.broker.AmqpHex.shortArray;
import static webhooks.broker.AmqpHex.shortCompound;
import static webhooks.broker.AmqpHex.shortList;
import static webhooks.broker.AmqpHex.shortMap;
import static webhooks.broker.AmqpHex.string;
import static webhooks.broker.AmqpHex.symbol;
import static webhooks.broker.AmqpHex.withLength;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmqpValuesTest {
  private final List<String> names = new ArrayList<>();
  private AmqpValues values = new AmqpValues(names::add);

  private boolean read(String hex) {
    return read(buffer(hex));
  }

  private boolean read(ByteBuf bytes) {
    boolean accepted = true;
    while (accepted && bytes.isReadable()) {
      accepted = values.read(bytes);
    }
    return accepted;
  }

  static List<String> valuesWithoutNames() {
    List<String> all = new ArrayList<>(List.of("40", "41", "42", "43", "44", "45"));
    int[] widths = {1, 2, 4, 8, 16};
    for (int i = 0; i < widths.length; i++) {
      for (int code = 0x50 + 0x10 * i; code < 0x60 + 0x10 * i; code++) {
        all.add("%02x".formatted(code) + "a3".repeat(widths[i]));
      }
    }
    all.addAll(valuesOfOtherWidths());
    return all;
  }

  private static List<String> valuesOfOtherWidths() {
    return List.of(
        // Data and texts that look like symbols, and empty ones.
        "a002a301",
        string("\u00a3\u0001"),
        binary("a30161"),
        "b100000002a301",
        "a000",
        "a100",
        "b000000000",
        // Lists and maps, also empty ones.
        shortList(),
        shortList("41", string("a")),
        list(),
        list("41", list("5301"), shortMap("50a3", "45")),
        shortMap(),
        map(string("a"), list(), string("b"), shortList("41")),
        // Arrays: of fixed width, without a width, of data and text, and empty ones.
        shortArray("70", "a3016101", "a3016101"),
        array("98", "a3".repeat(16)),
        array("41", "", "", ""),
        array("45", ""),
        shortArray("a1", withLength("a"), withLength("")),
        array("b0", "00000002a301", "00000000"),
        array("70"),
        shortArray("a3"),
        // Described by numbers, also twice and in a list.
        described(0x70, shortList("41")),
        "0044" + string("a"),
        "00800000000000000077" + string("a"),
        described(0x77, described(0x78, "41")),
        list(described(0x24, "45"), "41"));
  }

  @ParameterizedTest
  @MethodSource("valuesWithoutNames")
  void readsEachType(String value) {
    assertThat(read(value)).isTrue();

    assertThat(values.isComplete()).isTrue();
    assertThat(names).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("valuesWithoutNames")
  void isCompleteOnlyAtTheEnd(String value) {
    for (int end = 2; end < value.length(); end += 2) {
      values = new AmqpValues(names::add);

      assertThat(read(value.substring(0, end))).isTrue();
      assertThat(values.isComplete()).as(value.substring(0, end)).isFalse();
    }
  }

  /** A value with names wherever there can be one, and what looks like a name around them. */
  private static final String ALL =
      list(
          binary("a30178"),
          symbol("a"),
          map(symbol("b"), string("\u00a3\u0001x"), longSymbol("c"), shortList(symbol("d"))),
          "00" + symbol("e") + map(symbol("f"), "41"),
          "00" + longSymbol("g") + "00" + symbol("h") + "40",
          "00801122334455667788" + symbol("i"),
          "0080fffffffffffffffe" + "40",
          array("a3", withLength("j"), withLength("k")),
          shortArray("b3", "0000000161".replace("61", "6c")),
          shortMap(symbol(""), array("70", "00000000")),
          symbol("a"));

  private static final String[] NAMES = {
    "a",
    "b",
    "c",
    "d",
    "e",
    "f",
    "g",
    "h",
    "descriptor 1234605616436508552",
    "i",
    "descriptor 18446744073709551614",
    "j",
    "k",
    "l",
    "",
    "a"
  };

  @Test
  void findsNames() {
    assertThat(read(ALL)).isTrue();

    assertThat(names).containsExactly(NAMES);
    assertThat(values.isComplete()).isTrue();
  }

  @Test
  void findsNamesInPiecesOfAnySize() {
    for (int cut = 2; cut < ALL.length(); cut += 2) {
      names.clear();

      assertThat(read(ALL.substring(0, cut))).isTrue();
      assertThat(read(ALL.substring(cut))).isTrue();

      assertThat(names).as("cut at %d", cut).containsExactly(NAMES);
      assertThat(values.isComplete()).isTrue();
    }
    for (int i = 0; i < ALL.length(); i += 2) {
      assertThat(read(ALL.substring(i, i + 2))).isTrue();
    }
    assertThat(names).hasSize(2 * NAMES.length);
  }

  @Test
  void stopsBehindEachValue() {
    ByteBuf two = buffer(symbol("a") + list(symbol("b"), symbol("c")) + "41");

    assertThat(values.read(two)).isTrue();
    assertThat(names).containsExactly("a");
    assertThat(values.read(two)).isTrue();
    assertThat(names).containsExactly("a", "b", "c");
    assertThat(two.readableBytes()).isOne();
  }

  @Test
  void refusesNamesThatAreNotAdmitted() {
    for (String value :
        List.of(symbol("b"), longSymbol("b"), "00" + symbol("b"), array("a3", withLength("b")))) {
      values = new AmqpValues(name -> !name.equals("b"));
      assertThat(read(symbol("a"))).isTrue();

      assertThat(read(value)).as(value).isFalse();
    }
    values = new AmqpValues(name -> false);
    assertThat(read("00800000000000000100" + "41")).isFalse();
  }

  @Test
  void refusesLongSymbols() {
    assertThat(read(longSymbol("a".repeat(AmqpValues.MAX_SYMBOL_BYTES)))).isTrue();
    assertThat(read("b3%08x".formatted(AmqpValues.MAX_SYMBOL_BYTES + 1))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // A size of a list, map or array that is smaller or larger than its values.
        "c00301a30161",
        "c00501a3016141",
        "d00000000701a30161",
        "c00101",
        "c00300" + "a301",
        "c00000",
        "d000000003000000004041",
        "c10302a30161",
        "c0040141a30161",
        "e00601a3a30161",
        "e0040170000000",
        "e00601700000000000",
        "f000000008000000017000000000",
        // A count that is more than the bytes can be.
        "d0000000057fffffff41",
        "d000000005ffffffff41",
        "f0000000057fffffffa1",
        "f000000006ffffffff4041",
        // A map with a key alone.
        "c1040341414141",
        // A text or symbol that is longer than its list.
        "c00401a102616161",
        "c00401a3026161",
        "c00401a003616161",
        "c00601b07fffffff",
        // A value whose code or length is behind the end.
        "c00201a1",
        "c0020170",
        // Arrays of what no client sends: lists, maps, arrays, described values, nothing known.
        "e00501c003024141",
        "e0050145c0",
        "e0040100536f",
        "e00401e00240",
        "e00401c10100",
        "e004011041",
        // Descriptors that are none.
        "00a10161",
        "0040",
        "000053",
        "00c00100",
        "0052ff",
        // Codes of no type.
        "10",
        "3f",
        "c2",
        "d2000000",
        "e1"
      })
  void refusesFalseValues(String value) {
    // Each becomes false at its last byte, or at what follows.
    assertThat(read(value + "40".repeat(8))).isFalse();
  }

  @Test
  void refusesDeepValues() {
    String deep = "41";
    for (int i = 0; i < AmqpValues.MAX_DEPTH; i++) {
      deep = i % 2 == 0 ? list(deep) : map("41", deep);
    }
    assertThat(read(deep)).isTrue();

    assertThat(read(list(deep))).isFalse();
  }

  @Test
  void refusesManyDescriptors() {
    assertThat(read("005370".repeat(AmqpValues.MAX_DEPTH) + "41")).isTrue();
    assertThat(read(list("005370".repeat(AmqpValues.MAX_DEPTH) + "41", "41"))).isTrue();

    assertThat(read("005370".repeat(AmqpValues.MAX_DEPTH) + "00")).isFalse();
  }

  @Test
  void acceptsLargeArraysOfFixedWidth() {
    assertThat(read(compound("f0", 100_000, "50" + "a3".repeat(100_000)))).isTrue();
    assertThat(read(shortCompound("e0", 200, "50" + "a3".repeat(200)))).isTrue();

    assertThat(names).isEmpty();
    assertThat(values.isComplete()).isTrue();
  }
}
