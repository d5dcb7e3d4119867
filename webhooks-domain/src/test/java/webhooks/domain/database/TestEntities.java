package webhooks.domain.database;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * The product's persistence unit on a {@link TestDatabase}, for tests without a container.
 *
 * <p>JPA and SQL of one transaction use the same connection, as in a container.
 */
public final class TestEntities implements AutoCloseable {
  private final TestDatabase database;
  private final EntityManagerFactory factory;
  private final ThreadLocal<EntityManager> current = new ThreadLocal<>();

  /** Opens the persistence unit. */
  public TestEntities(TestDatabase database) {
    this.database = database;
    this.factory =
        Persistence.createEntityManagerFactory(
            "webhooks",
            Map.of(
                "jakarta.persistence.transactionType",
                "RESOURCE_LOCAL",
                "jakarta.persistence.nonJtaDataSource",
                database.database().dataSource(),
                "eclipselink.session-name",
                "test-" + System.identityHashCode(this),
                "eclipselink.weaving",
                "false"));
    database.database().share(factory);
  }

  /** Returns a manager that is always the one of the thread's transaction. */
  public EntityManager manager() {
    return (EntityManager)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {EntityManager.class},
            (proxy, method, args) -> {
              try {
                return method.invoke(current.get(), args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /** Runs work in the thread's transaction, or in a new one, which a failure rolls back. */
  public <T> T inTransaction(Callable<T> work) {
    return current.get() == null ? inNewTransaction(work) : call(work);
  }

  private static <T> T call(Callable<T> work) {
    try {
      return work.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private <T> T inNewTransaction(Callable<T> work) {
    return database.inTransaction(
        () -> {
          try (EntityManager manager = factory.createEntityManager()) {
            current.set(manager);
            manager.getTransaction().begin();
            T result = work.call();
            manager.getTransaction().commit();
            return result;
          } finally {
            current.remove();
          }
        });
  }

  /** Runs work as {@link #inTransaction} does. */
  public void run(Runnable work) {
    inTransaction(
        () -> {
          work.run();
          return null;
        });
  }

  /** Closes the persistence unit. */
  @Override
  public void close() {
    factory.close();
  }
}
