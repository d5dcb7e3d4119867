package webhooks.domain.log;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.id.Ids;

/** A place in the order of a webhook's deliveries: that of one of them. */
record Position(Instant created, UUID id) {
  private static final UUID LEAST = new UUID(0, 0);
  private static final UUID GREATEST = new UUID(-1, -1);

  /** Returns the place before all deliveries of that time. */
  static Position before(Instant created) {
    return new Position(created, LEAST);
  }

  /** Returns the place after all deliveries of that time. */
  static Position after(Instant created) {
    return new Position(created, GREATEST);
  }

  /** Returns it as text that may stand in a URL. */
  String token() {
    String text = created + " " + id;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Returns the place that {@link #token} made the text of, if it did. */
  static Optional<Position> of(String token) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.US_ASCII);
      String[] parts = text.split(" ", -1);
      Optional<UUID> id = parts.length == 2 ? Ids.parse(parts[1]) : Optional.empty();
      return id.flatMap(
          known -> Times.within(Instant.parse(parts[0])).map(time -> new Position(time, known)));
    } catch (IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }
}
