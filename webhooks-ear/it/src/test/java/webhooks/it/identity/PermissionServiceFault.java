package webhooks.it.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Faults of the service that keeps permissions.
 *
 * <p>The readable part of an invalid answer would grant or refuse the permission.
 */
enum PermissionServiceFault {
  DOWN(PermissionService::down),
  NO_CONTENT(service -> service.respondWith(204)),
  REDIRECTS(service -> service.respondWith(307)),
  TOO_MANY_REQUESTS(service -> service.respondWith(429)),
  FAULT(service -> service.respondWith(500)),
  UNAVAILABLE(service -> service.respondWith(503)),
  NO_BODY(service -> service.respondWith("")),
  NO_JSON(service -> service.respondWith("<p>webhooks_maintainer</p>")),
  OTHER_JSON(service -> service.respondWith("[\"webhooks_maintainer\"]")),
  CUT_SHORT(service -> service.respondWith("{\"permissions\":[\"webhooks_maintainer\"]")),
  NO_ANSWER(service -> service.respondWith(exchange -> {})),
  BROKEN_HEADER(service -> service.respondWith(PermissionServiceFault::sendInvalidHeader)),
  ENDLESS_BODY(service -> service.respondWith(PermissionServiceFault::sendEndlessBody)),
  SLOW(service -> service.respondWith(PermissionServiceFault::answerAfterSevenSeconds));

  private final Consumer<PermissionService> cause;

  PermissionServiceFault(Consumer<PermissionService> cause) {
    this.cause = cause;
  }

  void apply(PermissionService service) {
    cause.accept(service);
  }

  private static void sendInvalidHeader(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("no token", "x");
    exchange.sendResponseHeaders(404, -1);
  }

  private static void sendEndlessBody(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    byte[] part = "{\"permissions\":[\"webhooks_maintainer\"]}\n".getBytes(UTF_8);
    while (true) {
      exchange.getResponseBody().write(part);
    }
  }

  private static void answerAfterSevenSeconds(HttpExchange exchange) throws IOException {
    LockSupport.parkNanos(Duration.ofSeconds(7).toNanos());
    exchange.sendResponseHeaders(404, -1);
  }
}
