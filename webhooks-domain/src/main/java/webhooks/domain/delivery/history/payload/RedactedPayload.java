package webhooks.domain.delivery.history.payload;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptHeaders;
import webhooks.domain.delivery.HeaderExcerpt;
import webhooks.domain.json.JsonPath;
import webhooks.domain.json.JsonPathTree;
import webhooks.domain.json.JsonSlice;

/**
 * Hides the values of some paths of one delivery, in the order of the delivery's body. A receiver
 * may repeat such a value, so it is hidden in the answers too, if it has at least {@value
 * #MIN_LENGTH} characters and comes as it was sent.
 */
final class RedactedPayload implements PayloadView {
  private static final byte[] HIDDEN = "\"***\"".getBytes(StandardCharsets.UTF_8);
  private static final String HIDDEN_TEXT = "***";

  /** Shorter values occur everywhere. */
  private static final int MIN_LENGTH = 4;

  /** Bounds the work for each attempt. */
  private static final int MAX_VALUES = 1000;

  private final List<JsonSlice> slices;
  private final List<String> values;
  private final byte[] body;

  /**
   * Creates the redaction of a delivery.
   *
   * @param body the whole body, valid JSON
   */
  RedactedPayload(List<JsonPath> paths, byte[] body) {
    this.body = body;
    this.slices =
        new JsonPathTree(paths)
            .find(body).stream()
                .flatMap(Optional::stream)
                .sorted(Comparator.comparingInt(JsonSlice::from).thenComparing(one -> -one.to()))
                .toList();
    // The longest first, so that no part of a longer one is left.
    this.values =
        slices.stream()
            .flatMap(slice -> slice.scalars().stream())
            .map(RedactedPayload::text)
            .filter(text -> text.length() >= MIN_LENGTH)
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .limit(MAX_VALUES)
            .toList();
  }

  private static String text(JsonSlice scalar) {
    return scalar.isString()
        ? scalar.text()
        : new String(scalar.json(), scalar.from(), scalar.length(), StandardCharsets.UTF_8);
  }

  @Override
  public Optional<byte[]> body() {
    ByteArrayOutputStream shown = new ByteArrayOutputStream(body.length);
    int at = 0;
    for (JsonSlice slice : slices) {
      // A value inside a hidden one is hidden with it.
      if (slice.from() >= at) {
        shown.write(body, at, slice.from() - at);
        shown.writeBytes(HIDDEN);
        at = slice.to();
      }
    }
    shown.write(body, at, body.length - at);
    return Optional.of(shown.toByteArray());
  }

  @Override
  public Attempt of(Attempt attempt) {
    return attempt.withAnswer(
        redacted(new String(attempt.excerpt(), StandardCharsets.UTF_8))
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .orElse(attempt.excerpt()),
        new AttemptHeaders(
            attempt.headers().sent().map(this::headers),
            attempt.headers().received().map(this::headers)));
  }

  private HeaderExcerpt headers(HeaderExcerpt headers) {
    Map<String, String> fields = new LinkedHashMap<>();
    headers.fields().forEach((name, value) -> fields.put(name, redacted(value).orElse(value)));
    return new HeaderExcerpt(fields);
  }

  /** Returns the text without the hidden values; empty if it has none. */
  private Optional<String> redacted(String text) {
    String shown = text;
    for (String value : values) {
      shown = shown.replace(value, HIDDEN_TEXT);
    }
    return shown.equals(text) ? Optional.empty() : Optional.of(shown);
  }
}
