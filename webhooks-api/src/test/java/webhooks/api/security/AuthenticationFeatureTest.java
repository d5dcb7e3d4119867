package webhooks.api.security;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;
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
  @Test
  void strangersShareTheLimitsOfCallersWithoutAnAccount() throws IOException {
    new AuthenticationFeature(null, null, null)
        .configure(operation(PublicKeysResource.class, "get"), context());

    assertThat(registered).hasSize(1);
    registered.get(0).filter(null);
    assertThat(RequestCaller.current().key()).contains(LimitKey.WITHOUT_ACCOUNT);
  }
}
