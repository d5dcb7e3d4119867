package webhooks.api.http;

import jakarta.ws.rs.core.HttpHeaders;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Locale;
import java.util.regex.Pattern;

/** The media types of request bodies between which operations distinguish. */
public enum BodyType {
  /** JSON, which every operation with a body takes. */
  JSON("application/json"),

  /** A CloudEvent in structured mode. */
  CLOUDEVENT("application/cloudevents+json"),

  /** CloudEvents in batched mode. */
  CLOUDEVENT_BATCH("application/cloudevents-batch+json"),

  /** Another type of JSON, which can be the data of a CloudEvent in binary mode. */
  OTHER_JSON("application/other+json"),

  /** Any other type. */
  OTHER("application/octet-stream");

  /** The header of a CloudEvent in binary mode, whose body can have any type of JSON. */
  public static final String VERSION_HEADER = "ce-specversion";

  private static final Pattern JSON_TYPE = Pattern.compile("[\\w.+-]+/(?:[\\w.+-]+\\+)?json");

  private static final String CLOUDEVENTS = "application/cloudevents";

  private final String mediaType;

  /** Declares that the body of an operation can be CloudEvents, in every mode of their binding. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  public @interface TakesCloudEvents {}

  BodyType(String mediaType) {
    this.mediaType = mediaType;
  }

  /**
   * Returns the type that the header {@code Content-Type} of a request names.
   *
   * @param contentType the value of the header; null if there is none, which is no JSON
   */
  static BodyType of(String contentType) {
    if (contentType == null) {
      return OTHER;
    }
    String type = RequestNormalizer.withoutParameters(contentType);
    for (BodyType known : values()) {
      if (type.equalsIgnoreCase(known.mediaType)) {
        return known;
      }
    }
    String lower = type.toLowerCase(Locale.ROOT);
    boolean isJson = JSON_TYPE.matcher(lower).matches() && !lower.startsWith(CLOUDEVENTS);
    return isJson ? OTHER_JSON : OTHER;
  }

  /** Returns the type of the body of a request that was not refused. */
  public static BodyType of(HttpHeaders headers) {
    return of(headers.getHeaderString(RequestNormalizer.CONTENT_TYPE));
  }

  /** Returns a media type that stands for all media types of this type. */
  String mediaType() {
    return mediaType;
  }
}
