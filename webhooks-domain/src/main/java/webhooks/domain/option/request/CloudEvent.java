package webhooks.domain.option.request;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import webhooks.domain.json.JsonPath;
import webhooks.domain.json.JsonPathTree;
import webhooks.domain.json.JsonSlice;
import webhooks.domain.json.JsonText;
import webhooks.domain.option.header.RequestHeader;
import webhooks.domain.page.Timestamps;

/**
 * An event as CloudEvents 1.0 describes it, in its bindings to HTTP and to JSON.
 *
 * @param attributes the attributes by their names, without the type of the data
 * @param data the content of the event
 */
record CloudEvent(Map<String, String> attributes, JsonSlice data) {
  private static final String DATA_TYPE = "datacontenttype";

  /** The times that RFC 3339 allows. ISO 8601 can leave the seconds out. */
  private static final Pattern RFC_3339 =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");

  private static final JsonPathTree MEMBERS =
      new JsonPathTree(
          Stream.of("eventType", "enqueuedDateTime", "iTwinId", "webhookId", "content")
              .map(name -> JsonPath.parse("$." + name).orElseThrow())
              .toList());

  /** Returns an event. Its source is the iTwin; an account is itself an iTwin. */
  static CloudEvent of(OutgoingEvent event, String publicUrl) {
    List<JsonSlice> members =
        MEMBERS.find(event.body()).stream().map(Optional::orElseThrow).toList();
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("specversion", "1.0");
    attributes.put("id", event.messageId().toString());
    attributes.put("source", publicUrl + "/itwins/" + inPath(members.get(2).text()));
    attributes.put("type", members.get(0).text());
    attributes.put("time", time(members.get(1).text()));
    attributes.put("webhookid", members.get(3).text());
    attributes.put("traceparent", event.origin().parent());
    return new CloudEvent(attributes, members.get(4));
  }

  private static String inPath(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String time(String enqueued) {
    return RFC_3339.matcher(enqueued).matches()
        ? enqueued
        : Timestamps.utcMillis(Timestamps.instant(enqueued));
  }

  /** Returns the event with everything in the body. */
  RequestContent structured() {
    Map<String, String> members = new LinkedHashMap<>(attributes);
    members.put(DATA_TYPE, RequestContent.JSON);
    String text = JsonText.of(members);
    ByteArrayOutputStream body = new ByteArrayOutputStream(text.length() + data.length() + 9);
    body.writeBytes(utf8(text.substring(0, text.length() - 1) + ",\"data\":"));
    body.write(data.json(), data.from(), data.length());
    body.write('}');
    return new RequestContent(
        body.toByteArray(), "application/cloudevents+json; charset=utf-8", List.of());
  }

  /** Returns the event with the content in the body, and the attributes in headers. */
  RequestContent binary() {
    return new RequestContent(
        Arrays.copyOfRange(data.json(), data.from(), data.to()),
        RequestContent.JSON,
        attributes.entrySet().stream()
            .map(
                one -> new RequestHeader("ce-" + one.getKey(), inHeader(one.getValue()), List.of()))
            .toList());
  }

  /** Encodes the characters that the binding to HTTP does not allow in a header. */
  private static String inHeader(String text) {
    StringBuilder encoded = new StringBuilder(text.length());
    for (byte one : utf8(text)) {
      if (one > ' ' && one < 0x7f && one != '"' && one != '%') {
        encoded.append((char) one);
      } else {
        encoded.append(String.format(Locale.ROOT, "%%%02X", one));
      }
    }
    return encoded.toString();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
