package webhooks.domain.option;

/** Finds out whether every node of the installation knows the options of webhooks. */
public interface OptionSupport {
  /**
   * Returns false while a node of an earlier version runs. It would send requests without their
   * options.
   *
   * @throws webhooks.domain.database.DatabaseFailure if the database does not answer
   */
  boolean isOfAllNodes();
}
