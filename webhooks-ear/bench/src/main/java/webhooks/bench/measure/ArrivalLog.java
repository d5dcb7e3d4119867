package webhooks.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Reads the receiver's log while it is written.
 *
 * <p>A line has the event's id, the time in seconds with three decimals, the status of the answer
 * and the path, which ends with the number of the webhook. Reads a line when it is complete.
 */
public final class ArrivalLog implements AutoCloseable {
  /** The format of a line in the terms of nginx. */
  public static final String FORMAT = "$http_webhook_id $msec $status $request_uri";

  private static final int BLOCK = 1 << 20;
  private static final int FIELDS = 4;

  private final Path file;
  private final byte[] block = new byte[BLOCK];
  private final int[] starts = new int[FIELDS + 1];
  private FileChannel channel;
  private int kept;

  /** Creates a reader of a log, which need not exist yet. */
  public ArrivalLog(Path file) {
    this.file = file;
  }

  /** Counts the requests of all lines that are new. */
  public void read(Arrivals arrivals) {
    try {
      if (channel == null) {
        if (!Files.exists(file)) {
          return;
        }
        channel = FileChannel.open(file, StandardOpenOption.READ);
      }
      int length = channel.read(ByteBuffer.wrap(block, kept, BLOCK - kept));
      while (length > 0) {
        count(arrivals, kept + length);
        length = channel.read(ByteBuffer.wrap(block, kept, BLOCK - kept));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Skips everything that has been written. */
  public void skip() {
    read(new Arrivals(1));
  }

  /** Counts the complete lines of the block and keeps the rest of it. */
  private void count(Arrivals arrivals, int end) {
    int start = 0;
    for (int i = kept; i < end; i++) {
      if (block[i] == '\n') {
        line(arrivals, start, i);
        start = i + 1;
      }
    }
    kept = end - start;
    System.arraycopy(block, start, block, 0, kept);
  }

  private void line(Arrivals arrivals, int from, int to) {
    if (!split(from, to)) {
      arrivals.unknown();
      return;
    }
    long event = EventId.number(block, starts[0], starts[1] - 1);
    if (block[starts[2]] != '2') {
      arrivals.refused();
    } else {
      arrivals.accepted(event, webhook(to), millis());
    }
  }

  /** Finds the fields of a line. Returns false if it has another number of them. */
  private boolean split(int from, int to) {
    int fields = 0;
    starts[fields++] = from;
    for (int i = from; i < to; i++) {
      if (block[i] == ' ') {
        if (fields == FIELDS) {
          return false;
        }
        starts[fields++] = i + 1;
      }
    }
    starts[FIELDS] = to + 1;
    return fields == FIELDS;
  }

  /** Reads the time without its decimal point. */
  private long millis() {
    long millis = 0;
    for (int i = starts[1]; i < starts[2] - 1; i++) {
      if (block[i] != '.') {
        millis = 10 * millis + (block[i] - '0');
      }
    }
    return millis;
  }

  /** Reads the number at the end of the path; 0 if there is none. */
  private int webhook(int end) {
    int number = 0;
    int scale = 1;
    for (int i = end - 1; i > starts[3] && block[i] >= '0' && block[i] <= '9'; i--) {
      number += scale * (block[i] - '0');
      scale *= 10;
    }
    return number;
  }

  @Override
  public void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
