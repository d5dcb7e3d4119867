package webhooks.api.http.response;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Marks an operation whose response is compressed for callers that accept it.
 *
 * <p>The length of a compressed text shows how much of it occurs twice. So an operation whose
 * response can hold a secret does not have this annotation: others that choose a part of the same
 * response, and see its length, could guess the secret (BREACH).
 */
@NameBinding
@Retention(RUNTIME)
@Target({METHOD, TYPE})
public @interface Compressed {}
