package webhooks.api.security;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a resource whose operations need {@code webhooks.access-control=local}: iTwins and
 * permissions are in this product's tables. With {@code remote} they answer 404.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface RequiresLocalAccessControl {}
