package webhooks.domain.access.remote;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Keeps answers of the iTwin Platform for a short time: a permission for a minute, a refusal for
 * five seconds.
 *
 * <p>So a new permission takes effect soon, and an application that changes many webhooks causes
 * one request. When the cache is full, the least recently used answer is removed.
 */
final class PermissionCache {
  static final int MAX_ENTRIES = 10_000;

  private static final Duration ALLOWED_TIME = Duration.ofSeconds(60);
  private static final Duration REFUSED_TIME = Duration.ofSeconds(5);

  /** The key of an answer: the hash of the caller's token, and the iTwin. */
  record Question(String tokenHash, UUID iTwin) {}

  private record Answer(boolean allowed, Instant until) {}

  private final Map<Question, Answer> answers = new LinkedHashMap<>(16, 0.75f, true);
  private final Clock clock;

  PermissionCache(Clock clock) {
    this.clock = clock;
  }

  /** Returns the answer, if the cache has one that is not too old. */
  synchronized Optional<Boolean> find(Question question) {
    return Optional.ofNullable(answers.get(question))
        .filter(answer -> clock.instant().isBefore(answer.until()))
        .map(Answer::allowed);
  }

  synchronized void keep(Question question, boolean allowed) {
    Instant until = clock.instant().plus(allowed ? ALLOWED_TIME : REFUSED_TIME);
    answers.put(question, new Answer(allowed, until));
    if (answers.size() > MAX_ENTRIES) {
      answers.remove(answers.keySet().iterator().next());
    }
  }
}
