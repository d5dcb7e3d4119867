package webhooks.bench.scenario.option;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import webhooks.bench.load.EventSource;
import webhooks.bench.load.Installation;
import webhooks.bench.load.Lanes;
import webhooks.bench.load.Owner;
import webhooks.bench.load.RestClient;
import webhooks.bench.load.SteadyPublisher;
import webhooks.bench.result.Result;
import webhooks.bench.run.HealthyRate;
import webhooks.bench.run.Run;
import webhooks.bench.run.Scenario;
import webhooks.it.harness.Progress;

/** Measures a webhook beside very many of another account whose filters let no event pass. */
public final class Filtered implements Scenario {
  private static final int LANES = 16;
  private static final int EVENTS_PER_SECOND = 10;

  @Override
  public List<Result> run(Run run) {
    int webhooks = run.size(10_000, 1_000);
    try (Installation installation = Installation.onPostgres("filtered")) {
      HealthyRate healthy = new HealthyRate(run, installation);
      Owner other = installation.owner();
      Lanes.each(LANES, webhooks, number -> register(installation, other, number));
      Progress.say("%d webhooks filter", webhooks);
      EventSource events = other.events();
      return List.of(
          SteadyPublisher.during(
              () -> healthy.beside("filtered", 0.95), installation, events, EVENTS_PER_SECOND));
    }
  }

  /** Creates a webhook with a filter of its own that no event passes. */
  private static CompletableFuture<?> register(Installation installation, Owner owner, int number) {
    RestClient rest = installation.rest();
    String filters = "{\"filters\":[{\"exact\":{\"$.content.userId\":\"user %d\"}}]}";
    return rest.register(owner.token(), installation.receiver().url(0))
        .thenCompose(
            id ->
                rest.send(
                    200,
                    "PATCH",
                    "/webhooks/" + id + "/options",
                    owner.token(),
                    filters.formatted(number)));
  }
}
