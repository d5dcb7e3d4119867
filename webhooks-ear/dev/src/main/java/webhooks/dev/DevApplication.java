package webhooks.dev;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The development aids over HTTP, under {@code /dev}. */
@ApplicationPath("/")
public class DevApplication extends Application {}
