package webhooks.it.harness.selection;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A test that runs on Payara Micro; with {@link OnPayara} or {@link OnWildFly} on that too. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Requires(setting = "server", value = "micro")
public @interface OnMicro {}
