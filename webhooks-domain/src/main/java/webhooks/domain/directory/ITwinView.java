package webhooks.domain.directory;

import java.util.UUID;

/** An iTwin as administrators read it, with the account that owns it. */
public record ITwinView(UUID id, String accountId) {}
