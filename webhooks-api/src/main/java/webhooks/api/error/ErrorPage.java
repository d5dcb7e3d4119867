package webhooks.api.error;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;

/** Gives what the server refuses outside JAX-RS the shape of every other error. */
@WebServlet("/error-page")
public class ErrorPage extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private static final Pattern MEDIA_TYPE = Pattern.compile("[^\\s/;]+/[^\\s/;]+\\s*(;.*)?");

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ErrorAnswer answer = answer(request);
    byte[] body = answer.json().toString().getBytes(StandardCharsets.UTF_8);
    response.setStatus(answer.status());
    answer.headers().forEach(response::setHeader);
    response.setContentType("application/json");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  private static ErrorAnswer answer(HttpServletRequest request) {
    if (request.getDispatcherType() != DispatcherType.ERROR) {
      // The page's own path is no operation.
      return ErrorAnswer.resourceNotFound();
    }
    if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable fault) {
      return FaultMapper.answer(fault);
    }
    Integer status = (Integer) request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    if (status == null || status >= 500 && status != 503) {
      return FaultMapper.answer(new IllegalStateException("The server answered " + status));
    }
    // Jersey refuses a content type that it can't parse, before anything else, as a bad request.
    boolean typed = status != 400 || MEDIA_TYPE.matcher(contentType(request)).matches();
    return ErrorAnswer.ofStatus(typed ? status : 415);
  }

  private static String contentType(HttpServletRequest request) {
    return Objects.requireNonNullElse(request.getContentType(), "*/*").strip();
  }
}
