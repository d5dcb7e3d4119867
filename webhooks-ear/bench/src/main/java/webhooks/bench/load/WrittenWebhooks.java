package webhooks.bench.load;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.IntFunction;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import webhooks.it.harness.Progress;

/**
 * Writes active webhooks directly into PostgreSQL, encrypted as the product does it, because a
 * million registrations would take half an hour. The product must be stopped meanwhile.
 */
public final class WrittenWebhooks {
  private static final int ROWS = 5000;
  private static final int REPORT = 200_000;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private static final String INSERT =
      "insert into webhook (id, client_id, account_id, scope, scope_id, event_types, active,"
          + " activation, key_id, callback_url, secret, created, modified, version) values ";
  private static final String ROW =
      "('%1$s','client','%2$s','Account','%2$s','%3$s',true,1,'%4$s','\\x%5$s','\\x%6$s',"
          + "now(),now(),(select version from webhook_version))";

  private final Installation installation;
  private final SecureRandom random = new SecureRandom();
  private final SecretKeySpec key;
  private final String keyId;

  /** Takes the encryption key of an installation. */
  public WrittenWebhooks(Installation installation) {
    this.installation = installation;
    byte[] bytes =
        Base64.getDecoder()
            .decode(installation.environment().product().setting("webhooks.encryption.key"));
    key = new SecretKeySpec(bytes, "AES");
    keyId = HexFormat.of().formatHex(digest(bytes), 0, 8);
  }

  private static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Writes webhooks of new accounts, and returns the accounts.
   *
   * @param perAccount how many webhooks each account has
   * @param url returns the URL of the n-th webhook of all
   */
  public List<String> write(int accounts, int perAccount, IntFunction<URI> url) {
    List<String> ids = new ArrayList<>(accounts);
    List<String> rows = new ArrayList<>(ROWS);
    installation.database().execute("update webhook_version set version = version + 1");
    for (int i = 0; i < accounts * perAccount; i++) {
      if (i % perAccount == 0) {
        ids.add(UUID.randomUUID().toString());
      }
      rows.add(row(ids.get(i / perAccount), url.apply(i)));
      if (rows.size() == ROWS || i + 1 == accounts * perAccount) {
        installation.database().execute(INSERT + String.join(",", rows));
        rows.clear();
      }
      if ((i + 1) % REPORT == 0) {
        Progress.say("%d of %d webhooks written", i + 1, accounts * perAccount);
      }
    }
    installation.database().execute("vacuum analyze webhook");
    return ids;
  }

  private String row(String account, URI url) {
    UUID id = UUID.randomUUID();
    return ROW.formatted(
        id,
        account,
        RestClient.EVENT_TYPE,
        keyId,
        encrypt(id, "callback_url", url.toString()),
        encrypt(id, "secret", SignatureSample.SECRET));
  }

  /** Returns the nonce and the encrypted text in hexadecimal digits. */
  private String encrypt(UUID webhook, String column, String text) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD((webhook + "/" + column).getBytes(StandardCharsets.UTF_8));
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.writeBytes(nonce);
      all.writeBytes(cipher.doFinal(text.getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(all.toByteArray()).toLowerCase(Locale.ROOT);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
