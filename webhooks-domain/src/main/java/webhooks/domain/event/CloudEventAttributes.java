package webhooks.domain.event;

import java.util.List;
import java.util.Map;
import webhooks.domain.error.Fault;

/**
 * The attributes of a CloudEvent in binary mode, which came beside its data: in the headers of a
 * request, or in the properties of a message.
 *
 * @param values the values by the names of the attributes, without a prefix
 * @param faults the faults of attributes whose values can't be read
 */
public record CloudEventAttributes(Map<String, String> values, List<Fault> faults) {
  /** The name of the attribute that the content type of the request or message becomes. */
  public static final String CONTENT_TYPE = "datacontenttype";

  /** The name of the attribute by which receivers recognize binary mode. */
  public static final String SPEC_VERSION = "specversion";
}
