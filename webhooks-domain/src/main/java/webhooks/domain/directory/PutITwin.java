package webhooks.domain.directory;

import java.util.List;
import java.util.Optional;
import webhooks.domain.error.Fault;

/**
 * A request to add an iTwin or to move it to another account, not yet checked.
 *
 * @param accountId the account that owns the iTwin; required
 * @param faults the faults found while the request was read
 */
public record PutITwin(Optional<String> accountId, List<Fault> faults) {}
