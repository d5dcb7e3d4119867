package webhooks.domain.node;

/** Decides which rejected events are erased. */
@FunctionalInterface
public interface RejectedEventFilter {
  /** What happens to a rejected event. */
  enum Verdict {
    /** It has the value. */
    ERASE,
    /** It does not have the value. */
    KEEP,
    /** It stays, but nobody can say whether it has the value, or of which account it is. */
    UNCERTAIN
  }

  /** Returns what happens to a rejected event. */
  Verdict verdict(RejectedContent content);
}
