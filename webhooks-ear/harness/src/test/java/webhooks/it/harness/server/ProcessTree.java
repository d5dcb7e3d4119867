package webhooks.it.harness.server;

import java.util.List;
import java.util.stream.Stream;

/** Kills a process with its descendants. */
public final class ProcessTree {
  private ProcessTree() {}

  /** Kills the process and the processes that it started, and waits for their ends. */
  public static void kill(Process process) {
    List<ProcessHandle> family =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    family.forEach(ProcessHandle::destroyForcibly);
    family.forEach(member -> member.onExit().join());
  }
}
