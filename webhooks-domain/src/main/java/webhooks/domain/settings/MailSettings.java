package webhooks.domain.settings;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import webhooks.domain.id.MailAddress;
import webhooks.settings.InvalidSetting;
import webhooks.settings.SettingReader;

/**
 * The settings of mails. Without a host, none are sent.
 *
 * @param host {@code webhooks.mail.host}: the mail server that takes all mails
 * @param port {@code webhooks.mail.port}: 587 by default, or 465 with TLS from the start
 * @param login {@code webhooks.mail.user} and {@code webhooks.mail.password}
 * @param from {@code webhooks.mail.from}: the address that mails come from
 * @param tls {@code webhooks.mail.tls}: {@code starttls} by default, which never sends a mail
 *     without encryption; {@code off} by default on this machine
 * @param trustedCertificates {@code webhooks.mail.trusted-certificates}: a PEM file of authorities
 *     that are trusted in addition to Java's
 */
public record MailSettings(
    String host,
    int port,
    Optional<Login> login,
    MailAddress from,
    Tls tls,
    Optional<Path> trustedCertificates) {
  /** The name of the setting of the authorities. */
  public static final String TRUSTED_CERTIFICATES = "webhooks.mail.trusted-certificates";

  private static final String PUBLIC_URL = "webhooks.public-url";
  private static final String HOST = "webhooks.mail.host";
  private static final String PORT = "webhooks.mail.port";
  private static final String USER = "webhooks.mail.user";
  private static final String PASSWORD = "webhooks.mail.password";
  private static final String FROM = "webhooks.mail.from";
  private static final String TLS = "webhooks.mail.tls";

  private static final Pattern HOST_NAME =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,252})|[0-9A-Fa-f:]{2,45}");

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|::1", Pattern.CASE_INSENSITIVE);

  /** How the connection to the mail server is encrypted. */
  public enum Tls {
    /** The connection becomes encrypted before anything else is sent, or nothing is sent. */
    STARTTLS("starttls", 587),
    /** The connection is encrypted from the start. */
    TLS("tls", 465),
    /** The connection is not encrypted. */
    OFF("off", 25);

    private final String text;
    private final int port;

    Tls(String text, int port) {
      this.text = text;
      this.port = port;
    }

    /** Returns the value of the setting. */
    public String text() {
      return text;
    }

    private static Tls of(String text) {
      for (Tls tls : values()) {
        if (tls.text.equals(text)) {
          return tls;
        }
      }
      throw new IllegalArgumentException(text);
    }
  }

  /** The user name and the password for the mail server. */
  public record Login(String user, String password) {
    /** Returns a description without the password. */
    @Override
    public String toString() {
      return "Login[]";
    }
  }

  /** Reads the settings. The result is empty if there is no host. */
  static Optional<MailSettings> read(SettingReader reader) {
    Optional<String> host = reader.text(HOST);
    if (host.isEmpty()) {
      readWithoutEffect(reader);
    }
    return host.map(name -> read(reader, name));
  }

  /** Reads settings that have no effect, so that they are listed and do not count as misspelt. */
  private static void readWithoutEffect(SettingReader reader) {
    reader.text(PORT);
    reader.text(USER);
    reader.text(PASSWORD);
    reader.text(FROM);
    reader.text(TLS);
    reader.text(TRUSTED_CERTIFICATES);
  }

  private static MailSettings read(SettingReader reader, String host) {
    if (!HOST_NAME.matcher(host).matches()) {
      throw new InvalidSetting(HOST, "must be the name or the address of a host, without a port");
    }
    if (reader.text(PUBLIC_URL).isEmpty() || reader.text(ConsoleSettings.CLIENT_KEY).isEmpty()) {
      throw new InvalidSetting(
          HOST,
          "needs webhooks.public-url and webhooks.console.client-id, because the links of mails"
              + " lead to the console");
    }
    boolean isLocal = LOOPBACK.matcher(host).matches();
    Tls tls =
        Tls.of(
            isLocal
                ? reader.oneOf(TLS, Tls.OFF.text, Tls.STARTTLS.text, Tls.TLS.text)
                : reader.oneOf(TLS, Tls.STARTTLS.text, Tls.TLS.text, Tls.OFF.text));
    Optional<Login> login = readLogin(reader);
    if (login.isPresent() && tls == Tls.OFF && !isLocal) {
      throw new InvalidSetting(
          TLS,
          "must be starttls or tls, because " + PASSWORD + " would be sent without encryption");
    }
    return new MailSettings(
        host,
        reader.port(PORT, tls.port),
        login,
        reader
            .text(FROM)
            .flatMap(MailAddress::parse)
            .orElseThrow(() -> new InvalidSetting(FROM, MailAddress.RULE.replaceAll("\\.$", ""))),
        tls,
        reader.path(TRUSTED_CERTIFICATES));
  }

  private static Optional<Login> readLogin(SettingReader reader) {
    Optional<String> user = reader.text(USER);
    Optional<String> password = reader.text(PASSWORD);
    if (user.isPresent() != password.isPresent()) {
      throw new InvalidSetting(
          user.isPresent() ? PASSWORD : USER, "must be set, or neither user nor password");
    }
    return user.map(name -> new Login(name, password.orElseThrow()));
  }
}
