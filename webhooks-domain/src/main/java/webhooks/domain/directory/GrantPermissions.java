package webhooks.domain.directory;

import java.util.List;
import java.util.Optional;
import webhooks.domain.error.Fault;

/**
 * A request to replace the permissions of a client on an iTwin, not yet checked.
 *
 * @param permissions the names of all permissions that the client then has; required
 * @param faults the faults found while the request was read
 */
public record GrantPermissions(Optional<List<String>> permissions, List<Fault> faults) {}
