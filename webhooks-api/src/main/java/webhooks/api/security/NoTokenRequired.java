package webhooks.api.security;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares that an operation needs no token.
 *
 * <p>Jakarta's {@code PermitAll} is not used, because it turns on Payara's own security, which
 * answers 401 to every caller.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface NoTokenRequired {}
