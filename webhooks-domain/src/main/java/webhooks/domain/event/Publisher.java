package webhooks.domain.event;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.delivery.WaitingLines;
import webhooks.domain.error.Refusal;

/**
 * Publishes the events of a request, for those who send no messages; trusted for every account.
 *
 * <p>Without a transaction of its own: what another request at the same moment thwarts is tried
 * again in a new one, and deliveries are told of once they are committed.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Publisher {
  private static final int TRIES = 5;

  @EJB private Events events;
  @Inject private EventReader reader;
  @Inject private WaitingLines lines;

  /** Creates the bean; for the container. */
  public Publisher() {}

  /** Creates the use case; for tests without a container. */
  public Publisher(Events events, EventReader reader, WaitingLines lines) {
    this.events = events;
    this.reader = reader;
    this.lines = lines;
  }

  /**
   * Stores all events of the body with their deliveries, or none.
   *
   * @param body as it came: one event, or an array of 1 to 1,000
   * @throws Refusal {@code InvalidEventsRequest} with all faults
   * @throws DatabaseFailure if the database does not answer; nothing was stored then, unless its
   *     answer was lost
   */
  public Published publish(byte[] body) {
    PublishEvents request = reader.readRequest(body);
    if (request.events().isEmpty()) {
      request.refuseIfFaulty();
    }
    Accepted accepted = store(request);
    lines.grew(accepted.waiting());
    int duplicates = accepted.duplicates();
    return new Published(request.events().size() - duplicates, duplicates);
  }

  private Accepted store(PublishEvents request) {
    for (int tries = 1; ; tries++) {
      try {
        return events.publish(request);
      } catch (DatabaseFailure e) {
        if (tries == TRIES || !DatabaseFailure.isForAnothersSake(e)) {
          throw e;
        }
      }
    }
  }
}
