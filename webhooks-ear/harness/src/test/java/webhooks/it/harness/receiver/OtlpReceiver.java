package webhooks.it.harness.receiver;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import webhooks.it.harness.Places;

/**
 * Receives spans by OTLP over HTTP. It stands in for a collector, whose program no registry of this
 * build has, and reads requests with the classes that OpenTelemetry generates from its definition.
 */
public final class OtlpReceiver implements AutoCloseable {
  /** A header that each request must have; its value is a credential. */
  public static final String HEADER = "x-api-key";

  private final Queue<Received> spans = new ConcurrentLinkedQueue<>();
  private final int port = Places.freePort();
  private final HttpServer server;

  /**
   * A span that arrived.
   *
   * @param attributes the values of its attributes that are texts, by name
   * @param service the name of the service that sent it
   * @param key the value of {@link #HEADER}, or null
   */
  public record Received(
      String traceId,
      String id,
      String parentId,
      String state,
      String name,
      Map<String, String> attributes,
      String service,
      String key) {
    private static Received of(Span span, String service, String key) {
      return new Received(
          hex(span.getTraceId()),
          hex(span.getSpanId()),
          hex(span.getParentSpanId()),
          span.getTraceState(),
          span.getName(),
          texts(span.getAttributesList()),
          service,
          key);
    }
  }

  /** Starts a receiver at 127.0.0.1. */
  public OtlpReceiver() {
    try {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/v1/traces", this::take);
    server.start();
  }

  /** Returns the base URL, to which clients add the path of traces. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      String key = exchange.getRequestHeaders().getFirst(HEADER);
      String type = exchange.getRequestHeaders().getFirst("Content-Type");
      if (!"application/x-protobuf".equals(type)) {
        exchange.sendResponseHeaders(415, -1);
        return;
      }
      byte[] body = exchange.getRequestBody().readAllBytes();
      for (ResourceSpans resource :
          ExportTraceServiceRequest.parseFrom(body).getResourceSpansList()) {
        String service = texts(resource.getResource().getAttributesList()).get("service.name");
        for (ScopeSpans scope : resource.getScopeSpansList()) {
          scope.getSpansList().forEach(span -> spans.add(Received.of(span, service, key)));
        }
      }
      exchange.sendResponseHeaders(200, -1);
    }
  }

  /** Returns the spans of a trace that have arrived. */
  public List<Received> spans(String traceId) {
    return spans.stream().filter(one -> one.traceId().equals(traceId)).toList();
  }

  /** Waits until the trace has at least this many spans. */
  public List<Received> await(String traceId, int count) {
    return Awaitility.await("spans of " + traceId)
        .until(() -> spans(traceId), found -> found.size() >= count);
  }

  private static Map<String, String> texts(List<KeyValue> attributes) {
    return attributes.stream()
        .collect(Collectors.toMap(KeyValue::getKey, one -> one.getValue().getStringValue()));
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
