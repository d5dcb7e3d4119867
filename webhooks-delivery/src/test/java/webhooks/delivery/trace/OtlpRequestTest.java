package webhooks.delivery.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Status;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import webhooks.domain.trace.Span;
import webhooks.domain.trace.TraceContext;

/** Requests, read with the classes that OpenTelemetry generates from its definition. */
class OtlpRequestTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final Instant START = Instant.parse("2026-10-02T14:55:00.463123Z");

  static Span span(String id, boolean failed) {
    return new Span(
        new TraceContext(TRACE, id, true, Optional.of("a=1")),
        Optional.of("b7ad6b7169203331"),
        Span.Kind.ATTEMPT,
        START,
        START.plusMillis(200),
        Map.of("error.type", "status", "http.response.status_code", 503L),
        failed);
  }

  private static ResourceSpans read(Span... spans) throws InvalidProtocolBufferException {
    byte[] body = OtlpRequest.of(List.of(spans), "my-webhooks");
    ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(body);
    assertThat(request.getUnknownFields().asMap()).isEmpty();
    assertThat(request.getResourceSpansCount()).isOne();
    return request.getResourceSpans(0);
  }

  private static Map<String, AnyValue> map(List<KeyValue> attributes) {
    return attributes.stream().collect(Collectors.toMap(KeyValue::getKey, KeyValue::getValue));
  }

  private static ByteString bytes(String hex) {
    return ByteString.copyFrom(HexFormat.of().parseHex(hex));
  }

  @Test
  void namesTheServiceAndItsVersion() throws InvalidProtocolBufferException {
    ResourceSpans read = read(span("00f067aa0ba902b7", false));

    Map<String, AnyValue> resource = map(read.getResource().getAttributesList());
    assertThat(resource.get("service.name").getStringValue()).isEqualTo("my-webhooks");
    assertThat(resource.get("service.version").getStringValue()).isNotBlank();
    assertThat(read.getScopeSpans(0).getScope().getName()).isEqualTo("webhooks");
  }

  @Test
  void writesEachPartOfASpan() throws InvalidProtocolBufferException {
    var span = read(span("00f067aa0ba902b7", true)).getScopeSpans(0).getSpans(0);

    assertThat(span.getTraceId()).isEqualTo(bytes(TRACE));
    assertThat(span.getSpanId()).isEqualTo(bytes("00f067aa0ba902b7"));
    assertThat(span.getParentSpanId()).isEqualTo(bytes("b7ad6b7169203331"));
    assertThat(span.getTraceState()).isEqualTo("a=1");
    assertThat(span.getName()).isEqualTo("attempt");
    assertThat(span.getKindValue()).isEqualTo(3);
    assertThat(span.getStartTimeUnixNano()).isEqualTo(1_790_952_900_463_123_000L);
    assertThat(span.getEndTimeUnixNano()).isEqualTo(1_790_952_900_663_123_000L);
    assertThat(span.getFlags()).isOne();
    assertThat(span.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
    assertThat(map(span.getAttributesList()))
        .containsEntry("error.type", AnyValue.newBuilder().setStringValue("status").build())
        .containsEntry("http.response.status_code", AnyValue.newBuilder().setIntValue(503).build())
        .hasSize(2);
  }

  @Test
  void spanThatBeginsATraceHasNoParent() throws InvalidProtocolBufferException {
    Span root =
        new Span(
            new TraceContext(TRACE, "00f067aa0ba902b7", true, Optional.empty()),
            Optional.empty(),
            Span.Kind.ACCEPT,
            START,
            START,
            Map.of(),
            false);

    var span = read(root, span("00f067aa0ba902b8", false)).getScopeSpans(0).getSpans(0);

    assertThat(span.getParentSpanId()).isEqualTo(ByteString.EMPTY);
    assertThat(span.getName()).isEqualTo("accept");
    assertThat(span.getKindValue()).isEqualTo(5);
    assertThat(span.hasStatus()).isFalse();
  }

  @Test
  void writesManySpans() throws InvalidProtocolBufferException {
    Span[] many = new Span[512];
    for (int i = 0; i < many.length; i++) {
      many[i] = span("%016x".formatted(i + 1), i % 2 == 0);
    }

    assertThat(read(many).getScopeSpans(0).getSpansList()).hasSize(512);
  }
}
