package webhooks.domain.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackUrlTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # URL                                | host            | port  | target
          https://example.com                  | example.com     | 443   | /
          HTTPS://Example.COM./                | example.com     | 443   | /
          https://example.com:443/a            | example.com     | 443   | /a
          https://example.com:/a               | example.com     | 443   | /a
          https://example.com:8443/a/b?c=d     | example.com     | 8443  | /a/b?c=d
          https://example.com:1                | example.com     | 1     | /
          https://example.com:65535            | example.com     | 65535 | /
          https://example.com:08443/           | example.com     | 8443  | /
          https://example.com?x=1              | example.com     | 443   | /?x=1
          https://example.com/?                | example.com     | 443   | /?
          https://example.com//a/../b/./?a=%2F&b=+%20&a=[1]?/ | example.com | 443 | //a/../b/./?a=%2F&b=+%20&a=[1]?/
          https://my_host.example:8443/x       | my_host.example | 8443  | /x
          https://bücher.example:99/           | xn--bcher-kva.example | 99 | /
          https://2130706433:80/               | 127.0.0.1       | 80    | /
          https://127.1./                      | 127.0.0.1       | 443   | /
          https://１２７.０.０.１/x            | 127.0.0.1       | 443   | /x
          https://[::1]/                       | 0:0:0:0:0:0:0:1 | 443   | /
          https://[::1]:8443/a?b@c             | 0:0:0:0:0:0:0:1 | 8443  | /a?b@c
          https://[::ffff:8.8.8.8]/            | 8.8.8.8         | 443   | /
          """)
  void parsesPartsAndKeepsTheText(String text, String host, int port, String target) {
    CallbackUrl url = CallbackUrl.parse(text);

    assertThat(url).hasToString(text).isEqualTo(CallbackUrl.parse(text));
    assertThat(url.host().name()).isEqualTo(host);
    assertThat(url.port()).isEqualTo(port);
    assertThat(url.target()).isEqualTo(target);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # URL                         | what the message says
          ''                            | absolute URL
          /hook                         | absolute URL
          //example.com/hook            | absolute URL
          example.com                   | absolute URL
          example.com:443/hook          | use https
          http://example.com            | use https
          httpss://example.com          | use https
          ftp://example.com             | use https
          file:///etc/passwd            | use https
          jar:https://example.com!/     | use https
          https:                        | valid URL
          https:example.com             | have a host
          https:/example.com            | have a host
          https:///hook                 | have a host
          https://                      | valid URL
          https://:443/                 | host of 'callbackUrl' is not valid
          https://?x                    | have a host
          https://user@example.com      | user information
          https://user:pw@example.com   | user information
          https://@example.com          | user information
          https://8.8.8.8:80@127.0.0.1/ | user information
          https://a@b@example.com       | user information
          https://user@a_b.example      | user information
          https://example.com/#         | fragment
          https://example.com#f         | fragment
          https://example.com/a?b#f     | fragment
          https://example.com:0         | port
          https://example.com:65536     | port
          https://example.com:99999999999 | port
          https://example.com:-1        | port
          https://example.com:+80       | port
          https://example.com:８０      | port
          https://example.com:80:80     | port
          https://example.com:x         | port
          https://a_b.example:0x50      | port
          https://[::1]:0/              | port
          https://[::1]x/               | valid URL
          https://[fe80::1%25eth0]/     | host of 'callbackUrl' is not valid
          https://[fe80::1%eth0]/       | host of 'callbackUrl' is not valid
          https://[127.0.0.1]/          | valid URL
          https://%6cocalhost/          | host of 'callbackUrl' is not valid
          https://a..b/                 | host of 'callbackUrl' is not valid
          https://1.2.3.4.5/            | host of 'callbackUrl' is not valid
          https://example.com/%zz       | valid URL
          https://example.com/?a=<b>    | valid URL
          https://example.com/ü         | percent-encoded
          https://example.com/?ü        | percent-encoded
          """)
  void refusesInvalidUrl(String text, String message) {
    assertInvalid(text, message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ", "\t", "\n", "\r\n", "\u0000", "\u001f", "\u007f", "\u0085", "\u00a0", "\u2028",
        "\u3000", "\\"
      })
  void refusesWhitespaceControlsAndBackslashes(String bad) {
    for (String place :
        new String[] {"_https://h/", "https://h_/", "https://h/_", "https://h/?_"}) {
      assertInvalid(place.replace("_", bad), "whitespace, control characters or backslashes");
    }
    assertInvalid("https://example.com" + bad + "@127.0.0.1/", "whitespace, control characters");
  }

  @Test
  void acceptsUpTo2048Characters() {
    String longest = "https://example.com/?" + "q".repeat(2048 - 21);

    assertThat(CallbackUrl.parse(longest)).hasToString(longest);
    assertInvalid(longest + "q", "at most 2048 characters");
  }

  @Test
  void doesNotDependOnTheLocale() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("tr"));
    try {
      assertThat(CallbackUrl.parse("HTTPS://WIKI.example").host().name()).isEqualTo("wiki.example");
    } finally {
      Locale.setDefault(before);
    }
  }

  private static void assertInvalid(String text, String message) {
    assertThatThrownBy(() -> CallbackUrl.parse(text))
        .isInstanceOf(InvalidCallbackUrl.class)
        .hasMessageContaining(message)
        .hasMessageContaining("'callbackUrl'");
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.com/, example.com",
    "https://example.com:443/, example.com",
    "https://EXAMPLE.com.:8443/, example.com:8443",
    "https://straße.test/, xn--strae-oqa.test",
    "https://[2001:db8::1]:99/, [2001:db8:0:0:0:0:0:1]:99"
  })
  void authorityLeavesOutTheDefaultPort(String url, String authority) {
    assertThat(CallbackUrl.parse(url).authority()).isEqualTo(authority);
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.com, https://example.com:443",
    "HTTPS://EXAMPLE.com:443/a?b, https://example.com:443",
    "https://example.com:8443/, https://example.com:8443",
    "https://b\u00fccher.example/, https://xn--bcher-kva.example:443",
    "https://[::1]/, https://[0:0:0:0:0:0:0:1]:443"
  })
  void originHasSchemeHostAndPort(String url, String origin) {
    assertThat(CallbackUrl.parse(url).origin().text()).isEqualTo(origin);
  }
}
