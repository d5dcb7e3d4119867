package webhooks.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.SecurityContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.api.token.CallerPrincipal;
import webhooks.api.token.CallerPrincipals;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.limit.CallerLimit;
import webhooks.domain.limit.LimitKey;
import webhooks.domain.limit.StrangerWaits;

class RequestBodyFilterTest {
  private static final byte[] BODY = "{\"active\":true}".getBytes(StandardCharsets.UTF_8);
  private static final int LARGE = 100 * 1024;
  private static final int MAX = 200 * 1024;

  private final CallerLimit waiting = new CallerLimit(1, 1, "waiting");
  private final CallerLimit memory = new CallerLimit(MAX, LARGE, "memory");

  private static RequestBodyFilter filter(
      Duration timeout, CallerLimit waiting, CallerLimit memory) {
    return new RequestBodyFilter(
        MAX, false, new BodyLimits(timeout, waiting, new StrangerWaits(1), memory));
  }

  private RequestBodyFilter filter() {
    return filter(Duration.ofMinutes(1), waiting, memory);
  }

  private static void assertRefused(ErrorCode code, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 15})
  void readsBodyThatComesByteByByte(int length) throws Exception {
    Request request = new Request(new Drips(BODY), length < 0 ? null : "" + length);

    filter().filter(request.context());

    assertThat(request.passedOn.readAllBytes()).isEqualTo(BODY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "102400"})
  void readsLargeBody(int length) throws Exception {
    byte[] large = " ".repeat(LARGE).getBytes(StandardCharsets.UTF_8);
    Request request = new Request(new ByteArrayInputStream(large), length < 0 ? null : "" + length);

    filter(Duration.ofMinutes(1), waiting, unlimited()).filter(request.context());

    assertThat(request.passedOn.readAllBytes()).isEqualTo(large);
  }

  private static CallerLimit unlimited() {
    return new CallerLimit(Long.MAX_VALUE, Long.MAX_VALUE, "unlimited");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "15"})
  void refusesBodyThatTakesTooLong(int length) {
    Request request = new Request(new Drips(BODY), length < 0 ? null : "" + length);

    assertRefused(
        ErrorCode.REQUEST_TIMEOUT,
        () -> filter(Duration.ZERO, waiting, memory).filter(request.context()));

    assertThat(request.passedOn).isNull();
  }

  @Test
  void timeoutOfTheServerIsARefusalToo() {
    InputStream silent =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("Read timed out");
          }
        };
    Request request = new Request(silent, "15");

    assertRefused(
        ErrorCode.REQUEST_TIMEOUT,
        () -> filter(Duration.ofNanos(1), waiting, memory).filter(request.context()));
  }

  @Test
  void brokenConnectionIsAnInvalidRequest() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("Connection reset");
          }
        };

    assertThatThrownBy(() -> filter().filter(new Request(broken, "15").context()))
        .isInstanceOf(BadRequestException.class);
  }

  @Test
  void limitsRequestsThatWaitForTheirBodies() throws Exception {
    CallerLimit.Share other = waiting.take(LimitKey.ofApplication("other", Optional.empty()), 1);
    assertRefused(
        ErrorCode.SERVICE_UNAVAILABLE,
        () -> filter().filter(new Request(new Drips(BODY), "15", "a", "maria").context()));
    // A body that has arrived does not wait.
    filter().filter(new Request(new ByteArrayInputStream(BODY), "15", "a", "maria").context());

    other.close();

    filter().filter(new Request(new Drips(BODY), "15", "a", "maria").context());
  }

  @Test
  void limitsTheMemoryOfLargeBodiesUntilTheyAreStored() throws Exception {
    byte[] large = new byte[LARGE];
    Request stored = new Request(new ByteArrayInputStream(large), "" + LARGE);
    filter().filter(stored.context());
    InputStream unread = new ByteArrayInputStream(large);

    assertRefused(
        ErrorCode.SERVICE_UNAVAILABLE,
        () -> filter().filter(new Request(unread, "" + LARGE).context()));
    assertThat(unread.available()).isEqualTo(LARGE);
    assertRefused(
        ErrorCode.SERVICE_UNAVAILABLE,
        () -> filter().filter(new Request(new ByteArrayInputStream(large), null).context()));
    filter().filter(new Request(new ByteArrayInputStream(BODY), "15").context());

    filter().filter(stored.context(), null);

    filter().filter(new Request(new ByteArrayInputStream(large), "" + LARGE).context());
  }

  @Test
  void usersOfAClientHaveMemoryOfTheirOwn() {
    filter().filter(largeBodyOf("a", "maria"));

    assertRefused(ErrorCode.SERVICE_UNAVAILABLE, () -> filter().filter(largeBodyOf("a", "maria")));
    filter().filter(largeBodyOf("b", "maria"));
  }

  @Test
  void usersOfAClientWaitForBodiesOfTheirOwn() {
    CallerLimit perCaller = new CallerLimit(2, 1, "waiting");
    RequestBodyFilter filter = filter(Duration.ofMinutes(1), perCaller, unlimited());
    perCaller.take(CallerPrincipals.user("a", "maria").caller().limitKey(), 1);

    assertRefused(
        ErrorCode.SERVICE_UNAVAILABLE,
        () -> filter.filter(new Request(new Drips(BODY), "15", "a", "maria").context()));
    filter.filter(new Request(new Drips(BODY), "15", "b", "maria").context());
  }

  private static ContainerRequestContext largeBodyOf(String account, String user) {
    return new Request(new ByteArrayInputStream(new byte[LARGE]), "" + LARGE, account, user)
        .context();
  }

  /** Some servers answer such a request without the filters of its response. */
  @Test
  void failedReadGivesItsMemoryBack() throws Exception {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() {
            throw new OutOfMemoryError("injected");
          }
        };

    assertThatThrownBy(() -> filter().filter(new Request(broken, "" + LARGE).context()))
        .isInstanceOf(OutOfMemoryError.class);

    filter().filter(new Request(new ByteArrayInputStream(new byte[LARGE]), "" + LARGE).context());
  }

  @Test
  void largestBodyFitsIntoTheSmallestHeap() {
    BodyLimits limits = BodyLimits.of(1);

    limits.memory(LimitKey.ofApplication("client", Optional.empty())).add(MaxBodySize.LARGEST + 1L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"204801", "2147483648", "9223372036854775807"})
  void refusesTooLargeLengthWithoutReading(String length) {
    assertThatThrownBy(() -> filter().filter(new Request(null, length).context()))
        .isInstanceOfSatisfying(
            ClientErrorException.class,
            refused -> assertThat(refused.getResponse().getStatus()).isEqualTo(413));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "", "1,1", "9223372036854775808"})
  void refusesInvalidLength(String length) {
    assertThatThrownBy(() -> filter().filter(new Request(null, length).context()))
        .isInstanceOf(BadRequestException.class);
  }

  /** A request, and what the filter makes of it. */
  private static final class Request {
    private final Map<String, Object> properties = new HashMap<>();
    private final Map<String, String> headers =
        new HashMap<>(Map.of(RequestNormalizer.CONTENT_TYPE, "application/json"));
    private final InputStream body;
    private final String length;
    private final CallerPrincipal caller;
    private InputStream passedOn;

    Request(InputStream body, String length) {
      this(body, length, (CallerPrincipal) null);
    }

    Request(InputStream body, String length, String account, String user) {
      this(body, length, CallerPrincipals.user(account, user));
    }

    private Request(InputStream body, String length, CallerPrincipal caller) {
      this.body = body;
      this.length = length;
      this.caller = caller;
    }

    ContainerRequestContext context() {
      return proxy(
          ContainerRequestContext.class,
          (name, args) ->
              switch (name) {
                case "getMethod" -> "PATCH";
                case "getHeaderString" ->
                    args[0].equals(HttpHeaders.CONTENT_LENGTH) ? length : headers.get(args[0]);
                case "getEntityStream" -> body;
                case "getSecurityContext" -> proxy(SecurityContext.class, (unused, none) -> caller);
                case "getProperty" -> properties.get((String) args[0]);
                case "setProperty" -> {
                  properties.put((String) args[0], args[1]);
                  yield null;
                }
                case "setEntityStream" -> {
                  passedOn = (InputStream) args[0];
                  yield null;
                }
                default -> null;
              });
    }

    /** Answers the calls of an interface. */
    @FunctionalInterface
    private interface Calls {
      Object answer(String method, Object[] args);
    }

    private static <T> T proxy(Class<T> type, Calls calls) {
      return type.cast(
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (proxy, method, args) -> calls.answer(method.getName(), args)));
    }
  }

  /** Returns one byte with each read, like a slow connection. */
  private static final class Drips extends ByteArrayInputStream {
    Drips(byte[] bytes) {
      super(bytes);
    }

    @Override
    public synchronized int available() {
      return 0;
    }

    @Override
    public synchronized int read(byte[] into, int offset, int length) {
      return super.read(into, offset, Math.min(1, length));
    }
  }
}
