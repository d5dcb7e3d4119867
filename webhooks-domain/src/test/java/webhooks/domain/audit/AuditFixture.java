package webhooks.domain.audit;

import java.util.Optional;
import java.util.UUID;
import webhooks.domain.access.Actor;
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;
import webhooks.domain.database.TestDatabase;

/** An empty audit trail and its reader, for one test. */
record AuditFixture(AuditTrail trail, AuditReader log) {
  static final Caller ADMINISTRATOR = Callers.application("administrator");
  static final Actor CLIENT = new Actor("client", Optional.empty());
  static final Optional<String> NONE = Optional.empty();

  /** Clears the database. */
  static AuditFixture empty(TestDatabase database) {
    database.clear();
    return new AuditFixture(
        new AuditTrail(database.database()), new AuditReader(database.database()));
  }

  /** Creates the entry of a new webhook. */
  static AuditEntry newEntry() {
    return AuditEntry.of(CLIENT, AuditAction.WEBHOOK_CREATED)
        .onWebhook(UUID.randomUUID(), "account");
  }

  static Optional<String> some(String text) {
    return Optional.of(text);
  }
}
