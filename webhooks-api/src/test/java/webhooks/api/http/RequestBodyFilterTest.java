package webhooks.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestBodyFilterTest {
  private static final byte[] BODY = "{\"active\":true}".getBytes(StandardCharsets.UTF_8);

  private InputStream passedOn;

  @ParameterizedTest
  @ValueSource(ints = {-1, 15})
  void readsBodyThatComesByteByByte(int length) throws Exception {
    new RequestBodyFilter(100, Duration.ofMinutes(1)).filter(request(length));

    assertThat(passedOn.readAllBytes()).isEqualTo(BODY);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 15})
  void refusesBodyThatTakesTooLong(int length) {
    RequestBodyFilter impatient = new RequestBodyFilter(100, Duration.ZERO);

    assertThatThrownBy(() -> impatient.filter(request(length)))
        .isInstanceOf(BadRequestException.class);
    assertThat(passedOn).isNull();
  }

  @Test
  void readsBodyThatIsCompleteAtOnce() throws Exception {
    new RequestBodyFilter(100, Duration.ZERO)
        .filter(request(new ByteArrayInputStream(BODY), "" + BODY.length));

    assertThat(passedOn.readAllBytes()).isEqualTo(BODY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"101", "2147483648", "9223372036854775807"})
  void refusesTooLargeLengthWithoutReading(String length) {
    assertThatThrownBy(
            () -> new RequestBodyFilter(100, Duration.ZERO).filter(request(null, length)))
        .isInstanceOfSatisfying(
            ClientErrorException.class,
            refused -> assertThat(refused.getResponse().getStatus()).isEqualTo(413));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "", "1,1", "9223372036854775808"})
  void refusesInvalidLength(String length) {
    assertThatThrownBy(
            () -> new RequestBodyFilter(100, Duration.ZERO).filter(request(null, length)))
        .isInstanceOf(BadRequestException.class);
  }

  private ContainerRequestContext request(int length) {
    return request(new Drips(BODY), length < 0 ? null : "" + length);
  }

  private ContainerRequestContext request(InputStream body, String length) {
    return (ContainerRequestContext)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ContainerRequestContext.class},
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "getMethod" -> "PATCH";
                  case "getHeaderString" ->
                      args[0].equals(HttpHeaders.CONTENT_LENGTH) ? length : null;
                  case "getEntityStream" -> body;
                  case "getProperty" -> "application/json";
                  case "setEntityStream" -> {
                    passedOn = (InputStream) args[0];
                    yield null;
                  }
                  default -> null;
                });
  }

  /** Returns one byte with each read, like a slow connection. */
  private static final class Drips extends ByteArrayInputStream {
    Drips(byte[] bytes) {
      super(bytes);
    }

    @Override
    public synchronized int read(byte[] into, int offset, int length) {
      return super.read(into, offset, Math.min(1, length));
    }
  }
}
