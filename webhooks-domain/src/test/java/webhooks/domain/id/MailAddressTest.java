package webhooks.domain.id;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailAddressTest {
  @Test
  void writesTheDomainInLowerCase() {
    assertThat(MailAddress.parse("First.Last+tag@Example.COM"))
        .contains(new MailAddress("First.Last+tag@example.com"));
  }

  @Test
  void mailboxesDifferMoreThanInCase() {
    MailAddress one = MailAddress.parse("a@example.com").orElseThrow();

    assertThat(one.isSameMailbox(new MailAddress("A@example.com"))).isTrue();
    assertThat(one.isSameMailbox(new MailAddress("b@example.com"))).isFalse();
  }

  @Test
  void plusMakesNoOtherMailbox() {
    assertThat(new MailAddress("A+1+2@example.com").mailbox()).isEqualTo("a@example.com");
    assertThat(new MailAddress("a@example.com").mailbox()).isEqualTo("a@example.com");
  }

  @Test
  void descriptionHasNoAddress() {
    assertThat(new MailAddress("a@example.com")).hasToString("MailAddress[]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "@example.com",
        "a@",
        "a@example",
        "a@@example.com",
        "a b@example.com",
        "a..b@example.com",
        ".a@example.com",
        "a@example.com\r\nBcc: b@example.com",
        "a\r\n@example.com",
        "a@example.com\n",
        "\"a b\"@example.com",
        "a@[127.0.0.1]",
        "a@127.0.0.1",
        "a@-example.com",
        "<a@example.com>",
        "a@example.com,b@example.com",
        "\u00e4@example.com",
        "a@ex\u00e4mple.com"
      })
  void refusesOtherForms(String text) {
    assertThat(MailAddress.parse(text)).isEmpty();
  }

  @Test
  void refusesLongAddresses() {
    assertThat(MailAddress.parse("a".repeat(64) + "@example.com")).isPresent();
    assertThat(MailAddress.parse("a".repeat(65) + "@example.com")).isEmpty();
    assertThat(MailAddress.parse("a@" + "b.".repeat(125) + "com")).isEmpty();
  }
}
