package webhooks.domain.event.invalid;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import webhooks.domain.error.Faults;
import webhooks.domain.id.Ids;
import webhooks.domain.node.RejectedSelection;
import webhooks.domain.page.PageRules;

/** The rules for requests that name rejected events. Each check adds its faults. */
final class SelectionRules {
  private static final int MAX_IDS = 1000;
  private static final int MAX_ID_LENGTH = 255;
  private static final int MAX_REASON_LENGTH = 255;

  private SelectionRules() {}

  static RejectedSelection check(SelectRejectedEvents request, Faults faults) {
    if (request.ids().filter(ids -> !isValid(ids)).isPresent()) {
      faults.invalid(
          "ids",
          "'ids' must hold 1 to %d ids, each of 1 to %d characters."
              .formatted(MAX_IDS, MAX_ID_LENGTH));
    }
    if (request.reason().filter(text -> !Ids.isOpaque(text, MAX_REASON_LENGTH)).isPresent()) {
      faults.invalid("reason", "'reason' " + Ids.opaqueRule(MAX_REASON_LENGTH));
    }
    Optional<Set<String>> ids = request.ids().map(HashSet::new);
    return new RejectedSelection(
        ids,
        request.reason(),
        PageRules.time("since", request.since(), faults),
        PageRules.time("until", request.until(), faults));
  }

  static boolean isId(String text) {
    return Ids.isOpaque(text, MAX_ID_LENGTH);
  }

  private static boolean isValid(List<String> ids) {
    return !ids.isEmpty() && ids.size() <= MAX_IDS && ids.stream().allMatch(SelectionRules::isId);
  }
}
