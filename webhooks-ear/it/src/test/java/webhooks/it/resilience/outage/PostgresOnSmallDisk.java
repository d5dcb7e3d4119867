package webhooks.it.resilience.outage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import webhooks.it.harness.Places;
import webhooks.it.harness.SmallDisk;
import webhooks.it.harness.database.Postgres;

/** Runs a PostgreSQL that was stopped on a small disk, with a copy of its data. */
final class PostgresOnSmallDisk implements AutoCloseable {
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

  private final SmallDisk disk;
  private final Path mountPoint;
  private final List<String> command;
  private final Path log = Places.freshLog("postgres-on-small-disk");
  private Process process;

  PostgresOnSmallDisk(Postgres stopped, int megabytes) throws Exception {
    Path data = stopped.directory();
    mountPoint = Places.freshDirectory("small-postgres").resolve("disk");
    disk = SmallDisk.mount(mountPoint, megabytes);
    // PostgreSQL leaves its command there.
    String started = Files.readString(data.resolve("postmaster.opts"));
    command = new ArrayList<>(List.of("unshare", "--user", started.split(" ")[0]));
    QUOTED.matcher(started).results().map(PostgresOnSmallDisk::text).forEach(command::add);
    String moved = mountPoint.resolve("data").toString();
    command.replaceAll(part -> part.equals(data.toString()) ? moved : part);
    new ProcessBuilder("cp", "-a", data.toString(), disk.resolve("data").toString())
        .inheritIO()
        .start()
        .waitFor();
  }

  private static String text(MatchResult found) {
    return found.group(1);
  }

  SmallDisk disk() {
    return disk;
  }

  /** Starts the server unless it runs, as its supervisor does. */
  void start() {
    if (process != null && process.isAlive()) {
      return;
    }
    try {
      process =
          SmallDisk.process(mountPoint.getParent(), command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    // Ends the server in fast mode.
    try {
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
      process.waitFor();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      disk.close();
    }
  }
}
