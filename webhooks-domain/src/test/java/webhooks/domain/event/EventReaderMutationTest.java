package webhooks.domain.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.catalogue.EventTypes;
import webhooks.domain.settings.TestSettings;

/** Damaged messages: each is read or rejected, so that none stops intake. */
class EventReaderMutationTest {
  private static final String VALID =
      """
      {"messageId": "8a0f4d9c-4e5b-4d0e-9d46-0c7e35a5b9b1", "eventType": "iModels.changesReady.v1",
       "iTwinId": "8a0f4d9c-4e5b-4d0e-9d46-0c7e35a5b9b1", "accountId": "ä\\u20ac",
       "enqueuedDateTime": "2026-10-02T14:55:00.463Z",
       "content": {"a": [1.5e3, -0, true, null, "\\ud83d\\ude00 €"], "b": {"c": {}}}}
      """;
  private static final byte[] SPICE =
      "{}[]\",:\\u0eE+-.ntf \n\0\u0001\u007f\u00ef\u00bb\u00bf\u00fe\u00ff"
          .getBytes(StandardCharsets.ISO_8859_1);

  private final EventReader reader =
      new EventReader(new EventTypes(TestSettings.with()), Clock.systemUTC());

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void readsOrRefusesDamagedMessages(long seed) {
    Random random = new Random(seed);
    byte[] valid = VALID.getBytes(StandardCharsets.UTF_8);
    int accepted = 0;
    for (int i = 0; i < 5000; i++) {
      byte[] damaged = valid;
      for (int times = 1 + random.nextInt(3); times > 0; times--) {
        damaged = damaged(damaged, random);
      }
      accepted += readsOrRefuses(damaged) ? 1 : 0;
    }
    // Some damaged messages are still events.
    assertThat(accepted).isBetween(100, 4900);
  }

  @ParameterizedTest
  @MethodSource("charsets")
  void refusesOtherEncodingsThanUtf8(Charset charset) {
    assertThatThrownBy(() -> read(VALID.getBytes(charset)))
        .isInstanceOf(InvalidEventException.class);
    assertThatThrownBy(() -> read(("\ufeff" + VALID).getBytes(charset)))
        .isInstanceOf(InvalidEventException.class);
  }

  static Stream<Charset> charsets() {
    return Stream.of("UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32", "UTF-32BE", "UTF-32LE")
        .map(Charset::forName);
  }

  @Test
  void refusesAnEmptyMessage() {
    assertThatThrownBy(() -> read(new byte[0])).isInstanceOf(InvalidEventException.class);
    assertThatThrownBy(() -> read(new byte[4])).isInstanceOf(InvalidEventException.class);
  }

  @Test
  void staysWithinTheMessageAfterAByteOrderMark() {
    byte[] marked = ("\ufeff" + VALID).getBytes(StandardCharsets.UTF_8);

    if (readsOrRefuses(marked)) {
      String content = new String(read(marked).payload().content(), StandardCharsets.UTF_8);
      assertThat(content).startsWith("{\"a\":").endsWith("{\"c\": {}}}");
    }
  }

  /** Returns whether the message is an event; throws what is neither event nor rejection. */
  private boolean readsOrRefuses(byte[] json) {
    try {
      Event event = read(json);
      assertThat(event.payload().content()).startsWith('{').endsWith('}');
      return true;
    } catch (InvalidEventException e) {
      assertThat(e.getMessage()).isNotBlank();
      return false;
    }
  }

  private Event read(byte[] json) {
    return reader.read(json, () -> new UUID(1, 2));
  }

  private static byte[] damaged(byte[] json, Random random) {
    if (json.length == 0) {
      return SPICE;
    }
    int at = random.nextInt(json.length);
    byte[] damaged = json.clone();
    switch (random.nextInt(5)) {
      case 0 -> damaged[at] = SPICE[random.nextInt(SPICE.length)];
      case 1 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> damaged = Arrays.copyOf(json, at);
      case 3 -> damaged = Arrays.copyOfRange(json, Math.min(at, 4), json.length);
      default -> {
        damaged = Arrays.copyOf(json, json.length + 1);
        System.arraycopy(json, at, damaged, at + 1, json.length - at);
        damaged[at] = SPICE[random.nextInt(SPICE.length)];
      }
    }
    return damaged;
  }
}
