package webhooks.delivery.intake.invalid;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.TextMessage;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyExcerptTest {
  private static BodyExcerpt ofText(String text) throws JMSException {
    return BodyExcerpt.of(
        (TextMessage)
            Proxy.newProxyInstance(
                BodyExcerptTest.class.getClassLoader(),
                new Class<?>[] {TextMessage.class},
                (proxy, method, args) -> text));
  }

  private static BodyExcerpt ofBytes(byte[] body) throws JMSException {
    return BodyExcerpt.of(
        (BytesMessage)
            Proxy.newProxyInstance(
                BodyExcerptTest.class.getClassLoader(),
                new Class<?>[] {BytesMessage.class},
                (proxy, method, args) -> {
                  if (method.getName().equals("getBodyLength")) {
                    return (long) body.length;
                  }
                  byte[] target = (byte[]) args[0];
                  System.arraycopy(body, 0, target, 0, target.length);
                  return target.length;
                }));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "東京 \uD83D\uDE00 \u0000"})
  void keepsShortBodies(String text) throws JMSException {
    assertThat(ofText(text)).isEqualTo(new BodyExcerpt(text, false));
    assertThat(ofBytes(text.getBytes(UTF_8))).isEqualTo(new BodyExcerpt(text, false));
  }

  @Test
  void cutsLongBodiesBetweenCharacters() throws JMSException {
    String fits = "x".repeat(BodyExcerpt.MAX_BYTES - 2);
    for (String last : new String[] {"é", "東", "\uD83D\uDE00"}) {
      boolean whole = last.getBytes(UTF_8).length == 2;
      BodyExcerpt expected = new BodyExcerpt(whole ? fits + last : fits, !whole);
      assertThat(ofText(fits + last)).isEqualTo(expected);
      assertThat(ofBytes((fits + last).getBytes(UTF_8))).isEqualTo(expected);
    }
    assertThat(ofText(fits + "éx")).isEqualTo(new BodyExcerpt(fits + "é", true));
  }

  @Test
  void replacesInvalidUtf8() throws JMSException {
    assertThat(ofBytes(new byte[] {'a', (byte) 0xff, 'b'}))
        .isEqualTo(new BodyExcerpt("a\uFFFDb", false));
    assertThat(ofBytes(new byte[] {'a', (byte) 0xe6}).text()).isEqualTo("a\uFFFD");
  }

  @Test
  void isEmptyForOtherMessageTypes() throws JMSException {
    assertThat(
            BodyExcerpt.of(
                (MapMessage)
                    Proxy.newProxyInstance(
                        BodyExcerptTest.class.getClassLoader(),
                        new Class<?>[] {MapMessage.class},
                        (proxy, method, args) -> {
                          throw new AssertionError(method.getName());
                        })))
        .isEqualTo(new BodyExcerpt("", false));
  }
}
