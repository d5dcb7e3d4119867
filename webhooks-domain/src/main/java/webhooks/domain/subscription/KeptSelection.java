package webhooks.domain.subscription;

import java.lang.ref.WeakReference;
import java.util.Optional;
import webhooks.domain.option.selection.Selection;

/**
 * The selection of one version of a webhook, once it was loaded. The reference is weak: {@link
 * LoadedSelections} bounds how many selections stay in memory. Safe for several threads.
 */
final class KeptSelection {
  private volatile WeakReference<Selection> selection = new WeakReference<>(null);
  private volatile boolean unreadable;

  Optional<Selection> get() {
    return Optional.ofNullable(selection.get());
  }

  void set(Selection loaded) {
    selection = new WeakReference<>(loaded);
  }

  /** Notes that the options of this version can't be read, so that they are not loaded again. */
  void setUnreadable() {
    unreadable = true;
  }

  boolean isUnreadable() {
    return unreadable;
  }
}
