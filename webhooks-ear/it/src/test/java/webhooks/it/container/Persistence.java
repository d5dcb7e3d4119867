package webhooks.it.container;

import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/** The product's persistence unit, which only beans of its own module can refer to. */
@Stateless
public class Persistence {
  @PersistenceContext(unitName = "webhooks")
  private EntityManager entities;

  /** The name of the class that the server's entity managers stand for. */
  public String provider() {
    return entities.getDelegate().getClass().getName();
  }
}
