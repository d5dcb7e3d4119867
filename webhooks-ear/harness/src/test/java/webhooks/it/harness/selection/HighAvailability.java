package webhooks.it.harness.selection;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A test of a fail-over, which needs Patroni, etcd and time. It runs in profile {@code ha} only.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Requires(setting = "profile", value = "ha")
public @interface HighAvailability {}
