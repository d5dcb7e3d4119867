package webhooks.api;

import java.util.List;
import java.util.Optional;
import webhooks.domain.access.Caller;
import webhooks.domain.delivery.history.RecoveryProgress;
import webhooks.domain.delivery.history.chart.DeliveryCount;
import webhooks.domain.delivery.history.recover.DeliveryRecovery;
import webhooks.domain.delivery.history.recover.RecoverDeliveries;
import webhooks.domain.delivery.history.recover.RecoveryState;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.Faults;

/** Recoveries with a progress that a test sets. */
final class FakeRecovery extends DeliveryRecovery {
  private final FakeAdministration administration;

  FakeRecovery(FakeAdministration administration) {
    this.administration = administration;
  }

  @Override
  public RecoveryProgress recoverAsAdmin(Caller by, String webhookId, RecoverDeliveries request) {
    administration.caller = by;
    administration.got = request.since();
    new Faults(request.faults()).refuseIfAny(ErrorCode.INVALID_REQUEST, "message");
    return administration.recovered;
  }

  @Override
  public DeliveryCount count(Caller by, String webhookId, RecoverDeliveries request) {
    administration.got = request;
    new Faults(request.faults()).refuseIfAny(ErrorCode.INVALID_REQUEST, "message");
    return new DeliveryCount(7, false);
  }

  @Override
  public RecoveryState state(Caller by, String webhookId, List<Fault> faults) {
    new Faults(faults).refuseIfAny(ErrorCode.INVALID_REQUEST, "message");
    RecoveryProgress progress = administration.recovered;
    return new RecoveryState(
        progress,
        Optional.of(new DeliveryCount(5, true)).filter(remaining -> !progress.complete()));
  }
}
