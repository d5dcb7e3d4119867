package webhooks.domain.page;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;

/**
 * Iterates over a list of any length that is read in steps, so that only the items of one step are
 * in memory. Not safe for several threads.
 */
public final class BatchedIterator<T> implements Iterator<T> {
  private final int step;
  private final Function<Optional<T>, List<T>> reader;
  private final Deque<T> read = new ArrayDeque<>();
  private Optional<T> last = Optional.empty();
  private boolean ended;

  /**
   * Creates an iterator that has read nothing.
   *
   * @param step how many items the reader returns, unless the list ends
   * @param reader reads the items after the given one; the first ones if there is none
   */
  public BatchedIterator(int step, Function<Optional<T>, List<T>> reader) {
    this.step = step;
    this.reader = reader;
  }

  @Override
  public boolean hasNext() {
    if (read.isEmpty() && !ended) {
      read.addAll(reader.apply(last));
      ended = read.size() < step;
      last = Optional.ofNullable(read.peekLast());
    }
    return !read.isEmpty();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return read.removeFirst();
  }
}
