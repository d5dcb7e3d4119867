package webhooks.listener;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.glassfish.grizzly.CloseListener;
import org.glassfish.grizzly.CloseType;
import org.glassfish.grizzly.Closeable;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.IOEvent;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.FilterChainEvent;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpContext;
import org.glassfish.grizzly.http.HttpPacket;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.http.Method;
import org.glassfish.grizzly.http.ProcessingState;
import org.glassfish.grizzly.http.util.Header;
import org.glassfish.grizzly.http.util.HttpStatus;
import org.glassfish.grizzly.memory.Buffers;
import webhooks.listener.ConnectionLimit.Place;

/**
 * Refuses requests that Payara would answer wrongly, and closes their connections. Answers health
 * probes, and gives all other requests to the {@link RequestQueue}. Limits the connections ({@link
 * ConnectionLimit}), and replaces wrong answers of Payara.
 *
 * <p>The guard runs on the thread that reads the requests of all connections, so it waits for
 * nothing but short locks.
 *
 * <p>Payara fails on some heads and answers 200 without a body. Without the application, or while
 * it starts, Payara answers 404, 500 or 200: here that becomes 503. Payara does not read the body
 * of a {@code TRACE}, which would become the next request.
 */
final class RequestGuard extends BaseFilter {
  /** The system property that the application sets while it runs. */
  static final String APPLICATION_RUNS = "webhooks.application-runs";

  /** The header that each answer of the application has, and no answer of Payara itself. */
  private static final String APPLICATION_HEADER = "X-Content-Type-Options";

  /** How much of the heap a connection may hold while it waits. */
  static final int CONNECTION_BYTES = ClientInput.MAX_BYTES + UnreadAnswers.MAX_BYTES;

  private static final String PARAMETER = "/;";
  private static final String INVALID =
      "{\"error\":{\"code\":\"InvalidRequest\",\"message\":\"The request is not valid.\"}}";
  private static final String NOT_ALLOWED =
      "{\"error\":{\"code\":\"MethodNotAllowed\",\"message\":\"The resource does not support the"
          + " request's method.\"}}";

  /** Grizzly knows no phrase of this status and writes {@code CUSTOM} (RFC 9110, 15.5.21). */
  private static final HttpStatus UNPROCESSABLE =
      HttpStatus.newHttpStatus(422, "Unprocessable Content");

  /** Marks a request whose head was checked. The content after it is the body. */
  private static final Attribute<Boolean> SEEN =
      Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(RequestGuard.class.getName() + ".seen");

  /** Marks a response of Payara itself that was replaced. The rest of the response is not sent. */
  private static final Attribute<Boolean> REPLACED =
      Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(RequestGuard.class.getName() + ".replaced");

  private final RequestQueue queue;
  private final ConnectionLimit connections;
  private final CallerFilter callers;

  RequestGuard(RequestQueue queue, ConnectionLimit connections, CallerFilter callers) {
    this.queue = queue;
    this.connections = connections;
    this.callers = callers;
  }

  @Override
  public NextAction handleAccept(FilterChainContext context) {
    Connection<?> connection = context.getConnection();
    ClientInput.observe(connection);
    // A connection that is closed gracefully stays open until the client has read its answers.
    Optional<Place> place =
        connections.take(ClientNetwork.of(connection), connection::terminateSilently);
    if (place.isEmpty()) {
      connection.terminateSilently();
      return context.getStopAction();
    }
    place.get().attach(connection);
    CloseListener<Closeable, CloseType> ended =
        (closed, type) -> {
          place.get().release();
          ClientInput.of(connection).ended();
        };
    connection.addCloseListener(ended);
    // Otherwise Grizzly reads all bytes that the system has received, however many they are.
    connection.setReadBufferSize(ClientInput.MAX_BYTES);
    UnreadAnswers.of(connection).makeRoom();
    return context.getInvokeAction();
  }

