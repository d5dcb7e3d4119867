package webhooks.dev;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** JAX-RS application of the development aids, under {@code /dev}. */
@ApplicationPath("/")
public class DevApplication extends Application {}
