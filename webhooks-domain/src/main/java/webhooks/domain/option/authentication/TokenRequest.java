package webhooks.domain.option.authentication;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import webhooks.domain.address.CallbackUrl;
import webhooks.domain.address.InvalidCallbackUrl;

/**
 * The request by which a client gets a token for itself: client credentials (RFC 6749, section
 * 4.4).
 *
 * @param tokenUrl where the issuer takes the request
 * @param clientSecret is only sent to the issuer
 * @param scope empty if the issuer decides
 * @param audience empty if the issuer decides
 */
public record TokenRequest(
    String tokenUrl,
    String clientId,
    String clientSecret,
    String scope,
    String audience,
    ClientAuthentication clientAuthentication) {
  /** Returns the URL; empty if it breaks a rule of {@link CallbackUrl}. */
  public Optional<CallbackUrl> url() {
    try {
      return Optional.of(CallbackUrl.parse(tokenUrl));
    } catch (InvalidCallbackUrl e) {
      return Optional.empty();
    }
  }

  /** Returns the value of the header {@code Authorization}, if the request has one. */
  public Optional<String> authorization() {
    if (clientAuthentication != ClientAuthentication.BASIC) {
      return Optional.empty();
    }
    // Both parts are encoded first, unlike in RFC 7617: an id may have a colon.
    String credentials = encoded(clientId) + ":" + encoded(clientSecret);
    return Optional.of(
        "Basic "
            + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.US_ASCII)));
  }

  /** Returns the body, of the type {@code application/x-www-form-urlencoded}. */
  public byte[] body() {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "client_credentials");
    form.put("scope", scope);
    form.put("audience", audience);
    if (clientAuthentication == ClientAuthentication.POST) {
      form.put("client_id", clientId);
      form.put("client_secret", clientSecret);
    }
    return form.entrySet().stream()
        .filter(field -> !field.getValue().isEmpty())
        .map(field -> field.getKey() + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&"))
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Returns a description without values. */
  @Override
  public String toString() {
    return "TokenRequest[]";
  }
}