  @Override
  public NextAction handleEvent(FilterChainContext context, FilterChainEvent event) {
    if (event == HttpServerFilter.RESPONSE_COMPLETE_EVENT) {
      requestEnded(context.getConnection());
      if (HttpContext.get(context).getRequest().isExpectContent()) {
        AnsweredBody.begin(context.getConnection());
      }
    }
    return context.getInvokeAction();
  }

  private static void requestEnded(Connection<?> connection) {
    Place.of(connection).requestEnded();
    UnreadAnswers.of(connection).endUnlessTaken();
  }

  @Override
  public NextAction handleRead(FilterChainContext context) {
    HttpContent content = context.getMessage();
    HttpRequestPacket request = (HttpRequestPacket) content.getHttpHeader();
    if (!context.getConnection().isOpen()) {
      // Grizzly would still pass on what it read behind the last request.
      return context.getStopAction();
    }
    if (SEEN.isSet(request)) {
      return context.getInvokeAction();
    }
    UnreadAnswers unread = UnreadAnswers.of(context.getConnection());
    if (unread.exist()) {
      context.suspend();
      unread.whenTaken(context::resume);
      return context.getSuspendAction();
    }
    SEEN.set(request, true);
    AnsweredBody.end(context.getConnection());
    return check(context, request);
  }

  private NextAction check(FilterChainContext context, HttpRequestPacket request) {
    if (request.isChunked()) {
      // The application ends such a connection by the header Connection, which Grizzly ignores.
      request.getProcessingState().setKeepAlive(false);
    }
    if (!isValid(request)) {
      return refuse(context, request, HttpStatus.BAD_REQUEST_400, INVALID);
    }
    if (!Boolean.getBoolean(APPLICATION_RUNS)) {
      return refuse(context, request, HttpStatus.SERVICE_UNAVAILABLE_503, UnavailableAnswer.JSON);
    }
    if (RequestHead.hasParameters(request.getRequestURI())) {
      // Payara removes ;jsessionid=, but not this one, for which the application answers 404.
      request.setRequestURI(PARAMETER + request.getRequestURI());
    }
    if (Method.TRACE.equals(request.getMethod())) {
      request.getResponse().setHeader(Header.Allow, RequestHead.allowed(request.getRequestURI()));
      return refuse(context, request, HttpStatus.METHOD_NOT_ALLOWED_405, NOT_ALLOWED);
    }
    return HealthProbe.answer(request, System.nanoTime())
        .map(probe -> answer(context, request, probe))
        .orElseGet(() -> enqueue(context, request));
  }

  /**
   * Answers as the application would, and keeps the connection. What the client has sent behind the
   * probe waits until this thread has read the requests of all other connections.
   */
  private static NextAction answer(
      FilterChainContext context, HttpRequestPacket request, HealthProbe probe) {
    Connection<?> connection = context.getConnection();
    Place.of(connection).requestBegan();
    context.write(content(context, request.getResponse(), probe.status(), probe.body(), true));
    requestEnded(connection);
    context.notifyDownstream(HttpServerFilter.RESPONSE_COMPLETE_EVENT);
    context.suspend();
    // Grizzly runs it in the next round of the selector.
    connection.executeInEventThread(IOEvent.WRITE, () -> context.resume(context.getStopAction()));
    return context.getSuspendAction();
  }

  /** Gives a request to the queue. If its client has gone, its context stays suspended. */
  private NextAction enqueue(FilterChainContext context, HttpRequestPacket request) {
    Connection<?> connection = context.getConnection();
    Place.of(connection).requestBegan();
    // The request may get its thread before this method returns.
    context.suspend();
    ClientInput.of(connection)
        .waitIn(
            queue,
            callers.callerOf(request, connection),
            () -> context.resume(context.getInvokeAction()),
            () ->
                end(context, request, HttpStatus.SERVICE_UNAVAILABLE_503, UnavailableAnswer.JSON));
    return context.getSuspendAction();
  }

