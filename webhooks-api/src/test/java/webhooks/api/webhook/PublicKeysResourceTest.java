package webhooks.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.domain.error.Refusal;
import webhooks.domain.option.signature.VerificationKey;
import webhooks.domain.webhook.SigningKeyUpdates;

/** Requests for public keys that need no database. */
class PublicKeysResourceTest {
  private final String webhook = UUID.randomUUID().toString();
  private Optional<List<VerificationKey>> stored = Optional.of(List.of());
  private int reads;
  private final PublicKeysResource resource =
      new PublicKeysResource(
          new SigningKeyUpdates() {
            @Override
            public Optional<List<VerificationKey>> published(UUID id) {
              reads++;
              return stored;
            }
          },
          new PublishedKeySets());

  @Test
  void repeatedRequestReadsNothing() {
    Response first = resource.get(webhook, null);
    String tag = first.getHeaderString(HttpHeaders.ETAG);

    assertThat(resource.get(webhook, null).getHeaderString(HttpHeaders.ETAG)).isEqualTo(tag);
    assertThat(resource.get(webhook.toUpperCase(Locale.ROOT), tag).getStatus()).isEqualTo(304);
    assertThat(reads).isOne();
  }

  @Test
  void unknownIdIsReadOnce() {
    stored = Optional.empty();

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> resource.get(webhook, null)).isInstanceOf(Refusal.class);
      assertThatThrownBy(() -> resource.get("no-id", null)).isInstanceOf(Refusal.class);
    }

    assertThat(reads).isOne();
  }
}
