package webhooks.bench.scenario.option;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import webhooks.bench.load.Installation;
import webhooks.bench.load.Owner;
import webhooks.bench.result.Result;
import webhooks.bench.run.Run;
import webhooks.bench.run.Scenario;
import webhooks.bench.run.Throughput;

/** Measures what a delivery costs with options that work on each request. */
public final class OptionCosts implements Scenario {
  private static final String NONE = "{}";
  private static final Map<String, String> OPTIONS = new LinkedHashMap<>();

  static {
    OPTIONS.put("none", NONE);
    OPTIONS.put("v1a", "{\"signature\":{\"schemes\":[\"v1\",\"v1a\"]}}");
    OPTIONS.put(
        "template",
        """
        {"format":{"mode":"template","template":{
          "text":"${$.eventType} in ${$.iTwinId}",
          "model":{"id":"${$.content.imodelId}","user":"${$.content.userId ?? \\"nobody\\"}"},
          "content":"${$.content}","id":"${$.messageId}"}}}\
        """);
    OPTIONS.put("cloudevents", "{\"format\":{\"mode\":\"cloudevents-structured\"}}");
  }

  @Override
  public List<Result> run(Run run) {
    List<Result> results = new ArrayList<>();
    double[] none = new double[1];
    try (Installation installation = Installation.onPostgres("option-costs")) {
      OPTIONS.forEach(
          (name, options) -> {
            Throughput throughput = measure(run, installation, options);
            none[0] = options.equals(NONE) ? throughput.micros() : none[0];
            results.add(
                throughput
                    .checked(
                        new Result("options-" + name, throughput.micros(), "us CPU/delivery")
                            .comparedTo(none[0]))
                    .with(Map.of("deliveries-per-second", throughput.rate())));
          });
    }
    return results;
  }

  private static Throughput measure(Run run, Installation installation, String options) {
    Owner owner = installation.owner();
    String id = installation.rest().register(owner.token(), installation.receiver().url(0)).join();
    String path = "/webhooks/" + id + "/options";
    installation.rest().send(200, "PUT", path, owner.token(), options).join();
    return Throughput.measure(installation, Throughput.Load.of(run, owner.events(), 1));
  }
}
