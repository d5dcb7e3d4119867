package webhooks.it.harness.selection;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Limits a test to runs in which a setting of {@link RunSettings} has this value. */
@Target(ElementType.ANNOTATION_TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Requires.All.class)
@interface Requires {
  /** The name of the setting. */
  String setting();

  /** The value that the setting must have. */
  String value();

  /** Holds several of these annotations. */
  @Target(ElementType.ANNOTATION_TYPE)
  @Retention(RetentionPolicy.RUNTIME)
  @interface All {
    Requires[] value();
  }
}
