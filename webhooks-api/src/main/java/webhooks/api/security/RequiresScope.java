package webhooks.api.security;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import webhooks.domain.access.TokenScope;

/**
 * Declares the scope that an operation requires. An operation with neither this annotation nor
 * {@link NoTokenRequired} answers 404.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface RequiresScope {
  /** Returns the required scope. */
  TokenScope value();
}
