package webhooks.domain.access.remote;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Answers of the iTwin Platform that still count: a yes for a minute, a no for five seconds.
 *
 * <p>A new permission takes effect soon, and an application that changes many webhooks causes one
 * request. When full, the answer goes that was asked for the longest time ago.
 */
final class PermissionCache {
  static final int MAX_ENTRIES = 10_000;

  private static final Duration YES_COUNTS = Duration.ofSeconds(60);
  private static final Duration NO_COUNTS = Duration.ofSeconds(5);

  /** A caller, by the hash of the token, and an iTwin. */
  record Question(String tokenHash, UUID iTwin) {}

  private record Answer(boolean allowed, Instant until) {}

  private final Map<Question, Answer> answers = new LinkedHashMap<>(16, 0.75f, true);
  private final Clock clock;

  PermissionCache(Clock clock) {
    this.clock = clock;
  }

  /** Returns the answer, if there is one that still counts. */
  synchronized Optional<Boolean> find(Question question) {
    return Optional.ofNullable(answers.get(question))
        .filter(answer -> clock.instant().isBefore(answer.until()))
        .map(Answer::allowed);
  }

  synchronized void keep(Question question, boolean allowed) {
    Instant until = clock.instant().plus(allowed ? YES_COUNTS : NO_COUNTS);
    answers.put(question, new Answer(allowed, until));
    if (answers.size() > MAX_ENTRIES) {
      answers.remove(answers.keySet().iterator().next());
    }
  }
}
