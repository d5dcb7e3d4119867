package webhooks.domain.option.request;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.domain.option.request.EventForms.ITWIN;
import static webhooks.domain.option.request.EventForms.PUBLIC_URL;
import static webhooks.domain.option.request.EventForms.event;
import static webhooks.domain.option.request.EventForms.format;
import static webhooks.domain.option.request.EventForms.unquoted;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.domain.option.header.RequestHeader;
import webhooks.domain.trace.TraceContext;

/** The JSON event format and the HTTP protocol binding of CloudEvents 1.0.2. */
class CloudEventTest {
  private static final Format STRUCTURED = format("{'mode':'cloudevents-structured'}");
  private static final Format BINARY = format("{'mode':'cloudevents-binary'}");
  private static final String CONTENT = "{'b': 1.50, 'a':'\\u00e9'}";
  private static final String TIME = "2026-10-02T14:55:00.463Z";

  private static Map<String, String> headers(OutgoingEvent event, String publicUrl)
      throws FormatException {
    return BINARY.content(event, publicUrl).headers().stream()
        .collect(Collectors.toMap(RequestHeader::name, RequestHeader::value));
  }

  @Test
  void structuredModeHasAllInTheBody() throws FormatException {
    RequestContent content = STRUCTURED.content(event(CONTENT), PUBLIC_URL);

    assertThat(unquoted(content.body()))
        .isEqualTo(
            "{'specversion':'1.0','id':'8a0f4d9c-4e5b-4d0e-9d46-0c7e35a5b9b1',"
                + "'source':'https://hooks.example.com/itwins/0c8d5eb7-6f6c-4b4a-9b8e-3c5b6c9e2d11',"
                + "'type':'iModels.iModelCreated.v1','time':'2026-10-02T14:55:00.463Z',"
                + "'webhookid':'0193f0c2-5e8f-7cc0-8b8a-2f3c5b1d9e01',"
                + "'traceparent':'00-8a0f4d9c4e5b4d0e9d460c7e35a5b9b1-9d460c7e35a5b9b1-00',"
                + "'datacontenttype':'application/json',"
                + "'data':{'b': 1.50, 'a':'\\u00e9'}}");
    assertThat(content.contentType()).isEqualTo("application/cloudevents+json; charset=utf-8");
    assertThat(content.headers()).isEmpty();
  }

  @Test
  void binaryModeHasAttributesInHeaders() throws FormatException {
    RequestContent content = BINARY.content(event(CONTENT), PUBLIC_URL);

    assertThat(unquoted(content.body())).isEqualTo(CONTENT);
    assertThat(content.contentType()).isEqualTo("application/json");
    assertThat(headers(event(CONTENT), PUBLIC_URL))
        .isEqualTo(
            Map.of(
                "ce-specversion", "1.0",
                "ce-id", "8a0f4d9c-4e5b-4d0e-9d46-0c7e35a5b9b1",
                "ce-source", "https://hooks.example.com/itwins/" + ITWIN,
                "ce-type", "iModels.iModelCreated.v1",
                "ce-time", "2026-10-02T14:55:00.463Z",
                "ce-webhookid", "0193f0c2-5e8f-7cc0-8b8a-2f3c5b1d9e01",
                "ce-traceparent", "00-8a0f4d9c4e5b4d0e9d460c7e35a5b9b1-9d460c7e35a5b9b1-00"));
  }

  /** The extension names the start of the trace, and the header the present hop. */
  @Test
  void keepsThePublishersTrace() throws FormatException {
    TraceContext trace =
        new TraceContext(
            "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true, Optional.empty());

    assertThat(headers(event(CONTENT, TIME, ITWIN, Optional.of(trace)), PUBLIC_URL))
        .containsEntry("ce-traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
  }

  /** A source is a URI reference, and the id of an account is any text. */
  @Test
  void sourceIsAUriReference() throws FormatException {
    OutgoingEvent ofAccount = event(CONTENT, TIME, "Ä /b?\"%", Optional.empty());

    assertThat(unquoted(STRUCTURED.content(ofAccount, PUBLIC_URL).body()))
        .contains("'source':'https://hooks.example.com/itwins/%C3%84%20%2Fb%3F%22%25'");
    assertThat(headers(ofAccount, PUBLIC_URL))
        .containsEntry(
            "ce-source", "https://hooks.example.com/itwins/%25C3%2584%2520%252Fb%253F%2522%2525");
  }

  @Test
  void sourceIsAPathWithoutPublicUrl() throws FormatException {
    assertThat(headers(event(CONTENT), "")).containsEntry("ce-source", "/itwins/" + ITWIN);
  }

  /** RFC 3339 needs seconds, and RFC 3339's T in upper case is what parsers know. */
  @ParameterizedTest
  @CsvSource({
    "2026-10-02T14:55Z, 2026-10-02T14:55:00.000Z",
    "2026-10-02t14:55:01Z, 2026-10-02T14:55:01.000Z",
    "2026-10-02T14:55:00Z, 2026-10-02T14:55:00Z",
    "0001-01-01T00:00:00.123456789Z, 0001-01-01T00:00:00.123456789Z"
  })
  void timeIsOfRfc3339(String enqueued, String time) throws FormatException {
    OutgoingEvent event = event(CONTENT, enqueued, ITWIN, Optional.empty());

    assertThat(headers(event, PUBLIC_URL)).containsEntry("ce-time", time);
  }

  @Test
  void contentMayHaveNamesOfTheEnvelope() throws FormatException {
    String content = "{'eventType':'x','webhookId':1,'content':{'iTwinId':[]},'data':'}'}";

    assertThat(unquoted(BINARY.content(event(content), PUBLIC_URL).body())).isEqualTo(content);
    assertThat(headers(event(content), PUBLIC_URL))
        .containsEntry("ce-type", "iModels.iModelCreated.v1");
  }
}
