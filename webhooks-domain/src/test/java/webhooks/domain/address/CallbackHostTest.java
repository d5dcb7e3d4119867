package webhooks.domain.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.net.InetAddress;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.address.CallbackHost.Fixed;
import webhooks.domain.address.CallbackHost.Named;

class CallbackHostTest {
  private static final Pattern NAME = Pattern.compile("[a-z0-9._:-]{1,253}");
  private static final String INVALID = "The host of 'callbackUrl' is not valid.";
  private static final NameResolver NEVER_ASKED = name -> fail("looked up " + name);

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1",
    "127.0.0.1., 127.0.0.1",
    "2130706433, 127.0.0.1",
    "2130706433., 127.0.0.1",
    "0177.0.0.1, 127.0.0.1",
    "017700000001, 127.0.0.1",
    "0x7f.1, 127.0.0.1",
    "0X7F.0X1, 127.0.0.1",
    "0x7f000001, 127.0.0.1",
    "0x7f.0.0.0x1, 127.0.0.1",
    "127.1, 127.0.0.1",
    "127.0.1, 127.0.0.1",
    "127.0.257, 127.0.1.1",
    "127.65537, 127.1.0.1",
    "127.16777215, 127.255.255.255",
    "0, 0.0.0.0",
    "0x, 0.0.0.0",
    "0.0x, 0.0.0.0",
    "00000000000000000010.0.0.1, 8.0.0.1",
    "4294967295, 255.255.255.255",
    "037777777777, 255.255.255.255",
    "0xffffffff, 255.255.255.255",
    "8.8.8.8, 8.8.8.8",
    "１２７.０.０.１, 127.0.0.1",
    "１２７。０．０｡１, 127.0.0.1",
    "０x７f.1, 127.0.0.1",
    "①②⑦.0.0.1, 127.0.0.1"
  })
  void readsEverySpellingOfIpv4(String text, String address) throws Exception {
    CallbackHost host = CallbackHost.parse(text);

    assertThat(host.addresses(NEVER_ASKED)).containsExactly(InetAddress.getByName(address));
    assertThat(host.name()).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.2.3.4.5",
        "256.1.1.1",
        "1.256.1.1",
        "1.1.1.256",
        "1.1.65536",
        "1.16777216",
        "4294967296",
        "0xffffffffff",
        "0x100000000",
        "040000000000",
        "99999999999999999999999999",
        "08",
        "1.09",
        "0xg",
        "127.0.0.0xzz",
        "example.1",
        "example.0x1",
        "a.b.c.d.1",
        "1.2.3.4..",
        "1..2",
        "-1.1",
        "+1.1",
        "0x-1",
        "0.0.0.4294967295",
        "127.0.0.1:80",
        "1.2.3.09",
        "x.１"
      })
  void refusesNumericEndsThatAreNoIpv4Address(String text) {
    assertInvalid(text);
  }

  @ParameterizedTest
  @CsvSource({
    "[::1], 0:0:0:0:0:0:0:1",
    "[::], 0:0:0:0:0:0:0:0",
    "[2606:4700::1111], 2606:4700:0:0:0:0:0:1111",
    "[FE80::1], fe80:0:0:0:0:0:0:1",
    "[::ffff:127.0.0.1], 127.0.0.1",
    "[::ffff:7f00:1], 127.0.0.1",
    "[64:ff9b::10.0.0.1], 64:ff9b:0:0:0:0:a00:1"
  })
  void readsBracketedIpv6(String text, String name) throws Exception {
    CallbackHost host = CallbackHost.parse(text);

    assertThat(host.name()).isEqualTo(name);
    assertThat(host.addresses(NEVER_ASKED)).containsExactly(InetAddress.getByName(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[fe80::1%eth0]",
        "[fe80::1%25eth0]",
        "[fe80::1%1]",
        "[::1%]",
        "[]",
        "[:]",
        "[127.0.0.1]",
        "[localhost]",
        "[::1",
        "::1",
        "[::1].",
        "[::1]x",
        "[1::2::3]",
        "[12345::]",
        "[::1.2.3]",
        "[v1.fe80]",
        "[[::1]]",
        "[::１]",
        "[1:2:3:4:5:6:7:8:9]"
      })
  void refusesScopeIdsAndBrokenIpv6(String text) {
    assertInvalid(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LocalHost",
        "localhost.",
        "a.localhost",
        "a.b.LOCALHOST.",
        "ｌｏｃａｌｈｏｓｔ",
        "ⓛⓞⓒⓐⓛhost",
        "local\u00adhost",
        "local\u200bhost",
        "a。localhost"
      })
  void treatsLocalhostAsLoopbackWithoutLookUp(String text) throws Exception {
    CallbackHost host = CallbackHost.parse(text);

    assertThat(host).isInstanceOf(Fixed.class);
    assertThat(host.name()).endsWith("localhost");
    assertThat(host.addresses(NEVER_ASKED)).containsExactly(InetAddress.getByName("127.0.0.1"));
  }

  @ParameterizedTest
  @CsvSource({
    "example.com, example.com",
    "EXAMPLE.com., example.com",
    "a_b._tcp.example, a_b._tcp.example",
    "-a-.example, -a-.example",
    "1.2.3.4a, 1.2.3.4a",
    "1a.com, 1a.com",
    "0xa.com, 0xa.com",
    "127.0.0.1.nip.io, 127.0.0.1.nip.io",
    "localhost.example, localhost.example",
    "notlocalhost, notlocalhost",
    "intranet, intranet",
    "bücher.example, xn--bcher-kva.example",
    "BÜCHER。example, xn--bcher-kva.example",
    "xn--bcher-kva.example, xn--bcher-kva.example",
    "straße.test, xn--strae-oqa.test",
    "münchen.test, xn--mnchen-3ya.test",
    "xn--strae-oqa.test, xn--strae-oqa.test",
    "faß.de, xn--fa-hia.de",
    "strasse.test, strasse.test",
    "例え.テスト, xn--r8jz45g.xn--zckzah"
  })
  void keepsNamesForLookUp(String text, String name) {
    assertThat(CallbackHost.parse(text)).isEqualTo(new Named(name));
  }

  @Test
  void boundsLabelsAt63AndNamesAt253Characters() {
    String label = "a".repeat(63);
    String name = String.join(".", label, label, label, "b".repeat(61));

    assertThat(CallbackHost.parse(name + ".").name()).hasSize(253).isEqualTo(name);
    assertInvalid(name + "b");
    assertInvalid("a" + label + ".com");
    assertInvalid("ü".repeat(63) + ".com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "a..b",
        "a⒈com",
        "a\u200db.com",
        ".a",
        "a..",
        "a b",
        "a/b",
        "a\\b",
        "a:b",
        "a@b",
        "a;b",
        "a,b",
        "a!b",
        "a*b",
        "*.example.com",
        "a'b",
        "a(b)",
        "a=b",
        "a&b",
        "a$b",
        "a+b",
        "a~b",
        "%6cocalhost",
        "a%2eb",
        "a%00b",
        "℀.com",
        "a。。b",
        "。",
        "\u00ad",
        "a\u0000b",
        "a\u202eb",
        "a\ufffdb",
        "\ud800.com"
      })
  void refusesIllegalCharactersAndEmptyLabels(String text) {
    assertInvalid(text);
  }

  @Test
  void throwsNothingElseOnRandomText() {
    String alphabet = "0127x.:[]%-_aé。１\u0300\u05d0\ud83d\ude00\ud800ßﬀ";
    Random random = new Random(8);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(10); length >= 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        String name = CallbackHost.parse(text.toString()).name();
        if (!NAME.matcher(name).matches()) {
          fail("not a valid name: " + name);
        }
      } catch (InvalidCallbackUrl e) {
        if (!e.getMessage().equals(INVALID)) {
          fail("not the right refusal", e);
        }
      }
    }
  }

  private static void assertInvalid(String text) {
    assertThatThrownBy(() -> CallbackHost.parse(text))
        .isInstanceOf(InvalidCallbackUrl.class)
        .hasMessage(INVALID);
  }
}
