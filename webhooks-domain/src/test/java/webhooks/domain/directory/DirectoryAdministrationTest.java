package webhooks.domain.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.error.Refusal;

class DirectoryAdministrationTest {
  private static final String ITWIN = "5B1F3A52-57a9-4d5e-8a3c-0d4c2b1a9f8e";
  private static final String UNKNOWN = "5b1f3a52-57a9-4d5e-8a3c-000000000000";
  private static final String CLIENT = "c".repeat(255);
  private static final Caller ADMINISTRATOR = Callers.application("administrator");
  private static final Optional<List<String>> MAINTAINER =
      Optional.of(List.of("webhooks_maintainer"));

  private final DirectoryAdministration directory = new DirectoryAdministration(new FakeITwins());

  @BeforeEach
  void addITwin() {
    put("account");
  }

  private void put(String accountId) {
    directory.put(ADMINISTRATOR, ITWIN, new PutITwin(Optional.of(accountId), List.of()));
  }

  private void grant(String iTwinId, String clientId, Optional<List<String>> permissions) {
    directory.grant(ADMINISTRATOR, iTwinId, clientId, new GrantPermissions(permissions, List.of()));
  }

  @Test
  void movesITwins() {
    put("a".repeat(128));

    assertThat(directory.get(ADMINISTRATOR, ITWIN).accountId()).isEqualTo("a".repeat(128));
    assertThat(directory.get(ADMINISTRATOR, ITWIN).id())
        .hasToString(ITWIN.toLowerCase(Locale.ROOT));
  }

  @Test
  void refusesAccountIdsThatAreTooLong() {
    assertThat(refused(() -> put("a".repeat(129))))
        .containsExactly(
            invalid(
                "accountId",
                "Property 'accountId' must have 1 to 128 characters, not only white space,"
                    + " and no control characters."));
  }

  @Test
  void requiresTheAccountId() {
    PutITwin request = new PutITwin(Optional.empty(), List.of());

    assertThat(refused(() -> directory.put(ADMINISTRATOR, ITWIN, request)))
        .containsExactly(missing("accountId"));
  }

  @Test
  void missesNoPropertyOfInvalidBody() {
    Fault ofBody = Fault.ofBody(FaultCode.INVALID_REQUEST_BODY, "The body is no JSON object.");

    PutITwin request = new PutITwin(Optional.empty(), List.of(ofBody));

    assertThat(refused(() -> directory.put(ADMINISTRATOR, ITWIN, request))).containsExactly(ofBody);
  }

  @Test
  void replacesPermissions() {
    grant(ITWIN, CLIENT, MAINTAINER);
    assertThat(directory.permissions(ADMINISTRATOR, ITWIN, CLIENT))
        .containsExactly("webhooks_maintainer");

    directory.revoke(ADMINISTRATOR, ITWIN, CLIENT);
    assertNotFound(() -> directory.permissions(ADMINISTRATOR, ITWIN, CLIENT));
  }

  @Test
  void reportsAllFaultsOfGrant() {
    assertThat(refused(() -> grant(ITWIN, CLIENT + "c", Optional.of(List.of("other")))))
        .containsExactly(
            invalid("permissions", "Property 'permissions' may only hold [webhooks_maintainer]."),
            invalid(
                "clientId",
                "The client id must have 1 to 255 characters, not only white space, and no"
                    + " control characters."
                    + " It must not begin with '('."));
    assertThat(refused(() -> grant(ITWIN, CLIENT, Optional.empty())))
        .containsExactly(missing("permissions"));
  }

  @Test
  void findsNoITwinBeforeItReportsFaults() {
    assertNotFound(() -> grant(UNKNOWN, CLIENT, Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "1-1-1-1-1", ITWIN + "0"})
  void findsNoITwinWithoutUuid(String id) {
    assertNotFound(() -> directory.get(ADMINISTRATOR, id));
    assertNotFound(() -> directory.remove(ADMINISTRATOR, id));
    assertNotFound(() -> directory.revoke(ADMINISTRATOR, id, CLIENT));
    assertNotFound(() -> grant(id, CLIENT, MAINTAINER));
  }

  @Test
  void findsNoPermissionOfInvalidClientId() {
    assertNotFound(() -> directory.permissions(ADMINISTRATOR, ITWIN, "c\n"));
    assertNotFound(() -> directory.revoke(ADMINISTRATOR, ITWIN, CLIENT + "c"));
  }

  private static Fault invalid(String target, String message) {
    return Fault.of(FaultCode.INVALID_VALUE, target, message);
  }

  private static Fault missing(String target) {
    return Fault.of(
        FaultCode.MISSING_REQUIRED_PROPERTY,
        target,
        "Required property '" + target + "' is missing.");
  }

  private static List<Fault> refused(ThrowingCallable request) {
    return refusal(request, ErrorCode.INVALID_REQUEST).details();
  }

  private static void assertNotFound(ThrowingCallable request) {
    refusal(request, ErrorCode.ITWIN_NOT_FOUND);
  }

  private static Refusal refusal(ThrowingCallable request, ErrorCode code) {
    Refusal refusal = catchThrowableOfType(Refusal.class, request);
    assertThat(refusal).isNotNull().returns(code, Refusal::code);
    return refusal;
  }
}
