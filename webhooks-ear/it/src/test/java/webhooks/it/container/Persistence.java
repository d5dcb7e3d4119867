package webhooks.it.container;

import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/** Injects the product's persistence unit, which only beans of its module can refer to. */
@Stateless
public class Persistence {
  @PersistenceContext(unitName = "webhooks")
  private EntityManager entities;

  /** Returns the class name behind the server's entity manager. */
  public String provider() {
    return entities.getDelegate().getClass().getName();
  }
}
