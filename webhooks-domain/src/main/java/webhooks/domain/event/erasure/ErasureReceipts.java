package webhooks.domain.event.erasure;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import webhooks.domain.event.erasure.Erasure.ErasureCounts;
import webhooks.domain.json.JsonText;
import webhooks.domain.page.Timestamps;
import webhooks.domain.secret.ReceiptSigner;

/** Writes signed receipts of erasures. They have counts and times, and nothing about a person. */
@ApplicationScoped
public class ErasureReceipts {
  private ReceiptSigner signer;

  /** Creates the bean's proxy, for the container. */
  protected ErasureReceipts() {}

  /** Creates the receipts. */
  @Inject
  public ErasureReceipts(ReceiptSigner signer) {
    this.signer = signer;
  }

  /** Returns the receipt of an erasure; empty while it is not finished. */
  public Optional<String> of(Erasure erasure) {
    return erasure.isFinished()
        ? Optional.of(signer.sign(JsonText.of(members(erasure))))
        : Optional.empty();
  }

  /** Returns the JSON of a receipt that this product has signed; empty for any other text. */
  public Optional<String> verify(String receipt) {
    return signer.verify(receipt);
  }

  /** Returns the properties of an erasure, as JSON values. */
  public static Map<String, Object> members(Erasure erasure) {
    Map<String, Object> json = new LinkedHashMap<>();
    ErasureCounts counts = erasure.counts();
    json.put("id", erasure.id().toString());
    json.put("accountId", erasure.accountId());
    json.put("status", erasure.isFinished() ? "finished" : "running");
    json.put("requested", Timestamps.utcMillis(erasure.requested()));
    erasure.finished().ifPresent(time -> json.put("finished", Timestamps.utcMillis(time)));
    json.put("examined", BigDecimal.valueOf(counts.examined()));
    json.put("events", BigDecimal.valueOf(counts.events()));
    json.put("deliveries", BigDecimal.valueOf(counts.deliveries()));
    json.put("cancelled", BigDecimal.valueOf(counts.cancelled()));
    json.put("rejectedEvents", BigDecimal.valueOf(counts.rejectedEvents()));
    json.put("unreadableEvents", BigDecimal.valueOf(counts.unreadableEvents()));
    return json;
  }
}
