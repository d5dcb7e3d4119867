package webhooks.domain.webhook.block;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of things that can be blocked. */
public enum BlockKind {
  /** One webhook. */
  WEBHOOK,
  /** All webhooks of a client application, in every account. */
  CLIENT,
  /** All webhooks of an account. */
  ACCOUNT;

  /** Returns the name of the kind in the API and in the database. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the kind with this name, if there is one. */
  public static Optional<BlockKind> of(String text) {
    return Arrays.stream(values()).filter(kind -> kind.text().equals(text)).findFirst();
  }
}
