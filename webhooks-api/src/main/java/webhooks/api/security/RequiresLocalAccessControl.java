package webhooks.api.security;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a resource that reads or changes the directory. Its operations exist only with {@code
 * webhooks.access-control=local}. With {@code remote} they answer 404, because another service
 * keeps the directory.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface RequiresLocalAccessControl {}
