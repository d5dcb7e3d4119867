package webhooks.domain.option.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.domain.option.OptionRules.OTHER;
import static webhooks.domain.option.OptionRules.RECEIVER;
import static webhooks.domain.option.OptionRules.faults;
import static webhooks.domain.option.OptionRules.options;
import static webhooks.domain.option.OptionRules.patch;
import static webhooks.domain.option.OptionRules.shown;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.domain.option.WebhookOptions;
import webhooks.domain.option.header.RequestHeader;

/** The rules of user name and password (OPTIONS, section 2; RFC 7617). */
class BasicAuthenticationTest {
  private static final WebhookOptions ALADDIN =
      options(
          "{'authentication': {'type': 'basic', 'username': 'Aladdin',"
              + " 'password': 'open sesame'}}");

  private static String basic(String members) {
    return "{'authentication': {'type': 'basic'" + members + "}}";
  }

  /** The example of RFC 7617, section 2. */
  @Test
  void sendsUserNameAndPassword() {
    assertThat(ALADDIN.requestHeaders(RECEIVER))
        .containsExactly(
            new RequestHeader(
                "Authorization",
                "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
                List.of("QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "open sesame")));
  }

  @Test
  void encodesUtf8() {
    WebhookOptions test = options(basic(",'username':'test','password':'123£'"));

    assertThat(test.requestHeaders(RECEIVER).get(0).value()).isEqualTo("Basic dGVzdDoxMjPCow==");
  }

  @Test
  void neverShowsPassword() {
    assertThat(shown(ALADDIN))
        .isEqualTo("{'authentication':{'type':'basic','username':'Aladdin','bound':true}}");
    assertThat(ALADDIN.toString()).doesNotContain("Aladdin");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`{'authentication': 1}` | InvalidValue authentication",
        "`{'authentication': {'type': 'digest', 'username': 'u', 'password': 'p'}}`"
            + " | InvalidValue authentication.type",
        "`{'authentication': {'username': 'u', 'password': 'p'}}`"
            + " | InvalidValue authentication.type",
        "`{'authentication': {'type': 'basic', 'password': 'p'}}`"
            + " | InvalidValue authentication.username",
        "`{'authentication': {'type': 'basic', 'username': 'u'}}`"
            + " | InvalidValue authentication.password",
        "`{'authentication': {'type': 'basic', 'username': 'a:b', 'password': 'p'}}`"
            + " | InvalidValue authentication.username",
        "`{'authentication': {'type': 'basic', 'username': 'u', 'password': 'a\\nb'}}`"
            + " | InvalidValue authentication.password",
        "`{'authentication': {'type': 'basic', 'username': 'u', 'password': 'p', 'x': 1}}`"
            + " | InvalidProperty authentication.x",
        "`{'authentication': {'type': 'basic', 'username': 'u', 'password': 'p', 'bound': true}}`"
            + " | InvalidProperty authentication.bound",
        "`{'authentication': {'type': 'basic', 'username': 'u', 'password': '\\ud800'}}`"
            + " | InvalidValue authentication.password"
      })
  void refuses(String json, String fault) {
    assertThat(faults(json)).containsExactly(fault);
  }

  @Test
  void leftOutPasswordIsKeptForItsUser() {
    assertThat(patch(ALADDIN, basic(",'username':'Aladdin'")).changes(ALADDIN)).isEmpty();
    assertThat(faults(ALADDIN, basic(",'username':'Jasmine'")))
        .containsExactly("InvalidValue authentication.password");
  }

  @Test
  void isNotSentToAnotherOrigin() {
    assertThat(ALADDIN.requestHeaders(OTHER)).isEmpty();
    assertThat(ALADDIN.shown(OTHER).toString()).contains("bound=false");
  }
}
