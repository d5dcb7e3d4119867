package webhooks.delivery.mail;

import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocketFactory;
import webhooks.delivery.mail.MailFailure.Kind;
import webhooks.delivery.send.connect.TrustedCertificates;
import webhooks.domain.settings.MailSettings;
import webhooks.domain.settings.MailSettings.Tls;

/**
 * The mail server that takes all mails, by SMTP.
 *
 * <p>Each mail has a connection of its own. Without TLS nothing is sent, unless the settings say
 * so, and the certificate must be valid for the host. The server's own mail sessions are not used.
 */
final class MailServer {
  private static final String STEP_LIMIT = "10000";
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /**
   * Replies about the recipient: RFC 5321 without an enhanced code, unless the text is about the
   * sender, else RFC 3463 and RFC 7505.
   */
  private static final Pattern UNKNOWN_RECIPIENT =
      Pattern.compile(
          "5\\d\\d[ -]5\\.(1\\.([1236]|10)|2\\.1)\\b.*|55[013][ -](?!5\\.\\d)(?!.*sender).*",
          Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

  /** The permanent reply to a recipient that Jakarta Mail does not take for an invalid one. */
  private static final String NO_ROOM = "552";

  private final MailSettings settings;
  private final Properties properties;
  private final SSLSocketFactory tls;
  private final Duration limit;

  private MailServer(MailSettings settings, URI publicUrl, Duration limit) {
    this.settings = settings;
    this.limit = limit;
    this.tls =
        TrustedCertificates.clientContext(
                MailSettings.TRUSTED_CERTIFICATES, settings.trustedCertificates())
            .getSocketFactory();
    this.properties = properties(settings, publicUrl, STEP_LIMIT);
  }

  /**
   * Creates the server of the settings.
   *
   * @param publicUrl its host is the name of the product in the dialogue
   * @throws webhooks.settings.InvalidSetting if the file of authorities can't be read
   */
  static MailServer of(MailSettings settings, URI publicUrl) {
    return new MailServer(settings, publicUrl, LIMIT);
  }

  /** Creates a server with a limit for the whole dialogue and for a step, for tests. */
  static MailServer of(MailSettings settings, URI publicUrl, Duration limit, Duration step) {
    MailServer server = new MailServer(settings, publicUrl, limit);
    server.properties.putAll(properties(settings, publicUrl, Long.toString(step.toMillis())));
    return server;
  }

  private static Properties properties(MailSettings settings, URI publicUrl, String stepLimit) {
    Properties properties = new Properties();
    properties.setProperty("mail.transport.protocol", "smtp");
    properties.setProperty("mail.smtp.host", settings.host());
    properties.setProperty("mail.smtp.port", Integer.toString(settings.port()));
    properties.setProperty("mail.smtp.localhost", publicUrl.getHost());
    properties.setProperty("mail.smtp.from", settings.from().text());
    properties.setProperty("mail.smtp.connectiontimeout", stepLimit);
    properties.setProperty("mail.smtp.timeout", stepLimit);
    properties.setProperty("mail.smtp.writetimeout", stepLimit);
    properties.setProperty("mail.smtp.quitwait", "false");
    properties.setProperty("mail.smtp.auth", Boolean.toString(settings.login().isPresent()));
    boolean startTls = settings.tls() == Tls.STARTTLS;
    properties.setProperty("mail.smtp.starttls.enable", Boolean.toString(startTls));
    properties.setProperty("mail.smtp.starttls.required", Boolean.toString(startTls));
    properties.setProperty("mail.smtp.ssl.enable", Boolean.toString(settings.tls() == Tls.TLS));
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    properties.setProperty("mail.smtp.ssl.protocols", "TLSv1.3 TLSv1.2");
    properties.setProperty("mail.smtp.socketFactory.fallback", "false");
    properties.setProperty("mail.smtp.ssl.socketFactory.fallback", "false");
    return properties;
  }

  /**
   * Connects, and logs in.
   *
   * @throws MailFailure if the server does not answer, has no TLS, or refuses the login
   */
  void check() throws MailFailure {
    try (Transport transport = connect(session())) {
      if (!transport.isConnected()) {
        throw new MailFailure(Kind.UNAVAILABLE, "the connection was closed");
      }
    } catch (MessagingException e) {
      throw failure(e);
    }
  }

  /**
   * Sends a mail.
   *
   * @throws MailFailure if the server did not take it; it may have taken it if it did not answer
   */
  void send(MimeMail mail) throws MailFailure {
    try {
      Session session = session();
      MimeMessage message = new MimeMessage(session, new ByteArrayInputStream(mail.bytes()));
      try (Transport transport = connect(session)) {
        transport.sendMessage(message, new Address[] {new InternetAddress(mail.to().text(), true)});
      }
    } catch (MessagingException e) {
      throw failure(e);
    }
  }

  private Session session() {
    Properties ofDialogue = new Properties();
    ofDialogue.putAll(properties);
    DeadlineSockets sockets = new DeadlineSockets(limit);
    ofDialogue.put("mail.smtp.socketFactory", sockets);
    ofDialogue.put("mail.smtp.ssl.socketFactory", new DeadlineTlsSockets(tls, sockets));
    return Session.getInstance(ofDialogue);
  }

  private Transport connect(Session session) throws MessagingException {
    Transport transport = session.getTransport();
    try {
      Optional<MailSettings.Login> login = settings.login();
      transport.connect(
          settings.host(),
          settings.port(),
          login.map(MailSettings.Login::user).orElse(null),
          login.map(MailSettings.Login::password).orElse(null));
      return transport;
    } catch (MessagingException | RuntimeException e) {
      transport.close();
      throw e;
    }
  }

  /**
   * Returns the failure of a mail that the server refused.
   *
   * <p>The server takes no mail at the moment if it closes the connection (421), refuses the
   * sender, which all mails share, or if a temporary reply (4xx) is not about the recipient. A
   * permanent reply (5xx) to the recipient's address ends the mail if it says that there is no such
   * mailbox. Servers answer at this place too what they think of the sender, the name of the
   * product or a relay, which the operator may have to change.
   */
  private MailFailure refusal(SendFailedException cause) {
    boolean isAboutAddress = cause.getNextException() instanceof SendFailedException;
    String reply = String.valueOf((isAboutAddress ? cause.getNextException() : cause).getMessage());
    boolean isTemporary = !reply.startsWith("5");
    if (isTemporary && (!isAboutAddress || !reply.startsWith("4") || reply.startsWith("421"))) {
      return new MailFailure(Kind.UNAVAILABLE, "the mail server takes no mail at the moment");
    }
    Address[] invalid = cause.getInvalidAddresses();
    boolean isInvalid = invalid != null && invalid.length > 0;
    if (isAboutAddress && !isTemporary && !isInvalid && !reply.startsWith(NO_ROOM)) {
      return new MailFailure(Kind.UNAVAILABLE, "the mail server refused the sender");
    }
    return isInvalid && isUnknownRecipient(reply)
        ? new MailFailure(Kind.RECIPIENT_REFUSED, "the mail server refused the recipient")
        : new MailFailure(Kind.MAIL_REFUSED, "the mail server refused the mail");
  }

  private boolean isUnknownRecipient(String reply) {
    String sender = settings.from().text().toLowerCase(Locale.ROOT);
    return UNKNOWN_RECIPIENT.matcher(reply).matches()
        && !reply.toLowerCase(Locale.ROOT).contains(sender);
  }

  /** Returns the failure. Messages of servers may repeat the recipient, so they are left out. */
  private MailFailure failure(MessagingException cause) {
    if (cause instanceof AuthenticationFailedException) {
      return new MailFailure(Kind.UNAVAILABLE, "the mail server refused the login");
    }
    if (cause instanceof SendFailedException refused) {
      return refusal(refused);
    }
    Throwable root = cause;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return new MailFailure(
        Kind.UNAVAILABLE,
        root == cause
            ? "the mail server did not take the mail"
            : "the mail server did not answer as expected: " + root.getClass().getSimpleName());
  }
}
