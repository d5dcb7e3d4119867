package webhooks.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.api.accesslog.AccessLogFilter;
import webhooks.api.webhook.PublicKeysResource;
import webhooks.domain.limit.LimitKey;
import webhooks.domain.limit.RequestCaller;

/** The filters before an operation that needs no token. */
class AuthenticationFeatureTest {
  private final List<ContainerRequestFilter> registered = new ArrayList<>();

  @AfterEach
  void leave() {
    RequestCaller.leave();
  }

  private FeatureContext context() {
    return (FeatureContext)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {FeatureContext.class},
            (proxy, method, arguments) -> {
              registered.add((ContainerRequestFilter) arguments[0]);
              return proxy;
            });
  }

  private static ResourceInfo operation(Class<?> resource, String name) {
    return new ResourceInfo() {
      @Override
      public Method getResourceMethod() {
        return Arrays.stream(resource.getMethods())
            .filter(method -> method.getName().equals(name))
            .findFirst()
            .orElseThrow();
      }

      @Override
      public Class<?> getResourceClass() {
        return resource;
      }
    };
  }

  /** Otherwise a stranger would count as the product, whose use of the database has no bound. */
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "2001:db8:7:1:0:0:0:1, 2001:db8:7",
    "2001:db8:7:2:0:0:0:1, 2001:db8:7",
    "::1, ::1"
  })
  void strangersOfANetworkAreOneCallerWithoutAnAccount(String address, String network)
      throws IOException {
    new AuthenticationFeature(null, null, null)
        .configure(operation(PublicKeysResource.class, "get"), context());

    assertThat(registered).hasSize(1);
    registered.get(0).filter(request(address));
    LimitKey key = RequestCaller.current().key().orElseThrow();
    assertThat(key).isEqualTo(LimitKey.ofNetwork(network));
    assertThat(key.account()).isEqualTo(LimitKey.WITHOUT_ACCOUNT.account());
  }

  private static ContainerRequestContext request(String address) {
    return (ContainerRequestContext)
        Proxy.newProxyInstance(
            AuthenticationFeatureTest.class.getClassLoader(),
            new Class<?>[] {ContainerRequestContext.class},
            (proxy, method, arguments) ->
                arguments[0].equals(AccessLogFilter.ADDRESS) ? address : null);
  }
}
