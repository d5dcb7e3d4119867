package webhooks.delivery.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import webhooks.delivery.worker.StopSignal;
import webhooks.delivery.worker.Worker;
import webhooks.domain.event.ingest.EventsIngested;
import webhooks.domain.metric.Spans;
import webhooks.domain.settings.NodeSettings;
import webhooks.domain.settings.TraceSettings;
import webhooks.domain.trace.Span;

/** The requests to the OTLP receiver, and a receiver that fails. */
@Timeout(30)
class SpanExporterTest {
  private final MockWebServer receiver = new MockWebServer();
  private Spans spans;
  private SpanExporter exporter;

  @BeforeEach
  void start() throws IOException {
    receiver.start();
    TraceSettings settings =
        new TraceSettings(
            URI.create(receiver.url("/otlp").toString()),
            Map.of("Authorization", "Bearer x"),
            "webhooks",
            0);
    spans = new Spans(NodeSettings.of(null, Optional.of(settings)));
    exporter = new SpanExporter(settings, spans);
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  private void add(int count) {
    List<Span> added =
        IntStream.rangeClosed(1, count)
            .mapToObj(i -> OtlpRequestTest.span("%016x".formatted(i), false))
            .toList();
    spans.eventsIngested(new EventsIngested(count, 0, added));
  }

  private void respond(int status) {
    receiver.enqueue(new MockResponse.Builder().code(status).build());
  }

  private int receivedSpans() throws Exception {
    RecordedRequest request = receiver.takeRequest();
    return ExportTraceServiceRequest.parseFrom(request.getBody().toByteArray())
        .getResourceSpans(0)
        .getScopeSpans(0)
        .getSpansCount();
  }

  @Test
  void sendsManySpansInOneRequest() throws Exception {
    respond(200);
    add(100);

    exporter.run();

    RecordedRequest request = receiver.takeRequest();
    assertThat(request.getMethod()).isEqualTo("POST");
    assertThat(request.getTarget()).isEqualTo("/otlp/v1/traces");
    assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/x-protobuf");
    assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer x");
    assertThat(receiver.getRequestCount()).isOne();
  }

  @Test
  void boundsARequest() throws Exception {
    respond(200);
    respond(200);
    add(600);

    exporter.run();
    exporter.run();

    assertThat(receivedSpans()).isEqualTo(512);
    assertThat(receivedSpans()).isEqualTo(88);
  }

  @Test
  void sendsTheSameSpansAgainWhileTheReceiverIsAway() throws Exception {
    respond(503);
    respond(200);
    add(2);

    assertThatThrownBy(exporter::run).isInstanceOf(IOException.class).hasMessageContaining("503");
    add(1);
    exporter.run();

    assertThat(receivedSpans()).isEqualTo(2);
    assertThat(receivedSpans()).isEqualTo(2);
  }

  /** Such a request would be refused again and again. */
  @Test
  void forgetsSpansThatTheReceiverRefuses() throws Exception {
    respond(401);
    respond(200);
    add(2);

    exporter.run();
    add(1);
    exporter.run();

    assertThat(receivedSpans()).isEqualTo(2);
    assertThat(receivedSpans()).isOne();
  }

  @Test
  void sendsNoHeadersToAnotherReceiver() throws Exception {
    receiver.enqueue(
        new MockResponse.Builder()
            .code(307)
            .addHeader("Location", receiver.url("/elsewhere"))
            .build());
    add(1);

    exporter.run();

    assertThat(receiver.getRequestCount()).isOne();
  }

  @Test
  void sendsTheLastSpansAtTheStop() throws Exception {
    respond(200);
    add(3);
    StopSignal stop = new StopSignal();
    stop.set();

    Worker.of("Exporting spans", stop, exporter).run();

    assertThat(receivedSpans()).isEqualTo(3);
  }
}
