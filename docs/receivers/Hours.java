import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Computes the hours of a request to reconcile. Reads a line for each event: its enqueuedDateTime in UTC, a blank, and its
 * messageId. Writes a JSON array. Java 17 or later, no packages.
 */
final class Hours {
  private int count;
  private final byte[] hash = new byte[32];

  void add(String messageId) throws GeneralSecurityException {
    byte[] id = messageId.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(id);
    for (int i = 0; i < hash.length; i++) {
      hash[i] ^= digest[i];
    }
    count++;
  }

  public static void main(String[] args) throws IOException, GeneralSecurityException {
    Map<String, Hours> hours = new TreeMap<>();
    BufferedReader events = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = events.readLine(); line != null; line = events.readLine()) {
      String[] event = line.split(" ");
      hours.computeIfAbsent(event[0].substring(0, 13) + ":00:00Z", hour -> new Hours()).add(event[1]);
    }
    System.out.println(hours.entrySet().stream().map(Hours::json).collect(Collectors.joining(",", "[", "]")));
  }

  private static String json(Map.Entry<String, Hours> hour) {
    return "{\"hour\":\"%s\",\"count\":%d,\"hash\":\"%s\"}"
        .formatted(hour.getKey(), hour.getValue().count, HexFormat.of().formatHex(hour.getValue().hash));
  }
}
