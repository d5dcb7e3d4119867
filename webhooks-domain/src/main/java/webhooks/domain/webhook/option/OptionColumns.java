package webhooks.domain.webhook.option;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Duration;
import java.util.Optional;
import webhooks.domain.option.WebhookOptions;

/**
 * The columns of a webhook's row that intake and claims need of its options, so that they read no
 * options and decrypt none. Immutable; a change of options makes new ones.
 */
@Embeddable
public class OptionColumns {
  @Column(name = "has_options")
  private boolean given;

  @Column(name = "throttled")
  private boolean throttled;

  @Column(name = "attempt_timeout_ms")
  private Integer timeoutMillis;

  @Column(name = "selection_bytes")
  private int selectionBytes;

  /** Creates the columns of a webhook without options. */
  public OptionColumns() {}

  /** Returns the columns of a webhook with these options. */
  public static OptionColumns of(WebhookOptions options) {
    OptionColumns columns = new OptionColumns();
    columns.given = !options.isEmpty();
    columns.throttled = options.throttle().isPresent();
    columns.timeoutMillis =
        options.timeout().map(timeout -> (int) timeout.length().toMillis()).orElse(null);
    columns.selectionBytes = options.selection().bytes();
    return columns;
  }

  /** Returns whether the owner has set options. */
  public boolean areGiven() {
    return given;
  }

  /** Returns whether the option {@code throttle} is set. */
  public boolean throttled() {
    return throttled;
  }

  /** Returns the option {@code timeout}, if it is set. */
  public Optional<Duration> timeout() {
    return Optional.ofNullable(timeoutMillis).map(Duration::ofMillis);
  }

  /** Returns about how many bytes of memory the selection of events needs; 0 if there is none. */
  public int selectionBytes() {
    return selectionBytes;
  }
}
