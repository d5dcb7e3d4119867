package webhooks.domain.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/** Reads single settings as the types they have, and names the one that is not valid. */
final class SettingReader {
  /** Hosts that are this machine itself, as far as their text can tell. */
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]", Pattern.CASE_INSENSITIVE);

  private final Config config;

  SettingReader(Config config) {
    this.config = config;
  }

  Optional<String> text(String key) {
    return config
        .getOptionalValue(key, String.class)
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  List<String> list(String key, List<String> defaults) {
    return text(key).map(text -> parts(text).toList()).orElse(defaults);
  }

  String oneOf(String key, String first, String... others) {
    String value = text(key).orElse(first);
    if (!value.equals(first) && !Arrays.asList(others).contains(value)) {
      throw new InvalidSetting(
          key,
          "must be "
              + Stream.concat(Stream.of(first), Stream.of(others))
                  .collect(Collectors.joining(" or ")));
    }
    return value;
  }

  TokenPreset preset(String key) {
    return text(key)
        .map(
            name ->
                TokenPreset.named(name)
                    .orElseThrow(
                        () -> new InvalidSetting(key, "must be ims, keycloak, entra or auth0")))
        .orElse(TokenPreset.GENERIC);
  }

  /** Returns the URL of a service that callers' tokens are sent to; it must be given. */
  URI serviceUrl(String key) {
    try {
      URI url = new URI(text(key).orElse("")).parseServerAuthority();
      boolean secure =
          "https".equalsIgnoreCase(url.getScheme())
              || "http".equalsIgnoreCase(url.getScheme())
                  && url.getHost() != null
                  && LOOPBACK.matcher(url.getHost()).matches();
      if (secure
          && url.getHost() != null
          && url.getRawUserInfo() == null
          && url.getRawQuery() == null
          && url.getRawFragment() == null) {
        return URI.create(url.toString().replaceFirst("/+$", ""));
      }
    } catch (URISyntaxException e) {
      // Said below, as for one of another kind.
    }
    throw new InvalidSetting(
        key,
        "must be an https URL without user, query and fragment (http for a service on this"
            + " machine only)");
  }

  /** Returns where a server listens, as {@code host:port} or {@code http://host:port}. */
  Optional<HostAndPort> hostAndPort(String key) {
    return text(key).map(text -> hostAndPort(key, text));
  }

  private static HostAndPort hostAndPort(String key, String text) {
    try {
      URI url = new URI(text.contains("://") ? text : "http://" + text).parseServerAuthority();
      if ("http".equals(url.getScheme())
          && url.getHost() != null
          && url.getPort() >= 1
          && url.getPort() <= 65_535
          && url.getRawUserInfo() == null
          && url.getRawPath().replace("/", "").isEmpty()
          && url.getRawQuery() == null
          && url.getRawFragment() == null) {
        return new HostAndPort(url.getHost(), url.getPort());
      }
    } catch (URISyntaxException e) {
      // Said below, as for one of another kind.
    }
    throw new InvalidSetting(key, "must be host:port of an HTTP proxy, without a user");
  }

  Optional<Path> path(String key) {
    try {
      return text(key).map(Path::of);
    } catch (InvalidPathException e) {
      throw new InvalidSetting(key, "must be a path");
    }
  }

  int count(String key, int defaultCount) {
    String value = text(key).orElse(Integer.toString(defaultCount));
    if (!value.matches("[1-9]\\d{0,8}")) {
      throw new InvalidSetting(key, "must be a whole number of at least 1");
    }
    return Integer.parseInt(value);
  }

  Duration duration(String key, String defaultDuration, Duration most) {
    return between(key, text(key).orElse(defaultDuration), Duration.ofMillis(1), most);
  }

  List<Duration> durations(String key, String defaultDurations, Duration most) {
    return parts(text(key).orElse(defaultDurations))
        .map(part -> between(key, part, Duration.ZERO, most))
        .toList();
  }

  private static Duration between(String key, String text, Duration least, Duration most) {
    Duration duration;
    try {
      duration = Duration.parse(text);
    } catch (DateTimeParseException e) {
      // Said below, as for one that is too short.
      duration = least.minusNanos(1);
    }
    if (duration.compareTo(least) < 0) {
      throw new InvalidSetting(key, "must be ISO 8601, such as PT5S, and at least " + least);
    }
    if (duration.compareTo(most) > 0) {
      throw new InvalidSetting(key, "must be at most " + most);
    }
    return duration;
  }

  private static Stream<String> parts(String text) {
    return Arrays.stream(text.split(",")).map(String::strip).filter(part -> !part.isEmpty());
  }
}
