package webhooks.domain.database;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Transactions, one for each thread. The first resource or synchronization begins one if it has not
 * begun.
 */
public final class ThreadTransactions implements TransactionSynchronizationRegistry {
  private final ThreadLocal<Transaction> current = new ThreadLocal<>();
  private volatile boolean refuses;

  private record Transaction(Map<Object, Object> resources, List<Synchronization> ends) {}

  /** Begins the thread's transaction. */
  public void begin() {
    current.set(new Transaction(new HashMap<>(), new ArrayList<>()));
  }

  private Transaction active() {
    if (current.get() == null) {
      begin();
    }
    return current.get();
  }

  /** Ends the thread's transaction; returns the number of its synchronizations. */
  public int end(int status) {
    List<Synchronization> ended = active().ends();
    current.remove();
    ended.forEach(one -> one.afterCompletion(status));
    return ended.size();
  }

  /** Makes registrations fail, or succeed again. */
  public void refuse(boolean refused) {
    refuses = refused;
  }

  @Override
  public Object getTransactionKey() {
    return current.get();
  }

  @Override
  public void putResource(Object key, Object value) {
    active().resources().put(key, value);
  }

  @Override
  public Object getResource(Object key) {
    return active().resources().get(key);
  }

  @Override
  public void registerInterposedSynchronization(Synchronization synchronization) {
    if (refuses) {
      throw new IllegalStateException();
    }
    active().ends().add(synchronization);
  }

  @Override
  public int getTransactionStatus() {
    return current.get() == null ? Status.STATUS_NO_TRANSACTION : Status.STATUS_ACTIVE;
  }

  @Override
  public void setRollbackOnly() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean getRollbackOnly() {
    return false;
  }
}
