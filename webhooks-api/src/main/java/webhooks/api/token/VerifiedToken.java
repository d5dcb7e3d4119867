package webhooks.api.token;

import java.util.Set;
import webhooks.domain.access.Caller;

/**
 * The caller and the scopes that a verified access token names.
 *
 * @param scopes the scopes as the token spells them
 */
public record VerifiedToken(Caller caller, Set<String> scopes) {}
