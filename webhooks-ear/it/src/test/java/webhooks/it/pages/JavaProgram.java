package webhooks.it.pages;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;

/** Compiles the programs of docs/receivers in Java. */
final class JavaProgram {
  private JavaProgram() {}

  /** Compiles a file into the directory, with options of the compiler. */
  static void compile(Path file, Path directory, String... options) {
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(List.of("-d", directory.toString(), file.toString()));
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    if (code != 0) {
      throw new IllegalStateException(file + " has errors or warnings");
    }
  }

  /**
   * Compiles a file that uses libraries, and returns the command that runs it. The libraries are on
   * the class path of the tests.
   */
  static List<String> withLibraries(Path file, Path directory) {
    compile(file, directory, "-Xlint:all,-path,-processing,-classfile");
    return command(
        directory + ":" + System.getProperty("java.class.path"),
        file.getFileName().toString().replace(".java", ""));
  }

  /** Returns the command that runs a compiled program. */
  static List<String> command(String classPath, String name) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xshare:auto",
        "-XX:TieredStopAtLevel=1",
        "-Dstdout.encoding=UTF-8",
        "-cp",
        classPath,
        name);
  }
}
