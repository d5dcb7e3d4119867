package webhooks.domain.webhook.proof;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import webhooks.domain.page.Timestamps;

/**
 * The latest proof that the owner of a webhook controls its receiver. It counts as long as the
 * webhook has the URL of the proof.
 *
 * <p>A node of an earlier version that changes the URL leaves the proof in the row. It does not
 * count then, because its digest is of the former URL.
 */
@Embeddable
public class OwnershipProof {
  @Column(name = "proof_digest")
  private String digest;

  @Column(name = "proof_method")
  private String method;

  @Column(name = "proven_at")
  private OffsetDateTime at;

  @Transient private boolean isNew;

  /** Creates the state of a webhook without a proof. */
  public OwnershipProof() {}

  /** Sets the proof in place of a former one. */
  public void give(ProofSubject subject, ProofMethod newMethod, Instant now) {
    digest = subject.digest();
    method = newMethod.text();
    at = Timestamps.utc(now);
    isNew = true;
  }

  /** Removes the proof, if there is one. */
  public void withdraw() {
    digest = null;
    method = null;
    at = null;
  }

  /** Removes a proof for another subject. */
  public void keepFor(ProofSubject subject) {
    if (!isOf(subject)) {
      withdraw();
    }
  }

  /** Returns whether the proof was set in this transaction. */
  public boolean isNew() {
    return isNew;
  }

  /** Returns whether there is a proof for this subject. */
  public boolean isOf(ProofSubject subject) {
    return subject.digest().equals(digest);
  }

  /** Returns the proof for this subject as its owner reads it. */
  public ProofView view(ProofSubject subject) {
    return isOf(subject)
        ? new ProofView(Optional.of(at.toInstant()), Optional.of(method))
        : ProofView.NONE;
  }
}
