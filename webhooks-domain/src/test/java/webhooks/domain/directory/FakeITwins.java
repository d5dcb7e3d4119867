package webhooks.domain.directory;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import webhooks.domain.access.Caller;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;

/** A directory of iTwins and grants in memory; for tests. */
public final class FakeITwins extends ITwinDirectory {
  private final Map<UUID, String> accounts = new HashMap<>();
  private final Map<String, Set<String>> grants = new HashMap<>();

  /** Forgets all iTwins and grants. */
  public void reset() {
    accounts.clear();
    grants.clear();
  }

  private static <T> T found(T value) {
    return Optional.ofNullable(value)
        .orElseThrow(() -> new Refusal(ErrorCode.ITWIN_NOT_FOUND, "not found"));
  }

  @Override
  public void put(Caller by, UUID id, String accountId) {
    accounts.put(id, accountId);
  }

  @Override
  public String account(UUID id) {
    return found(accounts.get(id));
  }

  @Override
  public void remove(Caller by, UUID id) {
    found(accounts.remove(id));
  }

  @Override
  public void grant(Caller by, UUID id, String clientId, Set<String> permissions) {
    grants.put(id + clientId, permissions);
  }

  @Override
  public Set<String> permissions(UUID id, String clientId) {
    return found(grants.get(id + clientId));
  }

  @Override
  public void revoke(Caller by, UUID id, String clientId) {
    found(grants.remove(id + clientId));
  }
}
