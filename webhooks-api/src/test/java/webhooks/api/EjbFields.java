package webhooks.api;

import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import org.glassfish.hk2.api.Injectee;
import org.glassfish.hk2.api.InjectionResolver;
import org.glassfish.hk2.api.ServiceHandle;
import org.glassfish.hk2.api.ServiceLocator;

/** Injects the domain's beans into fields with {@link EJB}, as a server does. */
final class EjbFields implements InjectionResolver<EJB> {
  @Inject ServiceLocator beans;

  @Override
  public Object resolve(Injectee field, ServiceHandle<?> root) {
    return beans.getService(field.getRequiredType());
  }

  @Override
  public boolean isConstructorParameterIndicator() {
    return false;
  }

  @Override
  public boolean isMethodParameterIndicator() {
    return false;
  }
}
