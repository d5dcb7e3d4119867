package webhooks.it.api.described;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Set;
import java.util.stream.Stream;

/** Makes an authentication of one type out of an object with the properties of all types. */
final class AuthenticationBody {
  private static final Set<String> BASIC = Set.of("username", "password");
  private static final Set<String> OAUTH2 =
      Set.of("tokenUrl", "clientId", "clientSecret", "scope", "audience", "clientAuthentication");
  private static final Set<String> REQUIRED =
      Set.of("username", "password", "clientId", "clientSecret");

  private AuthenticationBody() {}

  /** Leaves the properties of one type, and adds the ones that it must have. */
  static void complete(ObjectNode object, URI tokenUrl) {
    Set<String> ofType = object.path("type").asText().equals("basic") ? BASIC : OAUTH2;
    object.retain(Stream.concat(ofType.stream(), Stream.of("type")).toList());
    REQUIRED.stream()
        .filter(name -> ofType.contains(name) && !object.path(name).isTextual())
        .forEach(name -> object.put(name, "p"));
    if (ofType == OAUTH2) {
      object.put("tokenUrl", tokenUrl.toString());
    }
  }
}
