package webhooks.api.security;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares that an operation needs no token.
 *
 * <p>Not the platform's {@code PermitAll}: Payara takes that as a wish for security of its own, and
 * answers 401 to everybody.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface NoTokenRequired {}
