package webhooks.api.token;

import java.io.IOException;
import java.text.ParseException;
import webhooks.domain.settings.Settings;
import webhooks.settings.command.CheckFailure;
import webhooks.settings.command.StartCheck;

/** Checks that the issuer's keys are configured and can be read now. */
public final class TokenKeysCheck implements StartCheck {
  /** Creates the check, for {@link java.util.ServiceLoader}. */
  public TokenKeysCheck() {}

  @Override
  public Subject subject() {
    return Subject.TOKEN_KEYS;
  }

  @Override
  public String check(Context start) throws CheckFailure {
    Settings.Token settings = Settings.read(start.settings()).token();
    if (settings.issuer().isEmpty()) {
      throw new CheckFailure("set mp.jwt.verify.issuer: without it each call gets 401");
    }
    KeySource source =
        KeySource.of(settings)
            .orElseThrow(
                () ->
                    new CheckFailure(
                        "set " + KeySource.LOCATION + ": without keys each call gets 401"));
    try {
      return PublicKeyParser.parse(source.read()).size() + " of " + settings.issuer().get();
    } catch (IOException | ParseException e) {
      throw new CheckFailure(
          "correct " + KeySource.LOCATION + ", or start the server that has the keys", e);
    }
  }
}
