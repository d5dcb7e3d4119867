package webhooks.it.harness.selection;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A test that runs on WildFly; with {@link OnMicro} or {@link OnPayara} on that too. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Requires(setting = "server", value = "wildfly")
public @interface OnWildFly {}
