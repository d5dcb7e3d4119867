package webhooks.it.pages;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A language of docs/receivers, and how its file runs. */
enum Language {
  JAVA("javac", "Verify.java") {
    @Override
    List<String> prepare(Path file, Path directory) {
      JavaProgram.compile(file, directory, "-Xlint:all,-path", "-Werror");
      return JavaProgram.command(directory.toString(), "Verify");
    }
  },
  NODE("node", "verify.mjs"),
  PYTHON("python3", "verify.py"),
  SHELL("openssl", "verify.sh") {
    @Override
    List<String> prepare(Path file, Path directory) {
      return List.of("bash", file.toString());
    }
  },
  GO("go", "verify.go") {
    @Override
    List<String> prepare(Path file, Path directory) {
      String program = directory.resolve("verify").toString();
      run(List.of("go", "build", "-o", program, file.toString()), Map.of(), new byte[0]);
      return List.of(program);
    }
  };

  private static final Path DIRECTORY = Pages.ROOT.resolve("docs/receivers");

  private final String tool;
  private final String file;

  Language(String tool, String file) {
    this.tool = tool;
    this.file = file;
  }

  /** Returns the language's file. */
  Path file() {
    return DIRECTORY.resolve(file);
  }

  /** Returns whether this machine can run the file. */
  boolean isInstalled() {
    return this == JAVA
        || Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, tool)));
  }

  /** Returns the command that runs the file, which may be compiled into the directory first. */
  List<String> prepare(Path directory) {
    return prepare(file(), directory);
  }

  List<String> prepare(Path path, Path directory) {
    return List.of(tool, path.toString());
  }

  /** Returns the exit code of a command with these variables and this input. */
  static int run(List<String> command, Map<String, String> variables, byte[] input) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(variables);
    try {
      Process process = builder.start();
      process.getOutputStream().write(input);
      process.getOutputStream().close();
      return process.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
