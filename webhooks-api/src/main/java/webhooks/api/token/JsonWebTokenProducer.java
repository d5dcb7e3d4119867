package webhooks.api.token;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.inject.Inject;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.Claim;
import org.eclipse.microprofile.jwt.ClaimValue;
import org.eclipse.microprofile.jwt.Claims;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Makes the token of a request and its claims injectable, as MicroProfile JWT defines.
 *
 * <p>A server has such beans of its own only for an application with {@code @LoginConfig}, whose
 * tokens it verifies itself. A claim that is missing, or has another type than its injection point,
 * is injected as null or as an empty Optional.
 */
@ApplicationScoped
class JsonWebTokenProducer {
  private final JsonWebToken token;

  /** Creates the bean's proxy, for the container. */
  protected JsonWebTokenProducer() {
    this(null);
  }

  /** Creates the producer. */
  @Inject
  JsonWebTokenProducer(JsonWebToken token) {
    this.token = token;
  }

  /** Returns the verified token of the request, or one without claims if there is none. */
  @Produces
  @RequestScoped
  JsonWebToken token(HttpServletRequest request) {
    Object verified = request.getAttribute(CallerPrincipal.PROPERTY);
    return verified instanceof JsonWebToken found ? found : new NoToken();
  }

  @Produces
  @Claim
  String text(InjectionPoint point) {
    return (String) claim(point, String.class);
  }

  @Produces
  @Claim
  Long time(InjectionPoint point) {
    return (Long) claim(point, Long.class);
  }

  @Produces
  @Claim
  Boolean flag(InjectionPoint point) {
    return (Boolean) claim(point, Boolean.class);
  }

  @Produces
  @Claim
  @SuppressWarnings("unchecked")
  Set<String> texts(InjectionPoint point) {
    return (Set<String>) claim(point, Set.class);
  }

  @Produces
  @Claim
  JsonNumber number(InjectionPoint point) {
    return (JsonNumber) claim(point, JsonNumber.class);
  }

  @Produces
  @Claim
  JsonArray array(InjectionPoint point) {
    return (JsonArray) claim(point, JsonArray.class);
  }

  @Produces
  @Claim
  JsonObject object(InjectionPoint point) {
    return (JsonObject) claim(point, JsonObject.class);
  }

  @Produces
  @Claim
  @SuppressWarnings("unchecked")
  <T> Optional<T> optional(InjectionPoint point) {
    return (Optional<T>) claim(point, point.getType());
  }

  @Produces
  @Claim
  @SuppressWarnings("unchecked")
  <T> ClaimValue<T> value(InjectionPoint point) {
    Type type = ((ParameterizedType) point.getType()).getActualTypeArguments()[0];
    return new InjectedClaim<>(name(point), (T) claim(point, type));
  }

  /** Returns the claim that an injection point names, as this type; null if it has another type. */
  private Object claim(InjectionPoint point, Type type) {
    Type raw = type instanceof ParameterizedType generic ? generic.getRawType() : type;
    if (raw == Optional.class) {
      return Optional.ofNullable(
          claim(point, ((ParameterizedType) type).getActualTypeArguments()[0]));
    }
    Object value = token.getClaim(name(point));
    return raw instanceof Class<?> wanted && wanted.isInstance(value) ? value : null;
  }

  private static String name(InjectionPoint point) {
    Claim claim = point.getAnnotated().getAnnotation(Claim.class);
    return claim.standard() == Claims.UNKNOWN ? claim.value() : claim.standard().name();
  }

  private record InjectedClaim<T>(String getName, T getValue) implements ClaimValue<T> {}

  /** Stands for the token of a request that needs none. It has no claims. */
  private static final class NoToken implements JsonWebToken {
    @Override
    public String getName() {
      return null;
    }

    @Override
    public Set<String> getClaimNames() {
      return Set.of();
    }

    @Override
    public <T> T getClaim(String name) {
      return null;
    }
  }
}
