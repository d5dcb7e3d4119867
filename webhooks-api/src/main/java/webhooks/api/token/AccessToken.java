package webhooks.api.token;

import java.util.Set;
import webhooks.domain.access.Caller;

/** What a verified token tells. */
record AccessToken(Caller caller, Set<String> scopes) {}
