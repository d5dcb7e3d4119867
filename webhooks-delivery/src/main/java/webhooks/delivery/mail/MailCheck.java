package webhooks.delivery.mail;

import java.net.URI;
import java.util.Optional;
import webhooks.domain.settings.MailSettings;
import webhooks.domain.settings.Settings;
import webhooks.settings.command.CheckFailure;
import webhooks.settings.command.StartCheck;

/** Checks that the mail server answers, has a valid certificate, and accepts the login. */
public final class MailCheck implements StartCheck {
  /** Creates the check, for {@link java.util.ServiceLoader}. */
  public MailCheck() {}

  @Override
  public Subject subject() {
    return Subject.MAIL;
  }

  @Override
  public String check(Context start) throws CheckFailure {
    Settings settings = Settings.read(start.settings());
    Optional<MailSettings> mail = settings.mail();
    if (mail.isEmpty()) {
      return "none is sent";
    }
    MailServer server = MailServer.of(mail.get(), settings.publicUrl().orElse(URI.create("")));
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    // The mail library finds its parts by the loader of the thread.
    thread.setContextClassLoader(MailCheck.class.getClassLoader());
    try {
      server.check();
    } catch (MailFailure e) {
      throw new CheckFailure(
          "check webhooks.mail.* and the mail server %s:%d"
              .formatted(mail.get().host(), mail.get().port()),
          e);
    } finally {
      thread.setContextClassLoader(before);
    }
    return "%s:%d, tls=%s".formatted(mail.get().host(), mail.get().port(), mail.get().tls().text());
  }
}
