package webhooks.delivery.trace;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import webhooks.domain.trace.Span;
import webhooks.domain.trace.TraceContext;
import webhooks.settings.ProductVersion;

/**
 * Writes spans as an {@code ExportTraceServiceRequest} of OTLP 1. The numbers are those of its
 * fields and enums in {@code opentelemetry/proto/trace/v1/trace.proto} and the files it uses.
 */
final class OtlpRequest {
  private static final String PRODUCT = "webhooks";
  private static final int CLIENT = 3;
  private static final int CONSUMER = 5;
  private static final int ERROR = 2;

  /** W3C flag of a sampled trace, in the lowest bits of a span's flags. */
  private static final int SAMPLED = 1;

  private OtlpRequest() {}

  /** Returns the request's body. */
  static byte[] of(List<Span> spans, String serviceName) {
    ProtobufWriter request = new ProtobufWriter();
    request.message(
        1,
        resourceSpans -> {
          resourceSpans.message(1, resource -> describe(resource, serviceName));
          resourceSpans.message(
              2,
              scopeSpans -> {
                scopeSpans.message(1, OtlpRequest::describeScope);
                spans.forEach(span -> scopeSpans.message(2, writer -> write(span, writer)));
              });
        });
    return request.toByteArray();
  }

  private static void describe(ProtobufWriter resource, String serviceName) {
    attribute(resource, 1, "service.name", serviceName);
    attribute(resource, 1, "service.version", ProductVersion.text());
  }

  private static void describeScope(ProtobufWriter scope) {
    scope.text(1, PRODUCT);
    scope.text(2, ProductVersion.text());
  }

  private static void write(Span span, ProtobufWriter writer) {
    TraceContext context = span.context();
    writer.bytes(1, HexFormat.of().parseHex(context.traceId()));
    writer.bytes(2, HexFormat.of().parseHex(context.parentId()));
    context.state().ifPresent(state -> writer.text(3, state));
    span.parentId().ifPresent(parent -> writer.bytes(4, HexFormat.of().parseHex(parent)));
    switch (span.kind()) {
      case ACCEPT -> {
        writer.text(5, "accept");
        writer.number(6, CONSUMER);
      }
      case ATTEMPT -> {
        writer.text(5, "attempt");
        writer.number(6, CLIENT);
      }
    }
    writer.fixed64(7, nanos(span.start()));
    writer.fixed64(8, nanos(span.end()));
    span.attributes().forEach((name, value) -> attribute(writer, 9, name, value));
    if (span.failed()) {
      writer.message(15, status -> status.number(3, ERROR));
    }
    writer.fixed32(16, SAMPLED);
  }

  private static void attribute(ProtobufWriter owner, int field, String name, Object value) {
    owner.message(
        field,
        pair -> {
          pair.text(1, name);
          pair.message(
              2,
              any -> {
                if (value instanceof Long number) {
                  any.number(3, number);
                } else {
                  any.text(1, value.toString());
                }
              });
        });
  }

  private static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }
}
