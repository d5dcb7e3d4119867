package webhooks.api.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Declares the maximum size of an operation's body if it is not the default of 64 KiB. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface MaxBodySize {
  /** The maximum of an operation without this annotation. */
  int DEFAULT = 64 * 1024;

  /** The largest maximum that an operation declares. */
  int LARGEST = 8 * 1024 * 1024;

  /** Returns the maximum in bytes. */
  int value();
}
