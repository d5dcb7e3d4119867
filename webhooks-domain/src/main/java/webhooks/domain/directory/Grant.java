package webhooks.domain.directory;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.util.Objects;

/** A permission that a client has on an iTwin. */
@Embeddable
public class Grant {
  @Column(name = "client_id")
  private String clientId;

  private String permission;

  /** Creates an empty value, for JPA. */
  protected Grant() {}

  Grant(String clientId, String permission) {
    this.clientId = clientId;
    this.permission = permission;
  }

  String clientId() {
    return clientId;
  }

  String permission() {
    return permission;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Grant that
        && clientId.equals(that.clientId)
        && permission.equals(that.permission);
  }

  @Override
  public int hashCode() {
    return Objects.hash(clientId, permission);
  }
}