  private static boolean isValid(HttpRequestPacket request) {
    return RequestHead.isPath(request.getRequestURI())
        && RequestHead.areHosts(request.getHeaders().values(Header.Host));
  }

  private static NextAction refuse(
      FilterChainContext context, HttpRequestPacket request, HttpStatus status, String body) {
    context.suspend();
    end(context, request, status, body);
    return context.getSuspendAction();
  }

  /**
   * Answers a request whose context is suspended, and closes its connection. The context stays
   * suspended: Grizzly would parse the rest of the bytes again and again until the connection is
   * closed, and this thread itself must close it.
   */
  private static void end(
      FilterChainContext context, HttpRequestPacket request, HttpStatus status, String body) {
    context.write(answer(context, request.getResponse(), status, body, true));
    request.getProcessingState().getHttpContext().close();
    UnreadAnswers.of(context.getConnection()).endUnlessTaken();
  }

  /** Replaces a wrong answer of Payara, which may come in parts: its head, some body, its end. */
  @Override
  public NextAction handleWrite(FilterChainContext context) {
    if (context.getMessage() instanceof HttpPacket part
        && part.getHttpHeader() instanceof HttpResponsePacket response) {
      if (!response.isCommitted() && UNPROCESSABLE.statusMatches(response.getStatus())) {
        response.setStatus(UNPROCESSABLE);
      }
      boolean last = part instanceof HttpContent content && content.isLast();
      if (REPLACED.isSet(response)) {
        context.setMessage(HttpContent.builder(response).last(last).build());
      } else if (!response.isCommitted() && isWrong(response)) {
        REPLACED.set(response, true);
        // They describe Payara's answer. Payara has also marked them as complete, so Grizzly would
        // refuse Retry-After as a trailer.
        response.getHeaders().clear();
        HttpStatus status = statusInsteadOf(response);
        context.setMessage(answer(context, response, status, body(status), last));
      }
    }
    return context.getInvokeAction();
  }

  /** Returns whether Payara itself answers, without a body that the API describes. */
  private static boolean isWrong(HttpResponsePacket response) {
    return response.getStatus() >= 200 && !response.containsHeader(APPLICATION_HEADER);
  }

  /** Payara may refuse a request, but not claim a success, a failure, or that there is nothing. */
  private static HttpStatus statusInsteadOf(HttpResponsePacket response) {
    int status = response.getStatus();
    return status >= 400 && status < 500 && status != 404
        ? HttpStatus.getHttpStatus(status)
        : HttpStatus.SERVICE_UNAVAILABLE_503;
  }

  private static String body(HttpStatus status) {
    if (status == HttpStatus.SERVICE_UNAVAILABLE_503) {
      return UnavailableAnswer.JSON;
    }
    return status == HttpStatus.METHOD_NOT_ALLOWED_405 ? NOT_ALLOWED : INVALID;
  }

  private static HttpContent answer(
      FilterChainContext context,
      HttpResponsePacket response,
      HttpStatus status,
      String body,
      boolean last) {
    if (status == HttpStatus.SERVICE_UNAVAILABLE_503) {
      response.setHeader(Header.RetryAfter, UnavailableAnswer.RETRY_AFTER_SECONDS);
    }
    // An error ends the connection after the answer, so no byte after this head becomes a request.
    ProcessingState state = response.getRequest().getProcessingState();
    state.setKeepAlive(false);
    state.setError(true);
    return content(context, response, status, body, last);
  }

  private static HttpContent content(
      FilterChainContext context,
      HttpResponsePacket response,
      HttpStatus status,
      String body,
      boolean last) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    status.setValues(response);
    response.setContentType("application/json");
    response.setChunked(false);
    response.setContentLength(bytes.length);
    response.setHeader(APPLICATION_HEADER, "nosniff");
    return HttpContent.builder(response)
        .content(Buffers.wrap(context.getMemoryManager(), bytes))
        .last(last)
        .build();
  }
}
