package webhooks.it.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import webhooks.it.harness.Places;
import webhooks.it.harness.receiver.Receipt;

/** Runs programs of docs/receivers with requests that arrived. */
final class CgiProgram {
  private CgiProgram() {}

  /**
   * Runs a program with the headers of a request and a body, as CGI gives them. Returns its output.
   */
  static String output(ProcessBuilder program, Receipt receipt, byte[] body) {
    try {
      Path input = Files.write(Places.freshDirectory("cgi").resolve("body"), body);
      program.redirectInput(input.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
      Map<String, String> variables = program.environment();
      for (String name : receipt.names()) {
        variables.put("HTTP_" + upperCase(name), receipt.header(name));
      }
      variables.put("CONTENT_TYPE", receipt.header("Content-Type"));
      return new String(program.start().getInputStream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String upperCase(String header) {
    return header.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
