package webhooks.it.harness.selection;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A test of generated clients, which needs their generators. It runs in profile {@code clients}
 * only.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Requires(setting = "profile", value = "clients")
public @interface GeneratedClients {}
