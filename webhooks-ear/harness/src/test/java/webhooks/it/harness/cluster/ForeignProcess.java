package webhooks.it.harness.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import webhooks.it.harness.Places;

/**
 * A process of a cluster, with the processes that it started. Its output goes to a log.
 *
 * <p>The process ends with this JVM at the latest.
 */
final class ForeignProcess {
  private final List<String> command;
  private final Path log;
  private Process process;

  ForeignProcess(String name, List<String> command) {
    this.command = List.copyOf(command);
    this.log = Places.freshLog(name);
    Runtime.getRuntime().addShutdownHook(new Thread(this::kill9));
  }

  /** Starts the process. */
  ForeignProcess start() {
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** Returns the output since the first start. */
  String log() {
    return Places.textOf(log);
  }

  /** Returns the process and its descendants; empty if it does not run. */
  Stream<ProcessHandle> family() {
    return isAlive() ? family(process.toHandle()) : Stream.empty();
  }

  /** Returns a process and its descendants, the process first. */
  static Stream<ProcessHandle> family(ProcessHandle first) {
    return Stream.concat(Stream.of(first), first.descendants());
  }

  /** Kills the process and its descendants by SIGKILL, and waits for their ends. */
  void kill9() {
    kill9(family().toList());
  }

  /** Kills processes by SIGKILL, and waits for their ends. */
  static void kill9(List<ProcessHandle> processes) {
    processes.forEach(ProcessHandle::destroyForcibly);
    processes.forEach(one -> one.onExit().join());
  }

  /** Sends a signal to processes, in this order. */
  static void signal(String signal, List<ProcessHandle> processes) {
    if (processes.isEmpty()) {
      return;
    }
    List<String> command =
        Stream.concat(
                Stream.of("kill", "-" + signal),
                processes.stream().map(one -> Long.toString(one.pid())))
            .toList();
    run(command);
  }

  /** Runs a command and waits for its end. Fails if it fails. */
  static void run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).inheritIO().start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException("Failed: " + String.join(" ", command));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the running process with this id. */
  static Optional<ProcessHandle> handle(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
  }
}
