package webhooks.it.harness.selection;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A test that runs on Payara Server; with {@link OnMicro} or {@link OnWildFly} on that too. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Requires(setting = "server", value = "payara")
public @interface OnPayara {}
