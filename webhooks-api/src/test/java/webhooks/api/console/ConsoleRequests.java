package webhooks.api.console;

import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import webhooks.domain.settings.TestSettings;

/** Requests to the console's servlet without a server, and what it answered last. */
abstract class ConsoleRequests {
  static final Path WEBAPP = Path.of("src/main/webapp");
  static final String CLIENT = "webhooks.console.client-id";
  static final String ISSUER = "mp.jwt.verify.issuer";
  static final Pattern SCRIPT = Pattern.compile("src=\"(assets/[^\"]+/)app\\.js\"");

  final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  final ByteArrayOutputStream body = new ByteArrayOutputStream();
  int status = 200;
  String accepted;

  String page() {
    return body.toString(StandardCharsets.UTF_8);
  }

  ConsoleServlet servlet(String... settings) throws Exception {
    ConsoleServlet servlet = new ConsoleServlet();
    servlet.settings = TestSettings.with(settings);
    servlet.init(proxy(ServletConfig.class, Map.of("getServletContext", args -> context())));
    return servlet;
  }

  private static ServletContext context() {
    return proxy(
        ServletContext.class,
        Map.of(
            "getResourcePaths", args -> paths((String) args[0]),
            "getResourceAsStream", args -> Files.newInputStream(WEBAPP.resolve(inside(args[0])))));
  }

  private static Set<String> paths(String directory) {
    try (Stream<Path> files = Files.list(WEBAPP.resolve(inside(directory)))) {
      return files
          .map(file -> directory + file.getFileName() + (Files.isDirectory(file) ? "/" : ""))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String inside(Object path) {
    return path.toString().substring(1);
  }

  void get(ConsoleServlet servlet, String path) throws IOException {
    call(servlet, "GET", path);
  }

  void call(ConsoleServlet servlet, String method, String path) throws IOException {
    status = 200;
    headers.clear();
    body.reset();
    servlet.service(
        proxy(
            HttpServletRequest.class,
            Map.of(
                "getMethod", args -> method,
                "getPathInfo", args -> path,
                "getHeader", args -> accepted)),
        proxy(
            HttpServletResponse.class,
            Map.of(
                "setStatus", args -> status = (int) args[0],
                "sendError", args -> status = (int) args[0],
                "setHeader", args -> headers.put((String) args[0], (String) args[1]),
                "setContentType", args -> headers.put("Content-Type", (String) args[0]),
                "setContentLength", args -> headers.put("Content-Length", args[0].toString()),
                "getOutputStream", args -> output())));
  }

  private ServletOutputStream output() {
    return new ServletOutputStream() {
      @Override
      public void write(int b) {
        body.write(b);
      }

      @Override
      public boolean isReady() {
        return true;
      }

      @Override
      public void setWriteListener(WriteListener listener) {}
    };
  }

  /** What a method of a stand-in does. */
  @FunctionalInterface
  private interface Answer {
    Object to(Object[] args) throws IOException;
  }

  private static <T> T proxy(Class<T> type, Map<String, Answer> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, args) -> {
              Object answer = answers.getOrDefault(method.getName(), none -> null).to(args);
              return method.getReturnType() == void.class ? null : answer;
            }));
  }
}
