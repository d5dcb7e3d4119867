package webhooks.it.harness.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.http.Api;
import webhooks.it.harness.receiver.Inbox;

/** Reads, redelivers and recovers the deliveries of a webhook as its owner. */
public final class DeliveryHistory {
  private final TestEnvironment environment;
  private final Application application;
  private final Inbox inbox;
  private final Api api;
  private final String token;
  private final String path;

  /** Creates a client of the history of a webhook that delivers to the inbox. */
  public DeliveryHistory(
      TestEnvironment environment, Application application, Registered webhook, Inbox inbox) {
    this.environment = environment;
    this.application = application;
    this.inbox = inbox;
    this.api = environment.api();
    this.token = application.token();
    this.path = "/webhooks/" + webhook.id();
  }

  /** Publishes events one by one and waits for the arrival of each. */
  public List<Event> publishAndReceive(int count) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Event event = Event.ofAccount(application.account());
      environment.producer().publish(event);
      inbox.awaitEvent(event.messageId());
      events.add(event);
    }
    return events;
  }

  /** Returns the path of the webhook. */
  public String path() {
    return path;
  }

  /** Requests a page. The query begins with a question mark. */
  public Answer list(String query) {
    return api.get(path + "/deliveries" + query).as(token).send();
  }

  public Answer get(String id) {
    return api.get(path + "/deliveries/" + id).as(token).send();
  }

  public Answer redeliver(String id) {
    return api.post(path + "/deliveries/" + id + "/redeliver").as(token).send();
  }

  public Answer recover(String body) {
    return api.post(path + "/recover").as(token).json(body).send();
  }

  /** Returns how many deliveries a recovery would take. */
  public int count(String body) {
    return api.post(path + "/deliveries/count")
        .as(token)
        .json(body)
        .send()
        .is(200)
        .json()
        .getInt("count");
  }

  public static List<JsonObject> deliveries(JsonObject list) {
    return list.getJsonArray("deliveries").getValuesAs(JsonObject.class);
  }

  /**
   * Follows the links from the page of this query to the last one.
   *
   * @param between runs before each page except the first
   */
  public List<JsonObject> pages(String query, Runnable between) {
    List<JsonObject> all = new ArrayList<>();
    JsonObject page = list(query).is(200).json();
    while (true) {
      all.addAll(deliveries(page));
      JsonValue next = page.getJsonObject("_links").get("next");
      if (next.equals(JsonValue.NULL)) {
        return all;
      }
      between.run();
      page = followLink(next.asJsonObject().getString("href")).is(200).json();
    }
  }

  /** Requests the page of a link. */
  public Answer followLink(String href) {
    URI link = URI.create(href);
    return api.get(link.getRawPath() + "?" + link.getRawQuery()).as(token).send();
  }

  /** Returns the message ids of a page. */
  public List<String> messages(String query) {
    return deliveries(list(query).is(200).json()).stream()
        .map(one -> one.getString("messageId"))
        .toList();
  }

  /** Waits until the event's delivery has this status, and returns it. */
  public JsonObject awaitStatus(Event event, String status) {
    return await(status)
        .until(
            () ->
                deliveries(list("?$top=100&status=" + status).is(200).json()).stream()
                    .filter(one -> one.getString("messageId").equals("" + event.messageId()))
                    .findFirst()
                    .orElse(null),
            found -> found != null);
  }

  /** Waits until an attempt of the event's delivery has failed, and returns the delivery. */
  public JsonObject awaitRetry(Event event) {
    return await("a retry")
        .until(() -> awaitStatus(event, "pending"), found -> found.containsKey("nextAttempt"));
  }

  /** Waits until the delivery has this many attempts. */
  public void awaitAttempts(String id, int count) {
    await(count + " attempts").untilAsserted(() -> assertThat(attempts(id)).isEqualTo(count));
  }

  /** Waits until this many failures in a row are stored, which are written once a second. */
  public void awaitFailures(int count) {
    await(count + " failures")
        .untilAsserted(
            () ->
                assertThat(
                        api.get(path + "/statistics")
                            .as(token)
                            .send()
                            .is(200)
                            .json()
                            .getInt("consecutiveFailures"))
                    .isEqualTo(count));
  }

  /** Returns the number of the delivery's attempts, at most a page of them. */
  public int attempts(String id) {
    return get(id).is(200).json().getJsonArray("attempts").size();
  }
}
