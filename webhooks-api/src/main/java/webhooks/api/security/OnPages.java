package webhooks.api.security;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import webhooks.domain.portal.PortalPage;

/**
 * Declares the pages of the console that need an operation. A session of the portal that is limited
 * to other pages may not use it, nor an operation without this annotation.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface OnPages {
  /** Returns the pages. */
  PortalPage[] value();
}
