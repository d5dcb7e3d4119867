package webhooks.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentTypeFilterTest {
  private HttpServletRequest seen;

  @ParameterizedTest
  @CsvSource({
    "application/json, application/json",
    "' Application/JSON; charset', application/json",
    "application/x-www-form-urlencoded, application/octet-stream",
    "' application / x-www-form-urlencoded', application/octet-stream",
    "'application/json, text/html', application/octet-stream",
    "'', application/octet-stream",
    "/, application/octet-stream"
  })
  void showsTypeAsJsonOrBytes(String type, String shown) throws Exception {
    filter(request(type));

    assertThat(seen.getContentType()).isEqualTo(shown);
    assertThat(seen.getHeader("content-type")).isEqualTo(shown);
    assertThat(Collections.list(seen.getHeaders("Content-Type"))).containsExactly(shown);
    assertThat(seen.getHeader("Accept")).isEqualTo("*/*");
    assertThat(Collections.list(seen.getHeaders("Accept"))).containsExactly("*/*");
  }

  @Test
  void passesRequestWithoutTypeUnchanged() throws Exception {
    HttpServletRequest request = request(null);

    filter(request);

    assertThat(seen).isSameAs(request);
  }

  private void filter(HttpServletRequest request) throws Exception {
    new ContentTypeFilter()
        .doFilter(request, null, (passed, response) -> seen = (HttpServletRequest) passed);
  }

  private static HttpServletRequest request(String type) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            ContentTypeFilterTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) -> {
              String header =
                  arguments == null || arguments[0].equals("Content-Type") ? type : "*/*";
              return switch (method.getName()) {
                case "getContentType", "getHeader" -> header;
                case "getHeaders" -> Collections.enumeration(List.of(header));
                case "equals" -> proxy == arguments[0];
                default -> throw new UnsupportedOperationException(method.getName());
              };
            });
  }
}
