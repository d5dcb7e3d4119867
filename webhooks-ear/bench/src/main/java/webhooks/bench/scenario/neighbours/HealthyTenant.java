package webhooks.bench.scenario.neighbours;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import webhooks.bench.load.Installation;
import webhooks.bench.load.Owner;
import webhooks.bench.measure.Arrivals;

/**
 * A tenant that reads, creates and gets deliveries ten times a second each, and a health check that
 * asks as often. Each request has a connection of its own.
 */
final class HealthyTenant {
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final String CREATION =
      "{\"callbackUrl\":\"%s\",\"scope\":\"Account\","
          + "\"eventTypes\":[\"iModels.iModelCreated.v1\"]}";

  private final Installation installation;
  private final Owner owner;
  private final int port;
  private final String create;
  private final PublishProbe published;

  /** A request, and whether its answer is the right one. */
  @FunctionalInterface
  private interface Request {
    boolean succeeds() throws IOException;
  }

  HealthyTenant(Installation installation, SlowNames names) {
    this.installation = installation;
    this.owner = installation.owner();
    this.port = installation.environment().product().port();
    this.create = creation(installation.receiver().url(names.answered(), 0).toString());
    installation.rest().register(owner.token(), installation.receiver().url(0)).join();
    this.published = new PublishProbe(installation, owner.events(), new Arrivals(1));
  }

  /** Returns a request's body that creates a webhook of the caller's account. */
  static String creation(String url) {
    return CREATION.formatted(url);
  }

  /** Makes requests for this time, and returns how long each kind took. */
  Map<String, Timings> measure(Duration time) {
    Map<String, CompletableFuture<Timings>> running = new LinkedHashMap<>();
    running.put("GET", begin(time, this::get));
    running.put("create", begin(time, this::create));
    running.put("live", begin(time, this::live));
    Timings toAttempt = published.measure(time, STEP_NANOS);
    Map<String, Timings> measured = new LinkedHashMap<>();
    running.forEach((what, timings) -> measured.put(what, timings.join()));
    measured.put("publish to attempt", toAttempt);
    return measured;
  }

  private boolean get() throws IOException {
    return HttpText.isAnswered(port, request("GET", "/webhooks?$top=1", null), 200);
  }

  private boolean create() throws IOException {
    return HttpText.isAnswered(port, request("POST", "/webhooks", create), 202);
  }

  private boolean live() throws IOException {
    return HttpText.isAnswered(port, request("GET", "/health/live", null), 200);
  }

  private String request(String method, String path, String body) {
    return HttpText.request(method, path, owner.token(), body, HttpText.CLOSE);
  }

  private static CompletableFuture<Timings> begin(Duration time, Request request) {
    CompletableFuture<Timings> result = new CompletableFuture<>();
    Thread thread = new Thread(() -> result.complete(repeat(time, request)), "healthy-tenant");
    thread.setDaemon(true);
    thread.start();
    return result;
  }

  /** Measures each request from when it should begin, so that a long one does not hide others. */
  private static Timings repeat(Duration time, Request request) {
    Timings timings = new Timings();
    long begin = System.nanoTime();
    for (long due = 0; due < time.toNanos(); due += STEP_NANOS) {
      long left = begin + due - System.nanoTime();
      if (left > 0) {
        LockSupport.parkNanos(left);
      }
      if (System.nanoTime() - begin > time.toNanos()) {
        // No longer beside the attack. It waited at least until now.
        timings.record(System.nanoTime() - begin - due);
      } else if (succeeds(request)) {
        timings.record(System.nanoTime() - begin - due);
      } else {
        timings.recordFailure();
      }
    }
    return timings;
  }

  private static boolean succeeds(Request request) {
    try {
      return request.succeeds();
    } catch (IOException e) {
      return false;
    }
  }

  /** Waits until requests and deliveries take their usual time again. */
  boolean isHealthyWithin(Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() < end) {
      Map<String, Timings> now = measure(Duration.ofSeconds(2));
      if (now.values().stream().allMatch(timings -> timings.percentile(100) < 1_000)) {
        return true;
      }
    }
    return false;
  }
}
